"""What the negotiator's page is tested with: values that fill every part of it."""

from dataclasses import replace

from safepassage.domain.options import (
    Change,
    ChangeSet,
    EndingHour,
    LastDeparture,
    Options,
    PeopleGain,
    Replan,
    SmallestSet,
    Term,
    TimeGain,
    Worth,
)
from tests.reporting.cases import valley

HOUR = 3600
CASE = valley()
PLACES = [place.id for place in CASE.scenario.places]

HOUR_MORE = Change(
    "closing:gate:1", Term.CLOSING, "The gate closes an hour later", "1 h", HOUR, (0,), (7200,), PLACES[0]
)
BUSES = Change("vehicles:bus", Term.VEHICLES, "10 more vehicles of type bus", "10 vehicles", 10, (0,))
BEDS = tuple(
    Change(f"beds:{i}", Term.BEDS, f"10 more beds at hospital {i}", "10 beds", 10, place=PLACES[0]) for i in range(5)
)

BASE = Replan(900, (10, 90, 800), 950, (10, 90, 850), 9 * HOUR, 8 * HOUR)
MORE = Replan(1100, (20, 90, 990), 1200, (20, 90, 1090), 8 * HOUR + 1800, 7 * HOUR)

SMALLEST = SmallestSet((ChangeSet((HOUR_MORE, HOUR_MORE, BUSES), MORE),), ChangeSet((HOUR_MORE,), MORE), 2, 40, 3)

FULL = Options(
    scenario="valley",
    persons=1300,
    deadline_s=10 * HOUR,
    asked_deadline=True,
    base=BASE,
    base_in_the_end=replace(BASE, people_out=1300, people_out_bound=1300),
    worth=(
        Worth((HOUR_MORE,), MORE, MORE, PeopleGain(200, 150, 300, (10, 0, 190)), TimeGain(1800, 600, 7200)),
        Worth((BUSES,), MORE, None, PeopleGain(-3, -60, 40, (2, 0, -5)), None),
    ),
    together=(Worth(BEDS, BASE, BASE, PeopleGain(0, -50, 50, (0, 0, 0)), TimeGain(0, 0, None)),),
    not_tried=BEDS,
    smallest_set=SMALLEST,
    last_departures=(
        LastDeparture(PLACES[0], "bus", 5 * HOUR, 6 * HOUR, PLACES[1], 7 * HOUR),
        LastDeparture(PLACES[1], "ambulance", None, None, "", None),
        LastDeparture(PLACES[0], "ambulance", -1, 5 * HOUR, PLACES[1], None),
    ),
    ending=tuple(
        EndingHour(h * HOUR, 100 * h, 110 * h, 120 * h if h % 3 == 0 else None, h % 3 == 0) for h in range(10)
    ),
    replans=64,
    time_limit_s=4.0,
)
