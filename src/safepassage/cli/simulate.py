"""`safepassage simulate`: rehearse a plan many times, and say what it is worth when things take their own time."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from safepassage.bootstrap import SEED, cores
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.outcome import QUANTILES, Estimate, Outcome
from safepassage.domain.plan import Plan
from safepassage.domain.scenario import Scenario
from safepassage.domain.uncertainty import Delay, Spread, Uncertainty
from safepassage.planning.verify import verify
from safepassage.reporting.clock import LocalClock
from safepassage.reporting.words import counted, duration, number, people, share
from safepassage.scenarios import read_plan, read_scenario
from safepassage.scenarios.files import refuse_unwritable
from safepassage.scenarios.outcome_file import write_outcome
from safepassage.simulation import Policy, compile_loops, prepare, rehearse
from safepassage.simulation.crew import Crew

RUNS = 1000
CV, COMMON_CV, LATE_MINUTES = 0.2, 0.1, 10.0
"""Spread of single times and of a whole run, and mean lateness of vehicles, if nothing else is said: assumptions."""

MINUTE_S = 60
LARGEST_SEED = 2**63 - 1
SOURCE = "assumed: given on the command line, or its default"


class Following(StrEnum):
    """How the plan is followed."""

    TIMETABLE = "timetable"
    IN_ORDER = "in-order"


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("simulate")(simulate_plan)


def simulate_plan(
    scenario: Annotated[Path, typer.Argument(help="Scenario folder or .xlsx workbook.", show_default=False)],
    plan: Annotated[Path, typer.Argument(help="The plan.json to rehearse.", show_default=False)],
    *,
    output: Annotated[Path, typer.Option("-o", "--output", help="The JSON file to write.")] = Path("outcome.json"),
    runs: Annotated[int, typer.Option("--runs", min=1, help="How often the plan is simulated.")] = RUNS,
    seed: Annotated[
        int, typer.Option("--seed", min=0, max=LARGEST_SEED, help="Of all draws: another seed, other runs.")
    ] = SEED,
    jobs: Annotated[
        int | None, typer.Option("--jobs", min=1, help="Runs at the same time.", show_default="one a core")
    ] = None,
    policy: Annotated[
        Following, typer.Option("--policy", help="Wait for the planned moments, or go when ready.")
    ] = Following.TIMETABLE,
    patience: Annotated[
        float | None,
        typer.Option(
            "--patience", min=0, max=1e6, help="Minutes that a convoy waits for who is late.", show_default="no end"
        ),
    ] = None,
    travel: Annotated[float, typer.Option("--travel", min=0, max=5, help="Spread of driving times (cv).")] = CV,
    service: Annotated[float, typer.Option("--service", min=0, max=5, help="Of boarding and alighting.")] = CV,
    checks: Annotated[float, typer.Option("--checks", min=0, max=5, help="Of checks at crossings.")] = CV,
    common: Annotated[
        float, typer.Option("--common", min=0, max=5, help="Of each of these in a whole run.")
    ] = COMMON_CV,
    late: Annotated[
        float, typer.Option("--late", min=0, max=1e5, help="Mean minutes by which vehicles are late.")
    ] = LATE_MINUTES,
) -> None:
    """Rehearse a plan many times: when everybody is out and how surely, hours aboard, waits at crossings."""
    case, rehearsed = read_scenario(scenario), read_plan(plan)
    refuse_unwritable(output)
    _must_be_good(case, rehearsed)
    follows = Policy(
        ahead_s=0 if policy is Following.TIMETABLE else None,
        patience_s=None if patience is None else round(patience * MINUTE_S),
    )
    uncertainty = Uncertainty(
        travel=Spread(travel, common, source=SOURCE),
        service=Spread(service, common, source=SOURCE),
        check=Spread(checks, common, source=SOURCE),
        late_start=Delay(chance=1.0, mean_s=late * MINUTE_S, source=SOURCE),
    )
    outcome = rehearse_aloud(case, rehearsed, follows, uncertainty, runs=runs, seed=seed, jobs=jobs or cores())
    write_outcome(outcome, output)
    for line in outcome_in_words(case, outcome):
        typer.echo(line)
    typer.echo(f"The outcome is in {output}.")


def _must_be_good(case: Scenario, plan: Plan) -> None:
    """Refuse a plan that does not keep the terms: its rehearsal would tell of an operation that may not be."""
    violations = len(verify(case, plan).violations)
    if violations:
        raise UnusableInputError(
            f"The plan breaks the rules of this scenario ({counted(violations, 'violation')}): see what "
            "'safepassage verify' says, and plan anew."
        )


def rehearse_aloud(
    case: Scenario, plan: Plan, policy: Policy, uncertainty: Uncertainty, *, runs: int, seed: int, jobs: int
) -> Outcome:
    """Rehearse, with the progress on standard error."""
    console = Console(stderr=True, highlight=False)
    with console.status("Making ready; the first time this takes half a minute"):
        compile_loops()
        prepared = prepare(case, plan)
    columns = (TextColumn("Rehearsing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    executor = ThreadPoolExecutor(jobs)
    try:
        with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
            task = progress.add_task("", total=runs)
            return rehearse(
                prepared,
                policy,
                uncertainty,
                runs=runs,
                seed=seed,
                crew=Crew(executor),
                watch=lambda done: progress.update(task, completed=done),
            )
    finally:
        executor.shutdown(wait=False, cancel_futures=True)


def outcome_in_words(case: Scenario, outcome: Outcome) -> Iterator[str]:
    """Yield what the rehearsal says, with the 95 % confidence intervals."""
    clock = LocalClock.of(case)
    yield f"{counted(outcome.runs, 'run')} of a plan that brings out {people(outcome.planned_out)}:"
    if outcome.complete.value is not None:
        yield f"  all of them are out in {share(outcome.complete.value)} of runs ({_between(outcome.complete)})"
    for q, words in ((0.5, "half of all runs"), (0.9, "nine of ten runs")):
        found = outcome.completion_s[QUANTILES.index(q)]
        if found.value is not None:
            late_s = int(found.value) - outcome.planned_completion_s
            than_planned = f"{duration(abs(late_s))} {'after' if late_s >= 0 else 'before'} the planned moment"
            yield f"  in {words} the last one is out by {clock.words(int(found.value))}, {than_planned}"
        else:
            yield f"  in fewer than {words} everybody comes out"
    if outcome.people_out.value is not None:
        yield f"  people out on average: {number(round(outcome.people_out.value))}"
    if outcome.mean_aboard_s is not None:
        yield f"  time aboard: {duration(round(outcome.mean_aboard_s))} on average"
    if outcome.people_aboard_too_long.value:
        yield f"  longer aboard than they may be: {people(round(outcome.people_aboard_too_long.value))} on average"
    for crossing in outcome.crossings:
        if crossing.mean_wait_s is not None and crossing.most_queued.value is not None:
            queued = counted(round(crossing.most_queued.value), "vehicle")
            waited = duration(round(crossing.mean_wait_s))
            yield f"  wait at {crossing.place}: {waited} on average, with {queued} at once at most"


def _between(found: Estimate) -> str:
    """Give the ends of the confidence interval of a share."""
    return f"{share(found.low or 0.0)} to {share(found.high or 0.0)}"
