"""A style for the basemap, as MapLibre reads it: roads by class, names in the local script with Latin letters below.

It asks for nothing but the tiles: no fonts, no pictures. Without `glyphs`, MapLibre GL JS writes with the fonts of the
machine from version 5.11 on (MapLibre Style Specification, page Glyphs, 2025). Arabic and Hebrew need its plug-in for
scripts from right to left.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from safepassage.network.basemap.layers import ATTRIBUTION, MAX_ZOOM, MIN_ZOOM
from safepassage.network.basemap.palettes import SCHEMES, Palette

SOURCE = "basemap"

FONTS = ("Noto Sans", "DejaVu Sans", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif")
"""Fonts that are looked for on the machine, in this order; the browser fills in what they lack."""

WIDTHS: Mapping[str, Sequence[tuple[float, float]]] = {
    "motorway": ((6, 0.8), (10, 2.2), (14, 6), (18, 22)),
    "trunk": ((6, 0.6), (10, 1.8), (14, 5.4), (18, 20)),
    "primary": ((8, 0.8), (11, 1.8), (14, 4.8), (18, 18)),
    "secondary": ((10, 0.9), (12, 1.8), (14, 4), (18, 16)),
    "tertiary": ((11, 0.8), (14, 3.2), (18, 14)),
    "minor": ((12, 0.5), (14, 2.2), (18, 11)),
    "service": ((13, 0.5), (15, 1.6), (18, 7)),
}
"""Widths of roads in pixels by class: at these zooms, and in between."""

EDGE = 1.2
"""How much wider a road's edge is than the road, in pixels."""

LINK = 0.55
"""Width of a road that only joins others, as a share of those of its class."""

EDGES_FROM = {"motorway": 8, "trunk": 9, "primary": 10, "secondary": 11, "tertiary": 12, "minor": 12, "service": 14}
"""From which zoom on roads have edges."""

Expression = list[Any]
StyleLayer = dict[str, Any]


def style(tiles: str, scheme: str = "light") -> dict[str, Any]:
    """Give a style for the basemap.

    Parameters
    ----------
    tiles
        Where the tiles are: the address of the archive as the protocol of PMTiles has it, such as
        `pmtiles:///map/basemap.pmtiles`, or a template with `{z}`, `{x}` and `{y}`.
    scheme
        `light`, `print` or `dark`.

    Raises
    ------
    KeyError
        If there is no such scheme.
    """
    palette = SCHEMES[scheme]
    where: dict[str, Any] = {"url": tiles}
    if "{z}" in tiles:
        where = {"tiles": [tiles], "minzoom": MIN_ZOOM, "maxzoom": MAX_ZOOM}
    return {
        "version": 8,
        "name": f"Safe Passage, {scheme}",
        "sources": {SOURCE: {"type": "vector", "attribution": ATTRIBUTION, **where}},
        "layers": [
            {"id": "land", "type": "background", "paint": {"background-color": palette.land}},
            *_ground(palette),
            *_roads(palette, "tunnel"),
            *_roads(palette, ""),
            *_rail(palette),
            *_roads(palette, "bridge"),
            *_boundaries(palette),
            *_names(palette),
        ],
    }


def _layer(id_: str, kind: str, source_layer: str, **rest: Any) -> StyleLayer:
    given = {key.replace("_", "-"): value for key, value in rest.items() if value is not None}
    return {"id": id_, "type": kind, "source": SOURCE, "source-layer": source_layer, **given}


def _by_zoom(stops: Sequence[tuple[float, float]]) -> Expression:
    """Give a value that grows with the zoom."""
    flat = [number for stop in stops for number in stop]
    return ["interpolate", ["exponential", 1.4], ["zoom"], *flat]


def _width(road_class: str, wider: float = 0.0) -> Expression:
    """Give the width of a road by zoom; links are narrower."""
    flat: Expression = []
    for zoom, width in WIDTHS[road_class]:
        flat += [zoom, ["case", ["has", "link"], round(width * LINK + wider, 2), round(width + wider, 2)]]
    return ["interpolate", ["exponential", 1.4], ["zoom"], *flat]


