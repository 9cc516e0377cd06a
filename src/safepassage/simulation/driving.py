"""Drives: how long one takes, by which way, and what if the vehicle breaks down.

A vehicle breaks down at a constant rate while it drives, at most once on a drive. It stands until it is repaired, and
drives on. If it was for good, the repair only does for this trip: it ends that, until nobody is aboard, and is
withdrawn.
"""

from numba import njit

from safepassage.simulation.agenda import ARRIVES, BREAKS, DRIVES_AGAIN
from safepassage.simulation.arrays import FAR, NONE, Integers
from safepassage.simulation.closures import open_way
from safepassage.simulation.columns import (
    BREAKS_DOWN,
    BROKEN,
    DRIVE_S,
    ENTITY,
    HINDERED,
    LEFT_TO_DRIVE,
    NOW,
    PLAN_ARRIVES,
    STOP,
    STOP_WIDTH,
    UNFIT,
    UNSURE_ROADS,
    WAY,
    WAY_S,
)
from safepassage.simulation.draws import drawn_s, for_good, strikes_after_s, takes_s, visit_of
from safepassage.simulation.facts import BROKE_DOWN, REPAIRED
from safepassage.simulation.telling import at_second, not_before, tell
from safepassage.simulation.uncertainty import Cause

TRAVEL, BREAKDOWN = int(Cause.TRAVEL), int(Cause.BREAKDOWN)


@njit(cache=True)
def drive_to(m: Integers, vehicle: int, stop: int) -> None:
    """Drive to the next stop, no faster than the policy lets it."""
    m[vehicle + STOP] = stop
    if m[HINDERED]:
        drive_hindered(m, vehicle, stop)
        return
    drive_s = takes_s(m, vehicle, TRAVEL, m[stop + DRIVE_S])
    at_second(m, max(m[NOW] + drive_s, not_before(m, m[stop + PLAN_ARRIVES])), ARRIVES, vehicle)


@njit(cache=True)
def drive_hindered(m: Integers, vehicle: int, stop: int) -> None:
    """Drive by the way that is open, and perhaps not to its end without breaking down."""
    planned_s = m[stop + DRIVE_S]
    if m[UNSURE_ROADS] and m[stop + WAY] != NONE:
        planned_s = m[open_way(m, m[stop + WAY]) + WAY_S]
    drive_s = takes_s(m, vehicle, TRAVEL, planned_s)
    after_s = FAR
    if m[BREAKS_DOWN]:
        after_s = strikes_after_s(m, BREAKDOWN, m[vehicle + ENTITY], visit_of(m, vehicle))
    if after_s < drive_s:
        m[vehicle + LEFT_TO_DRIVE] = drive_s - after_s
        at_second(m, m[NOW] + after_s, BREAKS, vehicle)
        return
    at_second(m, max(m[NOW] + drive_s, not_before(m, m[stop + PLAN_ARRIVES])), ARRIVES, vehicle)


@njit(cache=True)
def break_down(m: Integers, vehicle: int) -> None:
    """Let a vehicle break down on its way, and be repaired there."""
    tell(m, BROKE_DOWN, vehicle, m[vehicle + STOP] - STOP_WIDTH, 0)
    entity, visit = m[vehicle + ENTITY], visit_of(m, vehicle)
    if for_good(m, BREAKDOWN, entity, visit):
        m[vehicle + UNFIT] = BROKEN
    at_second(m, m[NOW] + drawn_s(m, BREAKDOWN, 1.0, entity, visit), DRIVES_AGAIN, vehicle)


@njit(cache=True)
def drive_again(m: Integers, vehicle: int) -> None:
    """Let a vehicle that was repaired drive the rest of its way."""
    stop = m[vehicle + STOP]
    tell(m, REPAIRED, vehicle, stop - STOP_WIDTH, 0)
    arrives = m[NOW] + m[vehicle + LEFT_TO_DRIVE]
    at_second(m, max(arrives, not_before(m, m[stop + PLAN_ARRIVES])), ARRIVES, vehicle)
