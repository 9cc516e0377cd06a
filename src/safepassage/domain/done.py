"""What really happened of a plan so far, as people or trackers report it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DoneStop:
    """A stop that a vehicle really made; times in whole seconds after the scenario's start.

    `depart_s` None: it still stands there, and what the plan announced for this stop goes on. `board` and `alight`
    count the travel groups who really boarded and alighted by the time it left.
    """

    place: str
    arrive_s: int
    depart_s: int | None = None
    board: Mapping[str, int] = field(default_factory=dict)
    alight: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """What really happened until now. Vehicles that are not named in `stops` did what was announced.

    `lost` vehicles do nothing from now on. `late` vehicles do nothing new before the second given.
    """

    scenario: str
    stops: Mapping[str, tuple[DoneStop, ...]] = field(default_factory=dict)
    lost: frozenset[str] = frozenset()
    late: Mapping[str, int] = field(default_factory=dict)
