"""Files about streets as texts, sound ones and spoilt ones, and how to read them."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from safepassage.domain.notices import Notice
from safepassage.scenarios.collector import Collector
from safepassage.scenarios.streets.condition_files import StreetFiles, condition_texts

START = datetime(2030, 5, 1, 6, tzinfo=timezone(timedelta(hours=2)))
LINE: dict[str, Any] = {"type": "LineString", "coordinates": [[2.0, 1.0], [2.1, 1.0]]}
RING = [[2.0, 1.0], [2.1, 1.0], [2.1, 1.1], [2.0, 1.1], [2.0, 1.0]]
SQUARE: dict[str, Any] = {"type": "Polygon", "coordinates": [RING]}

CLOSURES = """\
{"type": "FeatureCollection", "name": "closures", "features": [
 {"type": "Feature", "properties": {"id": "bridge", "from": "+30m", "until": "2030-05-02T06:00:00+02:00",
   "note": "Inspected, and unsafe."},
  "geometry": {"type": "LineString", "coordinates": [[2.0, 1.0], [2.1, 1.0, 250.5]]}},
 {"type": "Feature", "properties": {"id": "old-town", "note": null},
  "geometry": {"type": "MultiPolygon", "coordinates": [[[[2, 1], [2.1, 1], [2.1, 1.1], [2, 1]]]]}}
]}
"""
AREAS = """\
{"type": "FeatureCollection", "features": [
 {"type": "Feature", "properties": {"id": "hills"},
  "geometry": {"type": "Polygon", "coordinates": [[[2, 1], [2.1, 1], [2.1, 1.1], [2, 1]],
   [[2.05, 1.01], [2.06, 1.01], [2.06, 1.02], [2.05, 1.01]]]}}
]}
"""
RISK = """\
{"type": "FeatureCollection", "features": [
 {"type": "Feature", "properties": {"id": "junction", "weight": 2.5, "reach_metres": 300.0},
  "geometry": {"type": "Point", "coordinates": [2.0, 1.0]}},
 {"type": "Feature", "properties": {"id": "front", "weight": 0.1},
  "geometry": {"type": "Polygon", "coordinates": [[[2, 1], [2.1, 1], [2.1, 1.1], [2, 1]]]}},
 {"type": "Feature", "id": 7, "properties": {"weight": 1},
  "geometry": {"type": "MultiPoint", "coordinates": [[2.0, 1.0], [2.1, 1.0]]}}
]}
"""
SPEEDS = """\
road_class,area,from,until,kmh,factor,note
primary secondary,,,,40,,Trucks only
,hills,18:30,6:00,,0.5,Night
,,00:00,24:00,,0.9,
"""
CORRIDORS = """\
from,to,through,reason
a,b,1.01 2.02; 1.02 2.03,Wider streets
"b","a","1.02,2.03",
"""
TEXTS: Mapping[str, str] = {
    "closures.geojson": CLOSURES,
    "areas.geojson": AREAS,
    "risk.geojson": RISK,
    "speeds.csv": SPEEDS,
    "corridors.csv": CORRIDORS,
}


def read(texts: Mapping[str, str]) -> StreetFiles:
    """Read the texts of files about streets."""
    return condition_texts(texts, START, Collector())


def feature(geometry: Any = LINE, **properties: Any) -> dict[str, Any]:
    """Give a feature, a closure if nothing else is said."""
    return {"type": "Feature", "properties": {"id": "bridge", **properties}, "geometry": geometry}


def collection(*features: Any, **members: Any) -> str:
    """Give the text of a collection, one feature a line."""
    head = "".join(f"{json.dumps(name)}: {json.dumps(value)}, " for name, value in members.items())
    lines = ",\n".join(json.dumps(one) for one in features)
    return f'{{"type": "FeatureCollection", {head}"features": [\n{lines}\n]}}\n'


def closure_notices(text: str) -> Sequence[Notice]:
    """Give the notices of reading a text as `closures.geojson`."""
    return read({"closures.geojson": text}).collector.notices