def _ground(palette: Palette) -> Iterator[StyleLayer]:
    yield _layer("built", "fill", "built", paint={"fill-color": palette.built})
    yield _layer("green", "fill", "green", paint={"fill-color": palette.green})
    water = {"fill-color": palette.water, "fill-outline-color": palette.water_edge}
    yield _layer("water", "fill", "water", paint=water)
    width = _by_zoom(((8, 0.6), (12, 1.4), (16, 4)))
    yield _layer("waterways", "line", "waterways", paint={"line-color": palette.water, "line-width": width})
    buildings = {"fill-color": palette.buildings, "fill-outline-color": palette.buildings_edge}
    yield _layer("buildings", "fill", "buildings", minzoom=13, paint=buildings)


def _roads(palette: Palette, level: str) -> Iterator[StyleLayer]:
    """Yield roads of one level (tunnels, on the ground, bridges): first all edges, then the roads, small ones first."""
    suffix = f"-{level}" if level else ""
    faint = {"line-opacity": 0.45} if level == "tunnel" else {}
    classes = list(WIDTHS)[::-1]
    if level != "bridge":
        yield _path(palette, level, suffix, faint)
    for name in classes:
        width = _width(name, 2 * EDGE if level == "bridge" else EDGE)
        paint = {"line-color": palette.edges[name], "line-width": width, **faint}
        yield _road(f"{name}-edge{suffix}", name, level, minzoom=EDGES_FROM[name], paint=paint)
    for name in classes:
        paint = {"line-color": palette.roads[name], "line-width": _width(name), **faint}
        yield _road(f"{name}{suffix}", name, level, paint=paint)
    if level == "bridge":
        yield _path(palette, level, suffix, faint)


def _road(id_: str, road_class: str, level: str, **rest: Any) -> StyleLayer:
    cap = "butt" if level else "round"
    layout = {"line-cap": cap, "line-join": "round"}
    filter_: Expression = ["all", ["==", ["get", "class"], road_class], *_of_level(level)]
    return _layer(id_, "line", "roads", filter=filter_, layout=layout, **rest)


def _path(palette: Palette, level: str, suffix: str, faint: Mapping[str, float]) -> StyleLayer:
    """Give paths and tracks, which are dashed."""
    classes: Expression = ["in", ["get", "class"], ["literal", ["track", "path"]]]
    width = _by_zoom(((13, 0.6), (18, 2.5)))
    paint = {"line-color": palette.path, "line-width": width, "line-dasharray": [3, 1.5], **faint}
    filter_: Expression = ["all", classes, *_of_level(level)]
    return _layer(f"paths{suffix}", "line", "roads", filter=filter_, minzoom=13, paint=paint)


def _of_level(level: str) -> list[Expression]:
    if level:
        return [["==", ["get", level], True]]
    return [["!", ["has", "bridge"]], ["!", ["has", "tunnel"]]]


def _rail(palette: Palette) -> Iterator[StyleLayer]:
    above: Expression = ["!", ["has", "tunnel"]]
    width = _by_zoom(((9, 0.5), (14, 1.6), (18, 4)))
    rail: Expression = ["all", ["==", ["get", "kind"], "rail"], above]
    paint = {"line-color": palette.rail, "line-width": width}
    yield _layer("rail", "line", "rail", filter=rail, paint=paint)
    ties = {"line-color": palette.land, "line-width": _by_zoom(((13, 0.6), (18, 2.4))), "line-dasharray": [4, 4]}
    yield _layer("rail-ties", "line", "rail", filter=rail, minzoom=13, paint=ties)
    light: Expression = ["all", ["==", ["get", "kind"], "light"], above]
    yield _layer("rail-light", "line", "rail", filter=light, minzoom=12, paint={**paint, "line-width": 0.7})


def _boundaries(palette: Palette) -> Iterator[StyleLayer]:
    for name, most, width in (("country", 2, 1.6), ("region", 4, 1.0), ("district", 6, 0.7)):
        level: Expression = ["get", "admin_level"]
        filter_: Expression = ["all", [">", level, most - 2], ["<=", level, most]]
        dashes = [6, 2, 1, 2] if most == 2 else [3, 2]
        paint = {"line-color": palette.boundary, "line-width": width, "line-dasharray": dashes, "line-opacity": 0.7}
        yield _layer(f"boundary-{name}", "line", "boundaries", filter=filter_, paint=paint)


NAME, LATIN = ["get", "name"], ["get", "name_latin"]
BOTH_DIFFER: Expression = ["all", ["has", "name"], ["has", "name_latin"], ["!=", NAME, LATIN]]
ONE_NAME: Expression = ["coalesce", NAME, LATIN, ""]

