"""`safepassage plan --from`: go on from a plan while it is carried out, and say what changed."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from safepassage.bootstrap import SEED
from safepassage.cli.aloud import Watch, stopped_by_ctrl_c
from safepassage.domain.done import Done
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.plan import Plan, TripChange, TripChangeKind
from safepassage.domain.scenario import Scenario
from safepassage.planning.replan import COST_OF_CHANGE_S, Replanned, replan
from safepassage.planning.solver import compile_loops
from safepassage.reporting.clock import LocalClock
from safepassage.reporting.words import number
from safepassage.scenarios import read_done, read_moment, read_plan

SHOWN_CHANGES = 20
"""So many changes are printed; the plan has all."""
IN_WORDS = {
    TripChangeKind.MOVED: "moved in time",
    TripChangeKind.REGROUPED: "with other people or to another place",
    TripChangeKind.TAKEN_OVER: "taken over by another vehicle",
    TripChangeKind.CANCELLED: "cancelled",
    TripChangeKind.NEW: "new",
}


@dataclass(frozen=True, slots=True)
class GoingOn:
    """The plan to go on from, when, what really happened, and what an announced trip is worth in seconds."""

    plan: Plan
    now_s: int
    done: Done | None
    cost_of_change_s: int


def going_on(
    case: Scenario, previous: Path | None, now: str | None, done: Path | None, cost_of_change: float | None
) -> GoingOn | None:
    """Read what the options say; None if there is no plan to go on from."""
    if previous is None:
        for option, value in (("--now", now), ("--done", done), ("--cost-of-change", cost_of_change)):
            if value is not None:
                raise UnusableInputError(f"{option} goes with --from: name the plan to go on from as well.")
        return None
    if now is None:
        raise UnusableInputError("--from goes with --now: say until when things have happened, such as --now +2h30m.")
    cost_s = COST_OF_CHANGE_S if cost_of_change is None else round(60 * cost_of_change)
    happened = None if done is None else read_done(done)
    return GoingOn(read_plan(previous), read_moment("--now", now, case.start), happened, cost_s)


def replan_aloud(
    case: Scenario, goes_on: GoingOn, *, time_limit_s: float, seed: int = SEED, iterations: int | None = None
) -> Replanned:
    """Plan the rest anew, with the progress on standard error."""
    console = Console(stderr=True, highlight=False)
    with console.status("Making ready; the first time this takes some minutes"):
        compile_loops()
    with console.status("Planning: looking at what has happened") as status, stopped_by_ctrl_c() as stopped:
        return replan(
            case,
            goes_on.plan,
            goes_on.now_s,
            goes_on.done,
            cost_of_change_s=goes_on.cost_of_change_s,
            time_limit_s=time_limit_s,
            seed=seed,
            max_iterations=iterations,
            watch=Watch(case, console, status),
            stopped=stopped,
        )


def changes_in_words(case: Scenario, replanned: Replanned) -> Iterator[str]:
    """Yield what became of the announced trips, and what is doubtful."""
    clock, changed = LocalClock.of(case), replanned.plan.changed
    counts = Counter(change.what for change in changed)
    parts = [f"{number(counts[kind])} {words}" for kind, words in IN_WORDS.items() if counts[kind]]
    kept = f"Of the announced trips that have not begun, {number(replanned.kept)} stay as they are"
    yield f"{kept}; {', '.join(parts)}." if parts else f"{kept}, and nothing changes."
    for change in changed[:SHOWN_CHANGES]:
        yield f"  {change_in_words(clock, change)}"
    if len(changed) > SHOWN_CHANGES:
        yield f"  and {number(len(changed) - SHOWN_CHANGES)} more, all of which the plan names."
    for notice in replanned.notices:
        yield f"Mind: {notice}"


def change_in_words(clock: LocalClock, change: TripChange) -> str:
    """Say in one line what became of a trip."""
    was = "" if change.from_s is None else clock.words(change.from_s, year=False)
    now = "" if change.to_s is None else clock.words(change.to_s, year=False)
    trip = f"{change.vehicle} from {change.place}"
    match change.what:
        case TripChangeKind.MOVED:
            return f"{trip}: {was} becomes {now}"
        case TripChangeKind.TAKEN_OVER:
            return f"{trip}: {now}, instead of {change.from_vehicle} {was}"
        case TripChangeKind.CANCELLED:
            return f"{trip}: {was} is cancelled"
        case TripChangeKind.NEW:
            return f"{trip}: {now} is new"
        case TripChangeKind.REGROUPED:
            return f"{trip}: {now} with other people or to another place"
