"""What many runs of one plan say of it, with 95 % confidence intervals.

Figures are means over runs unless something else is said, times whole seconds after the scenario's start. A field that
has a default may be lacking in outcomes that were written before there was such a figure; None or nothing stands there
then.
"""

from dataclasses import dataclass

from safepassage.domain.uncertainty import Uncertainty

QUANTILES = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value, and the ends of its 95 % confidence interval.

    None is beyond all that was seen, or an end of which so few runs say nothing.
    """

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class ChanceBy:
    """The chance that all are out by `at_s`, and the ends of its confidence interval."""

    at_s: int
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class OutAt:
    """How many are out at `at_s`: the mean over runs, and the quantiles QUANTILES, to a thousandth of the people."""

    at_s: int
    mean: float
    quantiles: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long people of one priority wait, from when they are ready to when a vehicle first leaves with them.

    `mean_wait_s` is over all of them who board in any run; `still_waiting` are those who wait at their place, or where
    they change vehicles, in the end.
    """

    mean_wait_s: Estimate
    still_waiting: Estimate


@dataclass(frozen=True, slots=True)
class Danger:
    """What the `risk` of roads adds up to.

    `person_s` are the seconds that people spend on roads with a risk, over all of them; `harm_loaded` and `harm_empty`
    the sums of the risk of each passage of a vehicle with people aboard and without, in the unit of `risk`.
    """

    person_s: Estimate
    harm_loaded: Estimate
    harm_empty: Estimate


@dataclass(frozen=True, slots=True)
class Disruptions:
    """What went wrong in a run: people, times, and seconds for which the agreement was suspended.

    People without a seat came to be more than were guessed, and no place was left for them in the vehicles planned.
    Seconds suspended count until the plan's last moment or the end of the last window agreed, whichever is later.
    `ended_for_good` is the share of runs in which the agreement was suspended and never re-established.
    """

    people_stayed: Estimate
    people_turned_back: Estimate
    people_without_seat: Estimate
    suspensions: Estimate
    suspended_s: Estimate
    breakdowns: Estimate
    refusals: Estimate
    ended_for_good: Estimate | None = None


@dataclass(frozen=True, slots=True)
class CrossingUse:
    """What vehicles find at a crossing: how many pass, how long they wait, how many wait at once at most.

    `mean_wait_s` is over all vehicles of all runs, None if none passed. `queued_over_time` are the vehicles that wait
    on average in each span of time that ends at a moment of `people_out_over_time`.
    """

    place: str
    passages: Estimate
    mean_wait_s: float | None
    longest_wait_s: Estimate
    most_queued: Estimate
    queued_over_time: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class VehicleUse:
    """What a vehicle does on average: share of runs in which it drives, seconds driven, seconds out, persons.

    `trips` are those with people aboard, `loaded_s` the seconds with somebody aboard, `queued_s` those of waiting at
    crossings. `in_use` is the share of the operation's time, from its start to when a vehicle was at work last,
    in which it is out; one that stands to the end is out until it came there.
    """

    vehicle: str
    used: float
    driven_s: float
    out_s: float
    persons: float
    trips: float | None = None
    loaded_s: float | None = None
    queued_s: float | None = None
    in_use: float | None = None


@dataclass(frozen=True, slots=True)
class PolicyUsed:
    """How the plan was followed: as `simulation.Policy` says it, or planned anew at each disruption."""

    ahead_s: int | None
    patience_s: int | None
    replans: bool = False


@dataclass(frozen=True, slots=True)
class CauseShare:
    """The share of the spread that one cause explains alone: Sobol's first-order index, with its interval."""

    cause: str
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What drives the spread of a figure, "completion_seconds" or "people_out"; `runs` were simulated more for it.

    Shares do not sum to 1 where causes act together. They are None where the figure is the same in all runs.
    """

    figure: str
    runs: int
    causes: tuple[CauseShare, ...]


COMPLETION_SECONDS, PEOPLE_OUT = "completion_seconds", "people_out"
"""Figures of which sensitivity is told."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What `runs` runs say.

    A run is complete when all are out whom the plan brings out, `planned_out` of `persons`. `completion_s` are the
    quantiles QUANTILES of the moment when the last one comes out, to the minute above, over all runs: a run that is not
    complete is later than any moment, which None stands for. `complete_by` are the chances that all are out by each
    hour. `mean_completion_s` is over complete runs. People and hours are means over runs; `mean_aboard_s` is person
    seconds aboard for each person who got off, so without `people_left_aboard`.

    `people_out_if_ended_at` counts for each moment who is out, or aboard beyond the last crossing of the trip that
    brings them out: if the agreement ended then, they would arrive all the same. `danger` is None where no road has a
    risk. `new_plans` were made in a run at disruptions, and announced so many changes to crews; None where the plan is
    followed to the end.
    """

    scenario: str
    scenario_digest: str
    runs: int
    seed: int
    policy: PolicyUsed
    uncertainty: Uncertainty
    confidence: float
    quantiles: tuple[float, ...]
    persons: int
    planned_out: int
    planned_completion_s: int
    complete: Estimate
    completion_s: tuple[Estimate, ...]
    mean_completion_s: Estimate
    people_out: Estimate
    people_out_by_priority: tuple[Estimate, Estimate, Estimate]
    mean_aboard_s: float | None
    longest_aboard_s: Estimate
    people_aboard_too_long: Estimate
    vehicles_withdrawn: Estimate
    vehicles_left_behind: Estimate
    complete_by: tuple[ChanceBy, ...]
    people_out_over_time: tuple[OutAt, ...]
    crossings: tuple[CrossingUse, ...]
    vehicles: tuple[VehicleUse, ...]
    people_left_aboard: Estimate | None = None
    waiting_by_priority: tuple[Waiting, ...] = ()
    danger: Danger | None = None
    disruptions: Disruptions | None = None
    new_plans: Estimate | None = None
    changes_announced: Estimate | None = None
    sensitivity: Sensitivity | None = None
    people_out_if_ended_at: tuple[OutAt, ...] = ()
    facts: int = 0
