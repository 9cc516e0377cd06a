"""Whatever stands in a scenario's cells: check, plan and verify end in a known way, and every plan written is right."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example as with_cells
from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.bootstrap import example
from safepassage.cli.main import run
from safepassage.cli.trouble import Exit

FILES: Mapping[str, str] = {
    name: (example("tiny") / name).read_text(encoding="utf-8")
    for name in ("scenario.toml", "agreement.toml", "places.csv", "people.csv", "vehicles.csv", "links.csv")
}
TABLES = ("places.csv", "people.csv", "vehicles.csv", "links.csv")
CELLS = (
    "",
    "0",
    "1",
    "2",
    "7",
    "0.5",
    "1e-9",
    "60",
    "1000",
    "99999",
    "10000000",
    "unlimited",
    "no",
    "+1m",
    "+9d",
    "-1",
)
PLACES = ("depot", "school", "mill", "bridge", "town")
Cell = tuple[str, int, int, str]
"""A file, a row and a column of it (both counted round and round), and what to put there."""


def with_changed(changes: list[Cell]) -> dict[str, str]:
    """Give the files of the scenario with these cells changed."""
    files = dict(FILES)
    for name, row, column, text in changes:
        lines = [line.split(",") for line in files[name].splitlines()]
        width = len(lines[0])
        cells = lines[1 + row % (len(lines) - 1)]
        cells += [""] * (width - len(cells))
        cells[column % width] = text
        files[name] = "".join(",".join(line) + "\n" for line in lines)
    return files


changed = st.lists(
    st.tuples(st.sampled_from(TABLES), st.integers(0, 7), st.integers(0, 11), st.sampled_from(CELLS + PLACES)),
    min_size=1,
    max_size=4,
)


@given(changes=changed)
@with_cells(changes=[("people.csv", 0, 2, "0"), ("people.csv", 1, 2, "0"), ("people.csv", 2, 2, "0")])
@settings(max_examples=60, deadline=None)
def test_changed_cells_never_break_a_command(changes: list[Cell]) -> None:
    with TemporaryDirectory() as folder:
        for name, text in with_changed(changes).items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        plan = Path(folder) / "plan.json"
        usable = run(["check", folder])
        assert usable in {Exit.DONE, Exit.UNUSABLE}
        limits = ["--time-limit", "0.1", "--iterations", "200"]
        planned = run(["plan", folder, "-o", str(plan), *limits])
        assert planned in ({Exit.DONE, Exit.ANSWER_IS_NO} if usable == Exit.DONE else {Exit.UNUSABLE})
        assert plan.exists() == (usable == Exit.DONE)
        if plan.exists():
            assert run(["verify", folder, str(plan)]) == Exit.DONE
