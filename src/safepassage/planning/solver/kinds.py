"""Kinds of travel groups: what the planner counts instead of rows of people."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """Travel groups that are alike in everything that matters to a plan.

    `rows` are the `people.csv` ids with the count of groups each. `stop` is where they wait; `destinations` the stops
    where they may be brought; `types` the vehicle types that may carry them and where one group fits. `origin` is, of
    people who changed places on the way, the number of the kind that they are where they waited first; None of others.
    """

    rows: tuple[tuple[str, int], ...]
    groups: int
    stop: int
    seated: int
    wheelchair: int
    stretcher: int
    priority: int
    ready_s: int
    destinations: tuple[int, ...]
    types: tuple[int, ...]
    stream: int
    max_aboard_s: int
    origin: int | None = None

    @property
    def size(self) -> int:
        """Persons in one group."""
        return self.seated + self.wheelchair + self.stretcher

    @property
    def sheltered(self) -> int:
        """Shelter places that one group takes."""
        return self.seated + self.wheelchair
