"""`safepassage rehearse`: drive a whole simulated operation through the commands of people into a ledger."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from safepassage.bootstrap import SEED, TIME_LIMIT_S
from safepassage.bootstrap.new_operations import must_be_free
from safepassage.bootstrap.rehearsals import RehearsalAccount, new_rehearsal, rehearsed_in
from safepassage.cli.aloud import plan_aloud
from safepassage.cli.rehearsing import Following, Seed
from safepassage.cli.replay import LAST_RUN, simulated
from safepassage.cli.trouble import Exit
from safepassage.operations.counts import Line
from safepassage.reporting.words import counted, number
from safepassage.scenarios import read_plan, read_scenario

SHOWN = 5
"""Differences that are printed."""


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("rehearse")(rehearse_operation)


def rehearse_operation(
    scenario: Annotated[Path, typer.Argument(help="Scenario folder or .xlsx workbook.", show_default=False)],
    plan: Annotated[
        Path | None, typer.Argument(help="The plan.json to carry out.", show_default=f"plan for {TIME_LIMIT_S:g} s")
    ] = None,
    *,
    output: Annotated[Path, typer.Option("-o", "--output", help="The operation's folder to make.")] = Path("rehearsal"),
    seed: Seed = SEED,
    run: Annotated[int, typer.Option("--run", min=0, max=LAST_RUN, help="Which of the runs of that seed, from 0.")] = 0,
    policy: Annotated[
        Following, typer.Option("--policy", help="Wait for planned moments, go when ready, or plan anew.")
    ] = Following.TIMETABLE,
    as_planned: Annotated[
        bool, typer.Option("--as-planned", help="Nothing is uncertain: all takes its planned time.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the account as JSON.")] = False,
) -> None:
    """Drive a whole simulated operation through the same commands into a ledger, and hold every count to it."""
    case = read_scenario(scenario)
    must_be_free(output)
    carried_out = read_plan(plan) if plan is not None else plan_aloud(case, time_limit_s=TIME_LIMIT_S)
    told = simulated(case, carried_out, seed=seed, run=run, policy=policy, as_planned=as_planned)
    folder = new_rehearsal(scenario, case, output)
    with Console(stderr=True).status("Rehearsing: registering, boarding, counting heads"):
        account = rehearsed_in(folder, case, told.facts)
    if as_json:
        drawn = {"scenario": case.name, "seed": seed, "run": run, "policy": policy.value, "as_planned": as_planned}
        typer.echo(json.dumps({**drawn, "folder": str(output), **_plain(account)}, indent=1, ensure_ascii=False))
    else:
        _show(account, output)
    if not account.agrees:
        raise typer.Exit(Exit.ANSWER_IS_NO)


def _plain(account: RehearsalAccount) -> dict[str, Any]:
    done = account.rehearsed
    return {
        "facts": len(done.facts),
        "commands": done.commands,
        "events": account.verdict.size,
        "compared_after": done.compared,
        "differences": [
            {"at_s": fact.at_s, "fact": fact.name, "where": where.value, "simulator": simulator, "ledger": ledger}
            for fact, where, simulator, ledger in done.differences
        ],
        "counts": [
            {"count": line.what, "simulator": line.simulator, "ledger": line.ledger, "difference": line.differs}
            for line in account.lines
        ],
        "ledger": {"id": account.verdict.ledger, "whole": account.verdict.ok, "chain": account.verdict.chain.hex()},
        "agrees": account.agrees,
    }


def _show(account: RehearsalAccount, folder: Path) -> None:
    Console(highlight=False).print(_table(account.lines))
    for line in (*_in_words(account), f"The operation is in {folder}."):
        typer.echo(line)


def _table(lines: tuple[Line, ...]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("Counted")
    for heading in ("by the simulator", "by the ledger", "difference"):
        table.add_column(heading, justify="right", no_wrap=True)
    for line in lines:
        style = "bold red" if line.differs else None
        table.add_row(
            line.what.replace("-", " "), *map(number, (line.simulator, line.ledger, line.differs)), style=style
        )
    return table


def _in_words(account: RehearsalAccount) -> Iterator[str]:
    done = account.rehearsed
    yield (
        f"{counted(done.commands, 'command')} became {counted(account.verdict.size, 'event')}; persons by whereabouts "
        f"were compared after {counted(done.compared, 'fact')}."
    )
    for fact, where, simulator, ledger in done.differences[:SHOWN]:
        yield f"After {fact.name} at {fact.at_s} s, {where}: {simulator} by the simulator, {ledger} by the ledger."
    whole = "The ledger is whole: its chain was verified from the first event to the last."
    yield whole if account.verdict.ok else account.verdict.findings[0].what
    yield "Every count agrees." if account.agrees else "Not every count agrees: one of the two counts wrongly."
