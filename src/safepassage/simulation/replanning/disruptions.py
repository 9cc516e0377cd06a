"""The first disruption of a run after a moment: what makes those who run an operation plan anew.

Either a fact is one by itself, which a table says for each kind of fact; or a vehicle is more than the tolerance behind
its plan, and then so long after the planned moment it is known that it is late.
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from safepassage.domain import events
from safepassage.domain.events import Fact
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import joined_windows
from safepassage.simulation import columns as c
from safepassage.simulation.arrays import NONE
from safepassage.simulation.preparing.tables import Prepared
from safepassage.simulation.replanning.policy import Disruptions
from safepassage.simulation.replanning.progress import Progress

IsDisruption = Callable[[Any, Scenario, Disruptions], bool]


def _always(_fact: Fact, _scenario: Scenario, _terms: Disruptions) -> bool:
    return True


def _opens_late(fact: events.WindowOpened, scenario: Scenario, terms: Disruptions) -> bool:
    """Whether a window opens so late that none was planned to open within the tolerance before."""
    rules = scenario.agreement.crossings
    planned = (
        window.opens_s
        for rule in rules
        if rule.place == fact.place and (rule.from_places or ()) == fact.from_places
        for window in joined_windows(rule.windows or ())
    )
    return not any(max(0, opens_s) <= fact.at_s <= max(0, opens_s) + terms.tolerance_s for opens_s in planned)


DISRUPTS: Mapping[type[Fact], IsDisruption] = MappingProxyType(
    {
        events.VehicleBrokeDown: _always,
        events.VehicleRepaired: _always,
        events.VehicleRefused: _always,
        events.VehicleWithdrawn: _always,
        events.GroupsStayed: _always,
        events.GroupsTurnedBack: _always,
        events.WindowOpened: _opens_late,
        events.AgreementSuspended: _always,
        events.AgreementReestablished: _always,
        events.RoadClosed: _always,
        events.RoadReopened: _always,
    }
)
"""Whether a fact of each kind is a disruption; kinds that are not named never are."""


def first_disruption(
    prepared: Prepared, facts: Iterable[Fact], progress: Progress, after_s: int, terms: Disruptions
) -> int | None:
    """Give the first second at which a disruption is known that was not known at `after_s`; None if there is none.

    `progress` and `facts` are those of the whole run, but what they say of later moments changes nothing: a vehicle is
    late when it has not come by then, whenever it comes.
    """
    told = (
        fact.at_s + 1
        for fact in facts
        if fact.at_s >= after_s and type(fact) in DISRUPTS and DISRUPTS[type(fact)](fact, prepared.scenario, terms)
    )
    found = [second for second in (next(told, None), _first_behind(prepared, progress, after_s, terms)) if second]
    return min(found, default=None)


def _first_behind(prepared: Prepared, progress: Progress, after_s: int, terms: Disruptions) -> int | None:
    """Give the first second at which a vehicle is known to be late that was not late at `after_s`.

    Whether it stands ready in time where it starts does not matter before it is to leave.
    """
    stops = prepared.tables["stops"]
    works = _still_expected(prepared, progress)
    comes = np.ones(len(stops), dtype=bool)
    comes[prepared.tables["vehicles"][:, c.FIRST_STOP]] = False
    leaves = np.where(progress.left == NONE, progress.released, progress.left)
    seconds = []
    for planned, real, counts in (
        (stops[:, c.PLAN_ARRIVES], progress.arrived, works & comes),
        (stops[:, c.PLAN_LEAVES], leaves, works),
    ):
        known = planned + terms.tolerance_s + 1
        late = counts & (known > after_s) & ((real == NONE) | (real >= known))
        seconds += known[late].tolist()
    return min(seconds, default=None)


def _still_expected(prepared: Prepared, progress: Progress) -> "np.ndarray[Any, np.dtype[np.bool_]]":
    """Tell for each stop whether its vehicle is expected there: it has work from there on and is not withdrawn."""
    stops, expected = prepared.tables["stops"], np.zeros(len(progress.arrived), dtype=bool)
    for vehicle in prepared.tables["vehicles"].tolist():
        span = slice(vehicle[c.FIRST_STOP], vehicle[c.END_STOP])
        works_on = np.cumsum(stops[span][::-1, c.KIND] == c.SERVES)[::-1] > 0
        gave_up = (progress.withdrawn[span] != NONE) | (progress.refused[span] != NONE)
        expected[span] = works_on & (np.cumsum(gave_up) == 0)
    return expected
