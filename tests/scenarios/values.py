"""Random scenarios and plans for properties: any value that the files have a form for, sensible or not."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Link, Place
from safepassage.domain.plan import Itinerary, Plan, Proof, Remaining, Stop
from safepassage.domain.scenario import FigureSource, Objective, Scenario, SourceKind
from safepassage.domain.terms import Agreement, ConvoyRule, CrossingRule, LinkedMovement, LinkStep, Window
from safepassage.domain.uncertainty import (
    CERTAINTY,
    Chance,
    Delay,
    Hazard,
    Incidents,
    RoadHazard,
    Shape,
    Spread,
    Uncertainty,
)
from safepassage.domain.vehicles import VehicleRow
from safepassage.scenarios.times import merged

CENTURY = 36_500 * 86_400

ids = st.text("abcXYZ019_.-", min_size=1, max_size=8) | st.sampled_from(["007", "1e5", "-", "yes"])
id_lists = st.lists(ids, max_size=3).map(tuple)
texts = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufffe\uffff", whitelist_characters="\n\t"),
    max_size=12,
) | st.sampled_from(
    ["=1+1", "+90m", "-2", "@here", '"quoted", with comma', "#", "#REF!", "5.0", " ", "a\nb", "[]", "'x"]
)
filled = texts.filter(lambda text: bool(text.strip()))
counts = st.integers(0, 10_000_000)
few = st.integers(1, 10_000_000)
seconds = st.integers(-CENTURY, CENTURY)


def decimals(high: int, low: int = 0) -> st.SearchStrategy[Fraction]:
    """Fractions that are decimals of up to six digits, from `low` to `high`."""
    return st.integers(0, 6).flatmap(
        lambda digits: st.integers(low * 10**digits, high * 10**digits).map(lambda n: Fraction(n, 10**digits))
    )


minutes = decimals(527_040).map(lambda value: value * 60)


def optional(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Let a value be absent."""
    return st.none() | strategy


def unique(records: st.SearchStrategy[Any], key: Callable[[Any], Any]) -> st.SearchStrategy[Any]:
    """Give up to four records of different keys."""
    return st.lists(records, max_size=4, unique_by=key).map(tuple)


def floats_to(high: float) -> st.SearchStrategy[float]:
    """Zero, or floats that decimals of reasonable length reach."""
    return st.just(0.0) | st.floats(1e-6, high)


def certain_or(strategy: st.SearchStrategy[Any], certain: Any) -> st.SearchStrategy[Any]:
    """Let a cause be certain."""
    return st.just(certain) | strategy


places = st.builds(
    Place,
    id=ids,
    name=texts,
    lat=optional(st.floats(-90, 90)),
    lon=optional(st.floats(-180, 180)),
    board_s=minutes,
    alight_s=minutes,
    bays=optional(few),
    shelter_places=optional(counts),
    beds=optional(counts),
    through=st.booleans(),
    transfer=st.booleans(),
)
people = st.builds(
    TravelGroups,
    id=ids,
    place=ids,
    groups=counts,
    seated=counts,
    wheelchair=counts,
    stretcher=counts,
    priority=st.integers(1, 3),
    ready_s=seconds,
    destinations=id_lists,
    vehicles=id_lists,
    stream=texts.map(str.strip),
    max_aboard_s=optional(minutes),
)
vehicles = st.builds(
    VehicleRow,
    type=ids,
    count=counts,
    start=ids,
    seats=counts,
    wheelchairs=counts,
    stretchers=counts,
    seats_per_wheelchair=counts,
    seats_per_stretcher=counts,
    drive_factor=decimals(1000, 1),
    available_from_s=seconds,
    available_until_s=optional(seconds),
    max_duty_s=optional(minutes),
    max_km=optional(decimals(1_000_000)),
    return_to=optional(ids),
    crossings=id_lists,
)
links = st.builds(
    Link,
    from_place=ids,
    to_place=ids,
    drive_s=minutes,
    km=decimals(1_000_000),
    both_ways=st.booleans(),
    risk=decimals(1_000_000_000),
)
windows = st.lists(st.builds(Window, seconds, seconds), max_size=3).map(tuple).map(merged)
crossings = st.builds(
    CrossingRule,
    place=ids,
    from_places=optional(id_lists),
    lanes=optional(few),
    check_s=minutes,
    windows=optional(windows),
    loaded_only=st.booleans(),
)
convoys = st.builds(
    ConvoyRule,
    crossing=ids,
    from_places=optional(id_lists),
    min_vehicles=few,
    max_vehicles=optional(few),
    headway_s=minutes,
)
linked = st.builds(
    LinkedMovement,
    people_from=id_lists,
    against_from=id_lists,
    steps=st.lists(st.builds(LinkStep, counts, counts), max_size=3).map(tuple),
)
sources = st.builds(
    FigureSource, about=filled, figure=filled, kind=st.sampled_from(SourceKind), source=filled, url=texts
)
agreements = st.builds(
    Agreement,
    parties=st.lists(filled, max_size=3).map(tuple),
    crossings=st.lists(crossings, max_size=3).map(tuple),
    convoys=st.lists(convoys, max_size=2).map(tuple),
    linked=st.lists(linked, max_size=2).map(tuple),
)
variations = floats_to(5)
shares = floats_to(1)
shapes = st.sampled_from(Shape)
hazards = st.builds(Hazard, floats_to(1000), floats_to(10**7), variations, shapes, shares, source=filled)
spreads = certain_or(st.builds(Spread, variations, variations, shapes, st.floats(0.01, 100), source=filled), Spread())
delays = certain_or(st.builds(Delay, shares, floats_to(10**7), variations, variations, shapes, source=filled), Delay())
chances = certain_or(st.builds(Chance, shares, variations, source=filled), Chance())


