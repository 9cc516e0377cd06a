"""Columns of vehicles out of one place over one crossing in one open window, as a scenario and a plan of rounds.

Vehicles of a fleet take turns: each column takes those that have waited longest. The plan holds more columns than can
leave, and its times are only an order: the policy goes in order, as soon as it can, so how many columns leave in the
window is for the engine to say, from loading, driving, checks, the pause between columns, and vehicles coming back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction

from benchmarks.hindcast.curves import Curves, curves_of
from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Link, Place
from safepassage.domain.plan import Itinerary, Plan, Proof, Stop
from safepassage.domain.scenario import Objective, Scenario
from safepassage.domain.terms import Agreement, ConvoyRule, CrossingRule, Window
from safepassage.domain.uncertainty import Spread, Uncertainty
from safepassage.domain.vehicles import VehicleRow
from safepassage.simulation import Policy, prepare, simulate

POCKET, YARD, CROSSING, ARRIVAL = "pocket", "yard", "crossing", "arrival"
"""Where buses and ambulances load, where owners line up with their own vehicles, where all are checked, and where
people are counted as arrived."""

BUS, AMBULANCE, PRIVATE = "bus", "ambulance", "private"
PATIENTS, OTHERS, OWNERS = "patients", "others", "owners"

SLOT_S = 100 * 3600
"""Planned seconds between columns: only an order, long enough for any itinerary to be in order of time."""

TO_CROSSING_S = 12 * 60
BACK_S = 43 * 60
"""Seconds from the pocket to the crossing, and back empty from the arrival; assumed, as in scenarios/aleppo-2016."""

AS_THEY_COME = Policy(ahead_s=None, patience_s=1800)
"""In order, as soon as can be; a column of which half is there waits half an hour for the rest, who then go with the
next one. Assumed: on record, columns left with what was there."""

LOADED_AFTER_S = 4 * 3600
"""Seconds after the beginning of a run at which the window opens: longer than any first loading takes."""

UNCERTAIN = Uncertainty(travel=Spread(0.2, 0.1), service=Spread(0.3, 0.1))
"""How drives and services of one run differ among each other: assumed. The check of a column is one for all of its
vehicles, and drawn with the parameters; a spread for each vehicle would make every column wait for its slowest."""


@dataclass(frozen=True, slots=True)
class Load:
    """What one vehicle carries."""

    kind: str
    patients: int
    others: int

    @property
    def persons(self) -> int:
        """All who are aboard."""
        return self.patients + self.others


@dataclass(frozen=True, slots=True)
class Pace:
    """How long things take, in whole seconds: the pause between columns, the check of one, to the arrival, services."""

    pause_s: int
    check_s: int
    transit_s: int
    board_s: int
    alight_s: int


@dataclass(frozen=True, slots=True)
class Movement:
    """One window of `open_s` seconds and the columns that would like to leave in it.

    It opens at LOADED_AFTER_S, so that the first vehicles are loaded and stand at the crossing: the run begins with
    people who board, but on record they had sat in the vehicles for hours when a crossing opened.

    `fleet` says how many vehicles of each kind take turns in `columns`, of which `enough` make one that need not wait
    for its rest; each private vehicle drives once, and those of `private_columns` leave `private_pause_s` apart, beside
    the others.
    """

    open_s: int
    pace: Pace
    fleet: dict[str, int]
    columns: tuple[tuple[Load, ...], ...]
    enough: int = 1
    private_columns: tuple[tuple[Load, ...], ...] = ()
    private_pause_s: int = 3600


def carry_out(movement: Movement, seed: int, run: int) -> Curves:
    """Simulate one run of a movement; its curves are in seconds after LOADED_AFTER_S before the window's opening."""
    itineraries = (*_rounds(movement), *_single_drives(movement))
    scenario = _scenario(movement)
    done = simulate(prepare(scenario, _plan(scenario, itineraries)), AS_THEY_COME, UNCERTAIN, seed=seed, run=run)
    return curves_of(done.facts(), crossing=CROSSING)


