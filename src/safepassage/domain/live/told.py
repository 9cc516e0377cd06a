"""A fact as somebody told it, and its place among all that was told."""

from dataclasses import dataclass

from safepassage.domain.events import Fact

Key = tuple[int, str, str]
"""When it happened, when it was reported, and the event's id: facts are followed in this order."""


@dataclass(frozen=True, slots=True)
class Told:
    """A fact, the `id` of its event, who did or saw it, and where the report comes from.

    `reported` is UTC text of fixed width, as the ledger has it, so that texts sort as moments do. `position` is the
    event's place in the ledger, from 1; it says nothing of when anything happened.
    """

    fact: Fact
    id: str
    actor: str
    source: str
    reported: str
    position: int = 0

    @property
    def key(self) -> Key:
        """Its place in time; of two events at one second the one that was reported first comes first."""
        return self.fact.at_s, self.reported, self.id
