"""Finds the roads of a scenario and writes them, or says what closures would do to them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from shlex import quote

import typer
from rich.console import Console

from safepassage.cli.command_name import command_name
from safepassage.cli.roads.making import Made, Reach, make_study
from safepassage.cli.roads.other_ways import OtherWays, Question, keep_choice
from safepassage.cli.roads.records import around_records, difference_record, snap_records, unreached_records
from safepassage.cli.roads.sources import Source
from safepassage.cli.roads.words import Words
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.scenario import Scenario
from safepassage.domain.streets import Closure, Routes, StreetConditions
from safepassage.network.basemap import make_basemap
from safepassage.network.sources import read_matrix
from safepassage.network.streets.differences import differences
from safepassage.network.streets.graph import Ints
from safepassage.network.streets.moments import State
from safepassage.network.streets.outlook import compared, cut_off_by, other_states
from safepassage.reporting.words import isolated, listed
from safepassage.scenarios import (
    keep_typed_links,
    read_closures_file,
    read_for_roads,
    read_moment,
    read_streets,
    write_roads,
)
from safepassage.scenarios.files import refuse_unwritable

BASEMAP = "basemap.pmtiles"
"""The file in a scenario folder that maps are drawn on."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user asked for, as the options have it."""

    folder: Path
    source: Source
    profile: str
    also: str | None
    at: str | None
    reach: Reach
    what_if: str | None
    corridors: tuple[str, str] | None
    ways: int
    take: int | None
    basemap: bool
    as_json: bool


@dataclass(slots=True)
class Findings:
    """What is told in the end: sentences, and the same as data for other programs."""

    lines: list[str] = field(default_factory=list)
    data: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """A scenario with what is known of its streets, and the moment for which they are looked at."""

    asked: Asked
    scenario: Scenario
    conditions: StreetConditions
    made_from: tuple[tuple[str, str], ...]
    at_s: int

    def made(self, profile: str) -> Made:
        """Put the places on the streets of a kind of vehicle."""
        source = self.asked.source
        console = Console(stderr=True, highlight=False)
        with console.status(f"Reading {source.path.name} for the {profile}; the first time this takes a while"):
            prepared = source.streets(profile)
        return make_study(self.scenario, self.conditions, source, prepared, self.asked.reach)


def find_roads(asked: Asked) -> None:
    """Do what was asked, and print what was found."""
    _refuse_what_does_not_fit(asked)
    scenario, warnings = read_for_roads(asked.folder)
    for warning in warnings:
        typer.echo(f"warning: {warning} [{warning.code}]", err=True)
    conditions, made_from = read_streets(asked.folder, scenario)
    at_s = 0 if asked.at is None else read_moment("--at", asked.at, scenario.start)
    case = Case(asked, scenario, conditions, made_from, at_s)
    findings = _found(case)
    for line in [json.dumps(findings.data, indent=1, ensure_ascii=False)] if asked.as_json else findings.lines:
        typer.echo(line)


def _found(case: Case) -> Findings:
    if case.asked.source.is_matrix:
        return _from_matrix(case)
    made = case.made(case.asked.profile)
    if case.asked.what_if is not None:
        return _what_if(case, made, case.asked.what_if)
    if case.asked.corridors is not None:
        return _other_ways(case, made, *case.asked.corridors)
    return _written(case, made)


def _refuse_what_does_not_fit(asked: Asked) -> None:
    """Raise UnusableInputError where options do not go together."""
    if asked.what_if is not None and asked.corridors is not None:
        raise UnusableInputError("--what-if and --corridors ask different things: give one of the two.")
    if asked.take is not None and asked.corridors is None:
        raise UnusableInputError("--take goes with --corridors: name the two places too.")
    if asked.basemap and not asked.source.has_map:
        raise UnusableInputError("--basemap needs an OpenStreetMap extract: give one with --osm.")
    if asked.basemap:
        refuse_unwritable(asked.folder / BASEMAP)
    if asked.source.is_matrix and (asked.what_if is not None or asked.corridors is not None):
        raise UnusableInputError("A matrix has no roads to close or to choose from: give a map with --osm.")
    if asked.also is not None and not asked.source.has_map:
        raise UnusableInputError("--also compares kinds of vehicles on an OpenStreetMap extract: give one with --osm.")


def _from_matrix(case: Case) -> Findings:
    asked = case.asked
    places = [place.id for place in case.scenario.places]
    links = read_matrix(asked.source.path, places, asked.source.km)
    kept = keep_typed_links(asked.folder)
    routes = Routes(source=asked.source.path.name, made_from=case.made_from)
    write_roads(asked.folder, links, routes)
    findings = Findings(data={"links": len(links), "kept": kept})
    findings.lines += [f"{len(links):,} links are in {asked.folder / 'links.csv'}.", *_kept_words(kept)]
    return findings


def _what_if(case: Case, made: Made, asked: str) -> Findings:
    """Say what closures would do to the links; nothing is written."""
    closures = _closures_asked(case, asked)
    now = made.study.state(case.at_s)
    state = replace(now, closures=tuple(closure for closure in now.closures if closure not in closures))
    before, after = made.study.matrix(state), made.study.matrix(state, closures)
    found, words = differences(before, after), Words(case.scenario, made)
    names = listed(f"{closure.id} ({isolated(closure.note)})" if closure.note else closure.id for closure in closures)
    head = f"As if {names} were closed on {words.clock.words(case.at_s)}:"
    data = {"closures": [closure.id for closure in closures], **difference_record(made.study, found)}
    said = [head, *words.without_effect(closures), *words.differences(found, before, after)]
    return Findings(said, data)


