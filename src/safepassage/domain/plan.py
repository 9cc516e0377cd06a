"""The plan: itineraries of vehicles, and how good they are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from safepassage.domain.robustness import Robustness
from safepassage.domain.scenario import Objective


class Proof(StrEnum):
    """How much is proven of a plan's value.

    `OPTIMAL`: no plan is better. `BOUNDED`: none is better than the bound. `NONE`: no bound is known.
    """

    OPTIMAL = "optimal"
    BOUNDED = "bounded"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of an itinerary; times in whole seconds after the scenario's start.

    `board` and `alight` count travel groups by the id of their row in `people.csv`; both happen at `depart_s`.
    """

    place: str
    arrive_s: int
    depart_s: int
    board: Mapping[str, int] = field(default_factory=dict)
    alight: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Itinerary:
    """What one vehicle does, stop by stop, from its start."""

    vehicle: str
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class Remaining:
    """Travel groups whom the plan cannot bring out, with the terms that hold them back as plain sentences."""

    people: str
    groups: int
    persons: int
    reasons: tuple[str, ...] = ()


class TripChangeKind(StrEnum):
    """What became of an announced trip, or of one that was not announced."""

    MOVED = "moved"
    REGROUPED = "regrouped"
    TAKEN_OVER = "taken-over"
    CANCELLED = "cancelled"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class TripChange:
    """One trip in which a plan differs from the one that was announced before it.

    `vehicle` does the trip, or was to do it if it is cancelled. `place` is where people first board. `from_s` is the
    announced departure from there (None: it was not announced), `to_s` the one of this plan (None: cancelled).
    `from_vehicle` is who was to do it before, if somebody else takes it over.
    """

    what: TripChangeKind
    vehicle: str
    place: str
    from_s: int | None
    to_s: int | None
    from_vehicle: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Itineraries with their value and what is proven of it.

    `value` and `bound` are in the objective's unit (seconds; person-weight-seconds; expected weighted people);
    `bound` holds over all plans that bring out as many people, and is None when nothing is proven.
    `people_out_bound` is a proven bound on how many can be brought out. The tuples are by priority 1, 2, 3.
    `changed` lists how it differs from the plan that it goes on from, if it does. `scenario_digest` tells for which
    state of the scenario it was made, "" if that is not known. `robust` tells how it was chosen on a sample of futures,
    None if it was not.
    """

    scenario: str
    objective: Objective
    itineraries: tuple[Itinerary, ...]
    value: float
    bound: float | None
    proof: Proof
    completion_seconds: int
    people_out: int
    people_remaining: int
    people_out_bound: int
    people_out_by_priority: tuple[int, int, int] = (0, 0, 0)
    people_out_bound_by_priority: tuple[int, int, int] = (0, 0, 0)
    remaining: tuple[Remaining, ...] = ()
    bound_explained: str = ""
    changed: tuple[TripChange, ...] = ()
    scenario_digest: str = ""
    robust: Robustness | None = None

    @property
    def gap(self) -> float | None:
        """Relative distance of value and bound, as a share of the value; None without a bound."""
        if self.bound is None:
            return None
        return abs(self.value - self.bound) / abs(self.value) if self.value else 0.0
