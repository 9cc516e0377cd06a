"""Tables and diagrams of the two state machines, generated from their tables, for the documentation.

`python -m safepassage.agreement.diagrams docs/reference/agreement.md` writes them anew, between the marks of a page.
"""

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from safepassage.agreement import movement, states
from safepassage.agreement.movement import Trigger
from safepassage.domain.live.movements import MovementOrdered, Order

GENERATED = re.compile(r"(<!-- generated: (?P<part>[a-z-]+) -->\n).*?(<!-- end -->)", flags=re.DOTALL)
"""A part of a page that is generated."""


@dataclass(frozen=True, slots=True)
class Machine:
    """A state machine as data; its first state is the one in which nothing was told."""

    states: Sequence[StrEnum]
    transitions: Mapping[tuple[StrEnum, Trigger], StrEnum]
    by_itself: Mapping[StrEnum, tuple[StrEnum, StrEnum]]


MACHINES: Mapping[str, Machine] = MappingProxyType(
    {
        "agreement": Machine(
            tuple(states.AgreementState),
            {(state, kind): to for (state, kind), to in states.TRANSITIONS.items()},
            {state: (why, to) for state, (why, to) in states.BY_ITSELF.items()},
        ),
        "movement": Machine(
            tuple(movement.MovementState),
            {(state, trigger): to for (state, trigger), to in movement.TRANSITIONS.items()},
            {state: (why, to) for state, (why, to) in movement.BY_ITSELF.items()},
        ),
    }
)
"""All state machines by name."""


def name_of(trigger: Trigger) -> str:
    """Give what is told, in the words of the ledger."""
    return f"{MovementOrdered.name} ({trigger})" if isinstance(trigger, Order) else trigger.name


def table_of(machine: Machine) -> str:
    """Give the transitions as a Markdown table, in the order of the states."""
    rows = [f"| `{state}` | `{name_of(told)}` | `{to}` |" for (state, told), to in machine.transitions.items()]
    rows += [f"| `{state}` | *by itself, when {why}* | `{to}` |" for state, (why, to) in machine.by_itself.items()]
    return "\n".join(["| state | what is told | then |", "|---|---|---|", *rows])


def diagram_of(machine: Machine) -> str:
    """Give the transitions from one state to another as a Mermaid diagram; those that stay in a state are left out."""
    first = machine.states[0]
    names = [f'    state "{state}" as {_id(state)}' for state in machine.states if state is not first]
    arrows = [f"    {_end(state, first)} --> {_id(to)}: {label}" for (state, to), label in _labels(machine).items()]
    leaving = {state for state, _ in machine.transitions}
    ends = [f"    {_id(state)} --> [*]" for state in machine.states if state not in leaving]
    return "\n".join(["```mermaid", "stateDiagram-v2", *names, *arrows, *ends, "```"])


def renewed(page: str) -> str:
    """Give a page with all of its generated parts written anew.

    Raises
    ------
    KeyError
        If a mark names a part that there is not.
    """
    parts = {f"{name}-table": table_of(machine) for name, machine in MACHINES.items()}
    parts |= {f"{name}-diagram": diagram_of(machine) for name, machine in MACHINES.items()}
    return GENERATED.sub(lambda mark: f"{mark[1]}\n{parts[mark['part']]}\n\n{mark[3]}", page)


def main(pages: Sequence[str]) -> None:
    """Write the generated parts of pages anew."""
    for page in map(Path, pages):
        page.write_text(renewed(page.read_text(encoding="utf-8")), encoding="utf-8")


def _id(state: StrEnum) -> str:
    return state.value.replace("-", "_")


def _end(state: StrEnum, first: StrEnum) -> str:
    return "[*]" if state is first else _id(state)


def _labels(machine: Machine) -> dict[tuple[StrEnum, StrEnum], str]:
    labels: dict[tuple[StrEnum, StrEnum], list[str]] = {}
    for (state, told), to in machine.transitions.items():
        if to is not state:
            labels.setdefault((state, to), []).append(name_of(told))
    for state, (why, to) in machine.by_itself.items():
        labels.setdefault((state, to), []).append(f"by itself, when {why}")
    return {arrow: " / ".join(each) for arrow, each in labels.items()}


if __name__ == "__main__":
    main(sys.argv[1:])
