"""The tables of a scenario: every file, sheet, column and key, with kind, default and meaning.

Reading, writing, the starting scenario and the reference page all follow these definitions.
"""

from fractions import Fraction

from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Link, Place
from safepassage.domain.scenario import FigureSource, Objective, SourceKind
from safepassage.domain.terms import ConvoyRule, CrossingRule, LinkedMovement
from safepassage.domain.vehicles import VehicleRow
from safepassage.scenarios.columns import Column, Table, count, minutes, people_places, required
from safepassage.scenarios.kinds import YES_NO, Choice, Id, Ids, Text, Texts
from safepassage.scenarios.numbers import MINUTES, MOST, Degrees, Exact, Hours, Steps, Weights, Whole
from safepassage.scenarios.times import Instant, Time, Windows, Zone

PLACES = Table(
    "places.csv",
    "places",
    Place,
    (
        required("id", "id", Id(), "Name of the place in the other tables.", ""),
        Column("name", "name", Text(), "Name to show to people.", "", "the id"),
        Column("lat", "lat", Degrees(90), "Latitude, WGS 84.", None, "unknown", unit="degrees"),
        Column("lon", "lon", Degrees(180), "Longitude, WGS 84.", None, "unknown", unit="degrees"),
        minutes("board_minutes", "board_s", "Time to board, per vehicle visit."),
        minutes("alight_minutes", "alight_s", "Time to alight, per vehicle visit."),
        Column(
            "bays",
            "bays",
            Whole(low=1, unlimited=True),
            "How many vehicles can board or alight at once.",
            None,
            "unlimited",
            unit="vehicles",
        ),
        people_places(
            "shelter_places",
            "shelter_places",
            "Room for people who sit or use a wheelchair; makes the place a destination.",
        ),
        people_places("beds", "beds", "Room for people on stretchers; makes the place a destination."),
        Column(
            "through",
            "through",
            YES_NO,
            "Whether vehicles may drive through; with `no` they visit it only to board, to alight, to start or to end.",
            True,
            "yes",
        ),
        Column(
            "transfer",
            "transfer",
            YES_NO,
            "Whether people may alight here, wait, and board another vehicle; they are not out yet.",
            False,
            "no",
        ),
    ),
    "Every place: where people wait, where vehicles start, destinations, crossings, road junctions.",
    key="id",
)

PEOPLE = Table(
    "people.csv",
    "people",
    TravelGroups,
    (
        required("id", "id", Id(), "Name of these groups in plans.", ""),
        required("place", "place", Id(), "Where they wait: the id of a place.", ""),
        Column("groups", "groups", Whole(), "How many identical travel groups these are.", 1, "1", unit="groups"),
        count("seated", "seated", "People in one group who sit.", stand_in=1, unit="people"),
        count("wheelchair", "wheelchair", "People in one group who use a wheelchair.", unit="people"),
        count("stretcher", "stretcher", "People in one group who lie on a stretcher.", unit="people"),
        Column("priority", "priority", Whole(1, 3), "1 goes first, then 2, then 3.", 3, "3"),
        Column("ready", "ready_s", Time(), "Boarding begins no earlier.", 0, "the start"),
        Column(
            "destinations",
            "destinations",
            Ids(),
            "The only places where they may be brought: ids of places.",
            (),
            "any destination",
        ),
        Column("vehicles", "vehicles", Ids(), "The only vehicle types that may carry them.", (), "any type"),
        Column(
            "stream",
            "stream",
            Text(stripped=True),
            "People of different streams are never aboard one vehicle together.",
            "",
            "a stream without a name",
        ),
        Column(
            "max_aboard_minutes",
            "max_aboard_s",
            MINUTES,
            "Longest time aboard, from the boarding stop's departure to the alighting stop's.",
            None,
            "no limit",
            unit="minutes",
        ),
    ),
    "Travel groups who have asked to leave. A row is a number of identical groups; a group is never split.",
    key="id",
)

