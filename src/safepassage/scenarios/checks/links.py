"""Roads whose figures cannot be right."""

from safepassage.domain.notices import Severity
from safepassage.domain.places import Link
from safepassage.scenarios.checks.geometry import position, straight_line_km
from safepassage.scenarios.checks.rules import Finding, Found, rule
from safepassage.scenarios.checks.survey import LINKS, Survey
from safepassage.scenarios.checks.wording import decimal, rounded

FASTEST_KMH = 130
"""No vehicle of an evacuation drives faster: the highest general motorway limit in the UN/ECE region is 130 to 140."""

SLOWEST_KMH = 1
"""A quarter of walking speed; slower than this, minutes and hours were probably confused."""

SLACK_KM = 0.5
"""Coordinates may be the middle of a neighbourhood: distances shorter than the straight line by this are let pass."""


def _name(link: Link) -> str:
    return f"{link.from_place} to {link.to_place}"


@rule("link-to-itself", Severity.ERROR)
def link_to_itself(survey: Survey) -> Found:
    """A link leads from a place to the same place; a road is between two places."""
    for row, link in enumerate(survey.scenario.links):
        if link.from_place and link.from_place == link.to_place:
            message = f"The link leads from '{link.from_place}' to itself."
            yield Finding(LINKS, row, "to", message, "Correct `from` or `to`, or remove the row.", _name(link))


@rule("link-twice", Severity.WARNING)
def link_twice(survey: Survey) -> Found:
    """Two rows give a link between the same places in the same direction; vehicles take the faster one."""
    first: dict[tuple[str, str], int] = {}
    links = survey.scenario.links
    for row, link in enumerate(links):
        forward = (link.from_place, link.to_place)
        directions = (forward, forward[::-1]) if link.both_ways else (forward,)
        before = [first[way] for way in directions if way in first]
        if before and link.from_place != link.to_place:
            times = sorted({links[before[0]].drive_s, link.drive_s})
            faster = (
                f" Vehicles take the faster one, of {decimal(rounded(times[0]) / 60)} minutes."
                if len(times) > 1
                else ""
            )
            message = f"The road from '{link.from_place}' to '{link.to_place}' stands here a second time.{faster}"
            yield Finding(LINKS, row, "from", message, "Keep one of the rows; check both_ways.", _name(link))
        for way in directions:
            first.setdefault(way, row)


@rule("link-speed", Severity.WARNING)
def link_speed(survey: Survey) -> Found:
    """A link is driven faster than 130 km/h or slower than 1 km/h, by its `km` or else by the straight line."""
    for row, link, straight_km in survey.shared(_with_straight_lines):
        km, hours = rounded(link.km), rounded(link.drive_s) / 3600
        if km > FASTEST_KMH * hours or 0 < km < SLOWEST_KMH * hours:
            message = f"{_name(link)}: {decimal(km)} km in {decimal(60 * hours)} minutes cannot be right."
            yield Finding(LINKS, row, "minutes", message, "Check km and minutes.", _name(link))
        elif km == 0 and straight_km - SLACK_KM > FASTEST_KMH * hours:
            message = (
                f"{_name(link)}: {decimal(60 * hours)} minutes cannot be right for places {straight_km:.1f} km apart."
            )
            yield Finding(LINKS, row, "minutes", message, "Check minutes, and lat and lon in places.csv.", _name(link))


@rule("link-shorter-than-straight-line", Severity.WARNING)
def link_shorter_than_straight_line(survey: Survey) -> Found:
    """`km` of a link is less than the straight line between its ends, by more than coordinates are usually off."""
    for row, link, straight_km in survey.shared(_with_straight_lines):
        km = rounded(link.km)
        if 0 < km < straight_km * 0.95 - SLACK_KM:
            message = f"{_name(link)}: {decimal(km)} km, but the places are {straight_km:.1f} km apart."
            yield Finding(LINKS, row, "km", message, "Check km, and lat and lon in places.csv.", _name(link))


def _with_straight_lines(survey: Survey) -> list[tuple[int, Link, float]]:
    """Give the links with the great-circle distance of their ends in km; 0 if it is unknown."""
    found = []
    positions = {place.id: position(place) for place in survey.scenario.places}
    for row, link in enumerate(survey.scenario.links):
        one, two = positions.get(link.from_place), positions.get(link.to_place)
        found.append((row, link, straight_line_km(one, two) if one and two else 0.0))
    return found


RULES = (link_to_itself, link_twice, link_speed, link_shorter_than_straight_line)
