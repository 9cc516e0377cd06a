"""Announced trips that are still open: what vehicles were to do, from empty to empty, and has not begun."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from safepassage.domain.plan import Plan, Stop
from safepassage.planning.replan.ground import Ground, Load, change, passings
from safepassage.planning.replan.timing import Run


@dataclass(frozen=True, slots=True)
class AnnouncedTrip:
    """A trip by its stops at which anybody boards or alights.

    `crossings` are passed loaded between the first of them and the next; `convoy` is the first convoy rule that it
    meets, with the departure, or None.
    """

    vehicle: str
    stops: tuple[Stop, ...]
    crossings: tuple[str, ...]
    convoy: tuple[int, int] | None

    @property
    def place(self) -> str:
        """Where people first board."""
        return self.stops[0].place

    @property
    def leaves_s(self) -> int:
        """Departure from where people first board."""
        return self.stops[0].depart_s

    @property
    def what(self) -> tuple[tuple[str, tuple[tuple[str, int], ...], tuple[tuple[str, int], ...]], ...]:
        """Who boards and alights where, whoever drives and whenever."""
        return tuple(
            (stop.place, tuple(sorted(stop.board.items())), tuple(sorted(stop.alight.items()))) for stop in self.stops
        )

    @property
    def order(self) -> tuple[int, int, str]:
        """Sorts trips as they get bays, lanes and places in convoys; those of one convoy stand together."""
        return (self.leaves_s if self.convoy is None else self.convoy[1], self.leaves_s, self.vehicle)


def open_trips(ground: Ground, runs: list[Run], plan: Plan) -> list[AnnouncedTrip]:
    """List the announced trips that are not committed, in the order in which to schedule them."""
    found: list[AnnouncedTrip] = []
    for run in runs:
        stops = (*run.course.done, *run.course.ahead)
        first = len(run.course.done) + run.open_from
        found += trips_of(ground, run.course.vehicle.name, stops, first)
    for itinerary in plan.itineraries:
        if itinerary.vehicle not in ground.vehicles:
            known = all(stop.place in ground.places for stop in itinerary.stops)
            people = all(row in ground.people for stop in itinerary.stops for row in (*stop.board, *stop.alight))
            found += trips_of(ground, itinerary.vehicle, itinerary.stops, 0) if known and people else ()
    return sorted(found, key=lambda trip: trip.order)


def trips_of(ground: Ground, vehicle: str, stops: tuple[Stop, ...], first: int) -> Iterator[AnnouncedTrip]:
    """Yield the trips of an itinerary from one of its stops on, at which the vehicle comes empty."""
    convoys = dict(passings(ground, stops))
    aboard: Load = Counter()
    served: list[Stop] = []
    crossings: list[str] = []
    convoy: tuple[int, int] | None = None
    for i, stop in enumerate(stops[first:], start=first):
        change(aboard, stop)
        if stop.board or stop.alight:
            served.append(stop)
        elif len(served) == 1 and i in convoys:
            crossings.append(stop.place)
        if i in convoys and aboard and convoy is None:
            rule = convoys[i].convoy_rule
            convoy = None if rule is None else (rule, stop.depart_s)
        if served and not aboard:
            yield AnnouncedTrip(vehicle, tuple(served), tuple(crossings), convoy)
            served, crossings, convoy = [], [], None
