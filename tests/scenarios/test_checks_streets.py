"""Files about streets that contradict themselves, each other or the scenario are found where they stand."""

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.notices import Notice, Severity
from safepassage.domain.streets import (
    ChosenWay,
    Closure,
    Position,
    Ring,
    RiskSource,
    Routes,
    Shape,
    SpeedRule,
    StreetConditions,
)
from safepassage.scenarios.checks import run_checks
from safepassage.scenarios.origins import Origins
from safepassage.scenarios.streets.condition_files import StreetFiles
from safepassage.scenarios.streets.digests import made_from
from safepassage.scenarios.streets.outlines import crossing_of
from safepassage.scenarios.streets.tables import Area
from tests.scenarios.checked import CLEAN, changed

HERE = Shape(lines=(((36.0, 33.0), (36.1, 33.1)),))
SWAPPED = Shape(points=((33.0, 36.0),))
KMH = Fraction(30)
HOURGLASS = ((36.0, 33.0), (36.1, 33.1), (36.1, 33.0), (36.0, 33.1), (36.0, 33.0))
SQUARE = ((36.0, 33.0), (36.1, 33.0), (36.1, 33.1), (36.0, 33.1), (36.0, 33.0))
FILES = ("closures.geojson", "areas.geojson", "risk.geojson", "speeds.csv", "corridors.csv")
TOWN = Area("town", Shape(polygons=((SQUARE,),)))


def area_files(ring: Ring) -> StreetFiles:
    """Give an area with this outline, and a speed in it."""
    area = Area("town", Shape(polygons=((SQUARE,), (ring,))))
    return StreetFiles(StreetConditions(speeds=(SpeedRule(area_id="town", kmh=KMH),)), (area,))


def closures(from_s: int | None, until_s: int) -> StreetFiles:
    """Give files with two closures, the second with these times."""
    return StreetFiles(StreetConditions((Closure("dam", HERE), Closure("bridge", HERE, from_s, until_s))))


def speeds(*rules: SpeedRule) -> StreetFiles:
    """Give files with these speeds, and an area."""
    return StreetFiles(StreetConditions(speeds=(SpeedRule(area_id="town", kmh=KMH), *rules)), (TOWN,))


def chosen(*ways: ChosenWay) -> StreetFiles:
    """Give files with these chosen ways."""
    return StreetFiles(StreetConditions(chosen=ways))


def found(files: StreetFiles) -> tuple[Notice, ...]:
    """Give the notices of files about streets beside the clean scenario; rows stand on lines 2, 3 and so on."""
    lines = {name: tuple(range(2, 12)) for name in FILES}
    return run_checks(CLEAN, Origins(lines), replace(files, lines=lines))


SOUND = StreetFiles(
    StreetConditions(
        (Closure("past-and-future", HERE, None, 60), Closure("now", HERE, -60, 60)),
        (SpeedRule(("primary",), "town", TOWN.shape, 1200, 360, KMH), SpeedRule(factor=Fraction(2))),
        (RiskSource("front", HERE, Fraction(1)),),
        (ChosenWay("depot", "town", ((36.0, 33.0),)), ChosenWay("town", "depot", ((36.0, 33.0),))),
    ),
    (TOWN,),
    Routes(links_digest="1" * 64, made_from=made_from(CLEAN, {"speeds.csv": "2" * 64})),
    digests={"speeds.csv": "2" * 64},
    links_digest="1" * 64,
)


@dataclass(frozen=True)
class Case:
    """Spoilt files, and the one notice that they must give."""

    code: str
    severity: Severity
    spot: tuple[str, int, str]
    files: StreetFiles
    says: str = ""


def error(code: str, file: str, line: int, column: str, files: StreetFiles, says: str = "") -> Case:
    """Give a case that must be an error."""
    return Case(code, Severity.ERROR, (file, line, column), files, says)


def warning(code: str, file: str, line: int, column: str, files: StreetFiles, says: str = "") -> Case:
    """Give a case that must be a warning."""
    return Case(code, Severity.WARNING, (file, line, column), files, says)


