"""Who can be brought where: the search over sets of stops agrees with one that walks link by link."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Link, Place
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import Agreement, CrossingRule, Window
from safepassage.domain.vehicles import VehicleRow
from safepassage.scenarios.checks.atlas import Atlas
from safepassage.scenarios.checks.journeys import Journeys, Outcome
from safepassage.scenarios.checks.reach import Reach
from safepassage.scenarios.checks.survey import Survey

Enter = Callable[[str, str], bool]
"""Whether a vehicle whose last stop was the first place may stop at the second and drive on."""


class Walk:
    """The same question answered place by place, straight from the rules."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.survey = Survey(scenario)
        self.crossings = scenario.agreement.crossing_places
        self.served = {p.id for p in scenario.places if p.transfer} - self.crossings
        for _, row in self.survey.sound_people():
            self.served |= {row.place, *self.survey.takers(row)} - self.crossings

    def legs(self, origin: str) -> Iterator[str]:
        """Yield the places that one leg leads to."""
        seen, todo = {origin}, [origin]
        while todo:
            here = todo.pop()
            if here != origin and (not self.scenario.place(here).through or here in self.crossings):
                continue
            for link in self.scenario.links:
                for one, two in [(link.from_place, link.to_place), (link.to_place, link.from_place)][
                    : 1 + link.both_ways
                ]:
                    if one == here and two not in seen:
                        seen.add(two)
                        todo.append(two)
                        yield two

    def reached(self, origin: str, enter: Enter) -> set[str]:
        """Give all places that legs lead to."""
        reached, seen, todo = {origin}, {origin}, [origin]
        while todo:
            here = todo.pop()
            for there in self.legs(here):
                reached.add(there)
                if there not in seen and (there in self.served or (there in self.crossings and enter(here, there))):
                    seen.add(there)
                    todo.append(there)
        return reached

    def empty(self, vehicle: VehicleRow) -> Enter:
        """Let an empty vehicle pass where the most favourable entry does."""

        def enter(_: str, crossing: str) -> bool:
            rules = [rule for rule in self.scenario.agreement.crossings if rule.place == crossing]
            moment = Fraction(max(0, vehicle.available_from_s))
            is_open = any(opens(rule, moment) for rule in rules) or all(rule.from_places is not None for rule in rules)
            is_allowed = not vehicle.crossings or crossing in vehicle.crossings
            return any(rule.loaded_only for rule in rules) or (is_open and is_allowed)

        return enter

    def loaded(self, vehicle: VehicleRow, row: TravelGroups) -> Enter:
        """Let a loaded vehicle pass where the first entry that falls on it does."""

        def enter(last: str, crossing: str) -> bool:
            rule = self.scenario.agreement.crossing_rule(crossing, last)
            moment = max(self.survey.boarded_s(row), Fraction(vehicle.available_from_s))
            is_allowed = not vehicle.crossings or crossing in vehicle.crossings
            return is_allowed and (rule is None or opens(rule, moment))

        return enter

    def outcome(self, row: TravelGroups) -> Outcome:
        """Tell whether the groups come out, and if not, what is missing."""
        if self.come_out(row, ideal=False):
            return Outcome.OUT
        if self.come_out(row, ideal=True):
            return Outcome.CUT_OFF
        came = any(row.place in self.reached(v.start, always) for v in self.survey.in_time(row))
        return Outcome.NO_WAY_OUT if came else Outcome.NO_VEHICLE_COMES

    def come_out(self, row: TravelGroups, *, ideal: bool) -> bool:
        """Carry the groups from place to place."""
        held, todo = {row.place}, [row.place]
        while todo:
            here = todo.pop()
            for vehicle in self.survey.in_time(row):
                empty, loaded = (always, always) if ideal else (self.empty(vehicle), self.loaded(vehicle, row))
                if here not in self.reached(vehicle.start, empty):
                    continue
                carried = self.reached(here, loaded)
                ends = {
                    p for p in carried if vehicle.return_to in (None, p) or vehicle.return_to in self.reached(p, empty)
                }
                if ends & (self.survey.takers(row) - {here}):
                    return True
                fresh = {p for p in carried if self.scenario.place(p).transfer and p not in self.crossings} - held
                held |= fresh
                todo += fresh
        return False


def always(_: str, __: str) -> bool:
    """Let everybody pass."""
    return True


