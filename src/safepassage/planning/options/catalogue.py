"""The catalogue of changes: for each term of a scenario, one step that a negotiator could ask for.

How large a step is, is a convention, and the table names it: an hour, a lane, a minute of the check, a quarter of the
headway, a fifth of the largest convoy, a tenth of those who are linked, ten vehicles or a tenth, five ambulances, ten
beds or a tenth.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import ceil, floor

from safepassage.domain.options import Change, Term
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import ConvoyRule, CrossingRule, LinkedMovement
from safepassage.domain.vehicles import VehicleRow

Say = Callable[[int], str]
"""Says a moment, in seconds after the start, on the local clock."""

HOUR_S, MINUTE_S = 3600, 60
EACH_WINDOW = 4
"""Where a crossing has more windows than so many, all of them are changed together."""
SMALL_VEHICLE = 10
"""Vehicles with stretchers and fewer seats than so many are counted as ambulances."""
TEN, FIVE = 10, 5


def catalogue(scenario: Scenario, say: Say) -> tuple[Change, ...]:
    """List every change of one step that the terms of a scenario leave room for."""
    named = _Names(scenario, say)
    return tuple(
        change
        for part in (_windows, _crossings, _convoys, _linked, _fleet, _places)
        for change in part(scenario, named)
    )


class _Names:
    """How places and moments are called in sentences."""

    def __init__(self, scenario: Scenario, say: Say) -> None:
        self.say = say
        self._labels = {place.id: place.label for place in scenario.places}

    def place(self, place: str) -> str:
        return self._labels.get(place, place)

    def from_words(self, from_places: tuple[str, ...] | None, alone: bool) -> str:
        """Say for whom a rule is, where a crossing has several."""
        if alone:
            return ""
        if from_places is None:
            return " for everybody else"
        first = [self.place(place) for place in from_places[:2]]
        rest = len(from_places) - len(first)
        names = " and ".join(first) if not rest else f"{', '.join(first)} and {rest} more"
        return f" for those from {names}"


def _windows(scenario: Scenario, named: _Names) -> Iterator[Change]:
    rules = scenario.agreement.crossings
    for place in dict.fromkeys(rule.place for rule in rules):
        for term, verb in ((Term.CLOSING, "closes an hour later"), (Term.OPENING, "opens an hour earlier")):
            edges = _edges(rules, place, term)
            groups = [(edge,) for edge in edges] if len(edges) <= EACH_WINDOW else [tuple(edges)]
            for number, moments in enumerate(groups, start=1):
                when = f", on {named.say(moments[0])}" if len(moments) == 1 else " every time"
                rows = tuple(i for i, r in enumerate(rules) if r.place == place and set(moments) & _of(r, term))
                words = f"{named.place(place)} {verb}{when}"
                yield Change(f"{term}:{place}:{number}", term, words, "1 h", HOUR_S, rows, moments, place)


def _of(rule: CrossingRule, term: Term) -> set[int]:
    windows = rule.windows or ()
    return {w.closes_s for w in windows} if term is Term.CLOSING else {w.opens_s for w in windows}


def _edges(rules: tuple[CrossingRule, ...], place: str, term: Term) -> list[int]:
    """Give the moments at which a crossing closes, or opens after the start."""
    edges = sorted({edge for rule in rules if rule.place == place for edge in _of(rule, term)})
    return [edge for edge in edges if edge > 0]


def _crossings(scenario: Scenario, named: _Names) -> Iterator[Change]:
    rules = scenario.agreement.crossings
    for row, rule in enumerate(rules):
        alone = sum(other.place == rule.place for other in rules) == 1
        where = f"{named.place(rule.place)}{named.from_words(rule.from_places, alone)}"
        if rule.lanes is not None:
            words = f"{rule.lanes + 1} lanes instead of {rule.lanes} at {where}"
            yield Change(f"lanes:{rule.place}:{row + 1}", Term.LANES, words, "1 lane", 1, (row,), (), rule.place)
        step = MINUTE_S if rule.check_s >= 2 * MINUTE_S else ceil(rule.check_s / 2)
        if step:
            words = f"A check of {_minutes(rule.check_s - step)} instead of {_minutes(rule.check_s)} at {where}"
            effort = _minutes(Fraction(step))
            yield Change(f"check:{rule.place}:{row + 1}", Term.CHECK, words, effort, step, (row,), (), rule.place)


def _convoys(scenario: Scenario, named: _Names) -> Iterator[Change]:
    rules = scenario.agreement.convoys
    for row, rule in enumerate(rules):
        alone = sum(other.crossing == rule.crossing for other in rules) == 1
        where = f"at {named.place(rule.crossing)}{named.from_words(rule.from_places, alone)}"
        yield from _convoy(rule, row, where)


def _convoy(rule: ConvoyRule, row: int, where: str) -> Iterator[Change]:
    step = _quarter(rule.headway_s)
    if step:
        words = f"{_minutes(rule.headway_s - step)} between convoys instead of {_minutes(rule.headway_s)} {where}"
        effort = _minutes(Fraction(step))
        yield Change(f"headway:{rule.crossing}:{row + 1}", Term.HEADWAY, words, effort, step, (row,), (), rule.crossing)
    if rule.max_vehicles is not None:
        more = max(1, ceil(Fraction(rule.max_vehicles, 5)))
        words = f"Convoys of up to {rule.max_vehicles + more} vehicles instead of {rule.max_vehicles} {where}"
        name = f"convoy-size:{rule.crossing}:{row + 1}"
        yield Change(name, Term.CONVOY_SIZE, words, _counted(more, "vehicle"), more, (row,), (), rule.crossing)


def _quarter(seconds: Fraction) -> int:
    """Give about a quarter of a span, in whole minutes where it is long enough."""
    return MINUTE_S * floor(seconds / 4 / MINUTE_S) or ceil(seconds / 4)


def _linked(scenario: Scenario, named: _Names) -> Iterator[Change]:
    for row, rule in enumerate(scenario.agreement.linked):
        leaving, arriving = _asked(scenario, rule.people_from), _asked(scenario, rule.against_from)
        if min((step.may_leave for step in rule.steps), default=leaving) < leaving:
            more = _round_tenth(leaving)
            words = f"In every step {more:,} more people may leave {_from(rule.people_from, named)}"
            yield Change(f"may-leave:{row + 1}", Term.MAY_LEAVE, words, f"{more:,} people", more, (row,))
        if any(step.arrived for step in rule.steps):
            fewer = _round_tenth(arriving)
            words = f"{_from(rule.people_from, named)} {_wait(rule)} for {fewer:,} fewer arrivals at each step"
            yield Change(f"arrived:{row + 1}", Term.ARRIVED, words, f"{fewer:,} people", fewer, (row,))


def _wait(rule: LinkedMovement) -> str:
    return "waits" if len(rule.people_from) == 1 else "wait"


def _from(places: tuple[str, ...], named: _Names) -> str:
    first = [named.place(place) for place in places[:2]]
    rest = len(places) - len(first)
    return " and ".join(first) if not rest else f"{', '.join(first)} and {rest} more places"


def _asked(scenario: Scenario, places: tuple[str, ...]) -> int:
    return sum(row.persons for row in scenario.people if row.place in places)


def _round_tenth(number: int) -> int:
    """Give about a tenth, rounded up to tens where that is not too coarse, at least 1."""
    tenth = max(1, ceil(number / TEN))
    return TEN * ceil(tenth / TEN) if tenth > TEN else tenth


def _fleet(scenario: Scenario, named: _Names) -> Iterator[Change]:
    rows = scenario.vehicles
    for vehicle_type in dict.fromkeys(row.type for row in rows if row.count > 0):
        own = [(i, row) for i, row in enumerate(rows) if row.type == vehicle_type and row.count > 0]
        likest, row = min(own, key=lambda pair: (pair[1].available_from_s, -_until(pair[1]), pair[0]))
        more = _more_of(row, sum(r.count for _, r in own))
        words = f"{more:,} more vehicles of type {vehicle_type}, from {named.place(row.start)}"
        yield Change(
            f"vehicles:{vehicle_type}", Term.VEHICLES, words, _counted(more, "vehicle"), more, (likest,), (), row.start
        )
    yield from _availability(scenario, named)


def _availability(scenario: Scenario, named: _Names) -> Iterator[Change]:
    for i, row in enumerate(scenario.vehicles):
        group = f"{row.count:,} of type {row.type}"
        if row.count and row.available_from_s > 0:
            words = f"{group} are there an hour earlier than {named.say(row.available_from_s)}"
            yield Change(f"available-from:{i + 1}", Term.AVAILABLE_FROM, words, "1 h", HOUR_S, (i,), (), row.start)
        if row.count and row.available_until_s is not None:
            words = f"{group} stay an hour longer than {named.say(row.available_until_s)}"
            yield Change(f"available-until:{i + 1}", Term.AVAILABLE_UNTIL, words, "1 h", HOUR_S, (i,), (), row.start)


def _until(row: VehicleRow) -> float:
    return float("inf") if row.available_until_s is None else row.available_until_s


def _more_of(row: VehicleRow, count: int) -> int:
    """Five ambulances, ten of anything else, or a tenth where that is more."""
    return max(FIVE if row.stretchers and row.seats < SMALL_VEHICLE else TEN, ceil(count / TEN))


def _places(scenario: Scenario, named: _Names) -> Iterator[Change]:
    for place in scenario.places:
        name = named.place(place.id)
        for term, room, noun in (
            (Term.BEDS, place.beds, "bed"),
            (Term.SHELTER_PLACES, place.shelter_places, "shelter place"),
        ):
            if room:
                more = max(TEN, ceil(room / TEN))
                words = f"{more:,} more {noun}s at {name}"
                yield Change(f"{term}:{place.id}", term, words, _counted(more, noun), more, (), (), place.id)
        if place.bays is not None and (place.is_destination or _asked(scenario, (place.id,))):
            words = f"{place.bays + 1} bays instead of {place.bays} at {name}"
            yield Change(f"bays:{place.id}", Term.BAYS, words, "1 bay", 1, (), (), place.id)


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun if number == 1 else noun + 's'}"


def _minutes(seconds: Fraction) -> str:
    if seconds % MINUTE_S == 0:
        return f"{seconds // MINUTE_S} min"
    return f"{float(seconds):.0f} s" if seconds < 2 * MINUTE_S else f"{float(seconds / MINUTE_S):.1f} min"
