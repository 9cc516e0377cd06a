"""The page of all events, made from the code: `python -m tests.docs.events_page` writes it anew."""

from collections.abc import Iterator
from dataclasses import fields
from enum import StrEnum
from itertools import groupby
from textwrap import wrap
from typing import get_type_hints

from safepassage.domain.events import FACTS, Fact
from safepassage.domain.live import LIVE_FACTS
from tests.docs.pages import ROOT

WIDTH = 120

PAGE = ROOT / "docs" / "reference" / "events.md"

BEGINNING = """# Events

Everything that the ledger holds is an event: a fact under a stable name, with an envelope that says when it happened,
when it was reported and recorded, who did or saw it, and where the report comes from. The envelope is described with
[the ledger](ledger.md). This page lists all facts with their fields. Each has `at_s` besides: whole seconds after the
scenario's start, negative before it. Words that a field may hold are listed where there are few.

A fact never changes its meaning. If it must say more, it gets a new version, and old ones are still read.
"""

HEADINGS = {
    "events": "Told by rehearsals and by live operations",
}
"""Of modules whose name says too little."""


def page() -> str:
    """Give the text of the page."""
    return "\n".join([BEGINNING, *_sections()]) + "\n"


def _sections() -> Iterator[str]:
    shared = "safepassage.domain.events"
    facts = sorted(FACTS + LIVE_FACTS, key=lambda kind: (kind.__module__ != shared, kind.__module__))
    for module, kinds in groupby(facts, key=lambda kind: kind.__module__.rpartition(".")[2]):
        yield f"## {HEADINGS.get(module, module.replace('_', ' ').capitalize())}\n"
        yield "\n".join(line for kind in kinds for line in _entry(kind))


def _entry(kind: type[Fact]) -> Iterator[str]:
    version = f", version {kind.version}" if kind.version > 1 else ""
    names = [_field(name, hint) for name, hint in get_type_hints(kind).items() if name in own_fields(kind)]
    yield f"`{kind.name}`{version}"
    yield from wrap(": " + " ".join((kind.__doc__ or "").split()), WIDTH, subsequent_indent="  ")
    yield from wrap(
        f"Fields: {', '.join(names)}." if names else "No further fields.",
        WIDTH,
        initial_indent="  ",
        subsequent_indent="  ",
        break_on_hyphens=False,
    )
    yield ""


def own_fields(kind: type[Fact]) -> set[str]:
    """Give the names of a fact's fields, but for the second at which it happened."""
    return {field.name for field in fields(kind)} - {"at_s"}


def _field(name: str, hint: object) -> str:
    words = f" ({', '.join(hint)})" if isinstance(hint, type) and issubclass(hint, StrEnum) else ""
    return f"`{name}`{words}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
