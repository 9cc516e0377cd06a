"""The engine: takes what is next from the agenda and lets it happen, until nobody is at work any more.

One implementation serves both uses. For an ensemble it runs without a log and makes no Python object; for a single run
it also keeps the log from which the stream of facts is decoded.
"""

from numba import njit

from safepassage.simulation.agenda import (
    ARRIVES,
    ASKS,
    BREAKS,
    CHECKED,
    CLOSES,
    COMES,
    CONVOY,
    DRIVES_AGAIN,
    ENDS,
    GIVES_UP,
    HANDS_ON,
    KIND_BITS,
    LEAVES,
    OPENS,
    PATIENCE,
    SETS_OFF,
    WHO_BITS,
    drop_first,
)
from safepassage.simulation.arrays import Integers
from safepassage.simulation.columns import (
    AGENDA,
    AGENDA_SIZE,
    AT_WORK,
    AVAILABLE_FROM,
    NOW,
    PLAN_ARRIVES,
    STOP,
    UNSURE_PEOPLE,
    UNSURE_WORLD,
    VEHICLE_WIDTH,
    VEHICLES_AT,
    VEHICLES_END,
)
from safepassage.simulation.convoys import check_in_convoy, lose_patience
from safepassage.simulation.departures import arrive, convoy_leaves, end, give_up, leave, set_off
from safepassage.simulation.draws import late_s, set_streams
from safepassage.simulation.driving import break_down, drive_again
from safepassage.simulation.facts import ENDED
from safepassage.simulation.figures import fold_new
from safepassage.simulation.news import pass_edge, plan_edge
from safepassage.simulation.openings import draw_world
from safepassage.simulation.people import come, draw_people, tell_who_stays
from safepassage.simulation.stops import ask, come_back, serve_line
from safepassage.simulation.telling import at_second, not_before, tell

WHO_MASK = 2**WHO_BITS - 1
KIND_MASK = 2**KIND_BITS - 1


@njit(cache=True)
def begin_run(m: Integers, image: Integers, seed: int, run: int) -> None:
    """Put everybody back to where they are at first, and on the agenda when each vehicle becomes available."""
    m[: image.size] = image
    set_streams(m, seed, run)
    if m[UNSURE_PEOPLE]:
        draw_people(m)
    if m[UNSURE_WORLD]:
        draw_world(m)
    for vehicle in range(m[VEHICLES_AT], m[VEHICLES_END], VEHICLE_WIDTH):
        available = m[vehicle + AVAILABLE_FROM] + late_s(m, vehicle)
        planned = not_before(m, m[m[vehicle + STOP] + PLAN_ARRIVES])
        at_second(m, max(available, planned), ARRIVES, vehicle)
    plan_edge(m)


@njit(cache=True)
def of_vehicle(m: Integers, kind: int, vehicle: int) -> None:
    """Let happen what is next for a vehicle."""
    if kind == ENDS:
        end(m, vehicle)
    elif kind == LEAVES:
        leave(m, vehicle)
    elif kind == ARRIVES:
        arrive(m, vehicle)
    elif kind == ASKS:
        ask(m, vehicle)
    elif kind == CHECKED:
        check_in_convoy(m, vehicle)
    elif kind == GIVES_UP:
        give_up(m, vehicle, m[vehicle + STOP])
    elif kind == SETS_OFF:
        set_off(m, vehicle)
    elif kind == BREAKS:
        break_down(m, vehicle)
    elif kind == DRIVES_AGAIN:
        drive_again(m, vehicle)
    else:
        come_back(m, vehicle)


@njit(cache=True)
def of_others(m: Integers, kind: int, who: int) -> None:
    """Let happen what is next for a line, a convoy, a window or people."""
    if kind == HANDS_ON:
        serve_line(m, who)
    elif kind == CONVOY:
        convoy_leaves(m, who)
    elif kind == PATIENCE:
        lose_patience(m, who)
    elif kind == COMES:
        come(m, who)
    else:
        pass_edge(m, who)


@njit(cache=True, nogil=True)
def simulate_run(m: Integers, image: Integers, seed: int, run: int) -> None:
    """Simulate one run of an ensemble in a memory, whose first part begins as the image; what became of it is there."""
    begin_run(m, image, seed, run)
    while m[AGENDA_SIZE] > 0 and m[AT_WORK] > 0:
        entry = m[m[AGENDA]]
        m[AGENDA_SIZE] = drop_first(m, m[AGENDA], m[AGENDA_SIZE])
        m[NOW] = entry >> (KIND_BITS + WHO_BITS)
        kind, who = (entry >> WHO_BITS) & KIND_MASK, entry & WHO_MASK
        if kind in (HANDS_ON, CONVOY, PATIENCE, OPENS, CLOSES, COMES):
            of_others(m, kind, who)
        else:
            of_vehicle(m, kind, who)
        fold_new(m)
    tell_who_stays(m)
    tell(m, ENDED, 0, 0, 0)
    fold_new(m)
