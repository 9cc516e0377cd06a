"""How long the planner may run."""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter


@dataclass
class Budget:
    """How long the planner may run: until a time, a number of changes, or a signal to stop."""

    time_limit_s: float
    max_iterations: int | None = None
    clock: Callable[[], float] = perf_counter
    stopped: Callable[[], bool] = lambda: False
    began: float = field(init=False)

    def __post_init__(self) -> None:
        self.began = self.clock()

    @property
    def elapsed_s(self) -> float:
        """Seconds since the planner began."""
        return self.clock() - self.began

    @property
    def left_s(self) -> float:
        """Seconds that are left."""
        return max(0.0, self.time_limit_s - self.elapsed_s)

    def part(self, share: float) -> "Budget":
        """Give the same budget with only a share of the time."""
        part = Budget(share * self.time_limit_s, self.max_iterations, self.clock, self.stopped)
        part.began = self.began
        return part

    def share(self, share: float) -> Callable[[], bool]:
        """Give a question that is answered yes once a share of the time left now is spent, or on a signal to stop."""
        until_s = self.elapsed_s + share * self.left_s
        return lambda: self.elapsed_s > until_s or self.stopped()

    def spent(self, iterations: int) -> bool:
        """Whether it is time to stop."""
        enough = self.max_iterations is not None and iterations >= self.max_iterations
        return enough or self.left_s <= 0 or self.stopped()
