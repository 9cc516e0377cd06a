"""Convoys: loaded vehicles that leave a crossing at the same second under the same convoy rule."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from safepassage.domain.terms import ConvoyRule
from safepassage.planning.verify.case import Case, at_halt
from safepassage.planning.verify.clock import seconds
from safepassage.planning.verify.crossings import Passage, passages
from safepassage.planning.verify.rules import Rule
from safepassage.planning.verify.verdict import Violation


@dataclass(frozen=True, slots=True)
class Convoy:
    """Vehicles that leave together at `leaves_s`."""

    leaves_s: int
    passages: tuple[Passage, ...]

    @property
    def size(self) -> int:
        """How many vehicles it has."""
        return len(self.passages)


def convoys(case: Case) -> list[tuple[ConvoyRule, tuple[Convoy, ...]]]:
    """List the convoys of each convoy rule in the order of time."""
    leaving: dict[int, dict[int, list[Passage]]] = defaultdict(lambda: defaultdict(list))
    for passage in passages(case):
        if passage.convoy_rule is not None:
            leaving[passage.convoy_rule][passage.visit.depart_s].append(passage)
    return [
        (
            case.scenario.agreement.convoys[index],
            tuple(Convoy(at_s, tuple(together)) for at_s, together in sorted(by_time.items())),
        )
        for index, by_time in sorted(leaving.items())
    ]


def judge_convoys(case: Case) -> Iterator[Violation]:
    """Judge size and headway of every convoy; what is wrong is named at its first vehicle."""
    for rule, in_time in convoys(case):
        yield from _sizes(case, rule, in_time)
        for before, after in pairwise(in_time):
            if after.leaves_s - before.leaves_s < rule.headway_s:
                message = (
                    f"The convoys at {rule.crossing} leave at {case.clock.say(before.leaves_s)} and "
                    f"{case.clock.say(after.leaves_s)}; they must be at least {seconds(rule.headway_s)} apart."
                )
                yield _of_convoy(Rule.CONVOY_HEADWAY, after, message)


def _sizes(case: Case, rule: ConvoyRule, in_time: Sequence[Convoy]) -> Iterator[Violation]:
    for convoy in in_time:
        which = (
            f"The convoy that leaves {rule.crossing} at {case.clock.say(convoy.leaves_s)} has {convoy.size} vehicles"
        )
        if rule.max_vehicles is not None and convoy.size > rule.max_vehicles:
            yield _of_convoy(Rule.CONVOY_TOO_LARGE, convoy, f"{which}; at most {rule.max_vehicles} are allowed.")
        if convoy.size < rule.min_vehicles and convoy is not in_time[-1]:
            message = f"{which}; all but the last need at least {rule.min_vehicles}."
            yield _of_convoy(Rule.CONVOY_TOO_SMALL, convoy, message)


def _of_convoy(rule: Rule, convoy: Convoy, message: str) -> Violation:
    first = convoy.passages[0]
    return at_halt(rule, first.journey, first.halt, message)
