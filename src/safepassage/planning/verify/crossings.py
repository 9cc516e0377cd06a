"""Crossings: the check of every vehicle that stops at one, within a window, on a lane.

A check of no length needs no lane, but lies within a window like any other: from the opening to the closing, both
included, as a check of any length may end at the very closing.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from safepassage.domain.terms import ConvoyRule, CrossingRule, Window
from safepassage.planning.verify.case import Case, at_halt
from safepassage.planning.verify.clock import seconds
from safepassage.planning.verify.intervals import Use, overfull
from safepassage.planning.verify.journeys import Halt, Journey, Visit
from safepassage.planning.verify.rules import Rule
from safepassage.planning.verify.verdict import Violation


@dataclass(frozen=True, slots=True)
class Passage:
    """One visit of a vehicle to a crossing, with the indexes of the agreement's rules that fall on it (None: none)."""

    journey: Journey
    visit: Visit
    crossing_rule: int | None
    convoy_rule: int | None

    @property
    def halt(self) -> Halt:
        """The stop from which the vehicle leaves the crossing."""
        return self.visit.halts[-1]


def passages(case: Case) -> list[Passage]:
    """List every visit to a crossing, with the rules that fall on it, in the order of the plan."""
    terms = case.scenario.agreement
    return [
        Passage(
            journey,
            visit,
            _crossing_rule(terms.crossings, visit),
            _convoy_rule(terms.convoys, visit),
        )
        for journey in case.journeys
        for visit in journey.visits
        if visit.place in case.crossings
    ]


def judge_crossings(case: Case) -> Iterator[Violation]:
    """Judge every check."""
    rules = case.scenario.agreement.crossings
    windows = [None if rule.windows is None else merged(rule.windows) for rule in rules]
    lanes: dict[int, list[Use]] = defaultdict(list)
    for passage in passages(case):
        if passage.crossing_rule is None:
            continue
        rule = rules[passage.crossing_rule]
        yield from _check(case, passage, rule, windows[passage.crossing_rule])
        if passage.convoy_rule is None:
            begins = passage.visit.depart_s - rule.check_s
            lanes[passage.crossing_rule].append(Use(begins, passage.visit.depart_s, passage.journey, passage.halt))
    for index, uses in lanes.items():
        yield from _lanes(case, rules[index], uses)


def merged(windows: Sequence[Window]) -> list[tuple[int, int]]:
    """Merge windows that touch or overlap."""
    spans: list[tuple[int, int]] = []
    for window in sorted(windows, key=lambda window: (window.opens_s, window.closes_s)):
        if spans and window.opens_s <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], window.closes_s))
        else:
            spans.append((window.opens_s, window.closes_s))
    return spans


def _crossing_rule(rules: Sequence[CrossingRule], visit: Visit) -> int | None:
    """Give the first rule that fits the vehicle; none if that one is for loaded vehicles and it is empty."""
    for index, rule in enumerate(rules):
        if rule.place == visit.place and _fits(rule.from_places, visit):
            return None if rule.loaded_only and not visit.loaded else index
    return None


def _convoy_rule(rules: Sequence[ConvoyRule], visit: Visit) -> int | None:
    if not visit.loaded:
        return None
    for index, rule in enumerate(rules):
        if rule.crossing == visit.place and _fits(rule.from_places, visit):
            return index
    return None


def _fits(from_places: tuple[str, ...] | None, visit: Visit) -> bool:
    return from_places is None or visit.came_from in from_places


def _check(
    case: Case, passage: Passage, rule: CrossingRule, windows: list[tuple[int, int]] | None
) -> Iterator[Violation]:
    arrives, departs, say = passage.visit.arrive_s, passage.visit.depart_s, case.clock.say
    begins: Fraction = departs - rule.check_s
    if arrives <= departs and begins < arrives:
        message = (
            f"It stands at {rule.place} from {say(arrives)} to {say(departs)}; the check takes {seconds(rule.check_s)}."
        )
        yield at_halt(Rule.CHECK_TOO_SHORT, passage.journey, passage.halt, message)
    if windows is not None and not any(opens <= begins and departs <= closes for opens, closes in windows):
        message = f"The check at {rule.place} from {say(begins)} to {say(departs)} does not lie within one window."
        yield at_halt(Rule.OUTSIDE_WINDOW, passage.journey, passage.halt, message)


def _lanes(case: Case, rule: CrossingRule, uses: list[Use]) -> Iterator[Violation]:
    if rule.lanes is None:
        return
    for use, together in overfull(uses, rule.lanes):
        message = (
            f"From {case.clock.say(use.begins_s)} {together} vehicles are checked at {rule.place}, which has "
            f"{rule.lanes} lanes."
        )
        yield at_halt(Rule.LANES_FULL, use.journey, use.halt, message)
