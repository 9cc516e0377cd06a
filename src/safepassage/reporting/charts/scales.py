"""Scales: from figures to positions, and the round values to mark on them."""

from dataclasses import dataclass
from math import ceil, log10


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps `[low, high]` linearly to positions `[at_low, at_high]`."""

    low: float
    high: float
    at_low: float
    at_high: float

    def __call__(self, value: float) -> float:
        """Give the position of a value."""
        span = self.high - self.low or 1
        return self.at_low + (value - self.low) / span * (self.at_high - self.at_low)


def round_step(span: float, steps: int) -> float:
    """Give a step of 1, 2, 2.5 or 5 times a power of ten that divides a span into at most so many steps."""
    rough = max(span, 1e-9) / max(1, steps)
    power = 10.0 ** (ceil(log10(rough)) - 1)
    for factor in (1, 2, 2.5, 5, 10):
        if power * factor >= rough * 0.999:
            return power * factor
    return power * 10


def round_values(highest: float, steps: int) -> list[float]:
    """Give round values from 0 up to at least `highest`; whole numbers."""
    step = max(1.0, round_step(highest, steps))
    if step % 1:
        step = ceil(step)
    count = max(1, ceil(highest / step - 1e-9))
    return [step * i for i in range(count + 1)]
