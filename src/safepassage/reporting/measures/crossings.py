"""Use of crossings: passages over time, convoys, and how much of what the terms allow is used."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import ConvoyRule, CrossingRule, Window, joined_windows
from safepassage.reporting.measures.movements import Movements, Passage


@dataclass(frozen=True, slots=True)
class Convoy:
    """Loaded vehicles that leave a crossing together at `at_s`; `number` counts from 1 in order of time."""

    number: int
    crossing: str
    at_s: int
    rule: ConvoyRule
    passages: tuple[Passage, ...]

    @property
    def vehicles(self) -> tuple[str, ...]:
        """Names of its vehicles."""
        return tuple(passage.vehicle for passage in self.passages)

    @property
    def persons(self) -> int:
        """People aboard its vehicles."""
        return sum(passage.persons for passage in self.passages)

    def aboard(self) -> dict[str, int]:
        """Give the travel groups aboard, by row id."""
        total: dict[str, int] = {}
        for passage in self.passages:
            for row, groups in passage.aboard.items():
                total[row] = total.get(row, 0) + groups
        return total


def convoys(happened: Movements) -> tuple[Convoy, ...]:
    """Give every convoy: loaded vehicles that leave one crossing at one second under one convoy rule."""
    together: dict[tuple[int, str, ConvoyRule], list[Passage]] = {}
    for passage in happened.passages:
        if passage.convoy_rule is not None:
            together.setdefault((passage.at_s, passage.crossing, passage.convoy_rule), []).append(passage)
    return tuple(
        Convoy(number, crossing, at_s, rule, tuple(passages))
        for number, ((at_s, crossing, rule), passages) in enumerate(together.items(), start=1)
    )


@dataclass(frozen=True, slots=True)
class CrossingUse:
    """What passes one crossing. `checked_s` is lane time used, `lane_s` lane time that the windows offer.

    `lane_s` is None where time or lanes are unlimited: then no share can be given.
    """

    crossing: str
    passages: tuple[Passage, ...]
    convoys: tuple[Convoy, ...]
    checked_s: Fraction
    lane_s: Fraction | None

    @property
    def loaded(self) -> tuple[Passage, ...]:
        """Passages with people aboard."""
        return tuple(p for p in self.passages if p.persons)

    @property
    def persons(self) -> int:
        """People who pass."""
        return sum(p.persons for p in self.passages)

    @property
    def share_used(self) -> float | None:
        """Share of the offered lane time that is used; None where it has no meaning."""
        return float(self.checked_s / self.lane_s) if self.lane_s else None


def crossing_uses(scenario: Scenario, happened: Movements) -> tuple[CrossingUse, ...]:
    """Give the use of every crossing, in the order of the agreement."""
    every = convoys(happened)
    uses = []
    for crossing in dict.fromkeys(rule.place for rule in scenario.agreement.crossings):
        passages = tuple(p for p in happened.passages if p.crossing == crossing)
        own = tuple(c for c in every if c.crossing == crossing)
        rules = [rule for rule in scenario.agreement.crossings if rule.place == crossing]
        checked = sum((p.rule.check_s for p in passages if p.rule and not p.convoy_rule), Fraction(0))
        uses.append(CrossingUse(crossing, passages, own, checked, _lane_time(rules)))
    return tuple(uses)


def _lane_time(rules: Sequence[CrossingRule]) -> Fraction | None:
    """Give the lane seconds that all rules of a crossing offer; None if one of them offers any number."""
    total = Fraction(0)
    for rule in rules:
        if rule.lanes is None or rule.windows is None or not rule.check_s:
            return None
        total += rule.lanes * sum(w.closes_s - w.opens_s for w in rule.windows)
    return total


def per_bin(moments: Iterable[int], first_s: int, last_s: int, bin_s: int) -> list[int]:
    """Count moments in bins `[first_s + i * bin_s, first_s + (i + 1) * bin_s)` that cover `[first_s, last_s]`."""
    counts = [0] * ((last_s - first_s) // bin_s + 1)
    for moment in moments:
        if first_s <= moment <= last_s:
            counts[(moment - first_s) // bin_s] += 1
    return counts


def open_spans(scenario: Scenario, crossing: str) -> tuple[Window, ...] | None:
    """Give the spans in which a crossing is open to anybody, joined; None if always to somebody."""
    spans: list[Window] = []
    for rule in scenario.agreement.crossings:
        if rule.place != crossing:
            continue
        if rule.windows is None:
            return None
        spans.extend(rule.windows)
    return joined_windows(spans)
