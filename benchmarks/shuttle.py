"""The benchmark family `shuttle` and its sisters over one crossing: `lanes`, `windows`, `convoy`, `siege`.

    python -m benchmarks.shuttle FOLDER --family windows --size M

writes a scenario folder. The same family, size and seed give the same scenario everywhere. What the numbers stand
for, and which of them are choices of ours, is written in docs/benchmarks.md.
"""

import argparse
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from benchmarks import terrain
from benchmarks.crowd import crowd
from benchmarks.sisters import FAMILIES, agreement
from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Place
from safepassage.domain.scenario import FigureSource, Scenario, SourceKind
from safepassage.domain.vehicles import VehicleRow
from safepassage.scenarios import write_scenario

START = datetime(2026, 1, 5, 6, tzinfo=UTC)
"""Six in the morning of an arbitrary Monday."""

INVENTED = FigureSource(
    about="all tables",
    figure="everything",
    kind=SourceKind.ASSUMED,
    source="Invented to compare planners; no real place or operation is described.",
)


@dataclass(frozen=True, slots=True)
class Size:
    """How large a scenario is; `open_hours` a day is for the families with windows."""

    pickups: int
    destinations: int
    buses: int
    ambulances: int
    persons: int
    open_hours: int = 10


SIZES = {
    "S": Size(5, 3, 20, 5, 2_000, open_hours=4),
    "M": Size(20, 8, 100, 20, 20_000),
    "L": Size(100, 20, 500, 60, 200_000),
    "XL": Size(500, 60, 3_000, 300, 1_000_000),
}
"""The sizes that the results speak of."""


def build(family: str, size: str, seed: int = 1) -> Scenario:
    """Build the scenario of this family and size; sisters of one size and seed have the same people and places."""
    return shuttle(family, SIZES[size], name=f"{family}-{size}-{seed}", seed=f"{size}-{seed}")


def shuttle(family: str, size: Size, *, name: str, seed: str) -> Scenario:
    """Build a scenario of any size; each kind of figure has a random stream of its own."""
    pickups = terrain.pickups(size.pickups, Random(f"{seed} pickups"))
    towns = terrain.destinations(size.destinations, Random(f"{seed} destinations"))
    people = crowd([spot.id for spot in pickups], size.persons, Random(f"{seed} people"))
    terms = agreement(family, buses=size.buses, open_hours=size.open_hours, people=people)
    crossing = terrain.CROSSING if terms.crossings else None
    return Scenario(
        name=name,
        title=f"Benchmark family {family}, {size.persons:,} people",
        start=START,
        places=(
            terrain.junction(terrain.DEPOT),
            *([terrain.junction(crossing)] if crossing else []),
            *map(terrain.waiting_place, pickups),
            *_destinations(towns, people, Random(f"{seed} shelter")),
        ),
        people=people,
        vehicles=_fleet(size),
        links=terrain.roads([terrain.DEPOT, *pickups], towns, crossing=crossing),
        agreement=terms,
        sources=(INVENTED,),
    )


def _fleet(size: Size) -> tuple[VehicleRow, ...]:
    return (
        VehicleRow("bus", size.buses, terrain.DEPOT.id, seats=50, wheelchairs=2, seats_per_wheelchair=2),
        VehicleRow("ambulance", size.ambulances, terrain.DEPOT.id, seats=2, stretchers=2),
    )


def _destinations(spots: Sequence[terrain.Spot], people: Sequence[TravelGroups], random: Random) -> list[Place]:
    """Give room for 115 % of those who sit or use a wheelchair, and 130 % of the beds needed, unevenly spread."""
    sheltered = sum(row.groups * (row.seated + row.wheelchair) for row in people)
    lying = sum(row.groups * row.stretcher for row in people)
    weights = [0.5 + random.random() for _ in spots]
    shelter = terrain.shared_out(math.ceil(sheltered * 115 / 100), weights)
    beds = terrain.shared_out(math.ceil(lying * 130 / 100), weights)
    return [terrain.destination(*each) for each in zip(spots, shelter, beds, strict=True)]


def main(arguments: Sequence[str] | None = None) -> None:
    """Write one scenario of the family into a folder."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.shuttle", description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder to write the scenario into")
    parser.add_argument("--family", choices=FAMILIES, default="shuttle")
    parser.add_argument("--size", choices=SIZES, default="S")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    write_scenario(build(options.family, options.size, options.seed), options.folder)


if __name__ == "__main__":
    main()