VEHICLES = Table(
    "vehicles.csv",
    "vehicles",
    VehicleRow,
    (
        required("type", "type", Id(), "Type of the vehicles; they are named `type-1`, `type-2` and so on.", ""),
        required("count", "count", Whole(), "How many of them stand there.", 1, unit="vehicles"),
        required("start", "start", Id(), "Where they start: the id of a place.", ""),
        count("seats", "seats", "Seats in one vehicle.", stand_in=MOST, unit="people"),
        count("wheelchairs", "wheelchairs", "Places for wheelchairs.", stand_in=MOST, unit="people"),
        count("stretchers", "stretchers", "Places for stretchers.", stand_in=MOST, unit="people"),
        count("seats_per_wheelchair", "seats_per_wheelchair", "Seats that one wheelchair takes away.", unit="seats"),
        count("seats_per_stretcher", "seats_per_stretcher", "Seats that one stretcher takes away.", unit="seats"),
        Column(
            "drive_factor",
            "drive_factor",
            Exact(high=1000, positive=True),
            "Driving takes a link's minutes times this.",
            Fraction(1),
            "1",
        ),
        Column("available_from", "available_from_s", Time(), "The first departure is no earlier.", 0, "the start"),
        Column("available_until", "available_until_s", Time(), "Everything is done by then.", None, "no limit"),
        Column(
            "max_duty_minutes",
            "max_duty_s",
            MINUTES,
            "Longest time from the first departure to the last.",
            None,
            "no limit",
            unit="minutes",
        ),
        Column("max_km", "max_km", Exact(high=1_000_000), "Longest way driven in all.", None, "no limit", unit="km"),
        Column("return_to", "return_to", Id(), "Where the vehicle must end: the id of a place.", None, "anywhere"),
        Column("crossings", "crossings", Ids(), "The only crossings it may pass: ids of places.", (), "any crossing"),
    ),
    "Vehicles. A row is a number of alike ones at one place; a type may have several rows with the same capacities.",
)

LINKS = Table(
    "links.csv",
    "links",
    Link,
    (
        required("from", "from_place", Id(), "Where the road begins: the id of a place.", ""),
        required("to", "to_place", Id(), "Where it ends: the id of a place.", ""),
        Column("km", "km", Exact(high=1_000_000), "Its length.", Fraction(0), "0", unit="km"),
        required(
            "minutes",
            "drive_s",
            MINUTES,
            "Driving time of a vehicle with drive factor 1.",
            Fraction(60),
            unit="minutes",
        ),
        Column("both_ways", "both_ways", YES_NO, "Whether it is driven in both directions.", True, "yes"),
        Column(
            "risk",
            "risk",
            Exact(high=1_000_000_000),
            "Expected harm to one vehicle per passage, in any unit.",
            Fraction(0),
            "0",
        ),
    ),
    "Roads between two places.",
)

SOURCES = Table(
    "sources.csv",
    "sources",
    FigureSource,
    (
        required("about", "about", Text(), "What the figure is, such as `places.csv: board_minutes`.", ""),
        required("figure", "figure", Text(), "The figure in words.", ""),
        required(
            "kind",
            "kind",
            Choice({kind.value: kind for kind in SourceKind}),
            "Whether somebody reported it or the authors assume it.",
            SourceKind.ASSUMED,
        ),
        required("source", "source", Text(), "Who said so; for an assumption, why it was chosen.", ""),
        Column("url", "url", Text(), "Where it can be read.", "", "none"),
    ),
    "Where the figures come from; the report shows it.",
    optional=True,
)

FROM = Column(
    "from",
    "from_places",
    Ids(),
    "Only for vehicles whose last stop elsewhere was one of these places.",
    None,
    "every vehicle",
)

CROSSINGS = Table(
    "agreement.toml:crossings",
    "crossings",
    CrossingRule,
    (
        required(
            "place", "place", Id(), "The crossing: the id of a place that every passing vehicle must stop at.", ""
        ),
        FROM,
        Column(
            "lanes",
            "lanes",
            Whole(low=1, unlimited=True),
            "How many vehicles are checked at once.",
            None,
            "unlimited",
            unit="vehicles",
        ),
        minutes("minutes_per_vehicle", "check_s", "How long the check of a vehicle takes."),
        Column("windows", "windows", Windows(), "When it is open; touching windows are merged.", None, "always open"),
        Column(
            "applies_to",
            "loaded_only",
            Choice({"all": False, "loaded": True}),
            "With `loaded`, vehicles with nobody aboard pass freely.",
            False,
            "all",
        ),
    ),
    "Places that vehicles must stop at. Several entries may name one place; the first that fits a vehicle counts.",
    optional=True,
)

