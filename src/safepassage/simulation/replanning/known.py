"""What the facts told before a moment say of people, vehicles and terms: the scenario as it is known then."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from safepassage.domain import events
from safepassage.domain.events import Fact
from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Link
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import CrossingRule, Window, joined_windows


@dataclass(slots=True)
class Known:
    """What the facts said so far.

    `stayed` counts groups by row, `turned_back` by vehicle and row. `idle` are vehicles that work no more,
    `broken_since` those that broke down and are not repaired. `open` are the crossing rules (place and `from_places`)
    with a window that is open now, `closed_roads` by origin and destination. `suspended_s` is when the agreement was
    suspended that is not yet re-established, or None, and `suspensions` are the spans of those that were.
    """

    stayed: Counter[str] = field(default_factory=Counter)
    turned_back: Counter[tuple[str, str]] = field(default_factory=Counter)
    idle: set[str] = field(default_factory=set)
    broken_since: dict[str, int] = field(default_factory=dict)
    open: set[tuple[str, tuple[str, ...]]] = field(default_factory=set)
    closed_roads: set[tuple[str, str]] = field(default_factory=set)
    suspended_s: int | None = None
    suspensions: list[tuple[int, int]] = field(default_factory=list)


def known_from(facts: Iterable[Fact]) -> Known:
    """Fold facts, in their order, into what is known."""
    known = Known()
    for fact in facts:
        if type(fact) in LEARNT:
            LEARNT[type(fact)](known, fact)
    return known


def _stayed(known: Known, fact: events.GroupsStayed) -> None:
    known.stayed[fact.people] += fact.groups


def _turned_back(known: Known, fact: events.GroupsTurnedBack) -> None:
    known.turned_back[fact.vehicle, fact.people] += fact.groups


def _opened(known: Known, fact: events.WindowOpened) -> None:
    known.open.add((fact.place, fact.from_places))


def _closed(known: Known, fact: events.WindowClosed) -> None:
    known.open.discard((fact.place, fact.from_places))


def _out_of_work(known: Known, fact: events.VehicleWithdrawn | events.VehicleRefused) -> None:
    known.idle.add(fact.vehicle)


def _broke_down(known: Known, fact: events.VehicleBrokeDown) -> None:
    known.broken_since[fact.vehicle] = fact.at_s


def _repaired(known: Known, fact: events.VehicleRepaired) -> None:
    known.broken_since.pop(fact.vehicle, None)


def _road_closed(known: Known, fact: events.RoadClosed) -> None:
    known.closed_roads |= _directions(fact)


def _road_reopened(known: Known, fact: events.RoadReopened) -> None:
    known.closed_roads -= _directions(fact)


def _directions(fact: events.RoadClosed | events.RoadReopened) -> set[tuple[str, str]]:
    there = {(fact.origin, fact.destination)}
    return there | {(fact.destination, fact.origin)} if fact.both_ways else there


def _suspended(known: Known, fact: events.AgreementSuspended) -> None:
    known.suspended_s = fact.at_s


def _reestablished(known: Known, fact: events.AgreementReestablished) -> None:
    if known.suspended_s is not None:
        known.suspensions.append((known.suspended_s, fact.at_s))
    known.suspended_s = None


LEARNT: Mapping[type[Fact], Callable[[Known, Any], None]] = MappingProxyType(
    {
        events.GroupsStayed: _stayed,
        events.GroupsTurnedBack: _turned_back,
        events.WindowOpened: _opened,
        events.WindowClosed: _closed,
        events.VehicleWithdrawn: _out_of_work,
        events.VehicleRefused: _out_of_work,
        events.VehicleBrokeDown: _broke_down,
        events.VehicleRepaired: _repaired,
        events.RoadClosed: _road_closed,
        events.RoadReopened: _road_reopened,
        events.AgreementSuspended: _suspended,
        events.AgreementReestablished: _reestablished,
    }
)
"""What each kind of fact adds to what is known."""


def as_known(scenario: Scenario, known: Known, now_s: int, *, windows_move: bool) -> Scenario:
    """Give the scenario as it is known at a moment.

    Those who stayed or were turned back are no longer asked to leave: whoever was turned back would have to be
    registered anew where they are, which nobody has done. A window that should be open but is not is expected to open
    as long from now as it is late already. With `windows_move` they come later by the time for which the agreement was
    suspended. Roads that are closed are taken to stay closed.
    """
    gone = known.stayed + Counter[str]()
    for (_, row), groups in known.turned_back.items():
        gone[row] += groups
    people = tuple(_those_left(row, gone) for row in scenario.people)
    crossings = tuple(_expected(rule, known, now_s, move=windows_move) for rule in scenario.agreement.crossings)
    links = tuple(open_link for link in scenario.links if (open_link := _open_part(link, known)) is not None)
    agreement = replace(scenario.agreement, crossings=crossings)
    return replace(scenario, people=people, links=links, agreement=agreement)


def _open_part(link: Link, known: Known) -> Link | None:
    """Give the directions of a road that are open; None if none is."""
    there, back = (link.from_place, link.to_place), (link.to_place, link.from_place)
    if there not in known.closed_roads:
        return replace(link, both_ways=False) if link.both_ways and back in known.closed_roads else link
    if not link.both_ways or back in known.closed_roads:
        return None
    return replace(link, from_place=link.to_place, to_place=link.from_place, both_ways=False)


def _those_left(row: TravelGroups, gone: Counter[str]) -> TravelGroups:
    return replace(row, groups=max(0, row.groups - gone[row.id])) if gone[row.id] else row


def _expected(rule: CrossingRule, known: Known, now_s: int, *, move: bool) -> CrossingRule:
    """Give a rule with windows as they are expected."""
    if rule.windows is None:
        return rule
    windows = list(joined_windows(rule.windows))
    for began_s, ended_s in known.suspensions if move else ():
        windows = [_later(window, began_s, ended_s - began_s) for window in windows]
    if (rule.place, rule.from_places or ()) not in known.open:
        windows = [_late(window, now_s) for window in windows]
    return replace(rule, windows=tuple(window for window in windows if window.opens_s < window.closes_s))


def _later(window: Window, suspended_s: int, lost_s: int) -> Window:
    """Give a window, or what was left of it, later by the time that was lost."""
    if window.closes_s <= suspended_s:
        return window
    return Window(window.opens_s + (lost_s if window.opens_s >= suspended_s else 0), window.closes_s + lost_s)


def _late(window: Window, now_s: int) -> Window:
    """Give a window that is not open: if it should be, it is expected in as long as it is late already."""
    if not window.opens_s < now_s < window.closes_s:
        return window
    return Window(min(2 * now_s - window.opens_s, window.closes_s), window.closes_s)
