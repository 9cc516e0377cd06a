"""Who drives on which road, how fast, and in which direction: rows of tags, each with its reason."""

from dataclasses import replace
from pathlib import Path

import pytest

from safepassage.network.osm import AMBULANCE, BUS, Profile
from tests.network.osm.maps import ROAD, SmallMap, arcs_by_names

Speeds = tuple[float, float]
"""Along the line and against it, in km/h; 0 for not at all."""

CLASSES: list[tuple[str, float, float]] = [
    ("motorway_link", 50, 60),
    ("trunk", 80, 85),
    ("primary", 60, 65),
    ("secondary", 60, 60),
    ("tertiary", 50, 50),
    ("unclassified", 30, 30),
    ("residential", 30, 30),
    ("living_street", 10, 10),
    ("service", 20, 20),
    ("road", 20, 20),
    ("busway", 30, 0),
    ("bus_guideway", 0, 0),
    ("pedestrian", 0, 0),
    ("footway", 0, 0),
    ("construction", 0, 0),
    ("proposed", 0, 0),
    ("abandoned", 0, 0),
    ("raceway", 0, 0),
    ("no_such_class", 0, 0),
]

BOTH_WAYS: list[tuple[dict[str, str], float, float, str]] = [
    ({"area": "yes"}, 0, 0, "an area is no line to drive along"),
    ({"construction": "yes"}, 0, 0, "being built"),
    ({"construction": "minor"}, 30, 30, "being mended beside the traffic"),
    ({"abandoned": "yes"}, 0, 0, "given up"),
    ({"disused": "yes"}, 0, 0, "given up"),
    ({"impassable": "yes"}, 0, 0, "impassable"),
    ({"status": "impassable"}, 0, 0, "impassable"),
    ({"access": "no"}, 0, 0, "closed to all"),
    ({"access": "private"}, 0, 0, "private"),
    ({"access": "permissive"}, 30, 30, "the owner lets pass"),
    ({"access": "destination"}, 30, 30, "for those with business there"),
    ({"access": "customers"}, 30, 30, "for those with business there"),
    ({"access": "no_such_value"}, 30, 30, "says nothing"),
    ({"access": "agricultural;forestry"}, 0, 0, "a list of others"),
    ({"vehicle": "no"}, 0, 0, "no vehicles"),
    ({"motor_vehicle": "no"}, 0, 0, "no motor vehicles"),
    ({"motor_vehicle": "agricultural"}, 0, 0, "for tractors"),
    ({"access": "no", "vehicle": "yes"}, 30, 30, "the special tag wins"),
    ({"vehicle": "yes", "motor_vehicle": "no"}, 0, 0, "the special tag wins"),
    ({"motor_vehicle": "no", "psv": "yes"}, 30, 0, "for public transport"),
    ({"psv": "yes", "bus": "no"}, 0, 30, "for taxis, not for buses"),
    ({"access": "no", "bus": "designated"}, 30, 0, "for buses"),
    ({"access": "psv"}, 30, 0, "the key of a kind as value"),
    ({"access": "bus;taxi"}, 30, 0, "one of a list"),
    ({"access": "no", "emergency": "yes"}, 0, 30, "for emergency vehicles"),
    ({"access": "emergency"}, 0, 30, "the key of a kind as value"),
    ({"motorcar": "no"}, 30, 0, "an ambulance is built as a car"),
    ({"hgv": "no"}, 30, 30, "a bus is no lorry"),
    ({"foot": "no", "bicycle": "no"}, 30, 30, "about others"),
    ({"emergency": "no"}, 30, 0, "no emergency vehicles"),
    ({"highway": "pedestrian", "bus": "yes"}, 10, 0, "a pedestrian street that lets buses in"),
    ({"highway": "pedestrian", "emergency": "designated"}, 0, 10, "and one that lets ambulances in"),
    ({"highway": "pedestrian", "motor_vehicle": "destination"}, 10, 10, "and one that lets residents drive in"),
    ({"highway": "pedestrian", "access": "yes"}, 0, 0, "said of people on foot"),
    ({"highway": "busway", "emergency": "yes"}, 30, 30, "a busway that lets ambulances in"),
    ({"highway": "busway", "access": "no", "bus": "yes"}, 30, 0, "a busway as it is usually tagged"),
    ({"highway": "service", "service": "emergency_access"}, 0, 20, "for rescue"),
    ({"highway": "service", "service": "emergency_access", "psv": "yes"}, 20, 20, "for rescue and buses"),
    ({"highway": "service", "service": "parking_aisle"}, 10, 10, "between parked cars"),
    ({"highway": "service", "service": "bus"}, 20, 20, "any other service road"),
    ({"highway": "track"}, 0, 15, "a track nobody has graded"),
    ({"highway": "track", "tracktype": "grade1"}, 15, 15, "a paved track"),
    ({"highway": "track", "tracktype": "grade3"}, 0, 15, "a soft track"),
    ({"highway": "track", "tracktype": "grade5"}, 0, 0, "grass"),
    ({"highway": "primary", "tracktype": "grade3"}, 20, 20, "a road in the state of a track"),
    ({"highway": "primary", "surface": "asphalt"}, 60, 65, "a surface that slows nobody"),
    ({"highway": "primary", "surface": "compacted"}, 60, 65, "a cap above the speed"),
    ({"highway": "trunk", "surface": "compacted"}, 60, 80, "a cap below the speed"),
    ({"highway": "primary", "surface": "gravel"}, 30, 30, "gravel"),
    ({"highway": "primary", "surface": "Dirt"}, 30, 30, "in capitals"),
    ({"highway": "primary", "surface": "asphalt; cobblestone"}, 20, 20, "the worst of a list"),
    ({"highway": "primary", "surface": "moon_dust"}, 60, 65, "a surface nobody knows"),
    ({"highway": "primary", "smoothness": "bad"}, 40, 40, "potholes"),
    ({"highway": "primary", "smoothness": "very_bad"}, 20, 20, "worse"),
    ({"highway": "primary", "smoothness": "horrible"}, 0, 0, "for off-road vehicles"),
    ({"highway": "primary", "surface": "gravel", "smoothness": "very_bad"}, 20, 20, "the least counts"),
    ({"highway": "primary", "maxspeed": "50"}, 45, 45, "nine tenths of the limit"),
    ({"highway": "primary", "maxspeed": "30 mph"}, 43.452288, 43.452288, "miles"),
    ({"highway": "residential", "maxspeed": "50"}, 30, 30, "a limit makes no road faster"),
    ({"highway": "primary", "maxspeed": "none"}, 60, 65, "no limit"),
    ({"highway": "primary", "maxspeed": "DE:urban"}, 45, 45, "a named limit"),
    ({"highway": "primary", "maxspeed:type": "DE:urban"}, 45, 45, "a custom where no limit is given"),
    ({"highway": "primary", "zone:maxspeed": "DE:30"}, 27, 27, "a zone"),
    ({"highway": "primary", "source:maxspeed": "IT:urban"}, 45, 45, "where a limit comes from"),
    ({"highway": "primary", "source:maxspeed": "survey"}, 60, 65, "where a limit comes from, but not which"),
    ({"highway": "primary", "maxspeed": "60", "maxspeed:type": "DE:urban"}, 54, 54, "the sign wins"),
    ({"highway": "primary", "maxspeed": "60", "maxspeed:bus": "40"}, 36, 54, "a limit for buses"),
    ({"highway": "primary", "maxspeed": "60", "maxspeed:hgv": "40"}, 54, 54, "a limit for others"),
    ({"highway": "primary", "maxspeed": "0"}, 60, 65, "a slip"),
    ({"maxheight": "3.9"}, 0, 30, "too low for a bus"),
    ({"maxheight": "4"}, 30, 30, "just high enough"),
    ({"maxheight": "9'10\""}, 0, 0, "too low for an ambulance too"),
    ({"maxheight:physical": "3.5"}, 0, 30, "measured, not signed"),
    ({"maxheight": "default"}, 30, 30, "no sign"),
    ({"maxwidth": "2.5"}, 0, 30, "too narrow for a bus"),
    ({"width": "2.3"}, 0, 30, "too narrow a road for a bus"),
    ({"width": "2 m"}, 0, 0, "too narrow a road for an ambulance too"),
    ({"maxlength": "12"}, 0, 30, "too short for a bus"),
    ({"maxlength": "12", "maxlength:bus": "none"}, 30, 30, "but buses may"),
    ({"maxweight": "16"}, 0, 30, "a weak bridge"),
    ({"maxweight": "3.5"}, 0, 0, "a very weak bridge"),
    ({"maxweight": "3.5", "maxweight:psv": "25"}, 30, 0, "but buses may"),
    ({"maxweight:hgv": "3.5"}, 30, 30, "about lorries"),
    ({"maxweightrating": "7.5"}, 0, 30, "rated weight"),
    ({"maxaxleload": "10"}, 0, 30, "a weak surface"),
    ({"maxweight": "unsigned"}, 30, 30, "cannot be read"),
    ({"ford": "yes"}, 0, 0, "water on the road"),
    ({"ford": "yes", "motor_vehicle": "yes"}, 30, 30, "water that vehicles may cross"),
    ({"ford": "no"}, 30, 30, "no water"),
    ({"access:conditional": "no @ (Mo-Fr)"}, 30, 30, "conditions are not read"),
    ({"maxspeed:conditional": "10 @ (wet)"}, 30, 30, "conditions are not read"),
]

