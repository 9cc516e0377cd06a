"""A small sound scenario folder as texts, for tests to spoil in one spot."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from safepassage.domain.notices import Notice
from safepassage.scenarios.collector import Collector
from safepassage.scenarios.folder import load_texts
from safepassage.scenarios.loading import Loaded

SETTINGS = """\
name = "small"
title = "Two places"
start = 2030-05-01T06:00:00+02:00
timezone = "Africa/Cairo"
"""
PLACES = """\
id,name,lat,lon,board_minutes,alight_minutes,bays,shelter_places,beds,through,transfer
a,Place A,1,2,5,,2,,,,
x,,,,,,,,,,
b,Place B,1.5,2.5,,5,,100,10,no,
"""
PEOPLE = """\
id,place,groups,seated,wheelchair,stretcher,priority,ready,destinations,vehicles,stream,max_aboard_minutes
families,a,10,4,,,,,,,,
patients,a,2,1,,1,1,+90m,b,bus,,240
"""
VEHICLES = """\
type,count,start,seats,wheelchairs,stretchers,seats_per_wheelchair,seats_per_stretcher,drive_factor,available_from
bus,2,a,40,,1,,,1.5,
"""
LINKS = """\
from,to,km,minutes,both_ways,risk
a,x,10,12.5,,
x,b,10,12.5,yes,0.25
"""
AGREEMENT = """\
parties = ["One", "Other"]

[[crossings]]
place = "x"
from = ["a"]
lanes = 2
minutes_per_vehicle = 3
windows = [["2030-05-01T12:00:00+02:00", "+14h"], ["+1d", "+1d6h"]]
applies_to = "loaded"

[[convoys]]
crossing = "x"
min_vehicles = 1
max_vehicles = 2
headway_minutes = 20
"""
UNCERTAINTY = """\
[travel]
shape = "lognormal"
cv = 0.2
common_cv = 0.1
mean = 1.25
source = "drivers"

[late_start]
mean_minutes = 30
source = "owners"

[late_opening]
chance = 0.5
mean_minutes = 12.5
shape = "exponential"
source = "guards"

[staying]
chance = 0.05
source = "elders"

[breakdowns]
per_hour = 0.01
mean_minutes = 90
for_good = 0.25
source = "garage"

[[roads]]
from = "a"
to = "x"
both_ways = false
per_hour = 0.02
mean_minutes = 60
source = "patrol"

[[roads]]
from = "x"
to = "b"
per_hour = 0.5
for_good = 1
source = "river"

[agreement]
per_hour = 0.03
mean_hours = 24
cv = 0.5
windows_move = true
source = "envoys"

[incidents]
per_hour = 0.1
suspends = 0.2
source = "envoys"
"""
"""An `uncertainty.toml` that fits the folder."""
FOLDER: Mapping[str, str] = {
    "scenario.toml": SETTINGS,
    "places.csv": PLACES,
    "people.csv": PEOPLE,
    "vehicles.csv": VEHICLES,
    "links.csv": LINKS,
    "agreement.toml": AGREEMENT,
}


def spoilt(file: str, old: str, new: str) -> dict[str, str]:
    """Give the sound folder with one text replaced once."""
    assert old in FOLDER[file]
    return {**FOLDER, file: FOLDER[file].replace(old, new, 1)}


def loaded(texts: Mapping[str, str]) -> Loaded:
    """Read the texts of a folder."""
    return load_texts(texts, Collector())


def notices(texts: Mapping[str, str]) -> Sequence[Notice]:
    """Give the notices of reading the texts of a folder."""
    return loaded(texts).collector.notices


def written(texts: Mapping[str, str | bytes], folder: Path) -> Path:
    """Write the texts to a folder."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder
