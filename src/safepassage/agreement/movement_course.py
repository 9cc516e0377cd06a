"""How the state of a movement follows from what is told of it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import singledispatch
from types import MappingProxyType

from safepassage.agreement.contradictions import kept, with_one
from safepassage.agreement.movement import (
    BY_ITSELF,
    MOVEMENT_TRIGGERS,
    ON_THE_ROAD,
    TRANSITIONS,
    MovementCondition,
    MovementState,
    trigger_of,
)
from safepassage.agreement.movement_objections import objection_to, remark_on
from safepassage.agreement.movements import Departure, Light, Movement, OrderGiven, Passing, Withdrawal
from safepassage.agreement.repeats import trace_of
from safepassage.domain.events import ConvoyDeparted, Fact
from safepassage.domain.live import movements as facts
from safepassage.domain.live.people import DiscrepancySettled
from safepassage.domain.live.told import Told

HOLDS: Mapping[MovementCondition, Callable[[Movement], bool]] = MappingProxyType(
    {
        MovementCondition.EVERY_PARTY_ACKNOWLEDGED: lambda each: set(each.acknowledged) >= set(each.parties),
        MovementCondition.EVERY_CROSSING_LIT: lambda each: not each.unlit(),
        MovementCondition.LIGHT_LAPSED: lambda each: each.lapsed,
    }
)
"""Whether the condition of a move by itself holds."""


def begin(movement: str) -> Movement:
    """Give a movement of which nothing was told yet."""
    return Movement(movement)


def follow(movement: Movement, told: Told) -> Movement:
    """Give the movement after one more fact; what is out of turn changes nothing and is kept as a discrepancy.

    A convoy without a movement file, as in a rehearsal, is no movement.
    """
    fact = told.fact
    if isinstance(fact, DiscrepancySettled):
        return _settled(movement, fact)
    if isinstance(fact, ConvoyDeparted) and movement.file is None:
        return movement
    trace = trace_of(fact)
    if trigger_of(fact) not in MOVEMENT_TRIGGERS or trace == movement.last:
        return movement
    return replace(_followed(movement, told), last=trace)


def _followed(movement: Movement, told: Told) -> Movement:
    objection = objection_to(movement, told.fact)
    if objection is not None:
        return replace(_disputed(movement, told), found=kept(movement.found, told, objection))
    remark = remark_on(movement, told.fact)
    found = kept(movement.found, told, remark) if remark else movement.found
    return _turned(
        replace(_with(told.fact, movement, told), found=found), TRANSITIONS[movement.status, trigger_of(told.fact)]
    )


def _disputed(movement: Movement, told: Told) -> Movement:
    if not isinstance(told.fact, facts.MovementDeparted) or not movement.still_to_depart:
        return movement
    return replace(movement, disputed=(*movement.disputed, Departure(told.id, told.fact.at_s, told.fact.persons)))


def _settled(movement: Movement, fact: DiscrepancySettled) -> Movement:
    """Follow a settlement; of a departure out of turn it says that the movement is under way since then."""
    settled = replace(movement, settled=with_one(movement.settled, fact.discrepancy))
    events = {each.event for each in movement.found if each.name == fact.discrepancy}
    departed = next((each for each in movement.disputed if each.event in events), None)
    if departed is None or not movement.still_to_depart:
        return settled
    return _turned(replace(settled, departure=departed), MovementState.UNDER_WAY)


@singledispatch
def _with(fact: Fact, movement: Movement, _: Told) -> Movement:
    """Give the movement with what a fact adds to it; here one that ends it."""
    return replace(movement, ended_s=fact.at_s, reason=getattr(fact, "reason", ""))


@_with.register
def _(fact: facts.MovementDrafted, movement: Movement, _: Told) -> Movement:
    return replace(movement, file=fact.file)


@_with.register
def _(fact: facts.MovementChanged, movement: Movement, _: Told) -> Movement:
    changes = movement.changes + 1
    return replace(movement, file=fact.file, notified=(), acknowledged=(), lights=(), changes=changes)


@_with.register
def _(fact: facts.MovementNotified, movement: Movement, _: Told) -> Movement:
    return replace(movement, notified=with_one(movement.notified, fact.party))


@_with.register
def _(fact: facts.MovementAcknowledged, movement: Movement, _: Told) -> Movement:
    return replace(movement, acknowledged=with_one(movement.acknowledged, fact.party))


@_with.register
def _(fact: facts.CrossingGreenLit, movement: Movement, _: Told) -> Movement:
    new = Light(fact.crossing, fact.party, fact.from_s, fact.until_s)
    before = [each for each in movement.lights if (each.crossing, each.party) == (fact.crossing, fact.party)]
    others = tuple(each for each in movement.lights if each not in before)
    unbroken = all(each.holds(fact.at_s) for each in (*before, new))
    return replace(movement, lights=(*others, new), lapsed=not unbroken)


@_with.register
def _(fact: facts.GreenLightWithdrawn, movement: Movement, _: Told) -> Movement:
    light = fact.crossing, fact.party
    left = tuple(each for each in movement.lights if (each.crossing, each.party) != light)
    return replace(movement, lights=left, withdrawn=(*movement.withdrawn, Withdrawal(fact.at_s, *light)))


@_with.register
def _(fact: facts.MovementGoGiven, movement: Movement, _: Told) -> Movement:
    return replace(movement, go_by=fact.by, lapsed=False)


@_with.register
def _(fact: facts.MovementHeldByLink, movement: Movement, _: Told) -> Movement:
    return replace(movement, held_by=tuple(sorted({*movement.held_by, fact.linked})))


@_with.register
def _(fact: facts.MovementReleasedByLink, movement: Movement, _: Told) -> Movement:
    return replace(movement, held_by=tuple(each for each in movement.held_by if each != fact.linked))


@_with.register
def _(fact: facts.MovementDeparted, movement: Movement, told: Told) -> Movement:
    return replace(movement, departure=Departure(told.id, fact.at_s, fact.persons))


@_with.register
def _(fact: facts.MovementOrdered, movement: Movement, _: Told) -> Movement:
    return replace(movement, orders=(*movement.orders, OrderGiven(fact.at_s, fact.order, fact.place)))


@_with.register
def _(fact: ConvoyDeparted, movement: Movement, told: Told) -> Movement:
    persons = movement.departure.persons if movement.departure else 0
    passing = Passing(told.id, fact.at_s, fact.place, persons, len(fact.vehicles))
    return replace(movement, passings=(*movement.passings, passing))


def _turned(movement: Movement, to: MovementState) -> Movement:
    go_stands = to in {MovementState.GO, *ON_THE_ROAD, MovementState.COMPLETED}
    turned = replace(movement, status=to, go_by=movement.go_by if go_stands else "")
    if to not in BY_ITSELF:
        return turned
    condition, further = BY_ITSELF[to]
    return _turned(turned, further) if HOLDS[condition](turned) else turned