def _scenario(movement: Movement) -> Scenario:
    loads = [load for column in movement.columns for load in column]
    owners = sum(load.persons for column in movement.private_columns for load in column)
    counted = {
        (PATIENTS, POCKET): sum(load.patients for load in loads),
        (OTHERS, POCKET): sum(load.others for load in loads),
        (OWNERS, YARD): owners,
    }
    vehicles = movement.fleet | {PRIVATE: sum(map(len, movement.private_columns))}
    return Scenario(
        name="hindcast",
        start=datetime(2016, 12, 15, tzinfo=UTC),
        places=_places(movement.pace),
        people=tuple(TravelGroups(row, at, groups, seated=1) for (row, at), groups in counted.items() if groups),
        vehicles=tuple(
            VehicleRow(kind, count, YARD if kind == PRIVATE else POCKET, seats=1000)
            for kind, count in vehicles.items()
            if count
        ),
        links=_links(movement.pace),
        agreement=_agreement(movement),
    )


def _places(pace: Pace) -> tuple[Place, ...]:
    return (
        Place(POCKET, board_s=Fraction(pace.board_s)),
        Place(YARD, board_s=Fraction(pace.board_s)),
        Place(CROSSING),
        Place(ARRIVAL, alight_s=Fraction(pace.alight_s), shelter_places=None),
    )


def _links(pace: Pace) -> tuple[Link, ...]:
    return (
        Link(POCKET, CROSSING, Fraction(TO_CROSSING_S), both_ways=False),
        Link(YARD, CROSSING, Fraction(TO_CROSSING_S), both_ways=False),
        Link(CROSSING, ARRIVAL, Fraction(pace.transit_s), both_ways=False),
        Link(ARRIVAL, POCKET, Fraction(BACK_S), both_ways=False),
    )


def _agreement(movement: Movement) -> Agreement:
    windows = (Window(LOADED_AFTER_S, LOADED_AFTER_S + movement.open_s),)
    check = Fraction(movement.pace.check_s)
    return Agreement(
        crossings=(CrossingRule(CROSSING, check_s=check, windows=windows, loaded_only=True),),
        convoys=(
            ConvoyRule(CROSSING, (POCKET,), movement.enough, headway_s=Fraction(movement.pace.pause_s)),
            ConvoyRule(CROSSING, (YARD,), headway_s=Fraction(movement.private_pause_s)),
        ),
    )


def _rounds(movement: Movement) -> list[Itinerary]:
    """Give each vehicle of the fleet its turns in the columns."""
    stops: dict[str, list[Stop]] = {}
    turns = dict.fromkeys(movement.fleet, 0)
    for number, column in enumerate(movement.columns):
        for load in column:
            name = f"{load.kind}-{turns[load.kind] % movement.fleet[load.kind] + 1}"
            turns[load.kind] += 1
            stops.setdefault(name, []).extend(_trip(POCKET, number, load))
    return [Itinerary(name, tuple(each)) for name, each in stops.items()]


def _single_drives(movement: Movement) -> list[Itinerary]:
    loads = [(number, load) for number, column in enumerate(movement.private_columns) for load in column]
    return [
        Itinerary(f"{PRIVATE}-{vehicle}", _trip(YARD, number, load))
        for vehicle, (number, load) in enumerate(loads, start=1)
    ]


def _trip(origin: str, column: int, load: Load) -> tuple[Stop, ...]:
    leaves_s = (column + 1) * SLOT_S
    quarter_s = SLOT_S // 8
    counts = {PATIENTS: load.patients, OTHERS: load.others} if origin == POCKET else {OWNERS: load.persons}
    aboard = {row: count for row, count in counts.items() if count}
    return (
        Stop(origin, leaves_s - 3 * quarter_s, leaves_s - 2 * quarter_s, board=aboard),
        Stop(CROSSING, leaves_s - quarter_s, leaves_s),
        Stop(ARRIVAL, leaves_s + quarter_s, leaves_s + 2 * quarter_s, alight=aboard),
    )


def _plan(scenario: Scenario, itineraries: Sequence[Itinerary]) -> Plan:
    return Plan(
        scenario=scenario.name,
        objective=Objective.COMPLETION,
        itineraries=tuple(itineraries),
        value=0,
        bound=None,
        proof=Proof.NONE,
        completion_seconds=0,
        people_out=0,
        people_remaining=0,
        people_out_bound=scenario.persons,
    )
