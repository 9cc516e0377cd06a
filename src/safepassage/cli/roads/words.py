"""What `safepassage roads` prints, sentence by sentence."""

from collections.abc import Iterable, Iterator, Sequence

from safepassage.cli.roads.making import Made
from safepassage.domain.people import TravelGroups
from safepassage.domain.scenario import Scenario
from safepassage.domain.streets import Closure
from safepassage.network.streets.differences import Changed, Differences, reached, unreached_pairs
from safepassage.network.streets.graph import Ints
from safepassage.network.streets.moments import State
from safepassage.network.streets.router import UNREACHED
from safepassage.network.streets.study import Around, Undercut
from safepassage.reporting.clock import LocalClock
from safepassage.reporting.words import counted, decimal, first_few, isolated, listed, people

SHOWN = 12
"""So many rows of a list are printed; `--json` gives all."""

NAMED = 6
"""So many names are listed in a sentence."""


class Words:
    """Sentences about the streets of one scenario."""

    def __init__(self, case: Scenario, made: Made) -> None:
        self.case = case
        self.made = made
        self.ids = made.study.places
        self.clock = LocalClock.of(case)
        self._labels = {place.id: isolated(place.label) for place in case.places}

    def name(self, place: int | str) -> str:
        """Give the name to show of a place, by number or id."""
        return self._labels[self.ids[place] if isinstance(place, int) else place]

    def snaps(self) -> Iterator[str]:
        """Yield a table of the places: how far each lies off its road, and which road that is."""
        wide = max([len("place"), *(len(self.name(snap.place)) for snap in self.made.snaps)])
        yield f"{'place':{wide}}  off the road  road"
        for snap in self.made.snaps:
            road = f"{isolated(snap.street) or 'unnamed'} ({snap.road_class})"
            yield f"{self.name(snap.place):{wide}}  {decimal(snap.distance_m, 0) + ' m':>12}  {road}"

    def links(self, matrix: Ints, written: int) -> Iterator[str]:
        """Yield how many links there are, and which places cannot be reached."""
        yield f"{counted(written, 'link')} between {counted(len(self.ids), 'place')}."
        yield from self.unreached(matrix)

    def unreached(self, matrix: Ints) -> Iterator[str]:
        """Yield who cannot go where: places without any way, and people who reach no destination."""
        lost = list(unreached_pairs(matrix))
        alone = [place for place in range(len(self.ids)) if _is_alone(matrix, place)]
        if alone:
            yield f"No road leads to or from {listed(self._some(alone))}."
        rest = [(i, j) for i, j in lost if i not in alone and j not in alone]
        if rest:
            first = [f"{self.name(i)} to {self.name(j)}" for i, j in rest]
            yield f"No way leads from {first_few(first, 3)}."
        yield from self.stranded(matrix)

    def stranded(self, matrix: Ints, before: Ints | None = None) -> Iterator[str]:
        """Yield those who wait where no way leads to a destination of theirs (or none does any more)."""
        number = {place: i for i, place in enumerate(self.ids)}
        now, then = reached(matrix), None if before is None else reached(before)
        waiting: dict[str, int] = {}
        for row in self.case.people:
            start, ends = number[row.place], [number[place] for place in self._destinations(row)]
            if not now[start, ends].any() and (then is None or then[start, ends].any()):
                waiting[row.place] = waiting.get(row.place, 0) + row.persons
        any_more = "" if before is None else " any more"
        for place, persons in waiting.items():
            yield f"{people(persons)} at {self.name(place)} reach no destination{any_more}."

    def _destinations(self, row: TravelGroups) -> list[str]:
        """Give the destinations that people of a row may be brought to."""
        all_of_them = [place.id for place in self.case.places if place.is_destination]
        return [place for place in all_of_them if not row.destinations or place in row.destinations]

    def cut_off(self, found: Sequence[tuple[str, tuple[str, ...]]]) -> Iterator[str]:
        """Yield which places closures cut off."""
        for place, closures in found:
            yield f"{self.name(place)} is cut off by {listed(f'closure {closure}' for closure in closures)}."

    def not_followed(self, pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
        """Yield which chosen ways cannot be driven."""
        for source, target in pairs:
            yield (
                f"The chosen way from {self.name(source)} to {self.name(target)} cannot be driven, so the link follows "
                "the fastest one: correct its row in corridors.csv, or take it out."
            )

    def undercut(self, found: Iterable[Undercut]) -> Iterator[str]:
        """Yield which chosen ways plans will not take."""
        for each in found:
            yield (
                f"The chosen way from {self.name(each.source)} to {self.name(each.target)} takes "
                f"{_minutes(each.chosen_ms)}, but over other places it is {_minutes(each.over_others_ms)}, and plans "
                "take the fastest. Choose other ways there too, or close what is to be avoided in closures.geojson."
            )

    def hidden(self) -> Iterator[str]:
        """Yield which crossings nobody passes, since others stand in the same spot."""
        survey = self.made.study.survey
        names = [self.name(each.spot) for i, each in enumerate(survey.crossings) if not survey.arc_zones[:, i].any()]
        if names:
            yield (
                f"No street passes {listed(names)}, only other crossings that stand in its place: leave out one of "
                "each in agreement.toml, or move it to where vehicles stop for it."
            )

    def journeys(self) -> dict[tuple[str, str], int]:
        """Give how many wait for each journey: from where they wait to a destination that they may be brought to."""
        waiting: dict[tuple[str, str], int] = {}
        for row in self.case.people:
            for destination in self._destinations(row):
                if destination != row.place:
                    journey = row.place, destination
                    waiting[journey] = waiting.get(journey, 0) + row.persons
        return waiting

    def around(self, found: Sequence[Around]) -> Iterator[str]:
        """Yield who can travel without passing any crossing, and what to do where nobody may drive there."""
        if not found:
            return
        journeys = {(each.source, each.target) for each in found}
        persons = sum(
            row.persons
            for row in self.case.people
            if any((row.place, end) in journeys for end in self._destinations(row))
        )
        first = found[0]
        over = "no way" if first.through_ms is None else _minutes(first.through_ms)
        yield (
            f"{people(persons)} can reach a destination without passing any crossing, so that its terms do not hold "
            f"them: {self.name(first.source)} to {self.name(first.target)} takes {_minutes(first.around_ms)}, over a "
            f"crossing {over}. If nobody may drive there, close those streets in closures.geojson."
        )

    def without_effect(self, closures: Iterable[Closure]) -> Iterator[str]:
        """Yield which closures touch no street."""
        for closure in closures:
            if not self.made.study.survey.closes(closure):
                yield f"Closure {closure.id} touches no street: look at its coordinates (longitude comes first)."

    def differences(self, found: Differences, before: Ints, after: Ints) -> Iterator[str]:
        """Yield which links get longer, which are gone, and who is cut off."""
        if not found.longer and not found.gone:
            yield "No link gets longer, and none is gone."
        if found.longer:
            yield f"{counted(len(found.longer), 'link gets', 'links get')} longer:"
        for link in found.longer[:SHOWN]:
            more = _minutes(link.after_ms - link.before_ms)
            ways = f"{self.name(link.source)} to {self.name(link.target)}"
            yield f"  {ways}: {_minutes(link.before_ms)}, then {_minutes(link.after_ms)} (+{more})"
        if len(found.longer) > SHOWN:
            yield f"  and {len(found.longer) - SHOWN} more, which --json lists."
        if found.gone:
            gone = [f"{self.name(i)} to {self.name(j)}" for i, j in found.gone]
            yield f"{counted(len(gone), 'link is', 'links are')} gone: {first_few(gone, 3)}."
        if found.cut_off:
            yield f"Cut off from the other places: {listed(self._some(found.cut_off))}."
        yield from self.stranded(after, before)

    def changing(self, state: State, found: Differences) -> Iterator[str]:
        """Yield what another state of the streets does to the links, in a line."""
        parts = [*self._most(found.longer, "longer"), *self._most(found.shorter, "shorter")]
        if found.gone:
            parts.append(f"{counted(len(found.gone), 'link')} gone")
        if found.gained:
            parts.append(f"{counted(len(found.gained), 'link')} more")
        if found.cut_off:
            parts.append(f"{listed(self._some(found.cut_off))} cut off")
        if parts:
            yield f"  from {self.clock.words(state.moment_s)}{_reasons(state)}: {', '.join(parts)}"

    def _most(self, links: Sequence[Changed], how: str) -> Iterator[str]:
        """Yield how many links change that way, and which of them most."""
        if links:
            most = links[0]
            by = _minutes(abs(most.after_ms - most.before_ms))
            where = f"{self.name(most.source)} to {self.name(most.target)} by {by}"
            yield f"{counted(len(links), 'link')} {how} ({where} most)"

    def _some(self, places: Sequence[int]) -> list[str]:
        names = [self.name(place) for place in places]
        return names if len(names) <= NAMED else [*names[:NAMED], f"{len(names) - NAMED} more"]


def _reasons(state: State) -> str:
    reasons = [f"closure {closure.id}" for closure in state.closures]
    if state.rules:
        reasons.append(counted(len(state.rules), "other speed"))
    return f" ({', '.join(reasons)})" if reasons else ""


def _is_alone(matrix: Ints, place: int) -> bool:
    away = (matrix[place] != UNREACHED).sum() + (matrix[:, place] != UNREACHED).sum()
    return bool(away <= 2) and len(matrix) > 1


def _minutes(ms: int) -> str:
    return f"{decimal(ms / 60_000, 1)} min"
