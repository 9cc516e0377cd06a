"""Features of GeoJSON files to records of the domain."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from safepassage.domain.streets import Shape
from safepassage.scenarios.collector import CellError, Collector
from safepassage.scenarios.columns import Column
from safepassage.scenarios.notice_codes import ReadingCode
from safepassage.scenarios.streets.geojson import Feature, collection_of
from safepassage.scenarios.streets.shapes import shape_of
from safepassage.scenarios.streets.tables import REACH, Layer
from safepassage.scenarios.typed import Keys, Records, values_of_keys


def read_layer(layer: Layer, file: str, text: str, start: datetime, collector: Collector) -> Records:
    """Read every feature of a layer; one that cannot be used gives notices.

    A property that cannot be read is replaced by its stand-in; a feature without a usable geometry is left out, and
    then the collector is no longer complete.
    """
    found = collection_of(file, text, collector)
    collector.complete = collector.complete and found.whole
    records, lines = [], []
    for feature in found.features:
        heard = Collector()
        values = properties_of(layer.columns, file, feature, start, heard)
        shape = geometry_of(layer.geometries, file, feature, heard)
        if shape is not None:
            _refuse_needless_reach(shape, file, feature, heard)
            named = {**values, "id": values["id"] or f"{layer.noun}-{feature.number}"}
            records.append(layer.record(shape=shape, **named))
            lines.append(feature.line)
        tell(feature, heard, collector)
    result = Records(tuple(records), tuple(lines))
    _refuse_duplicate_ids(result, file, collector)
    return result


def properties_of(
    columns: tuple[Column, ...], file: str, feature: Feature, start: datetime, collector: Collector
) -> Mapping[str, Any]:
    """Give the values of a feature's properties by the domain's field."""
    keys = Keys(feature.properties, lambda name: (file, feature.line, name))
    return values_of_keys(columns, keys, start, collector)


def geometry_of(allowed: tuple[str, ...], file: str, feature: Feature, collector: Collector) -> Shape | None:
    """Give the shape of a feature; None with a notice if it has none that can be used."""
    try:
        return shape_of(feature.geometry, allowed)
    except CellError as trouble:
        collector.lost(trouble.code, (file, feature.line, ""), trouble.message, trouble.mend)
        return None


def tell(feature: Feature, heard: Collector, collector: Collector) -> None:
    """Pass on what is wrong with a feature, naming it."""
    collector.complete = collector.complete and heard.complete
    collector.notices += _named(feature, heard)


def _named(feature: Feature, heard: Collector) -> Iterator[Any]:
    for notice in heard.notices:
        yield replace(notice, message=f"{feature.label}: {notice.message}")


def _refuse_needless_reach(shape: Shape, file: str, feature: Feature, collector: Collector) -> None:
    if shape.polygons and REACH.name in feature.properties:
        message = f"{REACH.name} counts for points and lines, but this is an area: risk counts inside it."
        collector.error(ReadingCode.UNUSED_KEY, (file, feature.line, REACH.name), message, "Leave it out.")


def _refuse_duplicate_ids(result: Records, file: str, collector: Collector) -> None:
    first: dict[str, int] = {}
    for record, line in zip(result.records, result.lines, strict=True):
        if record.id and record.id in first:
            message = f"The id {record.id} stands already on line {first[record.id]}."
            collector.error(ReadingCode.DUPLICATE_ID, (file, line, "id"), message, "Give every feature its own id.")
        first.setdefault(record.id, line)
