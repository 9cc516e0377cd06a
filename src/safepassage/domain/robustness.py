"""What a plan that was chosen on a sample of futures is worth, beside the plan for a world that goes as planned."""

from dataclasses import dataclass
from enum import StrEnum


class RobustFor(StrEnum):
    """What a plan is chosen for: the mean over all futures, or the mean over the worst tenth of them."""

    MEAN = "mean"
    TAIL = "tail"


@dataclass(frozen=True, slots=True)
class SampleWorth:
    """What a plan is worth on a sample of futures, by what it was chosen for: a mean over all, or over the worst tenth.

    `people_out_by_priority` are persons of priority 1, 2, 3; `value` is in the objective's unit.
    """

    people_out_by_priority: tuple[float, float, float]
    value: float

    @property
    def people_out(self) -> float:
        """Persons of all priorities."""
        return sum(self.people_out_by_priority)


@dataclass(frozen=True, slots=True)
class Difference:
    """The chosen plan's figure less the nominal plan's in the same futures, and its 95 % confidence interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Robustness:
    """How a plan was chosen on a sample of futures, and what became of the promise on fresh ones.

    Attributes
    ----------
    futures, seed, fresh_seed
        How many futures the plan was chosen on, and as many fresh ones it was judged on; the seeds of the two samples.
    robust_for
        Mean or tail.
    made_for
        In words, how the chosen plan was made; "" if it is the nominal plan.
    tried
        Plans that were compared, the nominal one among them; all of them keep every rule of the scenario.
    horizon_s
        Seconds after the start with which futures count in which somebody is missing; see planning.robust.worth.
    nominal, chosen
        Worth in the sample.
    fresh_nominal, fresh_chosen
        Worth in the fresh futures.
    people_difference, value_difference
        Chosen less nominal, in the fresh futures.
    calm_people, calm_completion_s, calm_value
        Chosen less nominal when all goes as planned: persons out, seconds of completion, value in the objective's unit.
        Persons of all priorities: below 0 where more of a higher priority come out in place of others.
    """

    futures: int
    seed: int
    fresh_seed: int
    robust_for: RobustFor
    made_for: str
    tried: int
    horizon_s: int
    nominal: SampleWorth
    chosen: SampleWorth
    fresh_nominal: SampleWorth
    fresh_chosen: SampleWorth
    people_difference: Difference
    value_difference: Difference
    calm_people: int
    calm_completion_s: int
    calm_value: float

    @property
    def is_nominal(self) -> bool:
        """Whether no plan was better in the sample than the nominal one by more than chance."""
        return not self.made_for
