"""A synthetic operation in Porto, for a map of a plan on real streets.

    python -m benchmarks.porto FOLDER

writes a scenario folder: people wait north of the Douro, destinations lie south of it, two bridges are crossings with
windows, and the other bridges are closed. Everything but the places' positions is invented. With any extract of
OpenStreetMap that covers Porto and Espinho, its map is made by

    safepassage roads FOLDER --osm EXTRACT --basemap
    safepassage plan FOLDER -o plan.json
    safepassage report FOLDER plan.json -o report.html
"""

import argparse
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Place
from safepassage.domain.scenario import FigureSource, Scenario, SourceKind
from safepassage.domain.terms import Agreement, CrossingRule, Window
from safepassage.domain.vehicles import VehicleRow
from safepassage.scenarios import write_scenario

START = datetime(2026, 3, 2, 6, tzinfo=UTC)
"""Six in the morning of an arbitrary Monday."""

HOUR_S = 3600
BOARD_S, ALIGHT_S, CHECK_S = Fraction(900), Fraction(600), Fraction(120)

WAITING = (
    Place("matosinhos", "Matosinhos", 41.1812, -8.6815, board_s=BOARD_S, bays=4),
    Place("boavista", "Boavista", 41.1581, -8.6295, board_s=BOARD_S, bays=4),
    Place("foz", "Foz do Douro", 41.1525, -8.6720, board_s=BOARD_S, bays=3),
    Place("trindade", "Trindade", 41.1521, -8.6094, board_s=BOARD_S, bays=4),
    Place("campanha", "Campanhã", 41.1498, -8.5868, board_s=BOARD_S, bays=4),
    Place("gondomar", "Gondomar", 41.1445, -8.5325, board_s=BOARD_S, bays=3),
    Place("santo-antonio", "Hospital de Santo António", 41.1475, -8.6178, board_s=BOARD_S, bays=3),
)
DESTINATIONS = (
    Place("gaia-hospital", "Hospital de Gaia", 41.1066, -8.5930, alight_s=ALIGHT_S, bays=3, beds=60, shelter_places=60),
    Place("carvalhos", "Carvalhos", 41.0716, -8.5790, alight_s=ALIGHT_S, bays=4, shelter_places=2_500),
    Place("valadares", "Valadares", 41.0925, -8.6330, alight_s=ALIGHT_S, bays=4, shelter_places=1_600),
    Place("espinho", "Espinho", 41.0078, -8.6395, alight_s=ALIGHT_S, bays=6, shelter_places=4_000),
)
OTHERS = (
    Place("depot", "Depot at Areosa", 41.1760, -8.5890),
    Place("arrabida", "Ponte da Arrábida", 41.1474, -8.6405),
    Place("freixo", "Ponte do Freixo", 41.1414, -8.5811),
)

FAMILIES = {"matosinhos": 420, "boavista": 300, "foz": 180, "trindade": 380, "campanha": 260, "gondomar": 220}
"""Families of four that have asked to leave, by where they wait."""

CLOSED = {
    "luis-i": [(-8.6115, 41.1400), (-8.6070, 41.1402)],
    "infante": [(-8.6040, 41.1410), (-8.5995, 41.1412)],
    "crestuma": [(-8.4900, 41.0727), (-8.4830, 41.0727)],
    "upstream": [(-8.4700, 41.0640), (-8.3700, 41.0640)],
}
"""Lines across the other bridges."""

RISKS = {
    "front": (2, [(-8.655, 41.138), (-8.590, 41.138), (-8.590, 41.146), (-8.655, 41.146), (-8.655, 41.138)]),
}
"""Areas with the harm to be expected in them, in an invented unit per km driven."""


def build() -> Scenario:
    """Build the scenario."""
    invented = FigureSource("all tables", "everything", SourceKind.ASSUMED, "Invented to show a map; nothing happened.")
    return Scenario(
        name="porto",
        title="Porto, a synthetic operation",
        start=START,
        timezone="Europe/Lisbon",
        places=(*WAITING, *DESTINATIONS, *OTHERS),
        people=_people(),
        vehicles=(
            VehicleRow("bus", 40, "depot", seats=52),
            VehicleRow("ambulance", 10, "santo-antonio", seats=2, stretchers=2),
        ),
        agreement=Agreement(("North bank", "South bank"), _crossings()),
        sources=(invented,),
    )


def _people() -> tuple[TravelGroups, ...]:
    towns = ("carvalhos", "valadares", "espinho")
    families = [
        TravelGroups(f"families-{place}", place, count, seated=4, destinations=towns, vehicles=("bus",))
        for place, count in FAMILIES.items()
    ]
    patients = TravelGroups(
        *("patients", "santo-antonio", 40),
        seated=1,
        stretcher=1,
        priority=1,
        destinations=("gaia-hospital",),
        vehicles=("ambulance",),
    )
    return (patients, *families)


def _crossings() -> tuple[CrossingRule, ...]:
    windows = (Window(1 * HOUR_S, 7 * HOUR_S), Window(9 * HOUR_S, 13 * HOUR_S))
    return tuple(
        CrossingRule(place, lanes=3, check_s=CHECK_S, windows=windows, loaded_only=True)
        for place in ("arrabida", "freixo")
    )


def _layer(features: list[dict[str, object]]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}, indent=1).encode()


def _feature(kind: str, coordinates: object, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the scenario folder with its closures and risks."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.porto", description=__doc__)
    parser.add_argument("folder", type=Path, help="the scenario folder to write")
    folder: Path = parser.parse_args(arguments).folder
    write_scenario(build(), folder)
    closed = [_feature("LineString", line, id=name, note="closed in this exercise") for name, line in CLOSED.items()]
    risks = [_feature("Polygon", [ring], id=name, weight=weight) for name, (weight, ring) in RISKS.items()]
    (folder / "closures.geojson").write_bytes(_layer(closed))
    (folder / "risk.geojson").write_bytes(_layer(risks))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
