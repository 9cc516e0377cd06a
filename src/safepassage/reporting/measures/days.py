"""Tables a place and a day: who leaves, who arrives, who still waits when the day ends."""

from dataclasses import dataclass
from datetime import date, timedelta

from safepassage.domain.scenario import Scenario
from safepassage.reporting.clock import LocalClock
from safepassage.reporting.measures.movements import Change, Movements, Whereabouts
from safepassage.reporting.measures.people import Census, Headcount, asking_by_place


@dataclass(frozen=True, slots=True)
class PlaceDays:
    """One place day by day: people who move there on each day, and people there when the day ends.

    At a place where people wait, `moved` leave and `there` still wait; at a destination, `moved` arrive and `there`
    have arrived so far.
    """

    place: str
    moved: tuple[int, ...]
    there: tuple[int, ...]

    @property
    def total(self) -> int:
        """People who move on any of the days."""
        return sum(self.moved)


@dataclass(frozen=True, slots=True)
class Day:
    """The whole operation on one local day; `census` is taken in its last second."""

    day: date
    boarded: int
    out: int
    census: Census


def operation_days(clock: LocalClock, last_s: int) -> tuple[date, ...]:
    """Give the local days from the start to `last_s`."""
    return tuple(clock.days(0, last_s))


def day_ends(clock: LocalClock, days: tuple[date, ...]) -> tuple[int, ...]:
    """Give the last second of each local day, after the scenario's start."""
    return tuple(clock.midnight(day + timedelta(days=1)) - 1 for day in days)


def whole_days(scenario: Scenario, happened: Movements, clock: LocalClock) -> tuple[Day, ...]:
    """Give the whole operation day by day."""
    days = operation_days(clock, happened.last_s)
    count = Headcount(scenario, happened)
    boarded = _by_day(happened, clock, days, Whereabouts.WAITING, leaving=True)
    out = _by_day(happened, clock, days, Whereabouts.OUT, leaving=False)
    ends = day_ends(clock, days)
    return tuple(
        Day(day, sum(b.get(i, 0) for b in boarded.values()), sum(o.get(i, 0) for o in out.values()), count.at(end))
        for i, (day, end) in enumerate(zip(days, ends, strict=True))
    )


def leaving(scenario: Scenario, happened: Movements, clock: LocalClock) -> tuple[PlaceDays, ...]:
    """Give for every place where people wait who leaves on each day, and who still waits when it ends."""
    days = operation_days(clock, happened.last_s)
    moved = _by_day(happened, clock, days, Whereabouts.WAITING, leaving=True)
    rows = []
    for place, asked in asking_by_place(scenario).items():
        left = [moved.get(place, {}).get(i, 0) for i in range(len(days))]
        rows.append(PlaceDays(place, tuple(left), tuple(asked - sum(left[: i + 1]) for i in range(len(days)))))
    return tuple(rows)


def arriving(scenario: Scenario, happened: Movements, clock: LocalClock) -> tuple[PlaceDays, ...]:
    """Give for every destination that is used who arrives on each day, and how many have by its end."""
    days = operation_days(clock, happened.last_s)
    moved = _by_day(happened, clock, days, Whereabouts.OUT, leaving=False)
    rows = []
    for place in (p.id for p in scenario.places if p.id in moved):
        arrived = [moved[place].get(i, 0) for i in range(len(days))]
        rows.append(PlaceDays(place, tuple(arrived), tuple(sum(arrived[: i + 1]) for i in range(len(days)))))
    return tuple(rows)


def _by_day(
    happened: Movements, clock: LocalClock, days: tuple[date, ...], state: Whereabouts, leaving: bool
) -> dict[str, dict[int, int]]:
    """Give people who leave (or enter) a state, by place and index of the day."""
    index = {day: i for i, day in enumerate(days)}
    found: dict[str, dict[int, int]] = {}
    for change in happened.changes:
        if state == (change.before if leaving else change.after):
            at = found.setdefault(change.place, {})
            day = index[clock.day(change.at_s)]
            at[day] = at.get(day, 0) + change.persons
    return found


@dataclass(frozen=True, slots=True)
class DestinationUse:
    """Who is brought to one destination, and how much of it that fills; capacities None are unlimited."""

    place: str
    sheltered: int
    shelter_places: int | None
    in_beds: int
    beds: int | None
    first_s: int
    last_s: int

    @property
    def persons(self) -> int:
        """All who are brought there."""
        return self.sheltered + self.in_beds


def destination_uses(scenario: Scenario, happened: Movements) -> tuple[DestinationUse, ...]:
    """Give every destination that is used; people on stretchers take beds, all others shelter places."""
    arrivals: dict[str, list[Change]] = {}
    for change in happened.changes:
        if change.after == Whereabouts.OUT:
            arrivals.setdefault(change.place, []).append(change)
    uses = []
    for place in scenario.places:
        if here := arrivals.get(place.id):
            in_beds = sum(c.groups * c.row.stretcher for c in here)
            sheltered = sum(c.persons for c in here) - in_beds
            times = [c.at_s for c in here]
            limits = (sheltered, place.shelter_places, in_beds, place.beds)
            uses.append(DestinationUse(place.id, *limits, min(times), max(times)))
    return tuple(uses)