DIRECTIONS: list[tuple[dict[str, str], Speeds, Speeds, str]] = [
    ({}, (30, 30), (30, 30), "two-way"),
    ({"oneway": "yes"}, (30, 0), (30, 0), "one-way"),
    ({"oneway": "1"}, (30, 0), (30, 0), "one-way"),
    ({"oneway": "true"}, (30, 0), (30, 0), "one-way"),
    ({"oneway": "-1"}, (0, 30), (0, 30), "one-way against the line"),
    ({"oneway": "reverse"}, (0, 30), (0, 30), "one-way against the line"),
    ({"oneway": "no"}, (30, 30), (30, 30), "two-way"),
    ({"oneway": "alternating"}, (30, 30), (30, 30), "in turn"),
    ({"oneway": "reversible"}, (0, 0), (0, 0), "changes with the hour"),
    ({"oneway": "no_such_value"}, (30, 30), (30, 30), "says nothing"),
    ({"junction": "roundabout"}, (30, 0), (30, 0), "a roundabout"),
    ({"junction": "circular"}, (30, 0), (30, 0), "as good as a roundabout"),
    ({"junction": "roundabout", "oneway": "no"}, (30, 30), (30, 30), "a roundabout that says otherwise"),
    ({"junction": "roundabout", "oneway": "-1"}, (0, 30), (0, 30), "a roundabout drawn the wrong way round"),
    ({"highway": "motorway"}, (85, 0), (100, 0), "a motorway"),
    ({"highway": "motorway", "oneway": "no"}, (85, 85), (100, 100), "a motorway that says otherwise"),
    ({"oneway": "yes", "oneway:bus": "no"}, (30, 30), (30, 0), "not for buses"),
    ({"oneway": "yes", "oneway:psv": "no"}, (30, 30), (30, 0), "not for public transport"),
    ({"oneway": "yes", "oneway:bicycle": "no"}, (30, 0), (30, 0), "not for others"),
    ({"oneway": "yes", "oneway:emergency": "no"}, (30, 0), (30, 30), "not for ambulances"),
    ({"oneway:bus": "yes"}, (30, 0), (30, 30), "for buses alone"),
    ({"oneway": "yes", "busway": "opposite_lane"}, (30, 30), (30, 0), "a lane for buses against the others"),
    ({"oneway": "yes", "busway:left": "opposite_lane"}, (30, 30), (30, 0), "on the left"),
    ({"oneway": "yes", "busway:right": "lane"}, (30, 0), (30, 0), "a lane with the others"),
    ({"oneway": "yes", "lanes:psv:backward": "1"}, (30, 30), (30, 0), "a lane against the others, counted"),
    ({"oneway": "yes", "lanes:psv:backward": "0"}, (30, 0), (30, 0), "no lane, counted"),
    ({"oneway": "-1", "lanes:bus:forward": "1"}, (30, 30), (0, 30), "a lane along the line, against the others"),
    ({"oneway": "yes", "bus:backward": "designated"}, (30, 30), (30, 0), "let in from the other end"),
    ({"motor_vehicle:backward": "no"}, (30, 0), (30, 0), "closed from one end"),
    ({"access:forward": "no"}, (0, 30), (0, 30), "closed from the other end"),
    ({"motor_vehicle:backward": "no", "psv": "yes"}, (30, 30), (30, 0), "closed from one end, but not to buses"),
    ({"highway": "primary", "maxspeed:forward": "50", "maxspeed:backward": "30"}, (45, 27), (45, 27), "by direction"),
    ({"highway": "primary", "maxspeed": "50", "maxspeed:backward": "30"}, (45, 27), (45, 27), "one direction apart"),
    ({"maxheight:forward": "3.5"}, (0, 30), (30, 30), "low on one side of an arch"),
]


