"""What the files about streets say, against each other and against the scenario."""

from collections.abc import Iterator, Sequence

from safepassage.domain.notices import Severity
from safepassage.domain.streets import ChosenWay, Position, Shape, SpeedRule
from safepassage.scenarios.checks.rules import WHOLE, Finding, Found, rule
from safepassage.scenarios.checks.survey import Survey
from safepassage.scenarios.checks.wording import Suggestions, decimal, hours, quoted
from safepassage.scenarios.streets.digests import POSITIONS_FILE, made_from
from safepassage.scenarios.streets.outlines import crossing_of
from safepassage.scenarios.streets.tables import AREAS, CLOSURES, CORRIDORS, RISK, ROUTES_FILE, SPEEDS

GREAT_ROADS = ("motorway", "trunk", "primary", "secondary", "tertiary")
ROAD_CLASSES = frozenset(
    {
        *GREAT_ROADS,
        *(f"{road}_link" for road in GREAT_ROADS),
        *("unclassified", "residential", "living_street", "service", "road", "track", "pedestrian"),
        *("busway", "bus_guideway", "raceway", "escape", "construction", "footway", "path", "cycleway", "bridleway"),
    }
)
"""Values of `highway` for ways (OpenStreetMap wiki, Key:highway, 2024)."""

FAR_DEGREES = 0.5
"""Degrees of latitude or longitude by which streets may lie outside of the places: some 50 km.

Not more, for where latitude and longitude are nearly the same, as in Syria, swapped ones lie only a degree off.
"""


@rule("closure-ends-before-it-begins", Severity.ERROR)
def closure_ends_before_it_begins(survey: Survey) -> Found:
    """A closure does not end after it begins."""
    for row, closure in enumerate(survey.streets.conditions.closures):
        if closure.from_s is not None and closure.until_s is not None and closure.until_s <= closure.from_s:
            message = f"'{closure.id}' is closed from {hours(closure.from_s)}, but until {hours(closure.until_s)}."
            yield Finding(CLOSURES.name, row, "until", message, "Correct from or until.", f"'{closure.id}'")


@rule("closure-past", Severity.WARNING)
def closure_past(survey: Survey) -> Found:
    """A closure is over before the scenario starts, so that it closes nothing."""
    for row, closure in enumerate(survey.streets.conditions.closures):
        if closure.until_s is not None and closure.until_s <= 0 and (closure.from_s or -1) < closure.until_s:
            message = f"'{closure.id}' is open again before the scenario starts."
            yield Finding(CLOSURES.name, row, "until", message, "Correct until, or remove it.", f"'{closure.id}'")


@rule("unknown-area", Severity.ERROR)
def unknown_area(survey: Survey) -> Found:
    """`speeds.csv` names an area that `areas.geojson` does not have."""
    known = {area.id for area in survey.streets.areas}
    hints = Suggestions(known)
    for row, speed in enumerate(survey.streets.conditions.speeds):
        if speed.area_id and speed.area_id not in known and AREAS.name not in survey.streets.unread:
            message = f"There is no area '{speed.area_id}'.{hints.hint(speed.area_id)}"
            mend = "Name an area of areas.geojson, or add it there."
            yield Finding(SPEEDS.name, row, "area", message, mend, f"'{speed.area_id}'")


@rule("unused-area", Severity.WARNING)
def unused_area(survey: Survey) -> Found:
    """No row of `speeds.csv` names an area of `areas.geojson`, so that it changes nothing."""
    named = {speed.area_id for speed in survey.streets.conditions.speeds}
    unused = [(row, area.id) for row, area in enumerate(survey.streets.areas) if area.id and area.id not in named]
    if unused and SPEEDS.name not in survey.streets.unread:
        message = f"No row of speeds.csv names {quoted(name for _, name in unused)}."
        yield Finding(AREAS.name, unused[0][0], "id", message, "Add a row there, or remove the feature.")


@rule("kmh-or-factor", Severity.ERROR)
def kmh_or_factor(survey: Survey) -> Found:
    """A row of `speeds.csv` has neither `kmh` nor `factor`, or both."""
    for row, speed in _sound_speeds(survey):
        if (speed.kmh is None) == (speed.factor is None):
            said = "neither kmh nor factor" if speed.kmh is None else "both kmh and factor"
            mend = "Give one of the two: kmh sets the speed, factor multiplies it."
            yield Finding(SPEEDS.name, row, "kmh", f"The row has {said}.", mend)


