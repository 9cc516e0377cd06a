"""The page: one HTML file with a picture of the map, the data as numbers, and a script of our own."""

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

from markupsafe import Markup

from safepassage import __version__
from safepassage.domain.custody import Whereabouts
from safepassage.domain.scenario import Scenario
from safepassage.network import RoadNetwork
from safepassage.reporting.clock import LocalClock
from safepassage.reporting.maps.ground import NO_GROUND, Ground
from safepassage.reporting.maps.layout import Panel, panels
from safepassage.reporting.maps.marks import legend_mark
from safepassage.reporting.maps.roles import ROLE_WORDS, MapPlace, Role, Roles
from safepassage.reporting.maps.scheme import scheme
from safepassage.reporting.maps.streets import Streets
from safepassage.reporting.measures.flows import Flow
from safepassage.reporting.replay.chronicle import chronicle
from safepassage.reporting.replay.drawing import Scene, draw_panel
from safepassage.reporting.replay.figures import Figures, PlaceSteps, Steps, ending_words, figures_of
from safepassage.reporting.replay.fitting import must_fit
from safepassage.reporting.replay.legs import DrivenLeg, driven_legs
from safepassage.reporting.replay.timeline import (
    offsets,
    open_windows,
    out_steps,
    quiet_spans,
    suspended_spans,
    ticks,
    timeline,
)
from safepassage.reporting.replay.tracks import corners, driven_ways, lines_of, tracks
from safepassage.reporting.templating import environment, style
from safepassage.scenarios.events_file import Events
from safepassage.scenarios.files import write_files

WIDE, NARROW, PAIR = 940, 360, 462
"""Widths of the map on screens and paper, on telephones, and of each of two details side by side."""

SPEEDS = (1, 60, 300, 600, 1800, 3600, 7200, 14400)
PLAYED_IN_S = 90
"""The speed chosen at first plays the whole in about so many seconds."""

QUIET_S = 1800
"""A time in which nothing happens can be skipped if it is so long."""

PERSONS: Mapping[Whereabouts, str] = {
    Whereabouts.WAITING: "waiting",
    Whereabouts.ABOARD: "aboard",
    Whereabouts.AT_TRANSFER: "at transfer places",
    Whereabouts.STAYED: "decided to stay",
    Whereabouts.TURNED_BACK: "turned back",
}


def write_replay(scenario: Scenario, told: Events, path: Path, ground: Ground = NO_GROUND) -> tuple[str, ...]:
    """Write the page that plays events, and give sentences on what its map could not show.

    Parameters
    ----------
    scenario
        The scenario that the events are of.
    told
        The events.
    path
        The HTML file to write; it is replaced.
    ground
        Routes and a basemap for the map, as `Ground.read` finds them in the scenario's folder.

    Raises
    ------
    UnusableInputError
        If the events are of another scenario, or the file cannot be written.
    ImpossibleFactError
        If a fact cannot have happened after those before it.
    """
    html, troubles = render_replay(scenario, told, ground)
    write_files(path.parent, {path.name: html.encode()})
    return troubles


def render_replay(scenario: Scenario, told: Events, ground: Ground = NO_GROUND) -> tuple[str, tuple[str, ...]]:
    """Give the page that plays events as HTML, and what its map could not show; see `write_replay`."""
    must_fit(scenario, told)
    figures, legs = figures_of(scenario, told.facts), driven_legs(told.facts)
    stage = _Stage(scenario, figures, legs, ground)
    script = _script()
    clock = LocalClock.of(scenario)
    html = (
        environment()
        .get_template("replay.html.j2")
        .render(
            title=scenario.title or scenario.name,
            about=told.about,
            times=clock.zone_words(),
            version=__version__,
            scenario_name=scenario.name,
            style=style("replay.css"),
            script=script,
            script_digest=b64encode(sha256(script.encode()).digest()).decode(),
            data=embedded(_data(stage, told, clock)),
            timeline=timeline(scenario, figures, clock),
            ticks=ticks(figures, clock),
            suspended_shown=bool(suspended_spans(figures)),
            ending=ending_words(figures, scenario.persons),
            others_planned=scenario.persons if scenario.persons != figures.registered else 0,
            windows_shown=bool(open_windows(figures)),
            speeds=SPEEDS,
            speed=min(SPEEDS, key=lambda speed: abs(figures.last_s / speed - PLAYED_IN_S)),
            persons=[(where.value, words) for where, words in PERSONS.items() if _ever(figures.persons[where])],
            wide=stage.pictures(WIDE),
            narrow=stage.pictures(NARROW),
            to_scale=stage.to_scale,
            places=[(stage.numbers[p.place.id], p.place.label, p.role == Role.CROSSING) for p in stage.shown],
            legend=[(legend_mark(role), ROLE_WORDS[role]) for role in Role if role in {p.role for p in stage.places}],
        )
    )
    return html, tuple(dict.fromkeys((*ground.troubles, *stage.troubles)))


