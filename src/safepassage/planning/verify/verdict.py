"""What the judge says: every violation, and what the plan does."""

from dataclasses import dataclass
from fractions import Fraction

from safepassage.planning.verify.rules import Rule


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule broken at one point of a plan.

    `vehicle` is "" and `stop` is None where the plan as a whole breaks the rule; `stop` counts from 0 within the
    vehicle's itinerary. `message` is a plain sentence with clock times and seconds after the scenario's start.
    """

    rule: Rule
    vehicle: str
    stop: int | None
    message: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What the itineraries do, counted anew from the stops and never copied from the plan's own figures.

    `out_by_priority` and `remaining_by_priority` are persons of priority 1, 2, 3. `completion_s` is whole seconds after
    the scenario's start, 0 if nobody arrives. `value` is None if the scenario lacks what the plan's objective needs.
    `km` and `risk` are over all ways driven; `largest_convoy` is in vehicles, 0 without convoys.
    """

    people_out: int
    people_remaining: int
    out_by_priority: tuple[int, int, int]
    remaining_by_priority: tuple[int, int, int]
    completion_s: int
    completion_clock: str
    value: float | None
    vehicles_used: int
    stops: int
    km: Fraction
    risk: Fraction
    checks: int
    convoys: int
    largest_convoy: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judge's answer: all violations, in the order of the plan, and a summary of what the plan does."""

    violations: tuple[Violation, ...]
    summary: Summary

    @property
    def ok(self) -> bool:
        """Whether the plan respects every rule."""
        return not self.violations
