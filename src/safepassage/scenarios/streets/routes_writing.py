"""Writes routes.geojson: one route a line, so that people and version control can read it."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.streets import Line, Route, Routes
from safepassage.scenarios.collector import Collector
from safepassage.scenarios.numbers import decimal
from safepassage.scenarios.streets.geojson import COLLECTION, FEATURE
from safepassage.scenarios.streets.routes_file import routes_of
from safepassage.scenarios.streets.tables import ROUTES_FORMAT

COORDINATE_DIGITS = 6
"""Decimals of degrees that are kept: 0.1 m (RFC 7946, section 11.2)."""
MINUTE_DIGITS = 3
"""Decimals of minutes that are kept: 0.06 s."""
KM_DIGITS = 3
"""Decimals of km that are kept: a metre."""
RISK_DIGITS = 6


def rounded_routes(routes: Routes) -> Routes:
    """Give the routes as they are written and read back, rounded.

    Coordinates keep 6 decimals, `drive_s` whole thousandths of a minute, km 3 decimals, risk 6; half goes to even.
    """
    return replace(routes, routes=tuple(map(_rounded, routes.routes)))


def _rounded(route: Route) -> Route:
    return replace(
        route,
        drive_s=round(route.drive_s / 60, MINUTE_DIGITS) * 60,
        km=round(route.km, KM_DIGITS),
        risk=round(route.risk, RISK_DIGITS),
        line=_rounded_line(route.line),
    )


def _rounded_line(line: Line) -> Line:
    # adding 0.0 turns -0.0 into 0.0
    return tuple((round(lon, COORDINATE_DIGITS) + 0.0, round(lat, COORDINATE_DIGITS) + 0.0) for lon, lat in line)


def routes_text(routes: Routes) -> str:
    """Give the text of routes.geojson, rounded as `rounded_routes` says.

    Raises
    ------
    UnusableInputError
        When it would not be read back alike.
    """
    rounded = rounded_routes(routes)
    text = "".join(_parts(rounded))
    heard = Collector()
    if routes_of(text, heard) != rounded:
        reason = str(heard.notices[0]) if heard.notices else "they hold something that the file has no form for."
        raise UnusableInputError(f"The routes cannot be written: {reason}", heard.notices)
    return text


def _parts(routes: Routes) -> Iterator[str]:
    yield f'{{"type": "{COLLECTION}"'
    for name, value in _members(routes):
        yield f",\n {_json(name)}: {value}"
    yield ',\n "features": ['
    for number, route in enumerate(routes.routes):
        yield f"{',' if number else ''}\n{_feature(route)}"
    yield "\n]}\n"


def _members(routes: Routes) -> Iterator[tuple[str, str]]:
    yield "format", _json(ROUTES_FORMAT)
    yield "profile", _json(routes.profile)
    yield "at", _json(routes.at_s)
    yield "source", _json(routes.source)
    yield "attribution", _json(routes.attribution)
    if routes.links_digest:
        yield "links_sha256", _json(routes.links_digest)
    yield "made_from", _object((name, _json(digest)) for name, digest in routes.made_from)
    yield "cut_off", _json([{"place": place, "closures": closures} for place, closures in routes.cut_off])


def _feature(route: Route) -> str:
    line = json.dumps(route.line, separators=(",", ":"))
    properties = {
        "from": _json(route.from_place),
        "to": _json(route.to_place),
        "minutes": decimal(route.drive_s / 60),
        "km": decimal(route.km),
        "risk": decimal(route.risk),
        "streets": _json(route.streets),
    }
    geometry = f'{{"type": "LineString", "coordinates": {line}}}'
    return f'{{"type": "{FEATURE}", "properties": {_object(properties.items())}, "geometry": {geometry}}}'


def _object(members: Iterable[tuple[str, str]]) -> str:
    return "{" + ", ".join(f"{_json(name)}: {value}" for name, value in members) + "}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