def suspended(hazard: Hazard | None, *, windows_move: bool) -> dict[str, Any]:
    """Give what the agreement's suspension makes of an uncertainty, None: it is never suspended."""
    return {} if hazard is None else {"suspensions": hazard, "windows_move": windows_move}


uncertainties = st.builds(
    lambda given, suspension: Uncertainty(**given, **suspension),
    st.fixed_dictionaries(
        {
            **dict.fromkeys(("travel", "service", "check", "counts"), spreads),
            **dict.fromkeys(("late_start", "late_groups", "late_opening"), delays),
            **dict.fromkeys(("staying", "refusals", "turned_back"), chances),
            "breakdowns": certain_or(hazards, Hazard()),
            "roads": st.lists(st.builds(RoadHazard, ids, ids, st.booleans(), hazards), max_size=2).map(tuple),
            "incidents": certain_or(st.builds(Incidents, floats_to(1000), shares, source=filled), Incidents()),
        }
    ),
    st.builds(suspended, optional(hazards), windows_move=st.booleans()),
)
"""What is uncertain, every cause certain or with a source."""

starts = st.datetimes(
    datetime(1901, 1, 1),  # noqa: DTZ001 - the strategy adds the offset
    datetime(2199, 12, 31),  # noqa: DTZ001
    timezones=st.integers(-23 * 60, 23 * 60).map(lambda offset: timezone(timedelta(minutes=offset))),
)
weights = st.floats(0, 1e9)
scenarios = st.builds(
    Scenario,
    name=filled,
    start=starts,
    title=texts,
    timezone=st.sampled_from(["UTC", "Asia/Damascus", "Europe/Sarajevo"]),
    objective=st.sampled_from(Objective),
    priority_weights=st.tuples(weights, weights, weights),
    expected_calm_s=st.floats(4, 1e9),
    places=unique(places, lambda place: place.id),
    people=unique(people, lambda row: row.id),
    vehicles=st.lists(vehicles, max_size=3).map(tuple),
    links=st.lists(links, max_size=3).map(tuple),
    agreement=agreements,
    sources=st.lists(sources, max_size=3).map(tuple),
    uncertainty=optional(uncertainties.filter(lambda uncertainty: uncertainty != CERTAINTY)),
)

groups = st.dictionaries(ids, st.integers(1, 10**6), max_size=3)
whole = st.integers(0, 10**9)
by_priority = st.tuples(whole, whole, whole)
values = st.floats(-1e15, 1e15) | st.integers(0, 10**12).map(float)
stops = st.builds(Stop, place=ids, arrive_s=whole, depart_s=whole, board=groups, alight=groups)
plans = st.builds(
    Plan,
    scenario=filled,
    objective=st.sampled_from(Objective),
    itineraries=st.lists(st.builds(Itinerary, ids, st.lists(stops, max_size=3).map(tuple)), max_size=3).map(tuple),
    value=values,
    bound=optional(values),
    proof=st.sampled_from(Proof),
    completion_seconds=whole,
    people_out=whole,
    people_remaining=whole,
    people_out_bound=whole,
    people_out_by_priority=by_priority,
    people_out_bound_by_priority=by_priority,
    remaining=st.lists(st.builds(Remaining, ids, whole, whole, st.lists(texts, max_size=2).map(tuple)), max_size=2).map(
        tuple
    ),
    bound_explained=texts,
)
