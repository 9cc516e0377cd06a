"""The state of one convoy: which vehicles are in it, who leads, who is last, and which stand by."""

from dataclasses import dataclass, replace

from safepassage.domain import events
from safepassage.domain.live import convoys as facts
from safepassage.domain.live.told import Told


@dataclass(frozen=True, slots=True)
class Convoy:
    """What is known of a convoy. `spares` are among its vehicles; `departed_s` None: it has not left yet."""

    convoy: str
    place: str = ""
    vehicles: tuple[str, ...] = ()
    leader: str = ""
    lead: str = ""
    tail: str = ""
    spares: tuple[str, ...] = ()
    formed: bool = False
    departed_s: int | None = None


def begin(convoy: str) -> Convoy:
    """Give a convoy of which nothing was told yet."""
    return Convoy(convoy)


def follow(convoy: Convoy, told: Told) -> Convoy:
    """Give the convoy after one more fact."""
    match told.fact:
        case events.ConvoyFormed(place=place, vehicles=vehicles):
            return _ordered(replace(convoy, place=place, vehicles=vehicles, formed=True))
        case events.ConvoyDeparted(at_s=at_s) if convoy.departed_s is None:
            return replace(convoy, departed_s=at_s)
        case facts.ConvoyArranged() as fact:
            return replace(convoy, leader=fact.leader, lead=fact.lead, tail=fact.tail, spares=fact.spares)
        case facts.ConvoySplit() as fact:
            return _split(convoy, fact)
        case facts.SpareTaken(replaced=replaced, spare=spare) if spare in convoy.spares:
            return _replaced(convoy, replaced, spare)
        case _:
            return convoy


def _ordered(convoy: Convoy) -> Convoy:
    """Give the convoy with a first and a last vehicle that are in it."""
    working = [vehicle for vehicle in convoy.vehicles if vehicle not in convoy.spares] or [*convoy.vehicles, ""]
    lead = convoy.lead if convoy.lead in working else working[0]
    tail = convoy.tail if convoy.tail in working else working[-1]
    return replace(convoy, lead=lead, tail=tail)


def _split(convoy: Convoy, fact: facts.ConvoySplit) -> Convoy:
    if fact.into == convoy.convoy:
        return _ordered(replace(convoy, vehicles=fact.vehicles, formed=True))
    left = tuple(vehicle for vehicle in convoy.vehicles if vehicle not in fact.vehicles)
    spares = tuple(vehicle for vehicle in convoy.spares if vehicle not in fact.vehicles)
    return _ordered(replace(convoy, vehicles=left, spares=spares))


def _replaced(convoy: Convoy, replaced: str, spare: str) -> Convoy:
    others = [vehicle for vehicle in convoy.vehicles if vehicle != spare]
    vehicles = tuple(spare if vehicle == replaced else vehicle for vehicle in others)
    lead = spare if convoy.lead == replaced else convoy.lead
    tail = spare if convoy.tail == replaced else convoy.tail
    spares = tuple(vehicle for vehicle in convoy.spares if vehicle != spare)
    return replace(convoy, vehicles=vehicles, lead=lead, tail=tail, spares=spares)
