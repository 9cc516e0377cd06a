"""Outcomes of rehearsals of the valley, made by hand: a whole one, and one as files of earlier versions have it."""

from dataclasses import replace

from safepassage.domain.outcome import (
    CONFIDENCE,
    QUANTILES,
    CauseShare,
    ChanceBy,
    CrossingUse,
    Danger,
    Disruptions,
    Estimate,
    OutAt,
    Outcome,
    PolicyUsed,
    Sensitivity,
    VehicleUse,
    Waiting,
)
from safepassage.domain.uncertainty import (
    Chance,
    Delay,
    Hazard,
    Incidents,
    RoadHazard,
    Shape,
    Spread,
    Uncertainty,
)
from tests.reporting.cases import valley

NONE = Estimate(0.0, 0.0, 0.0)
HOUR_S = 3600
HOURS = 6

OUT = ((0, 0, 0, 0, 0, 0, 0), (0, 0, 9, 24, 29, 29, 29), (4, 9, 24, 29, 29, 29, 29), (24, 24, 29, 39, 39, 39, 39))
"""People out in each of the first hours, at each quantile; then it stays."""


def about(value: float, more: float) -> Estimate:
    return Estimate(value, value - more, value + more)


def out_at(hour: int, more: int = 0) -> OutAt:
    quantiles = tuple(min(39, q + more) if q else q for q in OUT[min(hour, len(OUT)) - 1])
    return OutAt(hour * HOUR_S, sum(quantiles) / len(quantiles), quantiles)


def bare_outcome() -> Outcome:
    """Give an outcome with nothing but what every file has."""
    scenario, plan = valley().scenario, valley().plan
    return Outcome(
        scenario=scenario.name,
        scenario_digest=scenario.digest,
        runs=200,
        seed=7,
        policy=PolicyUsed(0, None),
        uncertainty=Uncertainty(travel=Spread(0.2, 0.1, source="a guess")),
        confidence=CONFIDENCE,
        quantiles=QUANTILES,
        persons=scenario.persons,
        planned_out=plan.people_out,
        planned_completion_s=plan.completion_seconds,
        complete=Estimate(0.62, 0.551, 0.684),
        completion_s=(
            *(Estimate(13080.0 + 240 * i, 13020.0 + 240 * i, 13200.0 + 240 * i) for i in range(4)),
            *(Estimate(None, None, None) for _ in range(3)),
        ),
        mean_completion_s=about(13440, 60),
        people_out=about(36.4, 0.5),
        people_out_by_priority=(about(4, 0), about(19.2, 0.4), about(13.2, 0.3)),
        mean_aboard_s=4200.5,
        longest_aboard_s=about(7200, 200),
        people_aboard_too_long=NONE,
        vehicles_withdrawn=NONE,
        vehicles_left_behind=about(0.4, 0.1),
        complete_by=tuple(
            ChanceBy(hour * HOUR_S, value, low, high)
            for hour, value, low, high in (
                (1, 0.0, 0.0, 0.019),
                (2, 0.0, 0.0, 0.019),
                (3, 0.0, 0.0, 0.019),
                (4, 0.58, 0.511, 0.646),
                (5, 0.62, 0.551, 0.684),
                (6, 0.62, 0.551, 0.684),
            )
        ),
        people_out_over_time=tuple(out_at(hour) for hour in range(1, HOURS + 1)),
        crossings=(CrossingUse("bridge", about(4, 0.1), 312.5, about(900, 30), about(2.4, 0.1)),),
        vehicles=tuple(
            VehicleUse(name, 1.0, 5400.0 + 60 * i, 9000.0 + 900 * i, 12.5)
            for i, name in enumerate(("bus-1", "bus-2", "ambulance-1"))
        ),
    )


def whole_outcome(words: str = "a count of 2016") -> Outcome:
    """Give an outcome with everything in it; `words` stand wherever a file may hold words of its own."""
    bare = bare_outcome()
    return replace(
        bare,
        uncertainty=everything_uncertain(words),
        crossings=tuple(replace(use, queued_over_time=(0.0, 1.5, 2.25, 0.5, 0.0, 0.0)) for use in bare.crossings),
        vehicles=tuple(
            replace(use, trips=1.5, loaded_s=use.out_s / 2, queued_s=600.0, in_use=use.out_s / 14000)
            for use in bare.vehicles
        ),
        people_left_aboard=about(1.25, 0.25),
        people_aboard_too_long=about(2.5, 0.5),
        waiting_by_priority=(
            Waiting(about(1260, 60), NONE),
            Waiting(about(2460, 60), about(1.5, 0.5)),
            Waiting(Estimate(None, None, None), about(2, 0.5)),
        ),
        danger=Danger(about(360000, 3600), about(1.25, 0.125), about(0.05, 0.005)),
        disruptions=Disruptions(
            about(3.5, 0.5), NONE, about(0.25, 0.05), about(0.5, 0.1), about(5400, 600), about(1.5, 0.2), NONE
        ),
        sensitivity=Sensitivity(
            "people_out",
            600,
            (
                CauseShare("travel", 0.25, 0.125, 0.375),
                CauseShare(words, 0.5, 0.375, 0.625),
                CauseShare("service", -0.02, -0.1, 0.06),
            ),
        ),
        people_out_if_ended_at=tuple(out_at(hour, more=5) for hour in range(1, HOURS + 1)),
    )


def everything_uncertain(words: str) -> Uncertainty:
    hazard = Hazard(0.02, 7200.0, 1.0, Shape.LOGNORMAL, 0.25, words)
    return Uncertainty(
        travel=Spread(0.2, 0.1, mean=1.2, source=words),
        service=Spread(0.3, source=words),
        check=Spread(shape=Shape.EXPONENTIAL, source=""),
        late_start=Delay(1.0, 600.0, source=words),
        late_groups=Delay(0.1, 1800.0, 0.5, 0.3, source=words),
        staying=Chance(0.02, 0.5, words),
        counts=Spread(0.3, 0.1, source=words),
        breakdowns=hazard,
        refusals=Chance(0.01, source=words),
        turned_back=Chance(0.005, source=words),
        late_opening=Delay(0.5, 900.0, source=words),
        roads=(RoadHazard("square", "bridge", both_ways=True, closes=replace(hazard, for_good=0.0)),),
        suspensions=hazard,
        incidents=Incidents(2.0, 0.2, words),
        windows_move=True,
    )
