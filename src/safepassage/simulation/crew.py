"""Who simulates an ensemble: this thread, threads, or the workers of a cluster, all with the same results."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import Any, TypeVar

CHUNK = 50
"""Runs that are simulated together. It is part of the result's last bits: the same whatever the number of workers."""

T = TypeVar("T")


def themselves(value: Any) -> Any:
    """Give a value to workers that see this process's memory."""
    return value


@dataclass(frozen=True, slots=True)
class Crew:
    """Carries out tasks and gives their results in their order.

    `executor` None is this thread. `share` gives a large value once to all workers; what it returns stands for the
    value in the arguments of tasks. So many tasks are `ahead` before the first of them is done: few results wait.
    """

    executor: Executor | None = None
    share: Callable[[Any], Any] = themselves
    ahead: int = 4

    def each(self, task: Callable[..., T], arguments: Iterable[tuple[Any, ...]]) -> Iterator[T]:
        """Yield what the task makes of each of the arguments, in their order."""
        if self.executor is None:
            for given in arguments:
                yield task(*given)
            return
        waiting: deque[Future[T]] = deque()
        for given in arguments:
            waiting.append(self.executor.submit(task, *given))
            if len(waiting) >= self.ahead:
                yield waiting.popleft().result()
        for future in waiting:
            yield future.result()


ALONE = Crew()


def chunks_of(runs: int) -> Iterator[tuple[int, int]]:
    """Yield the first run of each chunk, and how many it has."""
    for first in range(0, runs, CHUNK):
        yield first, min(CHUNK, runs - first)