CONVOYS = Table(
    "agreement.toml:convoys",
    "convoys",
    ConvoyRule,
    (
        required("crossing", "crossing", Id(), "The crossing that loaded vehicles leave in convoys: its place.", ""),
        FROM,
        Column(
            "min_vehicles",
            "min_vehicles",
            Whole(low=1),
            "Smallest convoy; the last may be smaller.",
            1,
            "1",
            unit="vehicles",
        ),
        Column(
            "max_vehicles",
            "max_vehicles",
            Whole(low=1, unlimited=True),
            "Largest convoy.",
            None,
            "unlimited",
            unit="vehicles",
        ),
        minutes("headway_minutes", "headway_s", "Convoys leave at least so far apart."),
    ),
    "Crossings that loaded vehicles leave in convoys.",
    optional=True,
)

LINKED = Table(
    "agreement.toml:linked",
    "linked",
    LinkedMovement,
    (
        required("people_from", "people_from", Ids(), "Places whose people wait for the others.", ()),
        required("against_from", "against_from", Ids(), "Places whose people they wait for.", ()),
        required(
            "steps",
            "steps",
            Steps(),
            "Ascending: once the first number have arrived, up to the second may have left.",
            (),
            unit="people",
        ),
    ),
    "Movements that wait for each other, step by step.",
    optional=True,
)

SETTINGS = (
    required("name", "name", Text(), "Short name of the scenario; plans repeat it.", "?"),
    Column("title", "title", Text(), "Title for reports.", "", "none"),
    required("start", "start", Instant(), "When the scenario starts; all times are measured from here.", None),
    Column("timezone", "timezone", Zone(), "The local time that reports show.", "UTC", "UTC"),
    Column(
        "objective",
        "objective",
        Choice({objective.value: objective for objective in Objective}),
        "What counts once as many as possible are brought out.",
        Objective.COMPLETION,
        "completion",
    ),
    Column(
        "priority_weights",
        "priority_weights",
        Weights(),
        'Weights of the priorities 1, 2 and 3, for the objectives "priority" and "before-breakdown".',
        (100.0, 10.0, 1.0),
        "100, 10, 1",
    ),
    Column(
        "expected_calm_hours",
        "expected_calm_s",
        Hours(),
        'Mean time until the agreement fails; needed for the objective "before-breakdown".',
        None,
        "none",
        unit="hours",
    ),
)
"""The keys of `scenario.toml`, and the rows of the sheet `scenario`."""

SETTINGS_TABLE = Table(
    "scenario.toml",
    "scenario",
    dict,
    (
        required("key", "key", Text(), "A key of `scenario.toml`.", ""),
        Column("value", "value", Text(), "Its value.", ""),
        Column("meaning", "meaning", Text(), "What it is; nothing reads this.", ""),
    ),
    "The scenario itself: a key and its value in each row.",
)
"""The sheet of a workbook that holds the keys of `scenario.toml`."""

PARTIES = Column("parties", "parties", Texts(), "Parties to the agreement, in free text.", (), "none")
"""The one key of `agreement.toml` that is no table."""
PARTY_TABLE = Table(
    "agreement.toml:parties",
    "parties",
    dict,
    (required("party", "party", Text(), "A party to the agreement, in free text.", ""),),
    "The parties to the agreement, one a row.",
    optional=True,
)
"""The sheet of a workbook that holds them."""

CSV_TABLES = (PLACES, PEOPLE, VEHICLES, LINKS, SOURCES)
AGREEMENT_TABLES = (CROSSINGS, CONVOYS, LINKED)
SETTINGS_FILE = "scenario.toml"
AGREEMENT_FILE = "agreement.toml"
