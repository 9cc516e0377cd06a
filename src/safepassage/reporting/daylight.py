"""Night and day: when the sun is down, for the shading behind charts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import acos, asin, cos, degrees, radians, sin

from safepassage.domain.scenario import Scenario
from safepassage.reporting.clock import LocalClock

SUN_AT_HORIZON = -0.833
"""Altitude of the sun's centre at sunrise and sunset in degrees: refraction and radius (NOAA solar calculator)."""

J2000 = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Night:
    """The sun is down in `[falls_s, ends_s)`, seconds after the start."""

    falls_s: int
    ends_s: int


def nights(scenario: Scenario, clock: LocalClock, first_s: int, last_s: int) -> tuple[Night, ...]:
    """Give the nights that touch a span, at the middle of the places; 18:00 to 06:00 where none has coordinates.

    The sunrise equation is used (good to a few minutes); where the sun never sets there are no nights.
    """
    where = middle(scenario)
    found = []
    for day in [clock.day(first_s) - timedelta(days=1), *clock.days(first_s, last_s)]:
        falls, ends = _night(clock, day, where)
        falls, ends = max(first_s, falls), min(last_s, ends)
        if falls + 60 < ends:
            found.append(Night(falls, ends))
    return tuple(found)


def middle(scenario: Scenario) -> tuple[float, float] | None:
    """Give the mean latitude and longitude of all places that have them; None when none has."""
    found = [(p.lat, p.lon) for p in scenario.places if p.lat is not None and p.lon is not None]
    if not found:
        return None
    return sum(lat for lat, _ in found) / len(found), sum(lon for _, lon in found) / len(found)


def _night(clock: LocalClock, day: date, where: tuple[float, float] | None) -> tuple[int, int]:
    """Give sunset of a day and sunrise of the next."""
    if where is None:
        return clock.midnight(day) + 18 * 3600, clock.midnight(day + timedelta(days=1)) + 6 * 3600
    noon, half = _sun(day, *where)
    next_noon, next_half = _sun(day + timedelta(days=1), *where)
    j2000_s = clock.seconds(_j2000(clock))
    return round(j2000_s + (noon + half) * 86400), round(j2000_s + (next_noon - next_half) * 86400)


def _j2000(clock: LocalClock) -> datetime:
    """Give noon UTC of 1 January 2000, from which the sunrise equation counts days."""
    return clock.start.replace(year=2000, month=1, day=1, hour=12, minute=0, second=0, microsecond=0)


def _sun(day: date, lat: float, lon: float) -> tuple[float, float]:
    """Give solar noon and half the length of the day, in days after J2000 and in days (sunrise equation)."""
    mean_noon = (day - J2000).days - lon / 360
    anomaly = radians((357.5291 + 0.98560028 * mean_noon) % 360)
    centre = 1.9148 * sin(anomaly) + 0.02 * sin(2 * anomaly) + 0.0003 * sin(3 * anomaly)
    longitude = radians((degrees(anomaly) + centre + 180 + 102.9372) % 360)
    noon = mean_noon + 0.0053 * sin(anomaly) - 0.0069 * sin(2 * longitude)
    declination = asin(sin(longitude) * sin(radians(23.4397)))
    phi = radians(lat)
    cosine = (sin(radians(SUN_AT_HORIZON)) - sin(phi) * sin(declination)) / (cos(phi) * cos(declination))
    return noon, degrees(acos(max(-1.0, min(1.0, cosine)))) / 360
