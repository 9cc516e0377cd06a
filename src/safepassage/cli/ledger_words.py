"""What verification of a ledger found, in words and as data."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from safepassage.ledger.checkpoints import Checkpoint
from safepassage.ledger.disclosure import FileVerdict
from safepassage.ledger.events import Row
from safepassage.ledger.exporting import EVENTS
from safepassage.ledger.verification import Verdict

MOST_LINES = 50
"""Findings that a person is shown."""
SHOWN = ("id", "stream", "version", "type", "happened", "reported", "recorded", "actor", "source", "cause", "corrects")
"""Columns of a disclosed event that are shown, besides its payload."""


def verdict_in_words(verdict: Verdict, place: str, moved_to: str | None, *, compared: bool) -> Iterator[str]:
    """Yield what was found in a ledger."""
    if moved_to is not None:
        yield f"This ledger was moved; it goes on in {moved_to}."
    if not verdict.ok:
        yield from _findings(verdict, place)
        return
    yield f"{place} holds {verdict.size:,} events, and each is as it was recorded."
    yield from _totals(verdict)
    yield from _signature(verdict, compared=compared)


def file_in_words(path: Path, shown: FileVerdict, *, compared: bool) -> Iterator[str]:
    """Yield what a file shows to somebody who has no ledger."""
    verdict = shown.verdict
    if not verdict.ok:
        yield from _findings(verdict, str(path))
        return
    if shown.format == EVENTS:
        yield f"{path} shows {len(shown.events):,} of {verdict.size:,} events, each as it was signed."
        for row in shown.events:
            yield from _event(row)
    else:
        yield f"{path} tells of {verdict.size:,} events, and its totals are their sums."
        yield from _totals(verdict)
    yield from _signature(verdict, compared=compared)


def _event(row: Row) -> Iterator[str]:
    yield f"  event {row.position}"
    for name in SHOWN:
        value = getattr(row, name)
        if value is not None:
            yield f"    {name:9} {_plain(str(value))}"
    yield f"    payload   {_plain(row.payload)}"


def _plain(text: str) -> str:
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def _findings(verdict: Verdict, place: str) -> Iterator[str]:
    for finding in verdict.findings[:MOST_LINES]:
        yield finding.what
    if verdict.problems > MOST_LINES:
        yield f"… and {verdict.problems - MOST_LINES:,} more"
    yield f"{place} does not verify: {verdict.problems:,} problem{'' if verdict.problems == 1 else 's'}."


def _totals(verdict: Verdict) -> Iterator[str]:
    for type_, sums in verdict.totals.items():
        counts = "".join(f", {value:,} {name}" for name, value in sums["counts"].items())
        yield f"  {type_:28} {sums['events']:,} {'event' if sums['events'] == 1 else 'events'}{counts}"


def _signature(verdict: Verdict, *, compared: bool) -> Iterator[str]:
    signed = verdict.signed
    if signed is None:
        yield "Nothing is signed yet: make a checkpoint with 'safepassage ledger checkpoint'."
        return
    moment = f"{signed.signed_at:%Y-%m-%d %H:%M:%S} UTC"
    yield f"Signed on {moment} up to event {signed.size:,}, with the key {signed.key.hex()}."
    if not compared:
        yield "Compare this key with the one that you were given by another way, or give that one with --key."
    if verdict.size > signed.size:
        yield f"The {verdict.size - signed.size:,} events after it are not signed yet."


def checkpoint_in_words(made: Checkpoint, path: Path) -> Iterator[str]:
    """Yield what was signed, and what to do with it."""
    yield f"{made.size:,} events verify and are signed; the checkpoint is in {path}."
    yield f"The public key is {made.key.hex()}."
    yield "Give both to those who shall be able to tell later that nothing was changed. They show no event, no total."


def verdict_as_json(verdict: Verdict, place: str, events: Sequence[Row] = (), *, compared: bool) -> dict[str, Any]:
    """Give what was found as plain data; `key_compared` tells whether the key was held against known ones."""
    signed = verdict.signed
    return {
        "ok": verdict.ok,
        "place": place,
        "ledger": verdict.ledger,
        "events": verdict.size,
        "chain": verdict.chain.hex(),
        "root": verdict.root.hex(),
        "totals": verdict.totals,
        "signed": None
        if signed is None
        else {"events": signed.size, "signed_at": signed.signed_at.isoformat(), "key": signed.key.hex()},
        "key_compared": compared,
        "shown": [{name: getattr(row, name) for name in ("position", *SHOWN, "payload")} for row in events],
        "problems": verdict.problems,
        "findings": [{"event": finding.position, "what": finding.what} for finding in verdict.findings],
    }
