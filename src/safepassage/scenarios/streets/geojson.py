"""GeoJSON texts (RFC 7946) to features, each with its line and a name for messages."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from safepassage.scenarios.collector import CellError, Collector
from safepassage.scenarios.json_values import JsonError
from safepassage.scenarios.kinds import DecimalText
from safepassage.scenarios.notice_codes import ReadingCode
from safepassage.scenarios.streets.json_members import Members, members_of
from safepassage.scenarios.streets.shapes import GEOMETRIES, refuse_bad_box
from safepassage.scenarios.typed import unknown_name
from safepassage.scenarios.wording import shown

MOST_FEATURES = 100_000
"""Features of a file that are read."""
COLLECTION, FEATURE = "FeatureCollection", "Feature"
COLLECTION_MEMBERS = ("type", "features", "bbox", "crs")
TOOL_MEMBERS = ("name", "description", "xy_coordinate_resolution", "generator", "copyright", "timestamp")
"""What programs that write GeoJSON add to a collection (GDAL and QGIS, Overpass); it changes nothing."""
FEATURE_MEMBERS = ("type", "id", "geometry", "properties", "bbox")
WGS84 = frozenset(
    {
        "urn:ogc:def:crs:OGC:1.3:CRS84",
        "urn:ogc:def:crs:OGC::CRS84",
        "OGC:CRS84",
        "EPSG:4326",
        "urn:ogc:def:crs:EPSG::4326",
    }
)
"""Names of WGS 84 in the member `crs` of GeoJSON as it was in 2008; RFC 7946 knows no other system."""
SAVE_ANEW = "Save it anew as GeoJSON, for instance in QGIS."


ROW_NUMBERS = frozenset({"fid", "ogc_fid"})
"""Properties that GIS programs add to count rows; they say nothing."""


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature: its number (from 1) and line in the file, its properties but null ones, its geometry as it stands."""

    number: int
    line: int
    properties: Mapping[str, Any]
    geometry: Any

    @property
    def label(self) -> str:
        """What messages call it, such as `Feature 3 (bridge)`."""
        name = self.properties.get("id")
        known = f" ({shown(name)[1:-1]})" if isinstance(name, str) and name.strip() else ""
        return f"Feature {self.number}{known}"


@dataclass(frozen=True, slots=True)
class Collection:
    """The features of a file, and its members that the format of the file itself knows."""

    features: tuple[Feature, ...] = ()
    members: Mapping[str, Any] = field(default_factory=dict)
    whole: bool = True


def collection_of(file: str, text: str, collector: Collector, members: Sequence[str] = ()) -> Collection:
    """Give the features of a GeoJSON text, with a notice for each part that is none.

    `members` are the names that may stand beside the features. `whole` says whether every feature could be read.
    """
    reader = _Reader(file, collector, tuple(members))
    try:
        found = members_of(text, "features")
    except JsonError as error:
        message = f"The file is not proper JSON: {error.reason}."
        reader.tell(error.line, "", CellError(ReadingCode.BAD_JSON, message, SAVE_ANEW))
        return Collection(whole=False)
    return reader.collection(found)


def bad_geojson(message: str, mend: str) -> CellError:
    """Give the error of what is JSON, but not the GeoJSON wanted."""
    return CellError(ReadingCode.BAD_GEOJSON, message, mend)


class _Reader:
    """Reads the parts of a file, noting what is wrong with each."""

    def __init__(self, file: str, collector: Collector, members: tuple[str, ...]) -> None:
        self._file = file
        self._collector = collector
        self._members = members
        self._whole = True

    def tell(self, line: int, member: str, trouble: CellError) -> None:
        """Note the trouble of a member of the file."""
        self._whole = False
        self._collector.cell((self._file, line, member), trouble)

    def collection(self, found: Members | None) -> Collection:
        """Give the collection in the members of the file."""
        try:
            entries, lines = _entries(found)
        except CellError as trouble:
            self.tell(0, "", trouble)
            return Collection(whole=False)
        values = found.values if found is not None and "features" in found.values else {}
        self._check_members(values)
        features = tuple(self._features(entries, lines))
        return Collection(features, {name: values[name] for name in self._members if name in values}, self._whole)

    def _check_members(self, values: Mapping[str, Any]) -> None:
        known = (*COLLECTION_MEMBERS, *self._members, *TOOL_MEMBERS)
        for name in values:
            if name not in known:
                message, mend = unknown_name("member", name, [*COLLECTION_MEMBERS, *self._members])
                self.tell(0, name, CellError(ReadingCode.UNKNOWN_KEY, message, mend))
        self._try(0, "crs", lambda: _refuse_other_systems(values["crs"]) if "crs" in values else None)
        self._try(0, "bbox", lambda: refuse_bad_box(values["bbox"]) if "bbox" in values else None)

    def _try(self, line: int, member: str, check: Callable[[], None]) -> None:
        try:
            check()
        except CellError as trouble:
            self.tell(line, member, trouble)

    def _features(self, entries: Sequence[Any], lines: Sequence[int]) -> Iterator[Feature]:
        for number, (entry, line) in enumerate(zip(entries, lines, strict=True), 1):
            try:
                yield _feature(number, line, entry)
            except CellError as trouble:
                trouble.message = f"Feature {number}: {trouble.message}"
                self.tell(line, "", trouble)


