"""The chronicle: facts that are worth a line, in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from safepassage.domain import events
from safepassage.reporting.words import counted, isolated, number

MOST_ENTRIES = 5000
"""Lines of a chronicle at most: the first ones."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened in a second, as a sentence without its full stop."""

    at_s: int
    words: str


def chronicle(facts: Sequence[events.Fact], labels: Mapping[str, str]) -> tuple[Entry, ...]:
    """Give what is worth a line, in the order of time."""
    found = [Entry(fact.at_s, words) for fact in facts for words in _words(fact, labels)]
    return tuple(found[:MOST_ENTRIES])


def _words(fact: events.Fact, labels: Mapping[str, str]) -> Iterator[str]:
    match fact:
        case events.WindowOpened() | events.WindowClosed():
            what = "opens" if isinstance(fact, events.WindowOpened) else "closes"
            for_whom = f" for vehicles from {_names(fact.from_places, labels)}" if fact.from_places else ""
            yield f"{_name(fact.place, labels)} {what}{for_whom}"
        case events.ConvoyDeparted():
            yield f"A convoy of {counted(len(fact.vehicles), 'vehicle')} leaves {_name(fact.place, labels)}"
        case events.StepReached():
            yield f"{number(fact.arrived)} have arrived: up to {number(fact.may_leave)} of the other side may leave"
        case events.VehicleBrokeDown():
            yield f"{fact.vehicle} breaks down; it was last at {_name(fact.place, labels)}"
        case events.VehicleRepaired():
            yield f"{fact.vehicle} can drive again"
        case events.VehicleRefused():
            yield f"The crew of {fact.vehicle} refuses its next trip at {_name(fact.place, labels)}"
        case events.VehicleWithdrawn():
            yield f"{fact.vehicle} stops work at {_name(fact.place, labels)}"
        case events.GroupsTurnedBack():
            yield f"{counted(fact.groups, 'group')} may not pass {_name(fact.place, labels)}"
        case events.GroupsStayed():
            yield f"{counted(fact.groups, 'group')} at {_name(fact.place, labels)} decide to stay"
        case events.OperationEnded():
            yield "Nothing more happens"
        case _:
            yield from _of_world(fact, labels)


def _of_world(fact: events.Fact, labels: Mapping[str, str]) -> Iterator[str]:
    """Yield what happens to the agreement and on roads, whatever vehicles do."""
    match fact:
        case events.AgreementSuspended():
            yield "The agreement is suspended"
        case events.AgreementReestablished():
            yield "The agreement is in force again"
        case events.IncidentHappened():
            yield f"An incident at {_name(fact.place, labels)}"
        case events.RoadClosed() | events.RoadReopened():
            what = "closes" if isinstance(fact, events.RoadClosed) else "is open again"
            between = "between {} and {}" if fact.both_ways else "from {} to {}"
            ends = between.format(_name(fact.origin, labels), _name(fact.destination, labels))
            yield f"The road {ends} {what}"


def _name(place: str, labels: Mapping[str, str]) -> str:
    return isolated(labels[place])


def _names(places: Sequence[str], labels: Mapping[str, str]) -> str:
    return ", ".join(isolated(labels.get(place, place)) for place in places)
