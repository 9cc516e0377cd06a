"""The command line as a whole: its version, its help, and how every kind of end is told to the shell."""

import subprocess
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import pytest
import typer

from safepassage import __version__
from safepassage.cli.main import COMMAND_GROUPS, build_app, run
from safepassage.cli.trouble import Exit

SAFEPASSAGE = Path(sys.executable).with_name("safepassage")


def stumbling(_arguments: Sequence[str] = ()) -> typer.Typer:
    """Give an application with one command that ends as it is told to."""
    app = typer.Typer()

    @app.callback()
    def options() -> None:
        """Make `stumble` a command of its own."""

    @app.command("stumble")
    def stumble(how: str) -> None:
        """End as told."""
        match how:
            case "fault":
                raise ZeroDivisionError
            case "ctrl-c":
                raise KeyboardInterrupt
            case "no":
                raise typer.Exit(Exit.ANSWER_IS_NO)
            case "talk":
                typer.echo("word " * 100_000)
            case _:
                Path(how).read_text(encoding="utf-8")

    return app


def test_version_is_the_package_s(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == Exit.DONE
    assert capsys.readouterr().out == f"safepassage {__version__}\n"


def test_without_a_command_the_help_lists_them_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == Exit.DONE
    shown = capsys.readouterr().out
    for command in ("check", "new", "plan", "verify", "report", "options", "demo"):
        assert command in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["fly"], "No such command 'fly'"),
        (["--loud"], "No such option: --loud"),
        (["plan"], "Missing argument 'scenario'"),
        (["plan", ".", "--time-limit", "soon"], "Invalid value for '--time-limit'"),
        (["plan", ".", "--time-limit", "0"], "greater than or equal to 0.1"),
        (["plan", ".", "--objective", "fast"], "'fast' is not one of 'completion', 'priority'"),
        (["verify", "."], "Missing argument 'plan'"),
    ],
)
def test_a_mistake_in_the_options_is_one_sentence(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == Exit.UNUSABLE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert said in captured.err
    assert "--help" in captured.err


@pytest.mark.parametrize("command", ["check", "plan"])
def test_a_scenario_that_is_not_there_is_unusable_input(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [command, "no/such/scenario"] + (["-o", "plan.json"] if command == "plan" else [])
    assert run(arguments) == Exit.UNUSABLE
    assert "no/such/scenario" in capsys.readouterr().err


def test_no_is_an_answer() -> None:
    assert run(["stumble", "no"], application=stumbling) == Exit.ANSWER_IS_NO


def test_a_file_that_cannot_be_read_is_unusable_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stumble", str(tmp_path)], application=stumbling) == Exit.UNUSABLE
    assert str(tmp_path) in capsys.readouterr().err


def test_ctrl_c_ends_without_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stumble", "ctrl-c"], application=stumbling) == Exit.STOPPED
    assert capsys.readouterr().err == "Stopped before it was done.\n"


def test_a_fault_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stumble", "fault"], environment={}, application=stumbling) == Exit.FAULT
    shown = capsys.readouterr().err
    assert shown.count("\n") == 1
    assert "ZeroDivisionError" in shown


def test_a_fault_shows_its_traceback_to_those_who_ask(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stumble", "fault"], environment={"SAFEPASSAGE_DEBUG": "1"}, application=stumbling) == Exit.FAULT
    assert "Traceback" in capsys.readouterr().err


def test_a_reader_who_goes_away_is_met_with_silence(tmp_path: Path) -> None:
    """Somebody pipes the output into `head`: no complaint, and a status that is no answer."""
    script = tmp_path / "talk.py"
    script.write_text(
        "import sys\nfrom tests.cli.test_main import run, stumbling\n"
        "sys.exit(run(['stumble', 'talk'], application=stumbling))\n",
        encoding="utf-8",
    )
    shell = f"{sys.executable} {script} | head -c 4 >/dev/null; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", shell], env={"PYTHONPATH": str(Path.cwd())}, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    assert done.stdout == f"{int(Exit.NOBODY_READS)}\n"


def test_the_installed_command_starts() -> None:
    done = subprocess.run([SAFEPASSAGE, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"safepassage {__version__}\n"


def test_a_command_is_found_in_the_group_that_is_said_to_add_it() -> None:
    for group, commands in COMMAND_GROUPS.items():
        app = typer.Typer()
        import_module(f"safepassage.cli.{group}").register(app)
        alone = tuple(command.name for command in app.registered_commands)
        assert alone + tuple(each.name for each in app.registered_groups) == commands


def test_commands_that_read_no_map_do_not_load_what_reads_maps() -> None:
    script = "import sys; from safepassage.cli.main import run; run(['check', '--help']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {"osmium", "shapely", "routingkit_cch", "numba", "highspy"} & set(done.stdout.split())


def test_every_command_says_what_it_does() -> None:
    app = build_app()
    for command in app.registered_commands:
        assert command.callback is not None
        assert command.help or command.callback.__doc__


def test_the_help_lists_what_plans_apart_from_what_runs_an_operation(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == Exit.DONE
    planning, _, running = capsys.readouterr().out.partition("Run an operation")
    assert " plan " in planning
    assert " register " not in planning
    assert " register " in running
