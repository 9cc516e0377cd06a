"""What really happened in a run, as itineraries, so that the judge of plans can judge it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from safepassage.domain import events
from safepassage.domain.events import Fact
from safepassage.domain.plan import Itinerary, Plan, Stop


@dataclass
class Visit:
    """A vehicle at a place: its moves by the second at which they counted."""

    place: str
    arrive_s: int
    board: dict[int, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    alight: dict[int, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))

    def stops(self, depart_s: int) -> list[Stop]:
        """Give a stop for each second at which anybody moved, the last of them leaving at `depart_s`."""
        seconds = sorted({*self.board, *self.alight, depart_s})
        arrivals = [self.arrive_s, *seconds]
        return [
            Stop(self.place, arrive_s, at_s, dict(self.board.get(at_s, {})), dict(self.alight.get(at_s, {})))
            for arrive_s, at_s in zip(arrivals, seconds, strict=False)
        ]


def realised(plan: Plan, facts: Iterable[Fact]) -> Plan:
    """Give the plan with the itineraries that were carried out; its own figures are left as they are."""
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
                stops[vehicle] += visits[vehicle].stops(fact.at_s)
            case events.GroupsBoarded(vehicle=vehicle, people=people):
                visits[vehicle].board[fact.at_s][people] = fact.groups
            case events.GroupsAlighted(vehicle=vehicle, people=people):
                here = visits[vehicle].alight[fact.at_s]
                here[people] = here.get(people, 0) + fact.groups
    itineraries = tuple(Itinerary(vehicle, tuple(made)) for vehicle, made in stops.items() if made)
    return replace(plan, itineraries=itineraries)
