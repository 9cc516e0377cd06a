"""Linked movements: who has left, who has arrived against, and how many may have left by then."""

from dataclasses import dataclass

from safepassage.domain.terms import LinkedMovement
from safepassage.reporting.measures.curves import Curve, curve
from safepassage.reporting.measures.movements import Movements, Whereabouts


@dataclass(frozen=True, slots=True)
class LinkedUse:
    """People over time under one linked movement; `left` may never exceed `allowed`."""

    rule: LinkedMovement
    left: Curve
    arrived: Curve
    allowed: Curve


def linked_use(rule: LinkedMovement, happened: Movements) -> LinkedUse:
    """Fold a plan into who has left and who has arrived under one linked movement."""
    left = curve(
        (c.at_s, c.persons)
        for c in happened.changes
        if c.before == Whereabouts.WAITING and c.row.place in rule.people_from
    )
    arrived = curve(
        (c.at_s, c.persons) for c in happened.changes if c.after == Whereabouts.OUT and c.row.place in rule.against_from
    )
    values = tuple(rule.may_leave(value) for value in arrived.values)
    return LinkedUse(rule, left, arrived, Curve(arrived.times, values, rule.may_leave(0)))
