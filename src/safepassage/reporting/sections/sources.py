"""Assumptions and sources: where each figure of the scenario comes from, in words instead of columns and ids."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from safepassage.domain.scenario import FigureSource, SourceKind
from safepassage.reporting.sections.facts import Facts
from safepassage.reporting.words import listed

FILES = {
    "scenario.toml": "The scenario",
    "agreement.toml": "The agreement",
    "places.csv": "Places",
    "people.csv": "People",
    "vehicles.csv": "Vehicles",
    "links.csv": "Roads",
    "uncertainty.toml": "What is uncertain",
}
"""Headings for the files of a scenario, in the order in which they are shown; anything else comes last."""

ELSEWHERE = "Other figures"

FIGURES = {
    "uncertainty.toml": {
        "travel": "driving times",
        "service": "boarding and alighting",
        "check": "checks",
        "counts": "how many there are",
        "late_start": "late vehicles",
        "late_groups": "late groups",
        "late_opening": "late openings",
        "staying": "people who stay",
        "refusals": "vehicles lost before a trip",
        "turned_back": "people turned back",
        "roads": "roads that close",
        "agreement": "suspensions",
    },
    "scenario.toml": {
        "start": "start",
        "priority_weights": "weights of the priorities",
        "expected_calm_hours": "how long the agreement is expected to hold",
    },
    "agreement.toml": {
        "crossings.lanes": "lanes at a crossing",
        "crossings.minutes_per_vehicle": "time of a check",
        "crossings.windows": "windows of a crossing",
        "crossings.applies_to": "who is checked",
        "convoys.min_vehicles": "smallest convoy",
        "convoys.max_vehicles": "largest convoy",
        "convoys.headway_minutes": "time between convoys",
        "linked.steps": "steps of a linked movement",
    },
    "places.csv": {
        "lat": "latitude",
        "lon": "longitude",
        "board_minutes": "time to board",
        "alight_minutes": "time to alight",
        "shelter_places": "shelter places",
        "through": "driving through",
    },
    "people.csv": {
        "groups": "number of travel groups",
        "seated": "people who sit",
        "wheelchair": "people in wheelchairs",
        "stretcher": "people on stretchers",
        "ready": "when they are ready",
        "vehicles": "which vehicles they may take",
        "max_aboard_minutes": "longest time aboard",
    },
    "vehicles.csv": {
        "count": "number of vehicles",
        "start": "where they stand",
        "wheelchairs": "places for wheelchairs",
        "stretchers": "places for stretchers",
        "seats_per_wheelchair": "seats a wheelchair takes",
        "seats_per_stretcher": "seats a stretcher takes",
        "drive_factor": "how fast they drive",
        "available_from": "from when they are there",
        "available_until": "until when they are there",
        "max_duty_minutes": "longest duty",
        "max_km": "longest way in all",
        "return_to": "where they end",
    },
    "links.csv": {"km": "length", "minutes": "driving time"},
}
"""What columns and keys are called in a report, where their own name is not a word."""

ABOUT = re.compile(r"(?P<file>[a-z]+\.(?:toml|csv)): *(?P<columns>[^()]+?) *(?:\((?P<which>.*)\))?")


@dataclass(frozen=True, slots=True)
class Source:
    """One figure with its source; `link` is an address that may be opened, or empty, and `host` whose it is."""

    about: str
    figure: str
    source: str
    link: str

    @property
    def host(self) -> str:
        """The name of the site that the link leads to."""
        return urlsplit(self.link).hostname or self.link


@dataclass(frozen=True, slots=True)
class SourceGroup:
    """Figures about the same thing, such as places or vehicles."""

    heading: str
    entries: tuple[Source, ...]

    @property
    def count(self) -> int:
        """How many figures these are."""
        return len(self.entries)


def sources(facts: Facts, kind: SourceKind) -> tuple[SourceGroup, ...]:
    """Give the figures of one kind, reported or assumed, with their sources, by what they are about."""
    found: dict[str, list[Source]] = {heading: [] for heading in (*FILES.values(), ELSEWHERE)}
    for entry in facts.scenario.sources:
        if entry.kind == kind:
            heading, about = in_words(entry.about, facts.labels)
            found[heading].append(Source(about, entry.figure, entry.source, _link(entry)))
    return tuple(SourceGroup(heading, tuple(entries)) for heading, entries in found.items() if entries)


def in_words(about: str, labels: Mapping[str, str]) -> tuple[str, str]:
    """Give the heading that a figure stands under, and what it is: its column in words, its places by their names.

    `about` is written like `places.csv: board_minutes (school mill)`; whatever is not stays as it is.
    """
    match = ABOUT.fullmatch(about)
    if match is None or match["file"] not in FILES:
        return ELSEWHERE, about
    known = FIGURES[match["file"]]
    columns = [column.strip() for column in match["columns"].split(",")]
    words = listed([known.get(column, column) for column in columns])
    which = f" ({_named(match['which'], labels)})" if match["which"] else ""
    return FILES[match["file"]], f"{words[:1].upper()}{words[1:]}{which}"


def _named(which: str, labels: Mapping[str, str]) -> str:
    """Give ids as a list with the names of places; a remark in words stays as it is."""
    ids = which.split()
    looks_like_ids = any(word in labels or "*" in word for word in ids)
    return ", ".join(labels.get(word, word) for word in ids) if looks_like_ids else which


def _link(entry: FigureSource) -> str:
    """Give an address only if it is one of the web: anything else is not made a link."""
    try:
        parts = urlsplit(entry.url)
    except ValueError:
        return ""
    return entry.url if parts.scheme in ("http", "https") and parts.netloc else ""
