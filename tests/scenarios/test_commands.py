"""`safepassage check` and `safepassage new`, as people and scripts use them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from safepassage.cli.main import run
from safepassage.cli.trouble import Exit
from safepassage.scenarios import check, read_scenario
from tests.scenarios.folders import spoilt, written

SAFEPASSAGE = Path(sys.executable).with_name("safepassage")


@pytest.mark.parametrize(
    ("arguments", "made"),
    [
        (["case"], "case"),
        (["case", "--xlsx"], "case.xlsx"),
        (["case.xlsx"], "case.xlsx"),
        (["case.xlsx", "--xlsx"], "case.xlsx"),
        (["deep/er/case"], "deep/er/case"),
    ],
)
def test_a_new_scenario_passes_its_check(
    arguments: list[str], made: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["new", *arguments]) == Exit.DONE
    assert check(tmp_path / made).notices == ()
    assert read_scenario(tmp_path / made).persons == 460
    assert run(["check", made]) == Exit.DONE


def test_a_new_folder_explains_every_file(tmp_path: Path) -> None:
    assert run(["new", str(tmp_path / "case")]) == Exit.DONE
    readme = (tmp_path / "case" / "README.txt").read_text()
    for name in ("places.csv", "people.csv", "vehicles.csv", "links.csv", "sources.csv"):
        header = (tmp_path / "case" / name).read_text().splitlines()[0]
        assert name in readme
        assert all(f"  {column}: " in readme for column in header.split(","))
    assert "# The local time that reports show." in (tmp_path / "case" / "scenario.toml").read_text()
    assert "#   lanes: How many vehicles" in (tmp_path / "case" / "agreement.toml").read_text()


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    assert run(["new", str(tmp_path)]) == Exit.DONE
    assert check(tmp_path).scenario is not None


@pytest.mark.parametrize("name", ["case", "case.xlsx"])
def test_nothing_is_overwritten(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", str(tmp_path / name)]) == Exit.DONE
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert run(["new", str(tmp_path / name)]) == Exit.UNUSABLE
    assert "is there already" in capsys.readouterr().err
    assert before == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}


def test_a_place_that_cannot_be_written_to_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert run(["new", str(tmp_path / "file" / "case")]) == Exit.UNUSABLE
    assert capsys.readouterr().err.count("\n") == 1


def test_check_lists_errors_before_warnings_and_exits_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = spoilt("people.csv", "a,10,4", "a,ten,four")
    texts["agreement.toml"] = texts["agreement.toml"].replace('from = ["a"]', "from = []")
    assert run(["check", str(written(texts, tmp_path))]) == Exit.UNUSABLE
    captured = capsys.readouterr()
    lines = captured.err.splitlines()
    assert captured.out == ""
    assert lines[0].startswith('error: people.csv, line 2, column groups: "ten" is not a number')
    assert lines[0].endswith("[bad-number]")
    severities = [line.split(":")[0] for line in lines[:-1]]
    assert severities == sorted(severities)
    assert "warning: agreement.toml, line 5, column from: " in captured.err
    assert lines[-1].startswith(f"{tmp_path} cannot be used: 2 errors, ")


def test_check_as_json_gives_every_notice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = spoilt("people.csv", "a,10,4", "a,ten,four")
    assert run(["check", "--json", str(written(texts, tmp_path))]) == Exit.UNUSABLE
    captured = capsys.readouterr()
    answer = json.loads(captured.out)
    assert captured.err == ""
    assert answer["usable"] is False
    assert answer["notices"][0] == {
        "code": "bad-number",
        "severity": "error",
        "file": "people.csv",
        "line": 2,
        "column": "groups",
        "message": '"ten" is not a number that can stand here.',
        "mend": "Give a whole number from 0 to 10,000,000.",
    }


def test_very_many_notices_of_one_kind_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "".join(f"a,x,{number},soon,,\n" for number in range(1000))
    texts = spoilt("links.csv", "a,x,10", rows + "a,x,10")
    assert run(["check", str(written(texts, tmp_path))]) == Exit.UNUSABLE
    lines = capsys.readouterr().err.splitlines()
    assert len([line for line in lines if line.endswith("[bad-number]")]) == 101
    assert "error: links.csv: and 900 more like these [bad-number]" in lines
    assert "1000 errors" in lines[-1]


@pytest.mark.parametrize("name", ["nothing", "notes.txt", "case\0", "case.xlsx"])
def test_what_is_no_scenario_exits_with_2(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes.txt").write_text("notes")
    assert run(["check", str(tmp_path / name)]) == Exit.UNUSABLE
    assert "Traceback" not in capsys.readouterr().err


def test_the_installed_command_checks_a_scenario(tmp_path: Path) -> None:
    subprocess.run([SAFEPASSAGE, "new", "case"], cwd=tmp_path, check=True, capture_output=True)
    done = subprocess.run([SAFEPASSAGE, "check", "case"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "case can be used: 460 people, no errors, no warnings.\n"
    (tmp_path / "case" / "people.csv").write_bytes(b"\xff")
    done = subprocess.run([SAFEPASSAGE, "check", "case"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "people.csv: The file is not UTF-8 text (line 1)." in done.stderr


def test_a_cell_that_cannot_be_read_causes_no_further_warnings(tmp_path: Path) -> None:
    """What stands in for a driving time that is no number would be a speed that cannot be right."""
    assert run(["new", str(tmp_path / "case")]) == Exit.DONE
    links = tmp_path / "case" / "links.csv"
    links.write_text(links.read_text().replace("depot,old-town,7,12", "depot,old-town,700,twelve"))
    assert [notice.code for notice in check(tmp_path / "case").notices] == ["bad-number"]


def test_a_misspelt_table_of_the_agreement_is_shown_how_it_is_spelt(tmp_path: Path) -> None:
    assert run(["new", str(tmp_path / "case")]) == Exit.DONE
    with (tmp_path / "case" / "agreement.toml").open("a") as agreement:
        agreement.write('[[convoy]]\ncrossing = "bridge"\n')
    (notice,) = check(tmp_path / "case").errors
    assert notice.mend == "Did you mean convoys?"