@rule("hours-by-half", Severity.ERROR)
def hours_by_half(survey: Survey) -> Found:
    """A row of `speeds.csv` has one of `from` and `until` without the other, or both alike."""
    for row, speed in _sound_speeds(survey):
        one, two = speed.from_minute, speed.until_minute
        if one is None and two is None:
            continue
        column = "from" if one is None else "until"
        if one is None or two is None:
            yield Finding(
                SPEEDS.name, row, column, f"The cell {column} is blank.", "Fill in both, or neither: all day."
            )
        elif one == two:
            message = "The hours begin and end at the same minute."
            yield Finding(SPEEDS.name, row, column, message, "Correct them, or leave both blank: all day.")


def _sound_speeds(survey: Survey) -> Iterator[tuple[int, SpeedRule]]:
    """Yield the rows without a cell that could not be read; what such a row lacks was given."""
    speeds, lines = survey.streets.conditions.speeds, survey.streets.lines.get(SPEEDS.name, ())
    bad = {notice.line for notice in survey.streets.collector.notices if notice.file == SPEEDS.name}
    for row, speed in enumerate(speeds):
        if row >= len(lines) or lines[row] not in bad:
            yield row, speed


@rule("unknown-road-class", Severity.WARNING)
def unknown_road_class(survey: Survey) -> Found:
    """`road_class` in `speeds.csv` is no value of `highway` that OpenStreetMap knows for roads."""
    hints = Suggestions(ROAD_CLASSES)
    for row, speed in enumerate(survey.streets.conditions.speeds):
        strange = [name for name in dict.fromkeys(speed.road_classes) if name not in ROAD_CLASSES]
        if strange:
            message = f"OpenStreetMap has no roads of class {quoted(strange)}.{hints.hint(strange[0])}"
            mend = "Correct it, unless the roads come from another source."
            yield Finding(SPEEDS.name, row, "road_class", message, mend, quoted(strange))


@rule("way-to-itself", Severity.ERROR)
def way_to_itself(survey: Survey) -> Found:
    """A chosen way leads from a place to the same place."""
    for row, way in enumerate(survey.streets.conditions.chosen):
        if way.from_place and way.from_place == way.to_place:
            message = f"The way leads from '{way.from_place}' to itself."
            yield Finding(CORRIDORS.name, row, "to", message, "Correct `from` or `to`, or remove the row.", _name(way))


@rule("way-chosen-twice", Severity.ERROR)
def way_chosen_twice(survey: Survey) -> Found:
    """Two rows of `corridors.csv` choose a way between the same places in the same direction."""
    seen: set[tuple[str, str]] = set()
    for row, way in enumerate(survey.streets.conditions.chosen):
        ends = (way.from_place, way.to_place)
        if ends in seen and all(ends):
            message = f"A way {_name(way)} was chosen in an earlier row."
            yield Finding(CORRIDORS.name, row, "from", message, "Keep one of the rows.", _name(way))
        seen.add(ends)


def _name(way: ChosenWay) -> str:
    return f"from '{way.from_place}' to '{way.to_place}'"


@rule("streets-far-off", Severity.WARNING)
def streets_far_off(survey: Survey) -> Found:
    """What a file about streets speaks of lies far from every place; its coordinates may be swapped."""
    known = [(p.lon, p.lat) for p in survey.scenario.places if p.lon is not None and p.lat is not None]
    for file, row, column, name, positions in _spots(survey) if known else ():
        away = _degrees_apart(known, positions)
        if away > FAR_DEGREES:
            message = f"{name} lies {decimal(away)} degrees away from all places."
            first = "latitude" if column else "longitude"
            yield Finding(file, row, column, message, f"Check its coordinates: {first} comes first.", name)


@rule("outline-crosses-itself", Severity.WARNING)
def outline_crosses_itself(survey: Survey) -> Found:
    """The outline of an area crosses itself, so that part of what was meant may count as outside."""
    for file, row, name, shape in _shapes(survey):
        crossings = (crossing_of(ring) for polygon in shape.polygons for ring in polygon)
        found = next(filter(None, crossings), None)
        if found is not None:
            message = f"The outline of '{name}' crosses itself near longitude {found[0]:.5f}, latitude {found[1]:.5f}."
            yield Finding(file, row, "", message, "Put its positions in order, once around.", f"'{name}'")


