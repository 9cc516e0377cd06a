"""Changes of terms as functions: a scenario and a change give the scenario with looser terms.

Each change only loosens, so every plan that kept the terms before keeps them after. The order of changes does not
matter: none of them renames or renumbers what another one points at.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction

from safepassage.domain.options import Change, Term
from safepassage.domain.places import Place
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import (
    ConvoyRule,
    CrossingRule,
    LinkStep,
    Window,
    joined_windows,
)
from safepassage.domain.vehicles import VehicleRow


def changed(scenario: Scenario, changes: Iterable[Change]) -> Scenario:
    """Give the scenario with these changes made; one that stands twice asks for twice as much."""
    for change, times in Counter(changes).items():
        scenario = _TERMS[change.term](scenario, replace(change, amount=times * change.amount))
    return scenario


def _crossings(scenario: Scenario, change: Change, edit: Callable[[CrossingRule], CrossingRule]) -> Scenario:
    rules = tuple(edit(r) if i in change.rows else r for i, r in enumerate(scenario.agreement.crossings))
    return replace(scenario, agreement=replace(scenario.agreement, crossings=rules))


def _convoys(scenario: Scenario, change: Change, edit: Callable[[ConvoyRule], ConvoyRule]) -> Scenario:
    rules = tuple(edit(r) if i in change.rows else r for i, r in enumerate(scenario.agreement.convoys))
    return replace(scenario, agreement=replace(scenario.agreement, convoys=rules))


def _linked(scenario: Scenario, change: Change, edit: Callable[[LinkStep], LinkStep]) -> Scenario:
    rules = tuple(
        replace(r, steps=_ascending(map(edit, r.steps))) if i in change.rows else r
        for i, r in enumerate(scenario.agreement.linked)
    )
    return replace(scenario, agreement=replace(scenario.agreement, linked=rules))


def _ascending(steps: Iterable[LinkStep]) -> tuple[LinkStep, ...]:
    """Of steps that begin with as many arrived, keep the one that lets most leave."""
    most: dict[int, int] = {}
    for step in steps:
        most[step.arrived] = max(step.may_leave, most.get(step.arrived, 0))
    return tuple(LinkStep(arrived, may_leave) for arrived, may_leave in most.items())


def _vehicles(scenario: Scenario, change: Change, edit: Callable[[VehicleRow], VehicleRow]) -> Scenario:
    rows = tuple(edit(row) if i in change.rows else row for i, row in enumerate(scenario.vehicles))
    return replace(scenario, vehicles=rows)


def _place(scenario: Scenario, change: Change, edit: Callable[[Place], Place]) -> Scenario:
    places = tuple(edit(place) if place.id == change.place else place for place in scenario.places)
    return replace(scenario, places=places)


def _opened(scenario: Scenario, change: Change, added: Callable[[int], Window]) -> Scenario:
    """Open crossings for longer at these edges, by windows that touch those of before and are joined to them."""

    def edit(rule: CrossingRule) -> CrossingRule:
        more = [added(moment) for moment in change.moments_s]
        return rule if rule.windows is None else replace(rule, windows=joined_windows([*rule.windows, *more]))

    return _crossings(scenario, change, edit)


def _close_later(scenario: Scenario, change: Change) -> Scenario:
    return _opened(scenario, change, lambda at: Window(at, at + change.amount))


def _open_earlier(scenario: Scenario, change: Change) -> Scenario:
    return _opened(scenario, change, lambda at: Window(_earlier(at, change), at))


def _earlier(moment_s: int, change: Change) -> int:
    """Give an earlier moment, but none before the start that was not before it already."""
    return max(min(0, moment_s), moment_s - change.amount)


def _more_lanes(scenario: Scenario, change: Change) -> Scenario:
    return _crossings(scenario, change, lambda r: r if r.lanes is None else replace(r, lanes=r.lanes + change.amount))


def _shorter_check(scenario: Scenario, change: Change) -> Scenario:
    return _crossings(scenario, change, lambda r: replace(r, check_s=max(Fraction(0), r.check_s - change.amount)))


def _shorter_headway(scenario: Scenario, change: Change) -> Scenario:
    return _convoys(scenario, change, lambda r: replace(r, headway_s=max(Fraction(0), r.headway_s - change.amount)))


def _larger_convoys(scenario: Scenario, change: Change) -> Scenario:
    return _convoys(
        scenario,
        change,
        lambda r: r if r.max_vehicles is None else replace(r, max_vehicles=r.max_vehicles + change.amount),
    )


def _more_may_leave(scenario: Scenario, change: Change) -> Scenario:
    return _linked(scenario, change, lambda step: replace(step, may_leave=step.may_leave + change.amount))


def _fewer_must_arrive(scenario: Scenario, change: Change) -> Scenario:
    return _linked(scenario, change, lambda step: replace(step, arrived=max(0, step.arrived - change.amount)))


def _more_vehicles(scenario: Scenario, change: Change) -> Scenario:
    """Add a row behind all others, so that every vehicle keeps its name."""
    more = tuple(replace(scenario.vehicles[row], count=change.amount) for row in change.rows)
    return replace(scenario, vehicles=(*scenario.vehicles, *more))


def _available_earlier(scenario: Scenario, change: Change) -> Scenario:
    return _vehicles(scenario, change, lambda r: replace(r, available_from_s=_earlier(r.available_from_s, change)))


def _available_longer(scenario: Scenario, change: Change) -> Scenario:
    return _vehicles(
        scenario,
        change,
        lambda r: (
            r if r.available_until_s is None else replace(r, available_until_s=r.available_until_s + change.amount)
        ),
    )


def _more(number: int | None, amount: int) -> int | None:
    return None if number is None else number + amount


def _more_beds(scenario: Scenario, change: Change) -> Scenario:
    return _place(scenario, change, lambda place: replace(place, beds=_more(place.beds, change.amount)))


def _more_shelter(scenario: Scenario, change: Change) -> Scenario:
    return _place(
        scenario, change, lambda place: replace(place, shelter_places=_more(place.shelter_places, change.amount))
    )


def _more_bays(scenario: Scenario, change: Change) -> Scenario:
    return _place(scenario, change, lambda place: replace(place, bays=_more(place.bays, change.amount)))


_TERMS: dict[Term, Callable[[Scenario, Change], Scenario]] = {
    Term.CLOSING: _close_later,
    Term.OPENING: _open_earlier,
    Term.LANES: _more_lanes,
    Term.CHECK: _shorter_check,
    Term.HEADWAY: _shorter_headway,
    Term.CONVOY_SIZE: _larger_convoys,
    Term.MAY_LEAVE: _more_may_leave,
    Term.ARRIVED: _fewer_must_arrive,
    Term.VEHICLES: _more_vehicles,
    Term.AVAILABLE_FROM: _available_earlier,
    Term.AVAILABLE_UNTIL: _available_longer,
    Term.BEDS: _more_beds,
    Term.SHELTER_PLACES: _more_shelter,
    Term.BAYS: _more_bays,
}
"""How each term is changed."""


def until(scenario: Scenario, deadline_s: int) -> Scenario:
    """Give the scenario in which everything is over by a time: vehicles are done, and crossings close."""
    rows = tuple(
        replace(
            row,
            available_until_s=deadline_s if row.available_until_s is None else min(row.available_until_s, deadline_s),
        )
        for row in scenario.vehicles
    )
    return replace(closed_from(scenario, deadline_s), vehicles=rows)


def closed_from(scenario: Scenario, moment_s: int) -> Scenario:
    """Give the scenario in which no crossing lets anybody pass who has not passed by a time."""
    rules = tuple(replace(rule, windows=_cut(rule.windows, moment_s)) for rule in scenario.agreement.crossings)
    return replace(scenario, agreement=replace(scenario.agreement, crossings=rules))


def _cut(windows: tuple[Window, ...] | None, moment_s: int) -> tuple[Window, ...]:
    always = (Window(min(0, moment_s) - 1, moment_s),) if windows is None else windows
    return tuple(Window(w.opens_s, min(w.closes_s, moment_s)) for w in always if w.opens_s < moment_s)