TWO_LINES: Expression = [
    "case",
    BOTH_DIFFER,
    ["format", NAME, {}, "\n", {}, LATIN, {"font-scale": 0.82}],
    ONE_NAME,
]
"""The name in the local script, and below it in Latin letters where that is another."""

ONE_LINE: Expression = ["case", BOTH_DIFFER, ["concat", NAME, "  ", LATIN], ONE_NAME]
"""The same on one line, for names along streets and rivers."""


def _names(palette: Palette) -> Iterator[StyleLayer]:
    """Yield names; those that come later are placed first, where there is no room for all."""
    yield _along("waterway-names", "waterways", palette.water_words, palette, minzoom=12)
    small: Expression = ["in", ["get", "class"], ["literal", ["minor", "service", "tertiary"]]]
    yield _along("street-names", "roads", palette.quiet_words, palette, minzoom=14, filter=small)
    main: Expression = ["in", ["get", "class"], ["literal", ["secondary", "primary", "trunk", "motorway"]]]
    yield _along("main-road-names", "roads", palette.quiet_words, palette, minzoom=12, filter=main)
    yield from _labels(palette)
    yield from _places(palette)


def _along(id_: str, source_layer: str, colour: str, palette: Palette, **rest: Any) -> StyleLayer:
    layout = {
        "symbol-placement": "line",
        "text-field": ONE_LINE,
        "text-font": list(FONTS),
        "text-size": _by_zoom(((12, 10), (16, 12.5))),
        "text-max-angle": 35,
        "symbol-spacing": 320,
    }
    paint = {"text-color": colour, "text-halo-color": palette.halo, "text-halo-width": 1.4}
    return _layer(id_, "symbol", source_layer, layout=layout, paint=paint, **rest)


def _labels(palette: Palette) -> Iterator[StyleLayer]:
    for id_, kinds, colour, minzoom in (
        ("square-names", ("square",), palette.quiet_words, 15),
        ("water-names", ("water",), palette.water_words, 9),
        ("bridge-names", ("bridge",), palette.words, 13),
        ("station-names", ("station", "bus_station", "ferry", "airport"), palette.words, 12),
        ("hospital-names", ("hospital",), palette.words, 12),
    ):
        filter_: Expression = ["in", ["get", "kind"], ["literal", list(kinds)]]
        words: Expression = ["case", ["any", ["has", "name"], ["has", "name_latin"]], TWO_LINES, ["get", "kind"]]
        yield _at_points(id_, "labels", words, _by_zoom(((10, 10), (16, 12.5))), colour, palette, filter_, minzoom)


def _places(palette: Palette) -> Iterator[StyleLayer]:
    for id_, kinds, sizes, colour in (
        ("small-places", ("hamlet", "neighbourhood", "locality", "quarter"), ((12, 10), (16, 13)), palette.quiet_words),
        ("suburbs", ("suburb", "island"), ((11, 10.5), (15, 14)), palette.quiet_words),
        ("villages", ("village",), ((10, 10), (15, 15)), palette.words),
        ("towns", ("town",), ((8, 11), (14, 18)), palette.words),
        ("cities", ("city",), ((6, 12), (12, 20), (15, 24)), palette.words),
    ):
        filter_: Expression = ["in", ["get", "kind"], ["literal", list(kinds)]]
        yield _at_points(id_, "places", TWO_LINES, _by_zoom(sizes), colour, palette, filter_, MIN_ZOOM)


def _at_points(
    id_: str,
    source_layer: str,
    words: Expression,
    size: Expression,
    colour: str,
    palette: Palette,
    filter_: Expression,
    minzoom: int,
) -> StyleLayer:
    layout: dict[str, Any] = {
        "text-field": words,
        "text-font": list(FONTS),
        "text-size": size,
        "text-max-width": 8,
        "text-padding": 6,
    }
    if source_layer == "places":
        layout["symbol-sort-key"] = ["-", 0, ["coalesce", ["get", "population"], 0]]
    paint = {"text-color": colour, "text-halo-color": palette.halo, "text-halo-width": 1.6}
    return _layer(id_, "symbol", source_layer, filter=filter_, minzoom=minzoom, layout=layout, paint=paint)
