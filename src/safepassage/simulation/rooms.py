"""Room in the tables for what a run draws at its beginning, and the bounds of it.

How often a hazard strikes has a Poisson distribution. There is room for ten standard deviations and twenty more than
its mean up to the horizon: in fewer than one run of 10²⁰ it is not enough, and what is beyond does not happen. The
horizon is twice the time until the last planned moment or the last window is over, and two weeks more; later
nothing is suspended and no road closes any more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np

from safepassage.domain.uncertainty import Uncertainty
from safepassage.simulation import columns as c
from safepassage.simulation.arrays import Integers
from safepassage.simulation.people import COMINGS_OF_ROW
from safepassage.simulation.uncertainty import HOUR_S, Cause

TWO_WEEKS_S = 14 * 86_400

Tables = Mapping[str, Integers]
"""Tables by name, `(num_rows, num_columns)`, rows named by their numbers."""


@dataclass(frozen=True, slots=True)
class Room:
    """How many suspensions and incidents may happen in a run, and closures of each road; all of it by `horizon_s`."""

    horizon_s: int
    suspensions: int
    incidents: int
    closures: int


def is_world_unsure(uncertainty: Uncertainty) -> bool:
    """Whether windows, roads or the agreement differ from run to run."""
    hazards = (uncertainty.suspensions, *(road.closes for road in uncertainty.roads))
    others = uncertainty.late_opening.changes_nothing and uncertainty.incidents.changes_nothing
    return not (others and all(hazard.changes_nothing for hazard in hazards))


def are_people_unsure(uncertainty: Uncertainty) -> bool:
    """Whether others come out than planned."""
    causes = (uncertainty.counts, uncertainty.staying, uncertainty.late_groups, uncertainty.turned_back)
    return not all(each.changes_nothing for each in causes)


def room_for(tables: Tables, uncertainty: Uncertainty) -> Room:
    """Find the bounds of what a run can draw."""
    horizon_s = 2 * planned_until_s(tables) + TWO_WEEKS_S
    incidents, hours = uncertainty.incidents, horizon_s / HOUR_S
    return Room(
        horizon_s,
        most_of(hours * (uncertainty.suspensions.per_hour + incidents.per_hour * incidents.suspends)),
        most_of(hours * incidents.per_hour),
        max((most_of(hours * road.closes.per_hour) for road in uncertainty.roads), default=0),
    )


def planned_until_s(tables: Tables) -> int:
    """Give the plan's last moment or the end of the last window agreed, whichever is later; 0 if there is neither."""
    lasts = (tables["stops"][:, c.PLAN_LEAVES], tables["windows"][:, c.WINDOW_UNTIL])
    return max(int(column.max(initial=0)) for column in lasts)


def most_of(mean: float) -> int:
    """Give how often something can happen that happens so often on average."""
    return ceil(mean + 10.0 * sqrt(mean) + 20.0) if mean > 0.0 else 0


def with_room(tables: Tables, room: Room, uncertainty: Uncertainty) -> dict[str, Integers]:
    """Give the tables with room for windows, news and comings of a run, where it needs any."""
    world, roads = is_world_unsure(uncertainty), np.zeros((len(tables["roads"]), c.ROADS.width), dtype=np.int64)
    roads[:, c.ROAD_CAUSE] = len(Cause) + np.arange(len(roads))
    roads[:, c.ROAD_NAME] = tables["roads"][:, c.ROAD_NAME]
    rules = tables["rules"].copy()
    own = np.where(rules[:, c.AGREED_ALWAYS], 1, rules[:, c.END_AGREED] - rules[:, c.FIRST_AGREED]) + room.suspensions
    own = own * world
    num_windows = len(tables["windows"])
    rules[:, c.OWN_WINDOWS] = num_windows + np.cumsum(own) - own
    windows = 2 * int(own.sum())
    news = (windows + 2 * room.suspensions + room.incidents + 2 * room.closures * len(roads)) * world
    comings = COMINGS_OF_ROW * len(tables["rows"]) * are_people_unsure(uncertainty)
    return {
        **tables,
        "roads": roads,
        "rules": rules,
        "windows": _longer(tables["windows"], int(own.sum())),
        "edges": _longer(tables["edges"], news),
        "news": np.zeros((news, c.NEWS_HEAP.width), dtype=np.int64),
        "comings": np.zeros((comings, c.COMINGS.width), dtype=np.int64),
    }


def _longer(table: Integers, rows: int) -> Integers:
    return np.concatenate([table, np.zeros((rows, table.shape[1]), dtype=np.int64)])
