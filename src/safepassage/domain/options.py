"""What each term of the agreement is worth: the answer that a negotiator takes along.

All numbers of people and all times come from whole plans. A bound is proven; what was found is a plan that exists.
"""

from dataclasses import dataclass
from enum import StrEnum

Triple = tuple[int, int, int]


class Term(StrEnum):
    """What a change touches."""

    CLOSING = "closing"
    OPENING = "opening"
    LANES = "lanes"
    CHECK = "check"
    HEADWAY = "headway"
    CONVOY_SIZE = "convoy-size"
    MAY_LEAVE = "may-leave"
    ARRIVED = "arrived"
    VEHICLES = "vehicles"
    AVAILABLE_FROM = "available-from"
    AVAILABLE_UNTIL = "available-until"
    BEDS = "beds"
    SHELTER_PLACES = "shelter-places"
    BAYS = "bays"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the terms that makes them looser, so that every plan of before still keeps them.

    `words` says it in plain language, `effort` how much is asked for. `amount` is seconds, vehicles, people or places,
    as the term has it; `rows` are the entries that it changes, by their order in the scenario's table; `moments_s` the
    edges of the windows that it moves, in seconds after the start; `place` the place's id, or "".
    """

    id: str
    term: Term
    words: str
    effort: str
    amount: int
    rows: tuple[int, ...] = ()
    moments_s: tuple[int, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class Replan:
    """What the best plan found does, and what is proven of all plans for the same terms.

    The tuples are by priority 1, 2, 3. `completion_s` is seconds after the start, 0 if nobody comes out.
    `completion_bound_s` is a time before which no plan that brings out as many is done; None if nothing is proven.
    With `stands`, no search found anything better than the plan that needs no change.
    """

    people_out: int
    people_out_by_priority: Triple
    people_out_bound: int
    people_out_bound_by_priority: Triple
    completion_s: int
    completion_bound_s: int | None
    stands: bool = False

    @property
    def people_out_floor(self) -> int:
        """How many the best plan by priority brings out at least: the priorities in a row that are proven best."""
        floor = 0
        for found, most in zip(self.people_out_by_priority, self.people_out_bound_by_priority, strict=True):
            floor += found
            if found < most:
                break
        return floor


@dataclass(frozen=True, slots=True)
class PeopleGain:
    """How many more come out: as found, and the least and the most that is proven; more are fewer where negative."""

    found: int
    at_least: int
    at_most: int
    by_priority: Triple


@dataclass(frozen=True, slots=True)
class TimeGain:
    """How many seconds earlier the last one arrives: as found, and the least and the most that is proven.

    The most is None where nothing is proven.
    """

    found_s: int
    at_least_s: int
    at_most_s: int | None


@dataclass(frozen=True, slots=True)
class Worth:
    """What changes do together: `by_deadline` over by the deadline, `in_the_end` without one; None if not planned."""

    changes: tuple[Change, ...]
    by_deadline: Replan | None
    in_the_end: Replan | None
    people: PeopleGain | None
    time: TimeGain | None


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Changes made together; one that stands twice is made twice, such as two hours for one."""

    changes: tuple[Change, ...]
    replan: Replan


@dataclass(frozen=True, slots=True)
class SmallestSet:
    """The fewest changes found with which everyone comes out by the deadline.

    `found` are sets of that size that do it, the first of them the one that finishes earliest; none if no set was
    found. `nearest` is the set tried that brings out most. `proven_size`: it is proven that fewer changes than that
    cannot do it. `tried` counts the sets that were planned.
    """

    found: tuple[ChangeSet, ...]
    nearest: ChangeSet | None
    proven_size: int
    tried: int
    largest_tried: int

    @property
    def size(self) -> int | None:
        """How many changes the smallest set has, None if none was found."""
        return len(self.found[0].changes) if self.found else None

    @property
    def proven(self) -> bool:
        """Whether it is proven that no smaller set does it."""
        return self.size is not None and self.size <= self.proven_size


@dataclass(frozen=True, slots=True)
class LastDeparture:
    """The last second at which a vehicle of a type may leave a place with people and they still get through.

    For people who may go to several destinations the best one counts; `safe_s` is good for all who wait there and may
    ride in the type, `last_s` for at least one row of them. None: no term ends it. -1: never. `through` is the
    crossing passed last, and `arrives_s` when those who leave at `safe_s` have alighted.
    """

    place: str
    vehicle_type: str
    safe_s: int | None
    last_s: int | None
    through: str
    arrives_s: int | None


@dataclass(frozen=True, slots=True)
class EndingHour:
    """Who comes out if the agreement ends `at_s` seconds after the start.

    `announced`: those whom the announced plan has brought through by then. `known`: those whom some plan found brings
    out that knew when it would end. `at_most`: how many the best such plan brings out at most, None where nothing is
    proven. `planned` tells whether it was planned for this very hour.
    """

    at_s: int
    announced: int
    known: int
    at_most: int | None
    planned: bool


@dataclass(frozen=True, slots=True)
class Options:
    """What each term is worth, and what follows from it.

    `deadline_s` is None where people are counted to the end; `asked_deadline` tells whether the user gave it. `base` is
    what the terms as they are allow by the deadline, `base_in_the_end` without one. `worth` is of changes alone,
    `together` of several at once. `complete` is false if the work was stopped early.
    """

    scenario: str
    persons: int
    deadline_s: int | None
    asked_deadline: bool
    base: Replan
    base_in_the_end: Replan
    worth: tuple[Worth, ...] = ()
    together: tuple[Worth, ...] = ()
    not_tried: tuple[Change, ...] = ()
    smallest_set: SmallestSet | None = None
    last_departures: tuple[LastDeparture, ...] = ()
    ending: tuple[EndingHour, ...] = ()
    has_crossings: bool = True
    replans: int = 0
    seed: int = 1
    time_limit_s: float = 0.0
    complete: bool = True
