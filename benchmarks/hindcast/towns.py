"""The second operation: Foah and Kefraya, 2017 and 2018. Loads of the first batch, and the people in the later ones.

On record are numbers of buses and of people, and hardly a clock time. So all that can be tested is the load: given how
many buses came, how many people were in them. The first batch leaves its mean, between 5,000 in 75 buses and 5,000 in
99. How much batches differ, one batch cannot tell: that stays what the prior of eastern Aleppo says.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from benchmarks.hindcast.calibration import PRIORS, around, near, stream, whole
from benchmarks.hindcast.comparison import Band, band_of
from benchmarks.hindcast.curves import ARRIVED, PEOPLE
from benchmarks.hindcast.operation import BUS, Load, Movement, Pace, carry_out
from benchmarks.hindcast.record import HERE
from safepassage.domain.errors import UnusableInputError

COUNTS = HERE / "towns.csv"
MOVEMENTS = ("first", "second", "final", "held")
USES = ("fit", "given", "test")
KINDS = ("buses", "people")

PACE = Pace(pause_s=0, check_s=1800, transit_s=3600, board_s=1800, alight_s=900)
"""Assumed; it moves no count, as one batch leaves at once and everybody arrives."""

OPEN_S = 48 * 3600
DRAWS = 4000
"""So many draws from the priors; about one in nine is kept."""


@dataclass(frozen=True, slots=True)
class TownCount:
    """One published figure of a movement; `high` equals `low` unless a range was claimed."""

    id: str
    movement: str
    kind: str
    low: int
    high: int
    use: str
    claimant: str
    reported_in: str
    url: str
    why: str


@dataclass(frozen=True, slots=True)
class TownVerdict:
    """A count of people, and the band of those in the buses that came."""

    count: TownCount
    band: Band

    @property
    def inside(self) -> bool:
        """Whether the band holds it."""
        return self.band.low <= self.count.high and self.count.low <= self.band.high


def read_town_counts(path: Path = COUNTS) -> tuple[TownCount, ...]:
    """Read all counts.

    Raises
    ------
    UnusableInputError
        If a row cannot be what it says.
    """
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for line, row in enumerate(rows, start=2):
        known = ((row["movement"], MOVEMENTS), (row["use"], USES), (row["kind"], KINDS))
        for value, allowed in known:
            if value not in allowed:
                raise UnusableInputError(f"{path.name}, line {line}: {value!r} is not one of {', '.join(allowed)}.")
    return tuple(_count(row) for row in rows)


def _count(row: dict[str, str]) -> TownCount:
    return TownCount(
        id=row["id"],
        movement=row["movement"],
        kind=row["kind"],
        low=int(row["low"]),
        high=int(row["high"]),
        use=row["use"],
        claimant=row["claimant"],
        reported_in=row["reported_in"],
        url=row["url"],
        why=row["why"],
    )


def loads(seed: int, draw: int, movement: str, buses: int) -> tuple[Load, ...]:
    """Draw what the buses of a movement carry, with the mean load and the spread of the draw."""
    prior, spread = PRIORS["people_per_bus"], PRIORS["load_cv"]
    mean = stream(seed, draw, "people_per_bus of towns").uniform(prior.low, prior.high)
    cv = stream(seed, draw, "load_cv of towns").uniform(spread.low, spread.high)
    random = stream(seed, draw, f"loads of {movement}")
    of_movement = around(random, mean, cv if movement != "first" else 0)
    return tuple(Load(BUS, 0, max(1, whole(random, of_movement))) for _ in range(buses))


def agrees(seed: int, draw: int, counts: tuple[TownCount, ...]) -> bool:
    """Whether the first batch of a draw carries as many as were counted, in the buses of one who counted them."""
    buses = stream(seed, draw, "whom to believe").choice([c.low for c in _of(counts, "first", "buses")])
    persons = sum(load.persons for load in loads(seed, draw, "first", buses))
    return all(near(persons, count.low) for count in _of(counts, "first", "people"))


def kept_draws(seed: int, counts: tuple[TownCount, ...]) -> tuple[int, ...]:
    """Give the draws whose first batch agrees."""
    return tuple(draw for draw in range(DRAWS) if agrees(seed, draw, counts))


def people_arrived(seed: int, draw: int, movement: str, counts: tuple[TownCount, ...]) -> int:
    """Carry out one movement of a draw in the engine; gives the people who arrive."""
    low, high = next((count.low, count.high) for count in _of(counts, movement, "buses"))
    buses = stream(seed, draw, f"buses of {movement}").randint(low, high)
    batch = Movement(OPEN_S, PACE, {BUS: buses}, (loads(seed, draw, movement, buses),))
    return carry_out(batch, seed, draw).total(ARRIVED, PEOPLE)


def town_verdicts(seed: int, draws: tuple[int, ...], counts: tuple[TownCount, ...]) -> tuple[TownVerdict, ...]:
    """Set what was counted of the later movements against the kept draws."""
    bands = {
        movement: band_of([people_arrived(seed, draw, movement, counts) for draw in draws])
        for movement in MOVEMENTS[1:]
    }
    return tuple(TownVerdict(count, bands[count.movement]) for count in counts if count.use == "test")


def load_band(seed: int, draws: tuple[int, ...]) -> Band:
    """Give the band of the mean load that the first batch leaves."""
    prior = PRIORS["people_per_bus"]
    return band_of([stream(seed, d, "people_per_bus of towns").uniform(prior.low, prior.high) for d in draws])


def _of(counts: tuple[TownCount, ...], movement: str, kind: str) -> list[TownCount]:
    return [count for count in counts if (count.movement, count.kind) == (movement, kind)]
