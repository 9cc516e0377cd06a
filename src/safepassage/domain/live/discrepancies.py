"""Discrepancies: what was told contradicts what was told before, and a named person must settle it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A contradiction that an event brought to light: a stable `code`, the event's id, and a plain sentence."""

    code: str
    event: str
    sentence: str

    @property
    def name(self) -> str:
        """What it is settled by, unique within its subject."""
        return f"{self.code}/{self.event}"


def still_open(found: tuple[Discrepancy, ...], settled: tuple[str, ...]) -> tuple[Discrepancy, ...]:
    """Give those that nobody has settled."""
    return tuple(each for each in found if each.name not in settled) if found else ()
