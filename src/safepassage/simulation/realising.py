"""What happened in a run, as itineraries: the timetable that the run kept."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from safepassage.domain import events
from safepassage.domain.events import Fact
from safepassage.domain.plan import Itinerary, Stop

Moves = dict[int, dict[str, int]]
"""Groups by the second at which they moved, and by row."""


def _moves() -> Moves:
    return defaultdict(dict)


@dataclass
class Visit:
    """A vehicle at a place."""

    place: str
    arrive_s: int
    board: Moves = field(default_factory=_moves)
    alight: Moves = field(default_factory=_moves)

    def stops(self, depart_s: int | None = None) -> list[Stop]:
        """Give a stop for each second at which anybody moved, the last of them leaving at `depart_s` if it leaves."""
        leaves = () if depart_s is None else (depart_s,)
        seconds = sorted({*self.board, *self.alight, *leaves})
        arrivals = [self.arrive_s, *seconds]
        return [
            Stop(self.place, arrive_s, at_s, dict(self.board.get(at_s, {})), dict(self.alight.get(at_s, {})))
            for arrive_s, at_s in zip(arrivals, seconds, strict=False)
        ]


def carried_out(facts: Iterable[Fact]) -> tuple[Itinerary, ...]:
    """Give the itineraries that were carried out, as far as they were, in the order in which vehicles became available.

    Of a visit at which a vehicle stands to the end, because it waits for what never comes, only the moves are told that
    were made.
    """
    stops: dict[str, list[Stop]] = {}
    visits: dict[str, Visit] = {}
    for fact in facts:
        match fact:
            case events.VehicleAvailable(vehicle=vehicle, place=place):
                stops[vehicle] = []
                visits[vehicle] = Visit(place, fact.at_s)
            case events.VehicleArrived(vehicle=vehicle, place=place):
                visits[vehicle] = Visit(place, fact.at_s)
            case events.VehicleDeparted(vehicle=vehicle) | events.VehicleReleased(vehicle=vehicle):
                stops[vehicle] += visits.pop(vehicle).stops(fact.at_s)
            case events.GroupsBoarded(vehicle=vehicle, people=people):
                visits[vehicle].board[fact.at_s][people] = fact.groups
            case events.GroupsAlighted(vehicle=vehicle, people=people):
                here = visits[vehicle].alight[fact.at_s]
                here[people] = here.get(people, 0) + fact.groups
    for vehicle, visit in visits.items():
        stops[vehicle] += visit.stops()
    return tuple(Itinerary(vehicle, tuple(made)) for vehicle, made in stops.items() if made)