THROUGH = ((36.0, 33.0),)
CASES = {
    "a closure that ends first": error(
        "closure-ends-before-it-begins",
        "closures.geojson",
        3,
        "until",
        closures(7200, 3600),
        "from +2h, but until +1h",
    ),
    "a closure of no length": error("closure-ends-before-it-begins", "closures.geojson", 3, "until", closures(60, 60)),
    "a closure that comes after the roads were looked at": warning(
        "closure-comes-later",
        "closures.geojson",
        3,
        "from",
        replace(closures(7200, 9000), routes=Routes(at_s=3600)),
        "'bridge' is closed from +2h, but links.csv has the roads of +1h",
    ),
    "a closure that is over": warning("closure-past", "closures.geojson", 3, "until", closures(None, 0), "'bridge'"),
    "a closure that was over long ago": warning("closure-past", "closures.geojson", 3, "until", closures(-7200, -3600)),
    "an area that is not there": error(
        "unknown-area", "speeds.csv", 3, "area", speeds(SpeedRule(area_id="twon", kmh=KMH)), "Is 'town' meant?"
    ),
    "an area that no row names": warning(
        "unused-area", "areas.geojson", 2, "id", StreetFiles(areas=(TOWN,)), "names 'town'"
    ),
    "a row without a speed": error("kmh-or-factor", "speeds.csv", 3, "kmh", speeds(SpeedRule()), "neither"),
    "a row with two speeds": error(
        "kmh-or-factor", "speeds.csv", 3, "kmh", speeds(SpeedRule(kmh=KMH, factor=KMH)), "both"
    ),
    "hours without a beginning": error(
        "hours-by-half", "speeds.csv", 3, "from", speeds(SpeedRule(until_minute=60, kmh=KMH))
    ),
    "hours without an end": error(
        "hours-by-half", "speeds.csv", 3, "until", speeds(SpeedRule(from_minute=60, kmh=KMH))
    ),
    "hours of no length": error(
        "hours-by-half", "speeds.csv", 3, "until", speeds(SpeedRule(from_minute=60, until_minute=60, kmh=KMH))
    ),
    "a road class that is none": warning(
        "unknown-road-class",
        "speeds.csv",
        3,
        "road_class",
        speeds(SpeedRule(("primary", "secundary"), kmh=KMH)),
        "'secundary'. Is 'secondary' meant?",
    ),
    "a way to where it begins": error(
        "way-to-itself", "corridors.csv", 2, "to", chosen(ChosenWay("town", "town", THROUGH))
    ),
    "a way chosen twice": error(
        "way-chosen-twice", "corridors.csv", 3, "from", chosen(*[ChosenWay("depot", "town", THROUGH)] * 2)
    ),
    "a way from no place": error(
        "unknown-place", "corridors.csv", 2, "from", chosen(ChosenWay("dept", "town", THROUGH)), "'depot'"
    ),
    "risk with latitude first": warning(
        "streets-far-off",
        "risk.geojson",
        2,
        "",
        StreetFiles(StreetConditions(risks=(RiskSource("front", SWAPPED, KMH),))),
        "lies 3 degrees",
    ),
    "a way with longitude first": warning(
        "streets-far-off",
        "corridors.csv",
        2,
        "through",
        chosen(ChosenWay("depot", "town", ((33.0, 36.5),))),
        "3.4 degrees",
    ),
    "an area like an hourglass": warning(
        "outline-crosses-itself", "areas.geojson", 2, "", area_files(HOURGLASS), "longitude 36.05000, latitude 33.05000"
    ),
    "links of another time": warning(
        "stale-routes", "routes.geojson", 0, "", replace(SOUND, links_digest="3" * 64), "links.csv was changed after"
    ),
    "speeds of another time": warning(
        "stale-conditions",
        "routes.geojson",
        0,
        "",
        replace(SOUND, digests={"speeds.csv": "3" * 64, "risk.geojson": "4" * 64}),
        "risk.geojson was added; speeds.csv was changed, after",
    ),
    "speeds of that time gone": warning(
        "stale-conditions", "routes.geojson", 0, "", replace(SOUND, digests={}), "speeds.csv was removed, after"
    ),
}


def test_sound_files_have_no_notices() -> None:
    assert found(SOUND) == ()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_spoilt_spot_is_found(case: Case) -> None:
    (notice,) = found(case.files)
    assert (notice.code, notice.severity) == (case.code, case.severity)
    assert (notice.file, notice.line, notice.column) == case.spot
    assert case.says in notice.message, notice.message
    assert notice.message.endswith((".", "?"))
    assert notice.mend.endswith(".")


@pytest.mark.parametrize(
    ("scenario", "stale"),
    [
        (changed("places", 3, lat=33.021), True),
        (changed("crossings", 1, place="fork"), True),
        (changed("places", 3, bays=3), False),
        (changed("people", 0, groups=2), False),
    ],
    ids=["a place was moved", "another crossing", "bays were counted", "fewer people"],
)
def test_routes_are_stale_once_positions_or_crossings_change(scenario: object, stale: bool) -> None:
    notices = run_checks(scenario, Origins(), SOUND)  # type: ignore[arg-type]
    told = [notice.message for notice in notices if notice.code == "stale-conditions"]
    assert [message.startswith("positions or crossings were changed") for message in told] == [True] * stale


def test_routes_that_say_not_what_they_are_made_from_are_never_stale() -> None:
    assert found(replace(SOUND, routes=Routes())) == ()


def test_what_could_not_be_read_is_not_missed() -> None:
    """An area that could not be read may be the one that a row names."""
    files = replace(speeds(), areas=(), unread=frozenset({"areas.geojson"}))
    assert found(files) == ()
    assert found(StreetFiles(areas=(TOWN,), unread=frozenset({"speeds.csv"}))) == ()


def crossing_anywhere(ring: Ring) -> bool:
    """Whether any two edges of a ring cross, each held against each other with exact numbers."""

    def turn(one: Position, two: Position, three: Position) -> Fraction:
        (ax, ay), (bx, by), (cx, cy) = ((Fraction(x), Fraction(y)) for x, y in (one, two, three))
        return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)

    edges = list(pairwise(ring))
    return any(
        turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0 for a, b in edges for c, d in edges
    )


grid = st.integers(0, 6).map(float)


@given(st.lists(st.tuples(grid, grid), min_size=3, max_size=9))
def test_outlines_cross_themselves_where_any_two_edges_do(corners: list[Position]) -> None:
    ring = (*corners, corners[0])
    found = crossing_of(ring)
    assert (found is not None) == crossing_anywhere(ring)
    if found is not None:
        assert min(corners)[0] <= found[0] <= max(corners)[0]
