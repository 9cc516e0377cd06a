"""`safepassage plan --from`: a plan that goes on while it is carried out, and words for what changed."""

import json
import re
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from safepassage.bootstrap import example
from safepassage.cli.main import run
from safepassage.cli.replanning import SHOWN_CHANGES, changes_in_words
from safepassage.cli.trouble import Exit
from safepassage.domain.plan import TripChange, TripChangeKind
from safepassage.planning.replan import Replanned
from safepassage.scenarios import read_plan, read_scenario


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plan") / "plan.json"
    assert (
        run(["plan", str(example("tiny")), "-o", str(path), "--iterations", "200", "--time-limit", "600"]) == Exit.DONE
    )
    return path


def go_on(scenario: Path, before: Path, output: Path, *options: str) -> int:
    fixed = ["--from", str(before), "-o", str(output), "--iterations", "200", "--time-limit", "600"]
    return run(["plan", str(scenario), *fixed, *options])


def test_nothing_changes_if_nothing_has_changed(
    before: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    after = tmp_path / "after.json"
    assert go_on(example("tiny"), before, after, "--now", "+1h20m") == Exit.DONE
    assert "2 stay as they are, and nothing changes." in capsys.readouterr().out
    assert after.read_bytes() == before.read_bytes()


def test_what_changes_is_said_and_stands_in_the_plan(
    before: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The bus breaks down empty; the ambulance and a new bus do the rest."""
    case = Path(copytree(example("tiny"), tmp_path / "tiny"))
    vehicles = case / "vehicles.csv"
    vehicles.write_text(vehicles.read_text().replace("bus,1", "bus,2", 1))
    done, after = tmp_path / "done.json", tmp_path / "after.json"
    done.write_text(json.dumps({"format": "safepassage-done-1", "scenario": "tiny", "lost": ["bus-1"]}))
    assert go_on(case, before, after, "--now", "2025-03-01T09:31:00Z", "--done", str(done)) == Exit.DONE
    words = capsys.readouterr().out
    assert "44 of 44 people come out." in words
    assert "1 taken over by another vehicle" in words
    assert re.search(r"bus-2 from mill: Sat 1 Mar, \d\d:\d\d, instead of bus-1 Sat 1 Mar, 10:15", words)
    assert [change.what for change in read_plan(after).changed] == [TripChangeKind.TAKEN_OVER]
    assert run(["verify", str(case), str(after)]) == Exit.DONE


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--now", "+1h"], "--now goes with --from"),
        (["--done", "done.json"], "--done goes with --from"),
        (["--cost-of-change", "1"], "--cost-of-change goes with --from"),
        (["--from", "PLAN"], "--from goes with --now"),
        (["--from", "PLAN", "--now", "noon"], '--now: "noon" is not a time'),
        (["--from", "PLAN", "--now", "2020-01-01T00:00:00Z"], "is before the scenario's start"),
        (["--from", "nothing.json", "--now", "+1h"], "There is no such file"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    before: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], message: str
) -> None:
    given = [str(before) if option == "PLAN" else option for option in options]
    assert run(["plan", str(example("tiny")), "-o", str(tmp_path / "x.json"), *given]) == Exit.UNUSABLE
    assert message in capsys.readouterr().err
    assert not (tmp_path / "x.json").exists()


def test_every_kind_of_change_has_words_and_long_lists_are_cut(before: Path) -> None:
    case, plan = read_scenario(example("tiny")), read_plan(before)
    one_each = [
        TripChange(TripChangeKind.MOVED, "bus-1", "mill", 3600, 4200),
        TripChange(TripChangeKind.TAKEN_OVER, "bus-1", "mill", 3600, 4200, "bus-2"),
        TripChange(TripChangeKind.CANCELLED, "bus-1", "mill", 3600, None),
        TripChange(TripChangeKind.NEW, "bus-1", "mill", None, 4200),
        TripChange(TripChangeKind.REGROUPED, "bus-1", "mill", 3600, 3660),
    ]
    changed = (*one_each, *([one_each[0]] * SHOWN_CHANGES))
    words = list(changes_in_words(case, Replanned(replace(plan, changed=changed), 3, ("bus-1 cannot go on.",))))
    assert words[0].startswith("Of the announced trips that have not begun, 3 stay as they are; 21 moved in time, 1 ")
    assert words[1:6] == [
        "  bus-1 from mill: Sat 1 Mar, 09:00 becomes Sat 1 Mar, 09:10",
        "  bus-1 from mill: Sat 1 Mar, 09:10, instead of bus-2 Sat 1 Mar, 09:00",
        "  bus-1 from mill: Sat 1 Mar, 09:00 is cancelled",
        "  bus-1 from mill: Sat 1 Mar, 09:10 is new",
        "  bus-1 from mill: Sat 1 Mar, 09:01 with other people or to another place",
    ]
    assert words[-2:] == ["  and 5 more, all of which the plan names.", "Mind: bus-1 cannot go on."]
