"""The files about streets: every column, property and member, with kind, default and meaning.

Reading, and the reference page, follow these definitions.
"""

from dataclasses import dataclass
from fractions import Fraction

from safepassage.domain.streets import ChosenWay, Closure, RiskSource, Shape, SpeedRule
from safepassage.scenarios.columns import Column, Table, required
from safepassage.scenarios.kinds import Id, Ids, Text, Texts
from safepassage.scenarios.numbers import MINUTES, Exact, Whole
from safepassage.scenarios.streets.kinds import ClockTime, CutOff, Digest, Digests, Positions
from safepassage.scenarios.streets.shapes import LINES, POINTS, POLYGONS
from safepassage.scenarios.times import LONGEST_DAYS, Time

FASTEST_KMH = 200
MOST_REACH_M = 100_000


@dataclass(frozen=True, slots=True)
class Area:
    """An area with a name, for `speeds.csv`."""

    id: str
    shape: Shape
    note: str = ""


@dataclass(frozen=True, slots=True)
class Layer:
    """A GeoJSON file: its name, the record of a feature, the types of geometry that it takes, its properties.

    `noun` and its number name a feature that has no id.
    """

    name: str
    record: type
    geometries: tuple[str, ...]
    columns: tuple[Column, ...]
    noun: str


def _own_id(meaning: str, noun: str) -> Column:
    """Give the column of an id that features may go without: the noun and their number then stand for it."""
    return Column("id", "id", Id(), meaning, "", f"`{noun}-` and the feature's number in the file")


NAME = Column("name", "name", Text(), "What people call it.", "", "none")
NOTE = Column("note", "note", Text(), "Why, and who says so, in free text.", "", "none")

CLOSURES = Layer(
    "closures.geojson",
    Closure,
    (*LINES, *POLYGONS),
    (
        _own_id("Name of the closure in messages.", "closure"),
        NAME,
        Column("from", "from_s", Time(), "Closed from then on.", None, "always"),
        Column("until", "until_s", Time(), "Open again from then on.", None, "for good"),
        NOTE,
    ),
    "closure",
)

AREAS = Layer(
    "areas.geojson",
    Area,
    POLYGONS,
    (required("id", "id", Id(), "Name of the area in `speeds.csv`.", ""), NOTE),
    "area",
)

REACH = Column(
    "reach_metres",
    "reach_m",
    Whole(low=1, high=MOST_REACH_M),
    "How near a way comes to a point or line for the risk to count.",
    200,
    "200",
    unit="metres",
)
RISK = Layer(
    "risk.geojson",
    RiskSource,
    (*POINTS, *LINES, *POLYGONS),
    (
        _own_id("Name of the source of risk in messages.", "risk"),
        NAME,
        required(
            "weight",
            "weight",
            Exact(high=1_000_000_000),
            "Expected harm to one vehicle, in any unit: for each km inside an area, or each way near a point or line.",
            Fraction(0),
        ),
        REACH,
        NOTE,
    ),
    "risk",
)

SPEEDS = Table(
    "speeds.csv",
    "speeds",
    SpeedRule,
    (
        Column(
            "road_class",
            "road_classes",
            Ids(),
            "Only roads of these classes: values of OpenStreetMap's `highway`.",
            (),
            "roads of any class",
        ),
        Column("area", "area_id", Id(), "Only roads in this area of `areas.geojson`.", "", "everywhere"),
        Column("from", "from_minute", ClockTime(), "Only from this time of day on.", None, "all day"),
        Column(
            "until",
            "until_minute",
            ClockTime(ends=True),
            "Only until this time of day; before `from`, it is of the next day.",
            None,
            "all day",
        ),
        Column(
            "kmh",
            "kmh",
            Exact(high=FASTEST_KMH, positive=True),
            "The speed there.",
            None,
            "unchanged",
            unit="km/h",
        ),
        Column(
            "factor",
            "factor",
            Exact(high=10, positive=True),
            "The speed there times this.",
            None,
            "unchanged",
        ),
        NOTE,
    ),
    "Other speeds than the map's. Rows apply in order; each has either `kmh` or `factor`.",
    optional=True,
)

CORRIDORS = Table(
    "corridors.csv",
    "corridors",
    ChosenWay,
    (
        required("from", "from_place", Id(), "Where the way begins: the id of a place.", ""),
        required("to", "to_place", Id(), "Where it ends: the id of a place.", ""),
        required("through", "through", Positions(), "Where it leads through, in order.", (), unit="latitude first"),
        Column("reason", "reason", Text(), "Why it was chosen over the fastest one.", "", "none"),
    ),
    "Ways that somebody chose over the fastest ones.",
    optional=True,
)

ROUTES_FILE = "routes.geojson"
ROUTES_FORMAT = "safepassage-routes-1"
FORMAT = required("format", "format", Text(), f"`{ROUTES_FORMAT}`.", ROUTES_FORMAT)
ROUTES_MEMBERS = (
    FORMAT,
    Column("profile", "profile", Text(), "Kind of vehicle that they were found for.", "", "none"),
    Column(
        "at",
        "at_s",
        Whole(high=LONGEST_DAYS * 86_400),
        "Moment that they were found for, in seconds after the scenario's start.",
        0,
        "0",
    ),
    Column("source", "source", Text(), "What they were found on.", "", "none"),
    Column("attribution", "attribution", Text(), "What must stand wherever they are shown.", "", "none"),
    Column("links_sha256", "links_digest", Digest(), "Digest of the `links.csv` written with them.", "", "unknown"),
    Column("made_from", "made_from", Digests(), "Digest of each file that they depend on.", (), "unknown"),
    Column("cut_off", "cut_off", CutOff(), "Places that closures leave without a way.", (), "none"),
)
"""The members of `routes.geojson` beside its features."""
ROUTE_PROPERTIES = (
    required("from", "from_place", Id(), "Where the way begins: the id of a place.", ""),
    required("to", "to_place", Id(), "Where it ends: the id of a place.", ""),
    required("minutes", "drive_s", MINUTES, "Driving time with drive factor 1.", Fraction(0), unit="minutes"),
    required("km", "km", Exact(high=1_000_000), "Its length.", Fraction(0), unit="km"),
    Column("risk", "risk", Exact(high=1_000_000_000), "Risk along it.", Fraction(0), "0"),
    Column("streets", "streets", Texts(), "Names of the streets that most of it follows, in order.", (), "none"),
)
"""The properties of a route in `routes.geojson`."""

LAYERS = (CLOSURES, AREAS, RISK)
STREET_TABLES = (SPEEDS, CORRIDORS)
CONDITION_FILES = tuple(sorted(part.name for part in (*LAYERS, *STREET_TABLES)))
"""The files that people write; routes are found with them."""
STREET_FILES = (*CONDITION_FILES, ROUTES_FILE)