def opens(rule: CrossingRule, moment: Fraction) -> bool:
    """Whether a check can still begin at this moment or later."""
    if rule.windows is None:
        return True
    return any(
        w.opens_s < w.closes_s and max(moment, Fraction(w.opens_s)) + rule.check_s <= w.closes_s for w in rule.windows
    )


NAMES = "abcdefgh"
BACKBONE = tuple(Link(pair[0], pair[1], Fraction(1)) for pair in ("ab", "bf", "fc", "bg", "gh", "hd"))
"""Two sides, with crossings likely to stand between them."""
names = st.sampled_from(NAMES)
windows = st.lists(
    st.integers(0, 20).flatmap(lambda o: st.integers(o + 1, 22).map(lambda c: Window(o, c))), max_size=2
).map(tuple)
exact = st.integers(0, 6).map(lambda n: Fraction(n, 2))


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Small networks with a few crossings, closed junctions and one-way roads."""
    crossings = draw(st.lists(st.sampled_from("fgh"), min_size=1, max_size=3))
    elsewhere = st.sampled_from([name for name in NAMES if name not in crossings])
    shelters = draw(st.lists(elsewhere, min_size=1, max_size=2))
    transfers = draw(st.lists(elsewhere, max_size=1))
    places = tuple(
        Place(
            name,
            board_s=draw(exact),
            shelter_places=9 if name in shelters else 0,
            through=draw(st.sampled_from([True, True, True, False])),
            transfer=name in transfers,
        )
        for name in NAMES
    )
    people = st.builds(
        TravelGroups,
        names,
        elsewhere,
        seated=st.just(1),
        ready_s=st.integers(0, 12),
        destinations=st.just(tuple(dict.fromkeys(shelters[:1]))) | st.just(()),
        vehicles=st.sampled_from([(), ("bus",)]),
    )
    vehicles = st.builds(
        VehicleRow,
        st.sampled_from(["bus", "van"]),
        st.just(1),
        elsewhere,
        seats=st.just(1),
        available_from_s=st.just(0) | st.integers(0, 12),
        available_until_s=st.none() | st.integers(10, 30),
        return_to=st.sampled_from([None, None, *"abcde"]),
        crossings=st.sampled_from([(), (), ("f",), ("g", "h")]),
    )
    links = st.builds(Link, names, names, st.just(Fraction(1)), both_ways=st.sampled_from([True, True, False]))
    rules = [
        CrossingRule(
            crossing,
            draw(st.none() | st.lists(names, min_size=1, max_size=2).map(tuple)),
            check_s=draw(exact),
            windows=draw(windows | st.none()),
            loaded_only=draw(st.booleans()),
        )
        for crossing in crossings
    ]
    return Scenario(
        "small",
        datetime(2030, 1, 1, tzinfo=UTC),
        places=places,
        people=tuple(draw(st.lists(people, min_size=1, max_size=4))),
        vehicles=(*draw(st.lists(vehicles, min_size=1, max_size=3)), VehicleRow("bus", 0, "a")),
        links=(*BACKBONE, *draw(st.lists(links, max_size=4))),
        agreement=Agreement(crossings=tuple(rules)),
    )


@given(scenarios())
def test_both_searches_agree(scenario: Scenario) -> None:
    """Outcome by outcome, for every row of people that a vehicle and a destination fit."""
    survey, walk = Survey(scenario), Walk(scenario)
    journeys = Journeys(survey)
    for _, row in survey.sound_people():
        if survey.in_time(row) and survey.takers(row):
            assert journeys.outcome(row) is walk.outcome(row)


pairs = st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda pair: pair[0] != pair[1])


@given(st.lists(pairs, max_size=30), st.integers(0, 2**12 - 1), st.permutations(range(12)))
def test_a_search_that_builds_on_others_finds_the_same(
    roads: list[tuple[int, int]], enter: int, order: list[int]
) -> None:
    """What was found from other stops before only saves work."""
    places = tuple(Place(str(i), shelter_places=1, through=False) for i in range(12))
    links = tuple(Link(str(one), str(two), Fraction(1), both_ways=False) for one, two in roads)
    atlas = Atlas(Survey(Scenario("roads", datetime(2030, 1, 1, tzinfo=UTC), places=places, links=links)))
    shared = Reach(atlas, lambda _: enter, lambda _: 0)
    for stop in order:
        assert shared.beyond(stop) == Reach(atlas, lambda _: enter, lambda _: 0).beyond(stop)
