"""What the facts told before a moment say of people, vehicles and terms: the scenario as it is known then."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from safepassage.domain import events
from safepassage.domain.events import Fact
from safepassage.domain.people import TravelGroups
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import CrossingRule, Window, joined_windows


@dataclass(slots=True)
class Known:
    """What the facts said so far.

    `stayed` counts groups by row, `turned_back` by vehicle and row, `openings` by crossing rule (its place and its
    `from_places`). `idle` are vehicles that work no more. `suspended_since` is when the agreement was suspended that is
    not yet re-established, or None.
    """

    stayed: Counter[str] = field(default_factory=Counter)
    turned_back: Counter[tuple[str, str]] = field(default_factory=Counter)
    openings: Counter[tuple[str, tuple[str, ...]]] = field(default_factory=Counter)
    idle: set[str] = field(default_factory=set)
    suspended_since: int | None = None


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
    known.openings[fact.place, fact.from_places] += 1


def _out_of_work(known: Known, fact: events.VehicleWithdrawn | events.VehicleBrokeDown) -> None:
    known.idle.add(fact.vehicle)


def _suspended(known: Known, fact: events.AgreementSuspended) -> None:
    known.suspended_since = fact.at_s


def _reestablished(known: Known, _fact: events.AgreementReestablished) -> None:
    known.suspended_since = None


LEARNT: Mapping[type[Fact], Callable[[Known, Any], None]] = MappingProxyType(
    {
        events.GroupsStayed: _stayed,
        events.GroupsTurnedBack: _turned_back,
        events.WindowOpened: _opened,
        events.VehicleWithdrawn: _out_of_work,
        events.VehicleBrokeDown: _out_of_work,
        events.AgreementSuspended: _suspended,
        events.AgreementReestablished: _reestablished,
    }
)
"""What each kind of fact adds to what is known."""


def as_known(scenario: Scenario, known: Known, now_s: int) -> Scenario:
    """Give the scenario as it is known at a moment.

    Those who stayed or were turned back are no longer asked to leave: whoever was turned back would have to be
    registered anew where they are, which nobody has done. A window that should be open but is not is expected to open
    as long from now as it is late already.
    """
    gone = known.stayed + Counter[str]()
    for (_, row), groups in known.turned_back.items():
        gone[row] += groups
    people = tuple(_those_left(row, gone) for row in scenario.people)
    crossings = tuple(_expected(rule, known, now_s) for rule in scenario.agreement.crossings)
    return replace(scenario, people=people, agreement=replace(scenario.agreement, crossings=crossings))


def _those_left(row: TravelGroups, gone: Counter[str]) -> TravelGroups:
    return replace(row, groups=max(0, row.groups - gone[row.id])) if gone[row.id] else row


def _expected(rule: CrossingRule, known: Known, now_s: int) -> CrossingRule:
    """Give a rule with windows as they are expected."""
    if rule.windows is None:
        return rule
    opened = known.openings[rule.place, rule.from_places or ()]
    windows = joined_windows(rule.windows)
    late = [number for number, window in enumerate(windows) if number >= opened and window.opens_s < now_s]
    if not late:
        return rule
    expected = (
        Window(min(2 * now_s - window.opens_s, window.closes_s), window.closes_s) if number in late else window
        for number, window in enumerate(windows)
    )
    return replace(rule, windows=tuple(window for window in expected if window.opens_s < window.closes_s))
