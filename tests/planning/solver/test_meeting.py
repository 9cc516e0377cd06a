"""Where vehicles meet: who has least time to spare goes first, and sharing out as if nobody met is a good start."""

from dataclasses import replace
from fractions import Fraction

import numpy as np

from safepassage.domain.people import TravelGroups
from safepassage.domain.terms import CrossingRule, Window
from safepassage.domain.vehicles import VehicleRow
from safepassage.planning.solver.apart import apart, taken_over
from safepassage.planning.solver.engine import Engine
from safepassage.planning.solver.latest import latest_starts
from safepassage.planning.solver.loads import Load
from safepassage.planning.solver.problem import FOREVER
from safepassage.planning.solver.sequence import Sequencer
from safepassage.planning.solver.start import first_schedule, with_trips
from safepassage.planning.solver.state import evaluate, keep_if_best, vehicles_meet
from tests.planning import by_hand
from tests.planning.solver.workbench import Prepared, prepare

MINUTE = 60
ONE_LANE = CrossingRule("gate", lanes=1, check_s=Fraction(10 * MINUTE))
AMBULANCE = VehicleRow("ambulance", 1, "depot", seats=1, stretchers=1)
PATIENTS = TravelGroups("patients", "town", groups=3, stretcher=1)


def several_buses(rule: CrossingRule = ONE_LANE) -> Prepared:
    """Give three families for three buses, and three patients for one ambulance, through one gate."""
    families = replace(by_hand.FAMILY, groups=3, vehicles=("bus",))
    shelter = replace(by_hand.PLACES["shelter"], beds=None)
    return prepare(
        by_hand.scenario(
            families,
            PATIENTS,
            vehicles=(replace(by_hand.BUS, count=3), AMBULANCE),
            places=(shelter,),
            crossings=(rule,),
        )
    )


def loads_of(ready: Prepared) -> list[Load]:
    """Give one load for each group."""
    problem = ready.problem
    to = problem.stops.index("shelter")
    return [
        Load(kind.stop, to, kind.types[0], {k: 1}) for k, kind in enumerate(problem.kinds) for _ in range(kind.groups)
    ]


def in_turn(ready: Prepared) -> Engine:
    """Give a schedule in which the three buses go first, and then the ambulance with its patients one by one."""
    engine = with_trips(ready.problem, ready.tables, loads_of(ready))
    engine.search.order.vehicle[:6] = (0, 1, 2, 3, 3, 3)
    assert evaluate(engine.tables_handle, engine.handle)
    keep_if_best(engine.tables_handle, engine.handle)
    return engine


def latest(engine: Engine, target: int, margin: int = 0) -> list[int]:
    """Give the latest starts of the six trips, in minutes."""
    starts = np.full(len(engine.search.trips.num_items), FOREVER, np.int64)
    latest_starts(engine.tables_handle, engine.handle, target * MINUTE, margin * MINUTE, starts)
    return [int(start) // MINUTE for start in starts[:6]]


def test_the_latest_start_leaves_time_for_all_that_follows() -> None:
    """From the town it is 30 minutes. The ambulance's later trips begin at the gate on its way back, 20 before."""
    engine = in_turn(several_buses())
    assert latest(engine, target=200) == [170, 170, 170, 50, 90, 150]


def test_allowed_waits_count_at_every_passing() -> None:
    """A bus passes once; the ambulance passes five times in all, and four or two times more on its later trips."""
    engine = in_turn(several_buses())
    assert latest(engine, target=200, margin=5) == [165, 165, 165, 25, 70, 140]


def test_the_latest_start_lets_no_window_pass() -> None:
    """To be out by 200, everybody must be through the gate before it closes at 100, and the ambulance back as well."""
    rule = replace(ONE_LANE, windows=(Window(0, 100 * MINUTE), Window(400 * MINUTE, 500 * MINUTE)))
    ready = several_buses(rule)
    engine = with_trips(ready.problem, ready.tables, loads_of(ready)[:1])
    assert evaluate(engine.tables_handle, engine.handle)
    assert latest(engine, target=200)[0] == 80


def test_the_ambulance_with_most_to_do_goes_first() -> None:
    """Behind three buses the ambulance ends half an hour later; ahead of them it is no later than on its own."""
    engine = in_turn(several_buses())
    behind = int(engine.search.score[3])
    Sequencer(engine, seed=1).sequence(12)
    assert behind == 190 * MINUTE
    assert int(engine.search.score[3]) == 160 * MINUTE


def test_apart_nobody_waits_for_anybody() -> None:
    ready = several_buses()
    alone = apart(ready.tables)
    assert vehicles_meet(ready.tables)
    assert not vehicles_meet(alone)
    engine = first_schedule(ready.problem, alone, loads_of(ready))
    assert int(engine.search.score[3]) == 160 * MINUTE


def test_trips_that_were_shared_out_apart_are_taken_over() -> None:
    """The waits are back, the vehicles the same."""
    ready = several_buses()
    alone = first_schedule(ready.problem, apart(ready.tables), loads_of(ready))
    engine = taken_over(ready.tables, alone)
    assert engine.search.order.vehicle[:6].tolist() == alone.search.best_order.vehicle[:6].tolist()
    assert int(engine.search.score[3]) >= int(alone.search.score[3])
