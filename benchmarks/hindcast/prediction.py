"""The windows after the first, with the parameters that it left: how many would have come out while they were open.

When the crossing was open is given, as nothing in one window tells how long an agreement lasts. Two predictions: `A`
with the vehicles of the first window, all that was known; `B` with those that came later given, 60 buses and three
ambulances from the 18th and 1,231 private vehicles. People who were not out when a window closed wait for the next one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from random import Random

from benchmarks.hindcast.calibration import (
    Rhythm,
    around,
    closing,
    column,
    drawn_rhythm,
    enough,
    first_window,
    fleet_of_first,
    most_columns,
    stream,
    whole,
)
from benchmarks.hindcast.curves import CROSSED, PEOPLE, Curves
from benchmarks.hindcast.operation import AMBULANCE, BUS, LOADED_AFTER_S, PRIVATE, Load, Movement, carry_out
from benchmarks.hindcast.record import second_of

KNOWN_THEN, VEHICLES_GIVEN = "A", "B"
VARIANTS = (KNOWN_THEN, VEHICLES_GIVEN)

LATER = (
    (second_of("2016-12-18T23:00"), (second_of("2016-12-20T12:00"), second_of("2016-12-20T17:00"))),
    (second_of("2016-12-21T17:00"), (second_of("2016-12-22T20:25"), second_of("2016-12-22T20:25"))),
)
"""First departure of each later window, and between which moments it closed; sources in scenarios/aleppo-2016."""

ESTIMATE, FACTOR_95 = 50_000, 2.0
"""UN envoy, 15 December: 50,000 people were in the pocket; OCHA on the 14th: the number is unknown. So the logarithm is
normal about it, and 95 % of the draws are at most twice as many."""

GIVEN_FLEET = {BUS: 60, AMBULANCE: 3}
"""Syrian Observatory and AP, 20 December; UOSSM, 21 December."""

GIVEN_PRIVATE = 1231
"""OCHA, Situation Report 10."""

SECOND_PRIVATE = 600
"""At most so many in the second window (Syrian Observatory, 20 December; nobody else counted any by then)."""

PRIVATE_LOADS = (4.0, 14.0)
"""People in one private vehicle: from a full car to a pick-up with people on its load bed; assumed."""

PRIVATE_COLUMN, PRIVATE_PAUSE_S = 120, 3600
"""As in scenarios/aleppo-2016."""


@dataclass(frozen=True, slots=True)
class History:
    """One draw carried out: the second at which each window's run begins, and its curves."""

    windows: tuple[tuple[int, Curves], ...]

    def by(self, basis: str, kind: str, at_s: float) -> int:
        """How many of a kind are counted at a second, over all windows."""
        return sum(curves.by(basis, kind, at_s - begins_s) for begins_s, curves in self.windows)

    @property
    def people(self) -> int:
        """All who crossed."""
        return sum(curves.total(CROSSED, PEOPLE) for _, curves in self.windows)


def people_in_the_pocket(seed: int, draw: int, future: int) -> int:
    """Draw how many people want to leave."""
    sigma = log(FACTOR_95) / 1.645
    return round(ESTIMATE * exp(stream(seed, draw, f"pocket {future}").gauss(0, sigma)))


def predict(seed: int, draw: int, future: int) -> Mapping[str, History]:
    """Carry out a kept draw in one of its futures, by both predictions; what both have in common is the same."""
    rhythm = drawn_rhythm(seed, draw)
    begins_s, movement = first_window(seed, draw, rhythm)
    first = (begins_s, carry_out(movement, seed, draw))
    wanting = people_in_the_pocket(seed, draw, future) - first[1].total(CROSSED, PEOPLE)
    return {variant: History((first, *_later(seed, draw, future, rhythm, wanting, variant))) for variant in VARIANTS}


def _later(
    seed: int, draw: int, future: int, rhythm: Rhythm, wanting: int, variant: str
) -> Sequence[tuple[int, Curves]]:
    done: list[tuple[int, Curves]] = []
    for number, (departs_s, closes_s) in enumerate(LATER):
        name = f"{number} {future}"
        opens_s = departs_s - rhythm.pace.check_s
        open_s = closing(seed, draw, closes_s, f"closing {name}") - opens_s
        private: tuple[tuple[Load, ...], ...] = ()
        fleet = fleet_of_first(seed, draw)
        if variant == VEHICLES_GIVEN:
            private = private_columns(seed, draw, future, number, wanting)
            fleet = GIVEN_FLEET
        left = wanting - sum(load.persons for each in private for load in each)
        random = stream(seed, draw, f"columns {name}")
        columns = columns_for(random, rhythm, open_s, fleet, left)
        movement = Movement(open_s, rhythm.pace, fleet, columns, enough(columns, fleet), private, PRIVATE_PAUSE_S)
        done.append((opens_s - LOADED_AFTER_S, carry_out(movement, seed, _run(draw, future, number))))
        wanting -= done[-1][1].total(CROSSED, PEOPLE)
    return done


def _run(draw: int, future: int, window: int) -> int:
    """Give another run of the engine to each window of each future; that of the first window is the draw's number."""
    return draw + 1_000_000 * (1 + 2 * future + window)


def columns_for(
    random: Random, rhythm: Rhythm, open_s: int, fleet: Mapping[str, int], wanting: int
) -> tuple[tuple[Load, ...], ...]:
    """Draw columns until nobody is left who wants to leave, or more than can leave in the window."""
    columns: list[tuple[Load, ...]] = []
    for _ in range(most_columns(rhythm, open_s, fleet[BUS])):
        loads = []
        for load in column(random, rhythm, fleet):
            if wanting >= load.persons:
                loads.append(load)
                wanting -= load.persons
        if not loads:
            break
        columns.append(tuple(loads))
    return tuple(columns)


def private_columns(seed: int, draw: int, future: int, window: int, wanting: int) -> tuple[tuple[Load, ...], ...]:
    """Give the private vehicles of a later window in their columns, as many as people are left for."""
    random = stream(seed, draw, f"private {future}")
    second, mean = random.randint(0, SECOND_PRIVATE), random.uniform(*PRIVATE_LOADS)
    number = second if window == 0 else GIVEN_PRIVATE - second
    loads = []
    for _ in range(number):
        persons = max(1, whole(random, around(random, mean, 0.3)))
        if wanting < persons:
            break
        wanting -= persons
        loads.append(Load(PRIVATE, 0, persons))
    return tuple(tuple(loads[first : first + PRIVATE_COLUMN]) for first in range(0, len(loads), PRIVATE_COLUMN))