def _entries(found: Members | None) -> tuple[Sequence[Any], Sequence[int]]:
    """Give the features as they stand, with their lines; a lone feature counts as a collection of one."""
    kind = found.values.get("type") if found is not None else None
    if found is None or kind is None:
        raise bad_geojson("The file is JSON, but not GeoJSON: it is no object with a type.", SAVE_ANEW)
    if kind == FEATURE:
        return [found.values], [1]
    if kind in GEOMETRIES:
        mend = 'Put it into a Feature with "properties": {"id": …}, and that into a FeatureCollection.'
        raise bad_geojson(f"The file holds a bare {kind}, which has no place for an id.", mend)
    if kind != COLLECTION:
        raise bad_geojson(f"The file has the type {shown(kind)}, not {COLLECTION}.", SAVE_ANEW)
    entries = found.values.get("features")
    if not isinstance(entries, list):
        raise bad_geojson('The file has no list "features".', 'Add it; without any feature it is "features": [].')
    if len(entries) > MOST_FEATURES:
        message = f"The file has more than {MOST_FEATURES:,} features."
        raise CellError(ReadingCode.TOO_LARGE, message, "Check that it is the right file.")
    return entries, found.lines


def _refuse_other_systems(crs: Any) -> None:
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str) or name not in WGS84:
        said = f"names the reference system {shown(name)}" if isinstance(name, str) else "names no reference system"
        message = f"The file {said}, but GeoJSON has WGS 84 degrees."
        raise bad_geojson(message, "Save it anew in the reference system EPSG:4326 (WGS 84), or remove crs if it is.")


def _feature(number: int, line: int, entry: Any) -> Feature:
    if not isinstance(entry, dict) or entry.get("type") != FEATURE:
        raise bad_geojson('This is not an object with "type": "Feature".', SAVE_ANEW)
    for name in entry:
        if name not in FEATURE_MEMBERS:
            message, mend = unknown_name("member", name, list(FEATURE_MEMBERS))
            raise CellError(ReadingCode.UNKNOWN_KEY, message, f"{mend} What is known of it belongs into properties.")
    if "properties" not in entry:
        raise bad_geojson("It has no properties.", 'Add them: "properties": {"id": …}.')
    given = entry["properties"]
    if given is not None and not isinstance(given, dict):
        raise bad_geojson("Its properties are not an object.", 'Write them as "properties": {"id": …}.')
    if "geometry" not in entry:
        raise bad_geojson("It has no geometry.", "Draw it, or remove the feature.")
    if "bbox" in entry:
        refuse_bad_box(entry["bbox"])
    told = {name: value for name, value in (given or {}).items() if value is not None and name not in ROW_NUMBERS}
    properties = {name: _exact(value) for name, value in told.items()}
    own = entry.get("id")
    if isinstance(own, bool) or not isinstance(own, str | int | float | None):
        raise bad_geojson("Its id is neither a text nor a number.", "Give it an id in its properties.")
    if own is not None:
        properties.setdefault("id", str(_exact(own)))
    return Feature(number, line, properties, entry["geometry"])


def _exact(value: Any) -> Any:
    """Give a number with a fraction as its shortest decimal, and a whole one as such, so that no digit is made up."""
    if not isinstance(value, float):
        return value
    return int(value) if value.is_integer() and abs(value) < 2**53 else DecimalText(repr(value))
