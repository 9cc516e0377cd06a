"""`safepassage roads --corridors`: different ways between two places, and the choice of one of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from safepassage.cli.roads.making import Made
from safepassage.cli.roads.records import Record, in_minutes
from safepassage.cli.roads.words import Words
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.streets import ChosenWay, StreetConditions
from safepassage.network.streets.corridors import Corridor, Limits, corridors
from safepassage.network.streets.corridors_waypoints import waypoints
from safepassage.network.streets.driven_lines import way_streets
from safepassage.network.streets.legs import legs, passed
from safepassage.network.streets.moments import State
from safepassage.network.streets.survey import Survey, Times
from safepassage.reporting.words import counted, decimal, isolated, listed, share
from safepassage.scenarios import write_corridors


@dataclass(frozen=True, slots=True)
class Question:
    """Which ways are asked for: between which places, how many, and which of them is to be taken (None: none)."""

    source: str
    target: str
    most: int
    take: int | None


class OtherWays:
    """The corridors between two places in a state of the streets."""

    def __init__(self, made: Made, words: Words, state: State, question: Question) -> None:
        self.made, self.words, self.question = made, words, question
        self.ends = self._number(question.source), self._number(question.target)
        if self.ends[0] == self.ends[1]:
            raise UnusableInputError(f"--corridors: {question.source} is given twice; name two places.")
        self.spots = made.snaps[self.ends[0]].spot, made.snaps[self.ends[1]].spot
        self.times = self._times(state)
        risks = made.study.risk_map if made.study.conditions.risks else None
        limits = Limits(k=question.most)
        self.found = corridors(
            made.prepared, self.times.arcs, *self.spots, risks, limits, connector_ms=self.times.connectors
        )

    def _number(self, place: str) -> int:
        if place not in self.made.study.places:
            raise UnusableInputError(f"--corridors: there is no place {place!r} in places.csv; give the ids of two.")
        return self.made.study.places.index(place)

    def _times(self, state: State) -> Times:
        """Give the times between the two places alone; the zones of crossings are all open."""
        between = Survey(self.made.prepared, self.made.lines, self.spots, 2)
        return between.times(state.closures, state.rules, self.made.study.minute_of(state.moment_s))

    def lines(self) -> Iterator[str]:
        """Yield the ways as a table."""
        names = f"{self.words.name(self.question.source)} to {self.words.name(self.question.target)}"
        if not self.found:
            yield f"No way leads from {names}."
            return
        yield f"{counted(len(self.found), 'way')} from {names}:"
        yield "     minutes      km    risk  shared"
        for number, way in enumerate(self.found, 1):
            figures = f"{decimal(way.drive_ms / 60_000, 1):>8}{decimal(way.km, 1):>8} {decimal(way.risk, 2):>7}"
            yield f"  {number:>2}{figures}{share(way.overlap):>8}  {self._described(way)}"
        if len(self.found) < self.question.most:
            yield "No other way is different and quick enough."
        yield "Shared is the part of a way's time on streets of the ways above it."

    def _described(self, way: Corridor) -> str:
        marks = [mark for mark, holds in (("fastest", way.fastest), ("safest", way.safest)) if holds]
        streets = [isolated(street) for street in way_streets(self.made.prepared.graph, way.way)]
        over = [self.words.name(place) for place in self._passed(way)]
        parts = [
            *marks,
            *([f"by {listed(streets)}"] if streets else []),
            *([f"passing {listed(over)}"] if over else []),
        ]
        return ", ".join(parts)

    def _passed(self, way: Corridor) -> list[int]:
        return passed(self.made.study.survey, way.way, self.ends)

    def records(self) -> list[Record]:
        """Give the ways as data."""
        return [
            {
                "way": number,
                "minutes": in_minutes(way.drive_ms),
                "km": round(way.km, 3),
                "risk": float(way.risk),
                "shared": round(way.overlap, 3),
                "fastest": way.fastest,
                "safest": way.safest,
                "worthwhile": way.worthwhile,
                "streets": list(way_streets(self.made.prepared.graph, way.way)),
                "crossings": [self.made.study.places[place] for place in self._passed(way)],
            }
            for number, way in enumerate(self.found, 1)
        ]

    def taken(self, number: int) -> list[ChosenWay]:
        """Give one of the ways as `corridors.csv` keeps it: a row a leg, through nothing where it is the fastest."""
        if number > len(self.found):
            raise UnusableInputError(
                f"--take: there is no way {number}, only {len(self.found)}: give the number of one that is listed."
            )
        places = self.made.study.places
        chosen = []
        for leg in legs(self.made.study.survey, self.found[number - 1].way, self.ends, self.spots):
            connectors = self.times.connectors if (leg.origin, leg.destination) == self.spots else None
            through = waypoints(
                self.made.prepared, self.made.lines, self.times.arcs, leg.way, leg.origin, leg.destination, connectors
            )
            if through is None:
                raise UnusableInputError(
                    f"--take: way {number} cannot be told from its neighbours by positions on it; choose another, or "
                    "close the streets that it avoids in closures.geojson."
                )
            reason = f"way {number} of {len(self.found)}"
            positions = tuple((round(lon, 6), round(lat, 6)) for lon, lat in through)
            chosen.append(ChosenWay(places[leg.source], places[leg.target], positions, reason))
        return chosen


def keep_choice(folder: Path, conditions: StreetConditions, chosen: Sequence[ChosenWay], words: Words) -> Iterator[str]:
    """Write the chosen ways into corridors.csv in place of those between the same places, and say so."""
    pairs = {(way.from_place, way.to_place) for way in chosen}
    others = [way for way in conditions.chosen if (way.from_place, way.to_place) not in pairs]
    kept = [way for way in chosen if way.through]
    write_corridors(folder, [*others, *kept])
    if kept:
        links = listed(f"{words.name(way.from_place)} to {words.name(way.to_place)}" for way in kept)
        yield f"The choice is in {folder / 'corridors.csv'}, for the {'link' if len(kept) == 1 else 'links'} {links}."
        yield "Run this again without --corridors to make the links anew."
    else:
        yield "That is the fastest way, which links follow anyway; nothing needed to be chosen."