class _Stage:
    """Where it all happens: places, ways and panels."""

    def __init__(self, scenario: Scenario, figures: Figures, legs: Sequence[DrivenLeg], ground: Ground) -> None:
        roles = Roles(scenario)
        self.scenario, self.figures, self.legs = scenario, figures, legs
        self.places = [
            MapPlace(p, roles.of(p)[0], "", max(figures.places[p.id].waiting.values, default=0))
            for p in scenario.places
        ]
        self.numbers = {place.id: number for number, place in enumerate(scenario.places)}
        on_earth = any(p.lat is not None and p.lon is not None for p in scenario.places)
        self.ground = ground if on_earth else NO_GROUND
        self.driven = driven_ways(scenario, legs, RoadNetwork.of(scenario))
        self.lines = lines_of(self.driven.ways, self.ground)
        streets = Streets.of(scenario, (), self.ground)
        self.scene = Scene(self.places, self.ground, streets, self.numbers)
        self.to_scale = on_earth
        self.laid_out = {width: self._lay_out(width) for width in (WIDE, NARROW)}
        self.troubles: list[str] = []

    @property
    def shown(self) -> list[MapPlace]:
        """Places that have numbers to show, most important first."""
        return sorted((p for p in self.places if _numbers_of(self.figures.places[p.place.id])), key=lambda p: p.rank)

    def pictures(self, width: int) -> list[Markup]:
        """Draw the panels of one layout."""
        found = []
        for panel in self.laid_out[width]:
            picture, troubles = draw_panel(panel, self.scene)
            found.append(picture)
            self.troubles += troubles
        return found

    def tracks(self, width: int) -> list[list[list[int]]]:
        """Give the tracks of each panel of one layout."""
        return [tracks(self.scenario, self.driven.ways, self.lines, panel) for panel in self.laid_out[width]]

    def _lay_out(self, width: int) -> Sequence[Panel]:
        pair = PAIR if width == WIDE else NARROW
        to_scale = panels(self.places, width, pair, corners(self.lines))
        roads = [road for way in self.driven.ways for road in pairwise(way)]
        return to_scale or (scheme(self.places, [Flow(a, b, "", 1, 1) for a, b in dict.fromkeys(roads)], width),)


def _data(stage: _Stage, told: Events, clock: LocalClock) -> Mapping[str, object]:
    """Give all that the script needs; seconds count from the start."""
    figures = stage.figures
    labels = {place.id: place.label for place in stage.scenario.places}
    busy = _busy(stage.legs, told)
    return {
        "start": int(clock.start.timestamp()),
        "last": figures.last_s,
        "offsets": offsets(clock, figures.last_s),
        "registered": figures.registered,
        "out": _columns(out_steps(figures)),
        "persons": {where.value: _columns(figures.persons[where]) for where in PERSONS},
        "underWay": _columns(figures.under_way),
        "suspended": _columns(figures.suspended),
        "places": [_place(figures.places[place.id]) for place in stage.scenario.places],
        "legs": _legs(stage),
        "panels": {"wide": stage.tracks(WIDE), "narrow": stage.tracks(NARROW)},
        "chronicle": [[entry.at_s, entry.words] for entry in chronicle(told.facts, labels)],
        "quiet": quiet_spans(busy, figures.last_s, QUIET_S),
    }


def _busy(legs: Sequence[DrivenLeg], told: Events) -> Mapping[int, int]:
    busy = {fact.at_s: fact.at_s for fact in told.facts}
    for leg in legs:
        busy[leg.departs_s] = max(busy[leg.departs_s], leg.arrives_s)
    return busy


def _place(place: PlaceSteps) -> Mapping[str, object]:
    numbers = {name: _columns(steps) for name, steps in _numbers_of(place).items()}
    return {**numbers, "rules": place.rules, "open": _columns(place.open_for)} if place.rules else numbers


def _numbers_of(place: PlaceSteps) -> dict[str, Steps]:
    """Give the numbers of a place that are ever other than 0."""
    found = {"waiting": place.waiting, "transfer": place.at_transfer, "arrived": place.arrived, "queue": place.queue}
    return {name: steps for name, steps in found.items() if _ever(steps)}


def _ever(steps: Steps) -> bool:
    return any(steps.values)


def _columns(steps: Steps) -> list[list[int]]:
    """Give steps as two columns of differences, which are short."""
    return [_differences(steps.at_s), _differences(steps.values)]


def _differences(values: Sequence[int]) -> list[int]:
    return [b - a for a, b in pairwise([0, *values])]


def _legs(stage: _Stage) -> list[list[int]]:
    """Give legs as columns: departure as a difference, drive, stand at a crossing, way, people, convoy from 1 or 0."""
    crossings = stage.scenario.agreement.crossing_places
    rows = [
        (
            leg.arrives_s - leg.departs_s,
            (stage.figures.last_s + 1 if leg.leaves_s is None else leg.leaves_s) - leg.arrives_s
            if leg.destination in crossings
            else 0,
            way,
            leg.persons,
            0 if leg.convoy is None else leg.convoy + 1,
        )
        for leg, way in zip(stage.legs, stage.driven.of_leg, strict=True)
    ]
    return [_differences([leg.departs_s for leg in stage.legs]), *(list(column) for column in zip(*rows, strict=True))]


def embedded(data: object) -> Markup:
    """Give data as JSON that may stand in a script element, whatever words it holds."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)  # noqa: S704 - no letter is left that HTML gives a meaning to


def _script() -> Markup:
    source = files("safepassage.reporting").joinpath("templates", "replay.js")
    return Markup(source.read_text(encoding="utf-8"))  # noqa: S704 - a file of this package, not of a user
