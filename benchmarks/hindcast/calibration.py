"""Parameters of the first window: wide priors, and those draws kept that agree with what was published of it.

This is approximate Bayesian computation by rejection (Pritchard et al., Molecular Biology and Evolution 16, 1999):
parameters are drawn from priors, the window is simulated, and a draw is kept if the run agrees with the data. The data
contradict each other, so no draw can agree with all. Each figure of how many came out is an *account*; the accounts get
equally many draws, each of which agrees with its account and with what hardly anybody disputed. What comes out is a
mixture over whom to believe, and as wide as their dispute.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from random import Random

from benchmarks.hindcast.curves import ARRIVED, COLUMNS, CROSSED, PATIENTS_OUT, PEOPLE, Curves
from benchmarks.hindcast.operation import AMBULANCE, BUS, LOADED_AFTER_S, Load, Movement, Pace, carry_out
from benchmarks.hindcast.record import second_of

FIRST_DEPARTURE_S = second_of("2016-12-15T14:30")
FIRST_CLOSES_S = (second_of("2016-12-16T10:00"), second_of("2016-12-16T12:00"))
"""ICRC: the first column crossed at 14:30. WHO: called off in the late morning; no clock time is on record."""

FLEET_BUSES = 28
"""WHO, 15 December, in Reuters: some 20 buses in the first column, 8 more being prepared."""

FLEET_AMBULANCES = (13, 19)
"""ICRC and WHO disagree; each is believed in half of the draws."""

MINUTE_S = 60
EXACT = 0.05
"""A plain figure agrees with what is within so much of it: the last digits of a count on the road mean little."""


@dataclass(frozen=True, slots=True)
class Prior:
    """Uniform in `[low, high]`, with the reason."""

    low: float
    high: float
    unit: str
    why: str


PRIORS = {
    "people_per_bus": Prior(40, 85, "people", "First two columns: 951 in 20 or 21 buses, 1,198 in 15"),
    "load_cv": Prior(0.05, 0.4, "", "Between columns; the first two differ by more than half"),
    "buses_per_column": Prior(8, 21, "buses", "15 to 21 seen; smaller ones at night are possible"),
    "size_cv": Prior(0, 0.3, "", "Between columns; assumed"),
    "ambulances_per_column": Prior(4, 19, "ambulances", "8 to 19 counted in the first two"),
    "companions": Prior(0, 2, "people an ambulance", "ICRC: two wounded in each; companions not on record"),
    "patients_per_bus": Prior(0, 2, "people a bus", "Not on record"),
    "pause_min": Prior(20, 180, "min", "Least time between departures; a column came about every two hours"),
    "check_min": Prior(5, 60, "min", "Of a column; WHO saw no papers checked, but people were counted"),
    "transit_min": Prior(60, 80, "min", "Just over an hour for the first column (Dr al-Dbis)"),
    "board_min": Prior(20, 60, "min", "Not on record"),
    "alight_min": Prior(10, 30, "min", "Not on record"),
}
"""What is drawn, and from where."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """One draw of the parameters, by the names of PRIORS."""

    people_per_bus: float
    load_cv: float
    buses_per_column: float
    size_cv: float
    ambulances_per_column: float
    companions: float
    patients_per_bus: float
    pause_min: float
    check_min: float
    transit_min: float
    board_min: float
    alight_min: float

    @property
    def pace(self) -> Pace:
        """How long things take."""
        minutes = (self.pause_min, self.check_min, self.transit_min, self.board_min, self.alight_min)
        return Pace(*(round(each * MINUTE_S) for each in minutes))


PARAMETERS = tuple(each.name for each in fields(Rhythm))


def stream(seed: int, draw: int, what: str) -> Random:
    """Give a random stream of its own for whatever is drawn: nothing that is drawn besides moves it."""
    return Random(f"{seed} {draw} {what}")


def drawn_rhythm(seed: int, draw: int) -> Rhythm:
    """Draw the parameters from their priors."""
    values = {name: stream(seed, draw, name).uniform(prior.low, prior.high) for name, prior in PRIORS.items()}
    return Rhythm(**values)


def around(random: Random, mean: float, cv: float) -> float:
    """Draw from a gamma distribution with a mean and a coefficient of variation."""
    return random.gammavariate(1 / cv**2, mean * cv**2) if cv else mean


def whole(random: Random, value: float) -> int:
    """Round up or down at random, so that the mean is kept."""
    return int(value) + (random.random() < value % 1)


def column(random: Random, rhythm: Rhythm, fleet: Mapping[str, int]) -> tuple[Load, ...]:
    """Draw one column: its size, no larger than the fleet, and what its vehicles carry."""
    buses = min(max(1, round(around(random, rhythm.buses_per_column, rhythm.size_cv))), fleet[BUS])
    ambulances = min(round(around(random, rhythm.ambulances_per_column, rhythm.size_cv)), fleet[AMBULANCE])
    mean = around(random, rhythm.people_per_bus, rhythm.load_cv)
    loads = [_bus(random, mean, rhythm.patients_per_bus) for _ in range(buses)]
    return (*loads, *(Load(AMBULANCE, 2, whole(random, rhythm.companions)) for _ in range(ambulances)))


def _bus(random: Random, mean: float, patients: float) -> Load:
    persons, sick = max(1, whole(random, mean)), whole(random, patients)
    return Load(BUS, min(sick, persons), max(persons - sick, 0))


def enough(columns: Sequence[Sequence[Load]], fleet: Mapping[str, int]) -> int:
    """Give how many vehicles make a column that need not wait for its rest: half of what it has on average.

    But no more than the fleet has of any kind: they must be able to go when all others are done.
    """
    half = sum(map(len, columns)) // max(1, 2 * len(columns))
    return max(1, min(half, *fleet.values()))


def most_columns(rhythm: Rhythm, open_s: float, buses: int) -> int:
    """Give more columns than can leave: a pause between each two, and buses must come back, but for the first."""
    pace = rhythm.pace
    round_s = pace.check_s + pace.transit_s + pace.board_s + pace.alight_s + 3300
    apart_s = max(pace.pause_s, 0.6 * round_s * rhythm.buses_per_column / buses)
    return int(open_s / apart_s) + int(buses / rhythm.buses_per_column) + 3


def fleet_of_first(seed: int, draw: int) -> dict[str, int]:
    """Give the vehicles of 15 and 16 December."""
    return {BUS: FLEET_BUSES, AMBULANCE: stream(seed, draw, "ambulances").choice(FLEET_AMBULANCES)}


def closing(seed: int, draw: int, between: tuple[int, int], name: str) -> int:
    """Draw when a window closed."""
    return round(stream(seed, draw, name).uniform(*between))


def first_window(seed: int, draw: int, rhythm: Rhythm) -> tuple[int, Movement]:
    """Give the second at which the run of the first window begins, and its movement."""
    opens_s = FIRST_DEPARTURE_S - rhythm.pace.check_s
    open_s = closing(seed, draw, FIRST_CLOSES_S, "first closing") - opens_s
    random, fleet = stream(seed, draw, "first columns"), fleet_of_first(seed, draw)
    columns = tuple(column(random, rhythm, fleet) for _ in range(most_columns(rhythm, open_s, fleet[BUS])))
    return opens_s - LOADED_AFTER_S, Movement(open_s, rhythm.pace, fleet, columns, enough(columns, fleet))


@dataclass(frozen=True, slots=True)
class Seen:
    """The first window of a draw, as somebody sees it who counts at a moment drawn from a range of local time."""

    seed: int
    draw: int
    begins_s: int
    curves: Curves

    def by(self, basis: str, kind: str, begin: str, end: str) -> int:
        """How many of a kind there are at a moment drawn between two of local time."""
        moment = stream(self.seed, self.draw, f"moment {begin}").uniform(second_of(begin), second_of(end))
        return self.curves.by(basis, kind, moment - self.begins_s)

    @property
    def people(self) -> int:
        """All who crossed in the window."""
        return self.curves.total(CROSSED, PEOPLE)


def _evening_agrees(seen: Seen) -> bool:
    """Whether as many are out on the evening of the 15th as all sources leave.

    Syrian military: 2,149 with the second column; ICRC: 3,000 in the evening.
    """
    evening = seen.by(CROSSED, PEOPLE, "2016-12-15T17:00", "2016-12-15T21:00")
    return 2149 * (1 - EXACT) <= evening <= 3000 * (1 + EXACT)


def _patients_agree(seen: Seen) -> bool:
    """Whether as many patients are out by the morning as WHO and the Russian centre leave.

    WHO: 194 in hospitals at 07:00, past the first two hours of their way; Russian centre: 301 wounded by then.
    """
    patients = seen.by(ARRIVED, PATIENTS_OUT, "2016-12-16T05:00", "2016-12-16T07:00")
    return 194 * (1 - EXACT) <= patients <= 301 * (1 + EXACT)


def _russian_morning(seen: Seen) -> bool:
    people = seen.by(CROSSED, PEOPLE, "2016-12-16T06:00", "2016-12-16T08:30")
    columns = seen.by(CROSSED, COLUMNS, "2016-12-16T06:00", "2016-12-16T08:30")
    return near(people, 6462) and 8 <= columns <= 10


def _turkish_morning(seen: Seen) -> bool:
    return 7000 <= seen.by(ARRIVED, PEOPLE, "2016-12-16T06:00", "2016-12-16T10:00") <= 8000


def near(value: float, claimed: float) -> bool:
    """Whether a value agrees with a plain figure."""
    return abs(value - claimed) <= EXACT * claimed


ACCOUNTS: dict[str, Callable[[Seen], bool]] = {
    "Russian centre, morning: 6,462 in nine columns": _russian_morning,
    "Turkish foreign minister, morning: 7,000 to near 8,000": _turkish_morning,
    "SANA, at the halt: more than 8,000": lambda seen: 8000 <= seen.people <= 8800,
    "Syrian Observatory, at the halt: 8,500": lambda seen: near(seen.people, 8500),
    "Russian centre, at the halt: more than 9,500": lambda seen: 9500 <= seen.people <= 10450,
}
"""Whom to believe; "more than" is read as up to a tenth more. The Russian centre's two figures need each other's
contrary, 370 people an hour until the morning and 1,000 an hour from then on, and so count as two accounts."""


EVENING_S = second_of("2016-12-15T21:00") - FIRST_DEPARTURE_S


def accounts_of(seed: int, draw: int) -> tuple[str, ...]:
    """Simulate the first window of a draw, and name the accounts with which it agrees.

    Most draws are too slow for the evening. So the first columns are simulated alone before: that is the same run, as
    every random number has a name.
    """
    rhythm = drawn_rhythm(seed, draw)
    begins_s, movement = first_window(seed, draw, rhythm)
    few = most_columns(rhythm, EVENING_S + rhythm.pace.check_s, FLEET_BUSES)
    begun = replace(movement, columns=movement.columns[:few])
    if not _evening_agrees(Seen(seed, draw, begins_s, carry_out(begun, seed, draw))):
        return ()
    seen = Seen(seed, draw, begins_s, carry_out(movement, seed, draw))
    if not (_evening_agrees(seen) and _patients_agree(seen)):
        return ()
    return tuple(name for name, agrees in ACCOUNTS.items() if agrees(seen))
