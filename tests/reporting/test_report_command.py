"""The command safepassage report, from files to files."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import typer

from safepassage.cli.main import run
from safepassage.cli.report import register
from safepassage.cli.trouble import Exit
from safepassage.scenarios import write_plan, write_scenario
from tests.reporting.cases import valley
from tests.reporting.street_cases import ATTRIBUTION, seaside_folder


def application(_: Sequence[str]) -> typer.Typer:
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    return app


def report(*arguments: object) -> int:
    return run(["report", *map(str, arguments)], application=application)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    case = valley()
    write_scenario(case.scenario, tmp_path / "valley")
    write_plan(case.plan, tmp_path / "plan.json")
    return tmp_path


def test_report_and_field_sheets(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, field = files / "report.html", files / "field"
    assert report(files / "valley", files / "plan.json", "-o", out, "--field", field) == Exit.DONE
    assert "Checked: the plan keeps every term" in out.read_text(encoding="utf-8")
    names = {path.name for path in field.iterdir()}
    assert names == {"vehicles.html", "places.html", "vehicles.csv", "places.csv", "convoys.csv"}
    assert capsys.readouterr().out == f"The report is in {out}.\nThe field sheets are in {field}.\n"


def test_a_plan_that_breaks_rules_is_shown_with_a_warning(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    late = replace(valley().plan, completion_seconds=1)
    write_plan(late, files / "plan.json")
    assert report(files / "valley", files / "plan.json", "-o", files / "report.html") == Exit.DONE
    assert "Do not use this plan" in (files / "report.html").read_text(encoding="utf-8")
    assert "The plan breaks the rules" in capsys.readouterr().err


def test_unusable_input_is_a_sentence(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report(files / "nowhere", files / "plan.json", "-o", files / "report.html") == Exit.UNUSABLE
    assert report(files / "valley", files / "valley", "-o", files / "report.html") == Exit.UNUSABLE
    assert report(files / "valley", files / "plan.json", "-o", files / "plan.json" / "x.html") == Exit.UNUSABLE
    assert "Traceback" not in capsys.readouterr().err
    assert not (files / "report.html").exists()


def test_the_map_is_drawn_over_the_files_in_the_folder(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seaside_folder(files / "by the sea")
    assert report(files / "by the sea", files / "plan.json", "-o", files / "report.html") == Exit.DONE
    assert ATTRIBUTION in (files / "report.html").read_text(encoding="utf-8")
    assert capsys.readouterr().err == ""


def test_a_damaged_basemap_is_a_warning_and_the_report_is_written(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = seaside_folder(files / "by the sea")
    (folder / "basemap.pmtiles").write_bytes((folder / "basemap.pmtiles").read_bytes()[:2000])
    assert report(folder, files / "plan.json", "-o", files / "report.html") == Exit.DONE
    (warning,) = capsys.readouterr().err.splitlines()
    assert warning.startswith("warning: The map has no background: basemap.pmtiles: the basemap cannot be read (")
    assert "The map has no background" in (files / "report.html").read_text(encoding="utf-8")
