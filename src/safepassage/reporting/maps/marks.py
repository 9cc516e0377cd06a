"""Marks of places: shapes differ by what a place is for, so that they read without colour."""

from markupsafe import Markup

from safepassage.reporting.maps.projection import Point
from safepassage.reporting.maps.roles import MapPlace, Role
from safepassage.reporting.svg import element, group, path, title


def draw_mark(place: MapPlace, at: Point, *, small: bool) -> Markup:
    """Draw the mark of a place, which says its name and note to a pointer resting on it."""
    words = f"{place.place.label}: {place.note}" if place.note else place.place.label
    return group(title(words), _shape(place.role, at, 0.6 if small else 1.0), class_=f"mark {place.role}")


def legend_mark(role: Role) -> Markup:
    """Draw the mark of a role for the legend."""
    mark = group(_shape(role, (9, 9)), class_=f"mark {role}")
    return element("svg", mark, viewBox="0 0 18 18", class_="key", aria_hidden="true")


def _shape(role: Role, at: Point, size: float = 1.0) -> Markup:
    x, y = at
    match role:
        case Role.CROSSING:
            return _diamond(x, y, 7.5 * size)
        case Role.START:
            return _triangle(x, y, 6.0 * size)
        case Role.DESTINATION:
            return element("rect", x=x - 5 * size, y=y - 5 * size, width=10 * size, height=10 * size)
        case _:
            return element("circle", cx=x, cy=y, r=(2.0 if role == Role.JUNCTION else 5.0) * size)


def _diamond(x: float, y: float, r: float) -> Markup:
    return group(
        path(f"M{x:.1f} {y - r:.1f}L{x + r:.1f} {y:.1f}L{x:.1f} {y + r:.1f}L{x - r:.1f} {y:.1f}Z"),
        path(f"M{x - r * 0.45:.1f} {y:.1f}h{r * 0.9:.1f}", "bar"),
    )


def _triangle(x: float, y: float, r: float) -> Markup:
    return path(f"M{x:.1f} {y - r:.1f}L{x + r:.1f} {y + r * 0.8:.1f}H{x - r:.1f}Z")