def _shapes(survey: Survey) -> Iterator[tuple[str, int, str, Shape]]:
    """Yield file, row, id and shape of all that has a shape."""
    known = survey.streets.conditions
    named = (
        (CLOSURES.name, [(closure.id, closure.shape) for closure in known.closures]),
        (AREAS.name, [(area.id, area.shape) for area in survey.streets.areas]),
        (RISK.name, [(risk.id, risk.shape) for risk in known.risks]),
    )
    for file, records in named:
        for row, (name, shape) in enumerate(records):
            yield file, row, name, shape


def _spots(survey: Survey) -> Iterator[tuple[str, int, str, str, Sequence[Position]]]:
    """Yield file, row, column, name and positions of all that lies somewhere."""
    for file, row, name, shape in _shapes(survey):
        yield file, row, "", f"'{name}'", list(_positions(shape))
    for row, way in enumerate(survey.streets.conditions.chosen):
        if way.through:
            yield CORRIDORS.name, row, "through", f"The way {_name(way)}", way.through


def _positions(shape: Shape) -> Iterator[Position]:
    yield from shape.points
    for line in shape.lines:
        yield from line
    for polygon in shape.polygons:
        yield from polygon[0]


def _degrees_apart(ones: Sequence[Position], others: Sequence[Position]) -> float:
    """Give the larger gap, in longitude or latitude, between the boxes around positions; 0 if they touch."""
    gaps = []
    for axis in (0, 1):
        one, other = [position[axis] for position in ones], [position[axis] for position in others]
        gaps.append(max(min(other) - max(one), min(one) - max(other), 0.0))
    return max(gaps)


@rule("stale-routes", Severity.WARNING)
def stale_routes(survey: Survey) -> Found:
    """`links.csv` is not the one that was written with `routes.geojson`, so that maps may show other ways."""
    streets = survey.streets
    if streets.routes and streets.routes.links_digest and streets.routes.links_digest != streets.links_digest:
        message = "links.csv was changed after routes.geojson was made: the ways on maps may not be those of its links."
        yield Finding(
            ROUTES_FILE, WHOLE, "", message, "Make both anew with safepassage roads, or remove routes.geojson."
        )


@rule("closure-comes-later", Severity.WARNING)
def closure_comes_later(survey: Survey) -> Found:
    """A closure begins after the moment for which the links were made, so that plans drive there afterwards too."""
    routes = survey.streets.routes
    for row, closure in enumerate(survey.streets.conditions.closures if routes is not None else ()):
        if routes is not None and closure.from_s is not None and closure.from_s > routes.at_s:
            message = (
                f"'{closure.id}' is closed from {hours(closure.from_s)}, but links.csv has the roads of "
                f"{hours(routes.at_s)}: plans may drive there after it is closed."
            )
            mend = "Plan until then only, or make the links with safepassage roads --at for the time after it."
            yield Finding(CLOSURES.name, row, "from", message, mend, f"'{closure.id}'")


@rule("stale-conditions", Severity.WARNING)
def stale_conditions(survey: Survey) -> Found:
    """What `links.csv` and `routes.geojson` were made from was changed afterwards, so that they do not follow it."""
    streets = survey.streets
    before = dict(streets.routes.made_from) if streets.routes else {}
    now = dict(made_from(survey.scenario, streets.digests))
    changed = [_change(name, before, now) for name in sorted({*before, *now}) if before.get(name) != now.get(name)]
    if before and changed:
        message = f"{'; '.join(changed)}, after links.csv and routes.geojson were made: they do not follow that."
        yield Finding(ROUTES_FILE, WHOLE, "", message, "Make both anew with safepassage roads.")


def _change(name: str, before: dict[str, str], now: dict[str, str]) -> str:
    if name == POSITIONS_FILE:
        return "positions or crossings were changed"
    return f"{name} was {'removed' if name not in now else 'changed' if name in before else 'added'}"


RULES = (
    closure_ends_before_it_begins,
    closure_comes_later,
    closure_past,
    unknown_area,
    unused_area,
    kmh_or_factor,
    hours_by_half,
    unknown_road_class,
    way_to_itself,
    way_chosen_twice,
    streets_far_off,
    outline_crosses_itself,
    stale_routes,
    stale_conditions,
)
