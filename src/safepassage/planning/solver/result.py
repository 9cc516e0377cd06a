"""What the planner reports while it runs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the planner stands: seconds since it began, people out, and value and bound in the objective's unit.

    `gap` is their distance as a share of the value, None as long as there is no bound.
    """

    elapsed_s: float
    people_out: int
    people_out_bound: int
    value: float
    bound: float | None

    @property
    def gap(self) -> float | None:
        """Relative distance of value and bound."""
        if self.bound is None:
            return None
        return abs(self.value - self.bound) / self.value if self.value else 0.0