def _speeds(folder: Path, tags: dict[str, str], profile: Profile) -> Speeds:
    """Speeds on a way with these tags, on a map that has another road besides."""
    small = SmallMap(ways={1: (ROAD | tags, [11, 12]), 2: (ROAD, [21, 22])})
    arcs = arcs_by_names(small.graph(folder, profile))
    return arcs.get(("11", "12"), 0), arcs.get(("12", "11"), 0)


@pytest.mark.parametrize(("road_class", "bus_kmh", "ambulance_kmh"), CLASSES)
def test_each_class_of_road_has_its_speed(
    tmp_path: Path, road_class: str, bus_kmh: float, ambulance_kmh: float
) -> None:
    assert _speeds(tmp_path, {"highway": road_class}, BUS) == (bus_kmh, bus_kmh)
    assert _speeds(tmp_path, {"highway": road_class}, AMBULANCE) == (ambulance_kmh, ambulance_kmh)


@pytest.mark.parametrize(("tags", "bus_kmh", "ambulance_kmh", "reason"), BOTH_WAYS)
def test_tags_open_close_and_slow_roads(
    tmp_path: Path, tags: dict[str, str], bus_kmh: float, ambulance_kmh: float, reason: str
) -> None:
    assert _speeds(tmp_path, tags, BUS) == pytest.approx((bus_kmh, bus_kmh)), reason
    assert _speeds(tmp_path, tags, AMBULANCE) == pytest.approx((ambulance_kmh, ambulance_kmh)), reason


def test_no_road_is_driven_faster_than_the_vehicle_goes(tmp_path: Path) -> None:
    assert _speeds(tmp_path, {"highway": "primary"}, replace(BUS, top_kmh=25)) == (25, 25)


@pytest.mark.parametrize(("tags", "bus", "ambulance", "reason"), DIRECTIONS)
def test_signs_hold_in_their_direction(
    tmp_path: Path, tags: dict[str, str], bus: Speeds, ambulance: Speeds, reason: str
) -> None:
    assert _speeds(tmp_path, tags, BUS) == pytest.approx(bus), reason
    assert _speeds(tmp_path, tags, AMBULANCE) == pytest.approx(ambulance), reason
