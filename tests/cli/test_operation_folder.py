"""The folder of an operation is whole or not there, for its owner alone, and its snapshots are only a cache."""

import shutil
import stat
from pathlib import Path

import pytest

from safepassage.bootstrap.operations import OpenOperation, opened_operation, operation_folder
from safepassage.cli.main import run
from safepassage.operations.commands.boarding import Depart
from safepassage.operations.courses import Kind
from safepassage.operations.desk import Asked
from safepassage.scenarios import read_scenario, write_starting_scenario
from tests.cli.operations import Typed, made

NEW = ("operation", "new", "scenario", "op", "--as", "Layla")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("SAFEPASSAGE_DATABASE", "SAFEPASSAGE_OPERATION", "SAFEPASSAGE_ACTOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_only_its_owner_looks_into_it_and_the_scenario_is_in_it(folder: Path) -> None:
    write_starting_scenario(folder / "scenario")
    (folder / "scenario" / "notes.txt").write_text("private")
    assert run([*NEW, "--rehearsal"]) == 0
    assert stat.S_IMODE((folder / "op").stat().st_mode) == 0o700
    assert {path.name for path in (folder / "op").iterdir()} == {"ledger.db", "operation.toml", "scenario"}
    assert read_scenario(folder / "op" / "scenario") == read_scenario(folder / "scenario")
    assert not (folder / "op" / "scenario" / "notes.txt").exists()
    with opened_operation(operation_folder(Path("op"))) as found:
        staff = found.desk.look().staff
        assert (staff.operation, staff.rehearsal) == (operation_folder(Path("op")).id, True)
        assert found.start == read_scenario(folder / "scenario").start
        assert len(found.desk.look().names(Kind.VEHICLE)) == 8


def test_a_workbook_becomes_a_folder(folder: Path) -> None:
    write_starting_scenario(folder / "scenario.xlsx")
    write_starting_scenario(folder / "scenario")
    assert run(["operation", "new", "scenario.xlsx", "op", "--as", "Layla"]) == 0
    assert read_scenario(folder / "op" / "scenario").people == read_scenario(folder / "scenario").people


def test_nothing_is_left_of_an_operation_that_cannot_be_made(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(NEW) == 2
    assert "There is no such scenario" in capsys.readouterr().err
    write_starting_scenario(folder / "scenario")
    (folder / "scenario" / "vehicles.csv").write_text("type,count,start\nbus,many,depot\n")
    assert run(NEW) == 2
    assert "vehicles.csv, line 2, column count" in capsys.readouterr().err
    shutil.rmtree(folder / "scenario")
    write_starting_scenario(folder / "scenario")
    monkeypatch.setenv("SAFEPASSAGE_DATABASE", str(folder / "scenario" / "places.csv"))
    assert run(NEW) == 2
    assert {path.name for path in folder.iterdir()} == {"scenario"}


def test_what_is_there_is_never_overwritten(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_starting_scenario(folder / "scenario")
    (folder / "op").mkdir()
    assert run(NEW) == 2
    assert "There is something at op already" in capsys.readouterr().err


def test_the_ledger_of_another_operation_is_not_taken_for_its_own(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made(folder, capsys)
    assert run(["operation", "new", "scenario", "other", "--as", "Layla"]) == 0
    monkeypatch.setenv("SAFEPASSAGE_DATABASE", str(folder / "other" / "ledger.db"))
    assert run(["operation", "status", "--operation", "op"]) == 2
    assert "that of another operation" in capsys.readouterr().err
    assert run(["operation", "status", "--operation", "other"]) == 0


def test_the_ledger_may_lie_elsewhere(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_starting_scenario(folder / "scenario")
    monkeypatch.setenv("SAFEPASSAGE_DATABASE", str(folder / "elsewhere.db"))
    assert run(NEW) == 0
    assert not (folder / "op" / "ledger.db").exists()
    assert run(["operation", "status", "--operation", "op"]) == 0


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("nonsense", "must hold format, id, scenario, rehearsal and nothing else"),
        ('format = "safepassage-operation-9"', "is of format 'safepassage-operation-9'"),
        ('format = "safepassage-operation-1"\nid = 7\nscenario = "x"\nrehearsal = true\n', "must hold format"),
    ],
)
def test_a_damaged_folder_is_named(folder: Path, capsys: pytest.CaptureFixture[str], text: str, sentence: str) -> None:
    made(folder, capsys)
    (folder / "op" / "operation.toml").write_text(text)
    assert run(["operation", "status", "--operation", "op"]) == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize("places", [b"", b"name,kind\nx,y\n", b"id,name\n\xff\xfe\n", b'name,id\n"a\n', b"x,id\na\n"])
def test_a_scenario_that_somebody_broke_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], places: bytes
) -> None:
    op = made(folder, capsys)
    (folder / "op" / "scenario" / "places.csv").write_bytes(places)
    assert "places.csv was changed since the operation was made" in op.fails(
        "register", "depot", "--adult", "1", status=2
    )
    assert op.status()["account"]["everybody"] == 0


def test_a_ledger_without_an_operation_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    op = made(folder, capsys)
    monkeypatch.setenv("SAFEPASSAGE_DATABASE", str(folder / "empty.db"))
    assert run(["ledger", "new", "--json"]) == 0
    settings = (op.folder / "operation.toml").read_text()
    mine = operation_folder(op.folder).id
    theirs = capsys.readouterr().out.split('"ledger": "')[1].split('"')[0]
    (op.folder / "operation.toml").write_text(settings.replace(mine, theirs))
    assert run(["operation", "status", "--operation", "op"]) == 2
    assert "does not begin with an operation" in capsys.readouterr().err


def long(folder: Path, capsys: pytest.CaptureFixture[str]) -> Typed:
    """Make an operation of which so much was told that a snapshot is worth it."""
    write_starting_scenario(folder / "scenario")
    vehicles = folder / "scenario" / "vehicles.csv"
    vehicles.write_text(vehicles.read_text().replace("bus,6,", "bus,600,"))
    assert run([*NEW, "--rehearsal"]) == 0
    return Typed(folder / "op", capsys)


def departed(found: OpenOperation, bus: str) -> None:
    found.desk.do(Asked(Depart(bus, "depot"), "Layla", f"away-{bus}", "test"))


def test_a_long_operation_opens_from_its_snapshot_to_the_same_state(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    op = long(folder, capsys)
    before = op.look().plain()
    (snapshot,) = (op.folder / "snapshots").iterdir()
    with opened_operation(operation_folder(op.folder)) as found:
        assert found.desk.seen().plain()["lines"] == before["lines"]
        departed(found, "bus-7")
    after = op.look()
    assert after.vehicle("bus-7").place == ""
    assert after.vehicle("bus-8").place == "depot"
    snapshot.write_bytes(b"damaged" + snapshot.read_bytes())
    assert op.look().vehicle("bus-7").place == ""
    assert op.look().version == after.version == after.position
