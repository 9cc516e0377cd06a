"""`safepassage plan`: plan aloud, so that whoever waits sees how good the plan is by now and may stop it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from safepassage.bootstrap import SEED, TIME_LIMIT_S
from safepassage.cli.aloud import plan_aloud
from safepassage.cli.replanning import changes_in_words, going_on, replan_aloud
from safepassage.cli.robust_planning import (
    ROBUST_TIME_LIMIT_S,
    holding,
    plan_that_holds_aloud,
    robust_in_words,
)
from safepassage.cli.trouble import Exit
from safepassage.domain.plan import Plan, Proof
from safepassage.domain.robustness import RobustFor
from safepassage.domain.scenario import Objective, Scenario
from safepassage.reporting.clock import LocalClock
from safepassage.reporting.words import duration, listed, number, people, share, worth
from safepassage.scenarios import read_routes, read_scenario, write_plan
from safepassage.scenarios.files import refuse_unwritable

SHOWN_REMAINING = 10
"""So many rows of people who remain are printed; the plan and the report have all."""


def plan_scenario(
    scenario: Annotated[Path, typer.Argument(help="Scenario folder or .xlsx workbook.", show_default=False)],
    *,
    output: Annotated[Path, typer.Option("-o", "--output", help="The plan to write.")] = Path("plan.json"),
    time_limit: Annotated[
        float | None,
        typer.Option(
            "--time-limit",
            min=0.1,
            help="Seconds to plan at most.",
            show_default=f"{TIME_LIMIT_S:g}, with --robust {ROBUST_TIME_LIMIT_S:g}",
        ),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Of the search: another seed, another plan.")] = SEED,
    iterations: Annotated[
        int | None,
        typer.Option("--iterations", min=1, help="Changes to try at most; with them, a seed gives one plan only."),
    ] = None,
    objective: Annotated[
        Objective | None,
        typer.Option("--objective", help="Instead of the scenario's.", show_default=False),
    ] = None,
    robust: Annotated[
        int | None,
        typer.Option(
            "--robust",
            min=20,
            max=100_000,
            help="Choose the plan that holds best in so many futures.",
            show_default=False,
        ),
    ] = None,
    robust_for: Annotated[
        RobustFor | None,
        typer.Option(
            "--robust-for", help="The mean of these, or of their worst tenth; with --robust.", show_default="mean"
        ),
    ] = None,
    uncertainty: Annotated[
        Path | None,
        typer.Option(
            "--uncertainty",
            help="What is uncertain, instead of what the scenario says; with --robust.",
            show_default=False,
        ),
    ] = None,
    previous: Annotated[
        Path | None,
        typer.Option("--from", help="Go on from this plan: keep what has begun, plan the rest.", show_default=False),
    ] = None,
    now: Annotated[
        str | None,
        typer.Option("--now", help="The time by which things have begun; with --from.", show_default=False),
    ] = None,
    done: Annotated[
        Path | None,
        typer.Option("--done", help="What really happened until then; with --from.", show_default=False),
    ] = None,
    cost_of_change: Annotated[
        float | None,
        typer.Option("--cost-of-change", min=0, max=1e6, help="Minutes that an announced trip is worth."),
    ] = None,
) -> None:
    """Bring out as many people as can be brought out, by priority, and finish early; say how good the plan is.

    Ctrl-C or a signal to terminate stops with the best plan so far. The exit status is 1 if nobody can be brought out.
    """
    case = read_scenario(scenario)
    refuse_unwritable(output)
    if objective is not None:
        case = replace(case, objective=objective)
    holds = holding(case, robust, robust_for, uncertainty, previous, seed)
    goes_on = going_on(case, previous, now, done, cost_of_change)
    limit_s = time_limit or (TIME_LIMIT_S if holds is None else ROBUST_TIME_LIMIT_S)
    if holds is not None:
        plan = plan_that_holds_aloud(case, holds, time_limit_s=limit_s, seed=seed, iterations=iterations)
        lines = [*robust_in_words(case, plan)]
    elif goes_on is None:
        plan, lines = plan_aloud(case, time_limit_s=limit_s, seed=seed, iterations=iterations), []
    else:
        replanned = replan_aloud(case, goes_on, time_limit_s=limit_s, seed=seed, iterations=iterations)
        plan, lines = replanned.plan, [*changes_in_words(case, replanned)]
    write_plan(plan, output)
    for line in (*plan_in_words(case, plan), *_closed_roads_in_words(scenario, case, plan), *lines):
        typer.echo(line)
    typer.echo(f"The plan is in {output}.")
    if case.persons and not plan.people_out:
        raise typer.Exit(Exit.ANSWER_IS_NO)


def _closed_roads_in_words(path: Path, case: Scenario, plan: Plan) -> Iterator[str]:
    """Yield whom closed roads cut off, where anybody remains and the scenario's roads tell."""
    routes = read_routes(path) if plan.people_remaining and path.is_dir() else None
    labels = {place.id: place.label for place in case.places}
    places: dict[tuple[str, ...], list[str]] = {}
    for place, closures in routes.cut_off if routes is not None else ():
        places.setdefault(closures, []).append(labels.get(place, place))
    for closures, names in places.items():
        yield f"Closed roads ({listed(closures)}) cut off {listed(names)}."


def plan_in_words(case: Scenario, plan: Plan) -> Iterator[str]:
    """Yield what the plan does, how far from perfect it can be at most, and who remains."""
    clock = LocalClock.of(case)
    yield f"{number(plan.people_out)} of {people(case.persons)} come out."
    if plan.people_out:
        last = plan.completion_seconds
        yield f"The last one arrives on {clock.words(last)}, {duration(last)} after the start."
        yield from _value_in_words(plan)
        yield from _proven_in_words(clock, plan)
    if plan.people_remaining:
        yield from _remaining_in_words(plan)


def _value_in_words(plan: Plan) -> Iterator[str]:
    said = worth(plan.objective, plan.value)
    if plan.objective is Objective.PRIORITY:
        yield f"Until all have arrived they wait {said}."
    if plan.objective is Objective.BEFORE_BREAKDOWN:
        yield f"It can be expected that {said} are out before the agreement fails."


def _proven_in_words(clock: LocalClock, plan: Plan) -> Iterator[str]:
    if plan.proof is Proof.OPTIMAL:
        yield "That is proven best."
        return
    if plan.people_out_bound > plan.people_out:
        yield f"It is proven that nobody can bring out more than {people(plan.people_out_bound)}."
    if plan.bound is None or plan.gap is None:
        return
    if plan.objective is Objective.COMPLETION:
        known = f"finishes before {clock.words(int(plan.bound))}"
    elif plan.objective is Objective.PRIORITY:
        known = f"needs less than {worth(plan.objective, plan.bound)}"
    else:
        known = f"can expect more than {worth(plan.objective, plan.bound)}"
    yield f"No plan that brings out as many {known}: the gap is {share(plan.gap)}."


def _remaining_in_words(plan: Plan) -> Iterator[str]:
    yield f"{people(plan.people_remaining)} remain:"
    for row in plan.remaining[:SHOWN_REMAINING]:
        yield f"  {row.people}, {people(row.persons)}: {' '.join(row.reasons)}".rstrip(": ")
    if len(plan.remaining) > SHOWN_REMAINING:
        yield f"  and {len(plan.remaining) - SHOWN_REMAINING} more rows, all of which the plan and the report name."
