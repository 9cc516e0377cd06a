"""The terms of the agreement in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from safepassage.domain.terms import ConvoyRule, CrossingRule, LinkedMovement, Window
from safepassage.reporting.sections.facts import Facts
from safepassage.reporting.tables import NUMBER, Table, table
from safepassage.reporting.words import DASH, counted, decimal, duration, isolated, listed, minutes, number


@dataclass(frozen=True, slots=True)
class Clause:
    """One term: a heading, sentences, perhaps opening times or a table of steps."""

    heading: str
    sentences: tuple[str, ...]
    windows: tuple[str, ...] = ()
    steps: Table | None = None


def clauses(facts: Facts) -> tuple[Clause, ...]:
    """Give every term of the agreement; none when there is no agreement."""
    agreement = facts.scenario.agreement
    return (
        *(_crossing(facts, rule, _has_earlier(agreement.crossings, i)) for i, rule in enumerate(agreement.crossings)),
        *(_convoy(facts, rule) for rule in agreement.convoys),
        *(_linked(facts, rule) for rule in agreement.linked),
    )


def parties(facts: Facts) -> str:
    """Name the parties to the agreement in a sentence; empty when none are given."""
    names = [isolated(party) for party in facts.scenario.agreement.parties]
    return f"Parties to the agreement: {listed(names)}." if names else ""


def _coming_from(facts: Facts, places: tuple[str, ...] | None) -> str:
    return f" coming from {listed(facts.names(places), 'or')}" if places is not None else ""


def _has_earlier(rules: Sequence[CrossingRule], index: int) -> bool:
    """Whether an earlier rule for the same crossing takes some vehicles out of this one."""
    return any(rule.place == rules[index].place for rule in rules[:index])


def _crossing(facts: Facts, rule: CrossingRule, others: bool) -> Clause:
    who = f"Every {'other ' if others else ''}vehicle{' with people aboard' if rule.loaded_only else ''}"
    sentences = [f"{who}{_coming_from(facts, rule.from_places)} stops here before it passes."]
    if rule.loaded_only:
        sentences.append("Vehicles with nobody aboard pass freely.")
    sentences.append(_checks(rule))
    if rule.windows is None:
        sentences.append("It is always open.")
    elif not rule.windows:
        sentences.append("It is never open.")
    else:
        sentences.append("It is open only in these windows:")
    windows = tuple(window_words(facts, window) for window in rule.windows or ())
    return Clause(f"Crossing: {facts.name(rule.place)}", tuple(sentences), windows)


def _checks(rule: CrossingRule) -> str:
    lanes = "any number of vehicles" if rule.lanes is None else counted(rule.lanes, "vehicle")
    if not rule.check_s:
        return "The stop takes no time."
    words = f"A check takes {minutes(rule.check_s)}, {lanes} at once"
    if rule.lanes is None:
        return f"{words}."
    return f"{words}: at most {decimal(Fraction(rule.lanes * 3600) / rule.check_s, 0)} vehicles an hour."


def window_words(facts: Facts, window: Window) -> str:
    """Give a window such as `Thu 15 Dec 2016, 14:30 - 20:00 (5 h 30 min)`."""
    clock = facts.clock
    same_day = clock.day(window.opens_s) == clock.day(window.closes_s)
    end = clock.hour_words(window.closes_s) if same_day else clock.words(window.closes_s, year=False)
    return f"{clock.words(window.opens_s)} {DASH} {end} ({duration(window.closes_s - window.opens_s)})"


def _convoy(facts: Facts, rule: ConvoyRule) -> Clause:
    least, most = rule.min_vehicles, rule.max_vehicles
    size = f"at least {counted(least, 'vehicle')}" if most is None else f"{number(least)} to {number(most)} vehicles"
    apart = f", at least {minutes(rule.headway_s)} apart" if rule.headway_s else ""
    last = " The last convoy may be smaller." if least > 1 else ""
    sentence = (
        f"Vehicles with people aboard{_coming_from(facts, rule.from_places)} leave in convoys of {size}{apart}.{last}"
    )
    return Clause(
        f"Convoys at {facts.name(rule.crossing)}",
        (sentence, "Vehicles of a convoy are checked together and use no lanes."),
    )


def _linked(facts: Facts, rule: LinkedMovement) -> Clause:
    leave, against = listed(facts.names(rule.people_from)), listed(facts.names(rule.against_from))
    sentence = f"People leave {leave} step by step, as people from {against} arrive at their destinations:"
    steps = table(
        (("once so many have arrived", NUMBER), ("so many may have left", NUMBER)),
        ((number(step.arrived), number(step.may_leave)) for step in rule.steps),
    )
    return Clause(f"Linked movement: {leave} against {against}", (sentence,), steps=steps)
