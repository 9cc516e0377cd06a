"""Links and routes of a scenario from real streets, at any moment, with any closure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from safepassage.domain.places import Link
from safepassage.domain.streets import Closure, Route, StreetConditions
from safepassage.network.streets.driven_lines import way_km, way_line, way_streets
from safepassage.network.streets.graph import Flags, Ints
from safepassage.network.streets.moments import State, state_at, states
from safepassage.network.streets.risk import RiskMap
from safepassage.network.streets.router import UNREACHED, Driven
from safepassage.network.streets.survey import Survey

MOST_PLACES_ALL_PAIRS = 100
"""Up to so many places, each pair gets a link; with more, only those pairs that no place between them explains."""

ON_THE_WAY_MS = 5
"""A place lies on the way between two others if the way over it takes so much longer at most: times are rounded."""


@dataclass(frozen=True, slots=True)
class Around:
    """A way between two places around every crossing; `through_ms` is the fastest way over one, None without any."""

    source: str
    target: str
    around_ms: int
    through_ms: int | None


@dataclass(frozen=True, slots=True)
class Undercut:
    """A chosen way that is slower than the links over other places, which plans will therefore take."""

    source: str
    target: str
    chosen_ms: int
    over_others_ms: int


class Study:
    """A scenario's places on real streets, with all that is known of the streets.

    `places` are the ids of the survey's places in order, `minute_of` gives the minute after local midnight of a moment
    in seconds after the scenario's start.
    """

    def __init__(
        self,
        survey: Survey,
        places: Sequence[str],
        passable: Flags,
        conditions: StreetConditions,
        minute_of: Callable[[int], int],
    ) -> None:
        self.survey = survey
        self.places = tuple(places)
        self._passable = passable
        self.conditions = conditions
        self.minute_of = minute_of

    def state(self, moment_s: int) -> State:
        """Give what is in force at a moment, in seconds after the scenario's start."""
        return state_at(self.conditions, moment_s, self.minute_of(moment_s))

    def states(self, last_s: int) -> Iterator[State]:
        """Yield each different state of the streets until `last_s` seconds after the start."""
        return states(self.conditions, self.minute_of, last_s)

    def matrix(self, state: State, extra: Sequence[Closure] = ()) -> Ints:
        """Give the links' times in ms in a state, with more closures; shape `(num_places, num_places)`."""
        closures = [*state.closures, *extra]
        times = self.survey.times(closures, state.rules, self.minute_of(state.moment_s))
        return self.survey.matrix(times)

    @cached_property
    def risk_map(self) -> RiskMap:
        """The risk of the streets."""
        return RiskMap(self.survey.graph, self.survey.lines, self.conditions.risks)

    def links(self, state: State, matrix: Ints) -> tuple[tuple[Link, ...], tuple[Route, ...]]:
        """Give the links of a state, with the matrix found for it, and the route of each link whose line is known."""
        times = self.survey.times(state.closures, state.rules, self.minute_of(state.moment_s))
        found = sorted(
            (
                (source, target, self._route(source, target, way))
                for source, target, way in self.survey.ways(times, self._wanted(matrix))
            ),
            key=lambda each: each[:2],
        )
        routes = [route for _, _, route in found]
        links = tuple(Link(r.from_place, r.to_place, r.drive_s, r.km, both_ways=False, risk=r.risk) for r in routes)
        return links, tuple(route for route in routes if route.line)

    def _wanted(self, matrix: Ints) -> Flags:
        """Tell which links are written, shape `(n, n)`."""
        wanted: Flags = matrix != UNREACHED
        if len(matrix) > MOST_PLACES_ALL_PAIRS:
            for place in np.flatnonzero(self._passable):
                wanted &= ~_explained(matrix, int(place))
        for pair in self.survey.chosen:
            wanted[pair] = matrix[pair] != UNREACHED
        return wanted

    def _route(self, source: int, target: int, way: Driven) -> Route:
        graph = self.survey.graph
        return Route(
            self.places[source],
            self.places[target],
            drive_time(way.total_ms),
            Fraction(round(way_km(graph, way) * 1000), 1000),
            _three_decimals(self.risk_map.of_way(way)) if self.conditions.risks else Fraction(0),
            way_line(graph, self.survey.lines, way),
            way_streets(graph, way),
        )

    def not_followed(self, state: State) -> list[tuple[str, str]]:
        """Give the links, by ids of places, whose chosen way cannot be driven in a state."""
        times = self.survey.times(state.closures, state.rules, self.minute_of(state.moment_s))
        return [(self.places[source], self.places[target]) for source, target in self.survey.not_followed(times)]

    def undercut(self, matrix: Ints) -> Iterator[Undercut]:
        """Yield the chosen ways that are slower than links over other places, by more than rounding."""
        if not self.survey.chosen:
            return
        over = np.where(matrix == UNREACHED, np.inf, matrix.astype(np.float64))
        for place in np.flatnonzero(self._passable):
            over = np.minimum(over, over[:, place, None] + over[None, place, :])
        for pair in self.survey.chosen:
            if over[pair] + ON_THE_WAY_MS < matrix[pair]:
                source, target = (self.places[place] for place in pair)
                yield Undercut(source, target, int(matrix[pair]), int(over[pair]))

    def around(self, matrix: Ints, pairs: Iterable[tuple[str, str]]) -> Iterator[Around]:
        """Yield the ways around every crossing between pairs of places, given by ids; nothing without crossings."""
        crossings = [crossing.spot for crossing in self.survey.crossings]
        known = np.where(matrix == UNREACHED, np.inf, matrix.astype(np.float64))
        for pair in pairs if crossings else ():
            source, target = (self.places.index(place) for place in pair)
            if matrix[source, target] != UNREACHED:
                through = float((known[source, crossings] + known[crossings, target]).min())
                over = None if np.isinf(through) else int(through)
                yield Around(*pair, int(matrix[source, target]), over)


def drive_time(ms: int) -> Fraction:
    """Give the seconds of a link: ms rounded to thousandths of a minute, as `links.csv` has them, at least one."""
    return Fraction(max(1, round(Fraction(ms, 60))), 1000) * 60


def _explained(matrix: Ints, place: int) -> Flags:
    """Tell which links are no faster than the two links over a place; shape `(n, n)`.

    Both links are shorter than the one explained, so that explanations never go round in a circle.
    """
    to, on = matrix[:, place], matrix[place, :]
    explained: Flags = to[:, None] + on[None, :] <= matrix + ON_THE_WAY_MS
    return explained & (to > ON_THE_WAY_MS)[:, None] & (on > ON_THE_WAY_MS)[None, :]


def _three_decimals(risk: Fraction) -> Fraction:
    return Fraction(round(risk * 1000), 1000)
