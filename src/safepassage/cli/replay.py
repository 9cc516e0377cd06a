"""`safepassage replay`: watch what happened, or one run of a rehearsal, on the map."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from safepassage.bootstrap import SEED, replanner
from safepassage.cli.outcome_words import FOLLOWED
from safepassage.cli.rehearsing import Following, Seed, must_be_good, policy_of
from safepassage.cli.uncertain import chosen
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.plan import Plan
from safepassage.domain.scenario import Scenario
from safepassage.domain.uncertainty import CERTAINTY
from safepassage.reporting import Ground
from safepassage.reporting.replay import write_replay
from safepassage.scenarios import read_plan, read_scenario
from safepassage.scenarios.events_file import Events, read_events, write_events
from safepassage.scenarios.files import refuse_unwritable
from safepassage.simulation import compile_loops, prepare, simulate
from safepassage.simulation.replanning import Rehearsal, start

LAST_RUN = 2**63 - 1
"""Draws are named by runs of so many bits."""


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("replay")(replay)


def replay(
    scenario: Annotated[Path, typer.Argument(help="Scenario folder or .xlsx workbook.", show_default=False)],
    events: Annotated[
        Path | None, typer.Argument(help="The events.jsonl to play; or give --plan.", show_default=False)
    ] = None,
    *,
    output: Annotated[Path, typer.Option("-o", "--output", help="The HTML file to write.")] = Path("replay.html"),
    plan: Annotated[
        Path | None, typer.Option("--plan", help="Simulate one run of this plan.json and play it.", show_default=False)
    ] = None,
    keep: Annotated[
        Path | None, typer.Option("--events", help="Write the events of that run into this file.", show_default=False)
    ] = None,
    seed: Seed = SEED,
    run: Annotated[int, typer.Option("--run", min=0, max=LAST_RUN, help="Which of the runs of that seed, from 0.")] = 0,
    policy: Annotated[
        Following, typer.Option("--policy", help="Wait for planned moments, go when ready, or plan anew.")
    ] = Following.TIMETABLE,
    as_planned: Annotated[
        bool, typer.Option("--as-planned", help="Nothing is uncertain: all takes its planned time.")
    ] = False,
) -> None:
    """Play events on the map, as one HTML file that needs no network: a clock, people out, queues, convoys."""
    if (events is None) == (plan is None):
        raise UnusableInputError("Give either a file of events to play, or --plan with a plan to simulate.")
    if keep is not None and plan is None:
        raise UnusableInputError("--events writes the events of a simulated run: use it with --plan.")
    if keep is not None and keep.absolute() == output.absolute():
        raise UnusableInputError(f"--output and --events both name {output}: give each a file of its own.")
    case = read_scenario(scenario)
    for written in (output, keep):
        if written is not None:
            refuse_unwritable(written)
    if events is not None:
        told = read_events(events)
    else:
        told = simulated(case, read_plan(plan or Path()), seed=seed, run=run, policy=policy, as_planned=as_planned)
    troubles = write_replay(case, told, output, Ground.read(scenario))
    if keep is not None:
        write_events(told, keep)
        typer.echo(f"The events are in {keep}.")
    typer.echo(f"The replay is in {output}.")
    for trouble in troubles:
        typer.echo(f"warning: {trouble}", err=True)


def simulated(case: Scenario, plan: Plan, *, seed: int, run: int, policy: Following, as_planned: bool) -> Events:
    """Simulate one run of a plan and give its events.

    Raises
    ------
    UnusableInputError
        If the plan does not keep the terms.
    """
    must_be_good(case, plan)
    with Console(stderr=True).status("Making ready; the first time this takes half a minute"):
        compile_loops()
    follows = policy_of(policy, None)
    uncertainty = CERTAINTY if as_planned else chosen(case).uncertainty
    if policy is Following.REPLAN:
        first = start(case, plan, uncertainty.roads)
        carried_out = Rehearsal(replanner(), follows, uncertainty).one_run(first, seed=seed, run=run).run
    else:
        carried_out = simulate(prepare(case, plan, uncertainty.roads), follows, uncertainty, seed=seed, run=run)
    facts = tuple(carried_out.facts())
    drawn = "with nothing uncertain" if as_planned else f"seed {seed}, run {run}"
    how = FOLLOWED[policy.value]
    return Events(case.name, case.start, facts, f"A rehearsal, not what happened: the plan followed {how}, {drawn}.")
