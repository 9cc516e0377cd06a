"""What of the page about people is made from the code: `python -m tests.docs.people_page` writes it anew."""

from collections.abc import Iterable

from safepassage.domain.custody import Whereabouts
from safepassage.domain.events import Fact
from safepassage.domain.live import people as facts
from safepassage.domain.live.discrepancy_codes import CODES
from safepassage.domain.live.families import MEANINGS
from safepassage.domain.live.whereabouts import MOVES
from tests.docs.pages import ROOT

PAGE = ROOT / "docs" / "reference" / "people.md"

ANYWHERE: tuple[type[Fact], ...] = (
    facts.PeopleRemoved,
    facts.PersonDied,
    facts.PersonMissed,
    facts.PeopleFound,
)
"""Facts that find people almost anywhere, or leave them there: they stand in the table alone."""


def diagram() -> str:
    """Give the diagram of what moves people."""
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {_state(Whereabouts.WAITING)}: group.registered"]
    for kind, move in MOVES.items():
        if kind not in ANYWHERE:
            lines += [
                f"    {_state(origin)} --> {_state(goal)}: {kind.name}"
                for origin in _ordered(move.origins)
                for goal in _ordered(move.goals)
                if origin is not goal
            ]
    choice = facts.ChoiceRecorded.name
    waiting, stayed = _state(Whereabouts.WAITING), _state(Whereabouts.STAYED)
    lines += [f"    {waiting} --> {stayed}: {choice}", f"    {stayed} --> {waiting}: {choice}", "```"]
    return "\n".join(lines)


def _state(where: Whereabouts) -> str:
    return where.value.replace("-", "_")


def _ordered(states: Iterable[Whereabouts | None]) -> list[Whereabouts]:
    return [where for where in Whereabouts if where in states]


def moves() -> str:
    """Give the table of what moves people."""
    rows = [
        f"| `{kind.name}` | {_words(move.origins)} | {_words(move.goals)} | `{move.code}` |"
        for kind, move in MOVES.items()
    ]
    return "\n".join(("| Fact | finds them | leaves them | else |", "|---|---|---|---|", *rows))


def _words(states: Iterable[Whereabouts | None]) -> str:
    found = _ordered(states)
    lacking = [where for where in Whereabouts if where not in found]
    if len(lacking) < len(found) - 1:
        return f"anywhere but {', '.join(lacking)}"
    return ", ".join(found)


def discrepancies() -> str:
    """Give the table of the codes of discrepancies."""
    rows = [f"| `{code}` | {entry.meaning} | {', '.join(sorted(entry.settled_by))} |" for code, entry in CODES.items()]
    return "\n".join(("| Code | What it means | Who may settle it |", "|---|---|---|", *rows))


def notices() -> str:
    """Give the table of notices that must be answered."""
    rows = [f"| `{code}` | {severity} | {meaning} |" for code, (severity, meaning) in MEANINGS.items()]
    return "\n".join(("| Code | Severity | What it means |", "|---|---|---|", *rows))


PARTS = {"diagram": diagram, "moves": moves, "discrepancies": discrepancies, "notices": notices}


def with_parts(text: str) -> str:
    """Give the text of the page with all parts as the code has them."""
    for name, part in PARTS.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
        before, _, rest = text.partition(begin)
        _, _, after = rest.partition(end)
        text = f"{before}{begin}{part()}\n{end}{after}"
    return text


if __name__ == "__main__":
    PAGE.write_text(with_parts(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
