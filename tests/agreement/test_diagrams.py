"""Diagrams and tables are written from the tables that the code follows."""

import runpy
import sys
from pathlib import Path

import pytest

from safepassage.agreement import diagrams
from safepassage.agreement.diagrams import MACHINES, diagram_of, renewed, table_of

MARKED = "# Page\n\n<!-- generated: movement-table -->\nas it was\n<!-- end -->\n\nkept\n"


@pytest.mark.parametrize("name", MACHINES)
def test_the_diagram_has_every_move_to_another_state(name: str) -> None:
    machine = MACHINES[name]
    drawn = diagram_of(machine).splitlines()
    moves = {(state, to) for (state, _), to in machine.transitions.items() if state is not to}
    moves |= {(state, to) for state, (_, to) in machine.by_itself.items()}
    first = machine.states[0]
    for state, to in moves:
        origin = "[*]" if state is first else state.replace("-", "_")
        goal = to.replace("-", "_")
        assert len([line for line in drawn if line.startswith(f"    {origin} --> {goal}: ")]) == 1


def test_states_that_nothing_leaves_are_ends() -> None:
    assert "    completed --> [*]" in diagram_of(MACHINES["agreement"])
    assert "    called_off --> [*]" in diagram_of(MACHINES["movement"])


@pytest.mark.parametrize("name", MACHINES)
def test_the_table_has_a_row_for_every_move(name: str) -> None:
    machine = MACHINES[name]
    assert len(table_of(machine).splitlines()) == 2 + len(machine.transitions) + len(machine.by_itself)


def test_only_what_stands_between_the_marks_is_written_anew() -> None:
    page = renewed(MARKED)
    assert page.startswith("# Page\n")
    assert page.endswith("\nkept\n")
    assert table_of(MACHINES["movement"]) in page
    assert "as it was" not in page
    assert renewed(page) == page


def test_a_mark_of_nothing_is_an_error() -> None:
    with pytest.raises(KeyError, match="moon-table"):
        renewed(MARKED.replace("movement", "moon"))


def test_pages_are_written_anew_by_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.md"
    page.write_text(MARKED, encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["diagrams", str(page)])
    runpy.run_path(diagrams.__file__, run_name="__main__")
    assert page.read_text(encoding="utf-8") == renewed(MARKED)
