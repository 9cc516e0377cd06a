"""Totals: how many events of each type there are, and the sum of each of their counted figures."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from safepassage.ledger.canonical import canonical
from safepassage.ledger.chain import TAG


class Totals:
    """Sums over events, by type; versions of a type are summed together."""

    def __init__(self) -> None:
        self._events: dict[str, int] = {}
        self._counts: dict[str, dict[str, int]] = {}

    def add(self, summary: Mapping[str, Any]) -> None:
        """Take one more event's summary."""
        type_ = summary["type"]
        self._events[type_] = self._events.get(type_, 0) + 1
        counts = self._counts.setdefault(type_, {})
        for name, value in summary["counts"].items():
            counts[name] = counts.get(name, 0) + value

    def plain(self) -> dict[str, dict[str, Any]]:
        """Give the totals as plain data: by type, `events` and `counts`."""
        return {
            type_: {"counts": dict(sorted(self._counts[type_].items())), "events": events}
            for type_, events in sorted(self._events.items())
        }

    def text(self) -> str:
        """Give the totals as canonical JSON."""
        return canonical(self.plain())


def totals_commitment(text: str, salt: bytes) -> bytes:
    """Give the commitment to totals, which shows nobody what they are."""
    return sha256(TAG + b"totals\n" + salt + text.encode()).digest()
