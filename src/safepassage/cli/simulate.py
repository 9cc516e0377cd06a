"""`safepassage simulate`: rehearse a plan many times, and say what it is worth when things take their own time."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from safepassage.bootstrap import SEED, replanner
from safepassage.cli.outcome_words import outcome_in_words
from safepassage.cli.rehearsing import (
    RUNS,
    Checks,
    Common,
    Follow,
    Following,
    Jobs,
    Late,
    Patience,
    Scheduler,
    Seed,
    Service,
    Travel,
    UncertaintyFile,
    must_be_good,
    policy_of,
    rehearsing,
)
from safepassage.cli.uncertain import Changes, chosen
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.outcome import Outcome
from safepassage.domain.plan import Plan
from safepassage.domain.scenario import Scenario
from safepassage.domain.uncertainty import Uncertainty
from safepassage.scenarios import read_plan, read_scenario
from safepassage.scenarios.files import refuse_unwritable
from safepassage.scenarios.outcome_file import write_outcome
from safepassage.simulation import Policy, prepare, rehearse, sensitivity, uncertain_causes
from safepassage.simulation.replanning import Rehearsal, rehearse_replanning

REPLANNED_RUNS = 50
"""Runs in which plans are made anew, if nothing is said: each takes as long as hundreds of others."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How many runs of which seed, and who does them: so many jobs of this machine, or a cluster."""

    runs: int
    seed: int
    jobs: int | None = None
    scheduler: str | None = None


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("simulate")(simulate_plan)


def simulate_plan(
    scenario: Annotated[Path, typer.Argument(help="Scenario folder or .xlsx workbook.", show_default=False)],
    plan: Annotated[Path, typer.Argument(help="The plan.json to rehearse.", show_default=False)],
    *,
    output: Annotated[Path, typer.Option("-o", "--output", help="The JSON file to write.")] = Path("outcome.json"),
    runs: Annotated[
        int | None,
        typer.Option(
            "--runs",
            min=1,
            help="How often the plan is simulated.",
            show_default=f"{RUNS}; {REPLANNED_RUNS} with --policy replan",
        ),
    ] = None,
    seed: Seed = SEED,
    sensitive: Annotated[
        bool,
        typer.Option(
            "--sensitivity", help="Say what drives the spread: RUNS more for each uncertain cause, and RUNS once more."
        ),
    ] = False,
    policy: Follow = Following.TIMETABLE,
    patience: Patience = None,
    jobs: Jobs = None,
    scheduler: Scheduler = None,
    uncertainty: UncertaintyFile = None,
    travel: Travel = None,
    service: Service = None,
    checks: Checks = None,
    common: Common = None,
    late: Late = None,
) -> None:
    """Rehearse a plan many times: when everybody is out and how surely, who waits where, hours aboard, danger."""
    case, rehearsed = read_scenario(scenario), read_plan(plan)
    refuse_unwritable(output)
    must_be_good(case, rehearsed)
    if sensitive and policy is Following.REPLAN:
        raise UnusableInputError("--sensitivity does not go with --policy replan: leave one of them away.")
    drawn = chosen(case, uncertainty, Changes(travel, service, checks, common, late))
    follows = policy_of(policy, patience)
    if policy is Following.REPLAN:
        rehearsal = Rehearsal(replanner(), follows, drawn.uncertainty)
        asked = Asked(runs or REPLANNED_RUNS, seed, jobs, scheduler)
        outcome = replan_aloud(case, rehearsed, rehearsal, asked)
    else:
        asked = Asked(runs or RUNS, seed, jobs, scheduler)
        outcome = rehearse_aloud(case, rehearsed, follows, drawn.uncertainty, asked, sensitive=sensitive)
    write_outcome(outcome, output)
    for line in outcome_in_words(case, outcome, policy.value, drawn.words):
        typer.echo(line)
    typer.echo(f"The outcome is in {output}.")


def rehearse_aloud(
    case: Scenario, plan: Plan, policy: Policy, uncertainty: Uncertainty, asked: Asked, *, sensitive: bool = False
) -> Outcome:
    """Rehearse, with the progress on standard error; if asked, also what drives the spread."""
    runs, seed = asked.runs, asked.seed
    with rehearsing(asked.jobs, asked.scheduler) as aloud:
        prepared = prepare(case, plan, uncertainty.roads)
        watch = aloud.watch("Rehearsing", runs)
        outcome = rehearse(prepared, policy, uncertainty, runs=runs, seed=seed, crew=aloud.crew, watch=watch)
        if not sensitive:
            return outcome
        watch = aloud.watch("What drives the spread", runs * (1 + len(uncertain_causes(uncertainty))))
        driven = sensitivity(prepared, policy, uncertainty, runs=runs, seed=seed, crew=aloud.crew, watch=watch)
        return replace(outcome, sensitivity=driven)


def replan_aloud(case: Scenario, plan: Plan, rehearsal: Rehearsal, asked: Asked) -> Outcome:
    """Rehearse with plans made anew at each disruption, with the progress on standard error."""
    with rehearsing(asked.jobs, asked.scheduler, planning=True) as aloud:
        watch = aloud.watch("Rehearsing and planning anew", asked.runs)
        return rehearse_replanning(
            case, plan, rehearsal, runs=asked.runs, seed=asked.seed, crew=aloud.crew, watch=watch
        )
