"""Roads that close for a while, drawn at the beginning of a run, and the ways round them.

A drive that begins while a road on its way is closed goes the best way round, or waits at its stop until the road is
open again, whichever is sooner by planned driving times: it is told when that will be. Without a way round it waits; if
the road stays closed, it stands there to the end. Whoever is on a road when it closes drives on.
"""

from numba import njit

from safepassage.simulation.arrays import FAR, NONE, Integers
from safepassage.simulation.columns import (
    CLOSED_UNTIL,
    END_USE,
    FIRST_USE,
    HORIZON_S,
    MOST_CLOSURES,
    NOW,
    ROAD_CAUSE,
    ROAD_NAME,
    ROAD_WIDTH,
    ROADS_AT,
    ROADS_END,
    USE_WIDTH,
    USED_ROAD,
    WAY_S,
    WITHOUT_IT,
)
from safepassage.simulation.draws import ends_at, strikes_after_s
from safepassage.simulation.facts import ROAD_CLOSED, ROAD_REOPENED
from safepassage.simulation.news import add_news


@njit(cache=True)
def draw_closures(m: Integers) -> None:
    """Draw when roads close, up to the horizon, as news."""
    for road in range(m[ROADS_AT], m[ROADS_END], ROAD_WIDTH):
        cause, name, opens = m[road + ROAD_CAUSE], m[road + ROAD_NAME], 0
        for visit in range(m[MOST_CLOSURES]):
            closes = opens + strikes_after_s(m, cause, name, visit)
            if closes > m[HORIZON_S]:
                break
            opens = ends_at(m, cause, name, visit, closes)
            add_news(m, closes, ROAD_CLOSED, road, 0, opens)
            add_news(m, opens, ROAD_REOPENED, road, 1, 0)
            if opens >= FAR:
                break


@njit(cache=True)
def clear_at(m: Integers, way: int) -> int:
    """Give when all roads of a way are open again, for what is known now."""
    clear = m[NOW]
    for use in range(m[way + FIRST_USE], m[way + END_USE], USE_WIDTH):
        clear = max(clear, m[m[use + USED_ROAD] + CLOSED_UNTIL])
    return int(clear)


@njit(cache=True)
def open_way(m: Integers, way: int) -> int:
    """Give the best way that is open now: this one, or one round what is closed; NONE if there is none."""
    use = m[way + FIRST_USE]
    while use < m[way + END_USE]:
        if m[m[use + USED_ROAD] + CLOSED_UNTIL] > m[NOW]:
            way = m[use + WITHOUT_IT]
            if way == NONE:
                return NONE
            use = m[way + FIRST_USE]
        else:
            use += USE_WIDTH
    return int(way)


@njit(cache=True)
def waits_for_road_until(m: Integers, way: int) -> int:
    """Give when a drive that would begin now begins: now, perhaps on another way, or when its way is open again."""
    clear, other = clear_at(m, way), open_way(m, way)
    if other != NONE and m[NOW] + m[other + WAY_S] <= clear + m[way + WAY_S]:
        return int(m[NOW])
    return clear