def _closures_asked(case: Case, asked: str) -> tuple[Closure, ...]:
    """Give the closure of closures.geojson with this id, or else those in the file of this name."""
    named = tuple(closure for closure in case.conditions.closures if closure.id == asked)
    return named or read_closures_file(Path(asked), case.scenario)


def _other_ways(case: Case, made: Made, source: str, target: str) -> Findings:
    """Say which different ways there are between two places, and keep the one that is taken."""
    asked = case.asked
    words, state = Words(case.scenario, made), made.study.state(case.at_s)
    ways = OtherWays(made, words, state, Question(source, target, asked.ways, asked.take))
    chosen = [] if asked.take is None else ways.taken(asked.take)
    said = [*ways.lines(), *(keep_choice(asked.folder, case.conditions, chosen, words) if chosen else ())]
    return Findings(said, {"from": source, "to": target, "ways": ways.records(), "taken": asked.take})


def _written(case: Case, made: Made) -> Findings:
    """Find the links and write them, with their routes, into the scenario's folder."""
    asked, study, words = case.asked, made.study, Words(case.scenario, made)
    state = study.state(case.at_s)
    matrix = study.matrix(state)
    links, routes = study.links(state, matrix)
    cut_off = cut_off_by(study, state, matrix)
    kept = keep_typed_links(asked.folder)
    attribution = made.prepared.graph.attribution
    source = asked.source.path.name
    write_roads(
        asked.folder, links, Routes(routes, attribution, asked.profile, case.at_s, source, "", case.made_from, cut_off)
    )
    around = list(study.around(matrix, words.journeys()))
    findings = Findings(
        [
            *words.snaps(),
            "",
            *words.links(matrix, len(links)),
            *words.cut_off(cut_off),
            *words.hidden(),
            *words.without_effect(state.closures),
            *words.around(around),
            *words.undercut(study.undercut(matrix)),
            *words.not_followed(study.not_followed(state)),
            *words.not_followed(study.not_followed(state)),
        ],
        {
            "places": snap_records(made.snaps),
            "links": len(links),
            "unreached": unreached_records(study, matrix),
            "cut_off": [{"place": place, "closures": list(ids)} for place, ids in cut_off],
            "around": around_records(around),
            "kept": kept,
        },
    )
    _add_later(findings, case, made, state, matrix)
    _add_other_profile(findings, case, matrix)
    _add_basemap(findings, asked)
    findings.lines += [*_kept_words(kept), *_ending(asked, attribution)]
    return findings


def _add_later(findings: Findings, case: Case, made: Made, state: State, matrix: Ints) -> None:
    """Add what closures and speeds at other times do to the links."""
    words, later, records = Words(case.scenario, made), [], []
    for other, found in other_states(case.scenario, made.study, state, matrix):
        later += list(words.changing(other, found))
        if found.any:
            records.append({"from": words.clock.iso(other.moment_s), **difference_record(made.study, found)})
    findings.data["later"] = records
    if later:
        findings.lines += [f"These links are those of {words.clock.words(case.at_s)}. At other times:", *later]
        findings.lines.append("  Run this again with --at for the links of such a time, such as --at +6h.")


def _add_other_profile(findings: Findings, case: Case, matrix: Ints) -> None:
    """Add how another kind of vehicle compares, if that was asked."""
    also, profile = case.asked.also, case.asked.profile
    if also is None or also == profile:
        return
    other = case.made(also).study
    ratios, only, missing = compared(matrix, other.matrix(other.state(case.at_s)))
    findings.data["other_profile"] = {"profile": also, "ratios": ratios, "only": only, "missing": missing}
    if ratios is not None:
        low, middle, high = (f"{ratio:.2f}" for ratio in ratios)
        findings.lines.append(
            f"The {also} takes {middle} of the {profile}'s time on the middle link, {low} to {high} on all: "
            f"a drive_factor for vehicles.csv."
        )
    if only or missing:
        findings.lines.append(
            f"Links that only the {also} has: {only:,}; that only the {profile} has: {missing:,}. Plans use those of "
            f"the {profile}."
        )


def _add_basemap(findings: Findings, asked: Asked) -> None:
    if asked.basemap:
        console = Console(stderr=True, highlight=False)
        with console.status(f"Making a map of {asked.source.path.name}"):
            make_basemap(asked.source.path, asked.folder / BASEMAP)
        findings.lines.append(f"The map is in {asked.folder / BASEMAP}.")


def _kept_words(kept: str | None) -> Iterator[str]:
    if kept is not None:
        yield f"The links.csv that was there is kept as {kept}."


def _ending(asked: Asked, attribution: str) -> Iterator[str]:
    folder = asked.folder
    yield "Driving times are those of empty roads: compare one that you know, and correct them with speeds.csv."
    yield f"The links are in {folder / 'links.csv'}, their ways in {folder / 'routes.geojson'}."
    if attribution:
        yield f"Roads: {attribution}."
    yield f"Look at all of it with: {quote(command_name())} check {quote(str(folder))}"
