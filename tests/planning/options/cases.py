"""Scenarios whose gains are known by arithmetic, and a way to study them in this very process."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from safepassage.domain.options import Options, Worth
from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Link, Place
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import Agreement, CrossingRule, Window
from safepassage.domain.vehicles import VehicleRow
from safepassage.planning.options import Desk, Effort, Request, study_options

MINUTE, HOUR = 60, 3600
EFFORT = Effort(time_limit_s=600.0, seed=1, iterations=20_000)
"""Ends by its number of changes, never by the clock."""


def valley(
    *, groups: int, vehicles: int, lanes: int | None = None, check_min: int = 0, window_min: tuple[int, int] = (0, 60)
) -> Scenario:
    """Give a home, a gate ten minutes away, and a school ten minutes beyond; each group of ten fills a bus of ten."""
    window = Window(window_min[0] * MINUTE, window_min[1] * MINUTE)
    rule = CrossingRule("gate", lanes=lanes, check_s=Fraction(check_min * MINUTE), windows=(window,), loaded_only=True)
    ten_minutes = Fraction(10 * MINUTE)
    return Scenario(
        name="valley",
        start=datetime(2025, 3, 1, 8, tzinfo=UTC),
        places=(Place("home"), Place("gate"), Place("school", shelter_places=1000)),
        people=(TravelGroups("families", "home", groups=groups, seated=10),),
        vehicles=(VehicleRow("bus", vehicles, "home", seats=10),),
        links=(Link("home", "gate", ten_minutes), Link("gate", "school", ten_minutes)),
        agreement=Agreement(crossings=(rule,)),
    )


def say(seconds: int) -> str:
    """Name a moment."""
    return f"minute {seconds // MINUTE}"


@dataclass
class Here(Executor):
    """Does what it is handed at once, in this process; it counts what it did."""

    did: list[object] = field(default_factory=list)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Do the work and give a future that is done."""
        self.did.append(args)
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def request(by_s: int | None = None, *, changes: int = 20, sets: int = 12, endings: int = 3) -> Request:
    """Ask for little, by numbers of changes tried."""
    return Request(by_s, EFFORT, EFFORT, changes, sets, endings)


def studied(scenario: Scenario, by_s: int | None = None, **most: int) -> Options:
    """Study a scenario in this process."""
    options = study_options(scenario, request(by_s, **most), Desk(Here(), lambda *_: None, lambda: False), say)
    assert options is not None
    return options


def worth_of(options: Options, change: str) -> Worth:
    """Give what one change is worth, by its id."""
    (found,) = [each for each in options.worth if [c.id for c in each.changes] == [change]]
    return found
