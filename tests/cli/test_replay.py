"""`safepassage replay`: what is written and said, and what is refused."""

from collections.abc import Sequence
from pathlib import Path

import pytest
import typer

from safepassage.bootstrap import example
from safepassage.cli.main import run
from safepassage.cli.replay import register
from safepassage.cli.trouble import Exit
from safepassage.scenarios import read_plan
from safepassage.scenarios.events_file import events_text, read_events
from tests.reporting.replay.data import data_of, value_at

TINY = example("tiny")
BY_HAND = TINY / "plan-by-hand.json"


def application(_: Sequence[str] = ()) -> typer.Typer:
    """Give an application with this command; a second one, as one alone would need no name."""
    app = typer.Typer(pretty_exceptions_enable=False)
    register(app)
    app.command("other")(lambda: None)
    return app


def replayed(*arguments: object) -> int:
    return run(["replay", *map(str, arguments)], application=application)


def test_a_plan_is_simulated_played_and_its_events_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page, kept = tmp_path / "replay.html", tmp_path / "events.jsonl"
    assert replayed(TINY, "--plan", BY_HAND, "-o", page, "--events", kept, "--seed", 3) == Exit.DONE
    assert f"The replay is in {page}." in capsys.readouterr().out
    assert "seed 3, run 0" in page.read_text(encoding="utf-8")
    again = tmp_path / "again.html"
    assert replayed(TINY, kept, "-o", again) == Exit.DONE
    assert again.read_bytes() == page.read_bytes()


def test_as_planned_the_last_one_is_out_when_the_plan_says(tmp_path: Path) -> None:
    page, plan = tmp_path / "replay.html", read_plan(BY_HAND)
    assert replayed(TINY, "--plan", BY_HAND, "-o", page, "--as-planned") == Exit.DONE
    out = data_of(page.read_text(encoding="utf-8"))["out"]
    assert value_at(out, plan.completion_seconds) == plan.people_out
    assert value_at(out, plan.completion_seconds - 1) < plan.people_out


def test_other_seeds_and_runs_are_other_rehearsals(tmp_path: Path) -> None:
    found = set()
    for number, options in enumerate([(), ("--seed", 2), ("--run", 1), ("--policy", "in-order")]):
        kept = tmp_path / f"{number}.jsonl"
        assert replayed(TINY, "--plan", BY_HAND, "-o", tmp_path / "r.html", "--events", kept, *options) == Exit.DONE
        found.add(tuple(read_events(kept).facts))
    assert len(found) == 4


@pytest.fixture
def events(tmp_path: Path) -> Path:
    kept = tmp_path / "events.jsonl"
    assert replayed(TINY, "--plan", BY_HAND, "-o", tmp_path / "first.html", "--events", kept) == Exit.DONE
    return kept


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('"scenario": "tiny"', '"scenario": "other"', "are of the scenario"),
        ('"start": "20', '"start": "19', "the scenario starts at"),
        ('"vehicle": "bus-1"', '"vehicle": "bus-99"', "the vehicle"),
        ('"place": "bridge"', '"place": "moon"', "the place"),
        ('"fact": "vehicle.departed"', '"fact": "vehicle.flew"', "line "),
        ('"fact": "vehicle.arrived"', '"fact": "vehicle.departed"', "is under way, not"),
    ],
)
def test_events_that_do_not_fit_are_refused_in_a_sentence(
    before: str, after: str, said: str, events: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = events.read_text(encoding="utf-8")
    assert before in text
    events.write_text(text.replace(before, after), encoding="utf-8")
    page = tmp_path / "page.html"
    assert replayed(TINY, events, "-o", page) == Exit.UNUSABLE
    refused = capsys.readouterr().err
    assert said in refused
    assert "Traceback" not in refused
    assert not page.exists()


def test_events_or_a_plan_must_be_given_and_not_both(events: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert replayed(TINY, "-o", page) == Exit.UNUSABLE
    assert replayed(TINY, events, "--plan", BY_HAND, "-o", page) == Exit.UNUSABLE
    assert replayed(TINY, events, "--events", tmp_path / "more.jsonl", "-o", page) == Exit.UNUSABLE
    assert not page.exists()


def test_the_first_facts_alone_can_be_played(events: Path, tmp_path: Path) -> None:
    """A stream that broke off, or an operation that has only begun, is a replay too."""
    told = read_events(events)
    for kept in (1, 2, len(told.facts) // 2):
        lines = events_text(told).splitlines(keepends=True)[: kept + 1]
        events.write_text("".join(lines), encoding="utf-8")
        assert replayed(TINY, events, "-o", tmp_path / "page.html") == Exit.DONE


@pytest.mark.parametrize("option", ["--seed", "--run"])
def test_seeds_and_runs_are_refused_that_no_draw_can_be_named_by(option: str, tmp_path: Path) -> None:
    page = tmp_path / "r.html"
    assert replayed(TINY, "--plan", BY_HAND, "-o", page, option, 2**63) == Exit.UNUSABLE
    assert not page.exists()
    assert replayed(TINY, "--plan", BY_HAND, "-o", page, option, 2**63 - 1) == Exit.DONE
