"""The choices that random scenarios are made of: how many of everything, which rules, and who chooses."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


@dataclass(frozen=True)
class Size:
    """The most of everything. `pace` stretches the time allowed, as more vehicles share the same crossings."""

    vehicles: int
    groups: int
    rows: int
    pickups: int
    destinations: int
    group_size: int
    seats: tuple[int, int]
    pace: int


TINY = Size(vehicles=3, groups=6, rows=4, pickups=2, destinations=2, group_size=4, seats=(3, 9), pace=1)
SMALL = Size(vehicles=10, groups=60, rows=8, pickups=4, destinations=4, group_size=5, seats=(4, 20), pace=3)
MEDIUM = Size(vehicles=40, groups=600, rows=20, pickups=8, destinations=6, group_size=6, seats=(10, 50), pace=6)
SIZES = {"tiny": TINY, "small": SMALL, "medium": MEDIUM}


@dataclass(frozen=True)
class Rules:
    """Which kinds of rule a scenario has; each is on or off independently of the others."""

    several_crossings: bool
    crossings_in_a_row: bool
    way_around: bool
    both_sides: bool
    lanes: bool
    checks: bool
    windows: bool
    loaded_only: bool
    from_some: bool
    allowed_crossings: bool
    convoys: bool
    convoy_minimum: bool
    convoy_maximum: bool
    headway: bool
    linked: bool
    many_steps: bool
    mutual: bool
    bays: bool
    board_minutes: bool
    alight_minutes: bool
    fractions: bool
    ready: bool
    priorities: bool
    streams: bool
    some_destinations: bool
    some_types: bool
    max_aboard: bool
    wheelchairs: bool
    stretchers: bool
    seats_per_place: bool
    scarce: bool
    several_types: bool
    several_rows: bool
    available_from: bool
    available_until: bool
    max_duty: bool
    max_km: bool
    return_to: bool
    drive_factor: bool
    no_through: bool
    one_way: bool
    other_ways: bool
    waiting_at_destination: bool
    start_at_pickup: bool
    start_at_destination: bool


class Chooser(Protocol):
    """Makes the choices of a random scenario."""

    def integer(self, low: int, high: int) -> int:
        """Give a whole number, both bounds included."""

    def flag(self, percent: int) -> bool:
        """Give True about so often."""

    def pick(self, options: Sequence[T]) -> T:
        """Give one of the options."""


class Seeded:
    """Choices from a random stream."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def integer(self, low: int, high: int) -> int:
        """Give a whole number, both bounds included."""
        return self.rng.randint(low, high)

    def flag(self, percent: int) -> bool:
        """Give True so often."""
        return self.rng.randint(0, 99) >= 100 - percent

    def pick(self, options: Sequence[T]) -> T:
        """Give one of the options."""
        return options[self.rng.randint(0, len(options) - 1)]


class Drawing(Protocol):
    """Draws a value from a Hypothesis strategy."""

    def __call__(self, strategy: st.SearchStrategy[T]) -> T:
        """Give the value."""


class Drawn:
    """Choices drawn by Hypothesis, which shrink towards no rules, few things and the first option."""

    def __init__(self, draw: Drawing) -> None:
        self.draw = draw

    def integer(self, low: int, high: int) -> int:
        """Give a whole number, both bounds included."""
        return self.draw(st.integers(low, high))

    def flag(self, percent: int) -> bool:
        """Give True about so often."""
        return self.draw(st.integers(0, 99)) >= 100 - percent

    def pick(self, options: Sequence[T]) -> T:
        """Give one of the options."""
        return options[self.draw(st.integers(0, len(options) - 1))]


@dataclass(frozen=True)
class Choices:
    """Makes the choices of one scenario, of this size and with these rules."""

    chooser: Chooser
    rules: Rules
    size: Size

    def integer(self, low: int, high: int) -> int:
        """Give a whole number, both bounds included."""
        return self.chooser.integer(low, high)

    def flag(self, percent: int) -> bool:
        """Give True about so often."""
        return self.chooser.flag(percent)

    def pick(self, options: Sequence[T]) -> T:
        """Give one of the options."""
        return self.chooser.pick(options)

    def some(self, options: Sequence[T]) -> tuple[T, ...]:
        """Give at least one of the options, in their order."""
        kept = [option for option in options if self.flag(50)]
        return tuple(kept or [self.pick(options)])

    def minutes(self, low: int, high: int) -> Fraction:
        """Give a duration between so many minutes, in exact seconds: whole minutes, or hundredths of minutes."""
        if self.rules.fractions:
            return Fraction(self.integer(100 * low, 100 * high) * 60, 100)
        return Fraction(self.integer(low, high) * 60)
