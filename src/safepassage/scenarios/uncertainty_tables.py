"""The tables of `uncertainty.toml`, a cause of uncertainty each, with every key, its default and its meaning.

In a workbook they are rows of one sheet, each of which names its cause. See `domain.uncertainty` for what is drawn.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any

from safepassage.domain.uncertainty import (
    CERTAINTY,
    Chance,
    Delay,
    Hazard,
    Incidents,
    RoadHazard,
    Shape,
    Spread,
    Uncertainty,
)
from safepassage.scenarios.columns import Column, Table, required
from safepassage.scenarios.kinds import Choice, Id, Switch, Text
from safepassage.scenarios.numbers import YEAR_MINUTES, Real

UNCERTAINTY_FILE = "uncertainty.toml"

MOST_CV = 5
"""The largest coefficient of variation: beyond it, a lognormal draw is nearly always next to nothing."""
MOST_PER_HOUR = 1_000
"""The highest rate: once in 3.6 seconds."""
SHARE = Real(high=1)
RATE = Real(high=MOST_PER_HOUR)
VARIATION = Real(high=MOST_CV)
LENGTH = Real(high=YEAR_MINUTES, scale=60)

SHAPE = Column(
    "shape",
    "shape",
    Choice({shape.value: shape for shape in Shape}),
    "Shape of the distribution; an exponential one has a `cv` of 1.",
    Shape.LOGNORMAL,
    "lognormal",
)
SOURCE = required(
    "source", "source", Text(filled=True), "Who says so; for an assumption, why it was chosen.", "not read"
)
FOR_GOOD = Column("for_good", "for_good", SHARE, "Chance that it lasts to the end instead.", 0.0, "0")


@dataclass(frozen=True, slots=True)
class RoadRow:
    """An entry of `[[roads]]`: the keys of a hazard beside the road that it strikes."""

    from_place: str
    to_place: str
    both_ways: bool
    per_hour: float
    mean_s: float
    cv: float
    shape: Shape
    for_good: float
    source: str

    @property
    def hazard(self) -> RoadHazard:
        """What the entry says."""
        return RoadHazard(self.from_place, self.to_place, self.both_ways, _hazard(self))


@dataclass(frozen=True, slots=True)
class SuspensionRow:
    """The table `[agreement]`: the keys of a hazard, and what becomes of the windows."""

    per_hour: float
    mean_s: float
    cv: float
    shape: Shape
    for_good: float
    windows_move: bool
    source: str


def _hazard(row: RoadRow | SuspensionRow) -> Hazard:
    return Hazard(**_keys_of(row))


def _keys_of(record: Any) -> dict[str, Any]:
    """Give the values of a hazard, or those of a row that are a hazard's, by name."""
    return {field.name: getattr(record, field.name) for field in fields(Hazard)}


def _shares(default: float) -> Column:
    meaning = "Coefficient of variation of the factor that all draws of a run share."
    return Column("common_cv", "common_cv", VARIATION, meaning, default, f"{default:g}")


def _varies(default: float) -> Column:
    meaning = "Coefficient of variation of each single draw: standard deviation by mean."
    return Column("cv", "cv", VARIATION, meaning, default, f"{default:g}")


def _chance(meaning: str, default: float | None = None) -> Column:
    if default is None:
        return required("chance", "chance", SHARE, meaning, 0.5)
    return Column("chance", "chance", SHARE, meaning, default, f"{default:g}")


def _rate(meaning: str, *, needed: bool = True) -> Column:
    if needed:
        return required("per_hour", "per_hour", RATE, meaning, 1.0, unit="times an hour")
    return Column("per_hour", "per_hour", RATE, meaning, 0.0, "0", unit="times an hour")


def _lasts(meaning: str, *, needed: bool = False) -> Column:
    if needed:
        return required("mean_minutes", "mean_s", LENGTH, meaning, 60.0, unit="minutes")
    return Column("mean_minutes", "mean_s", LENGTH, meaning, 0.0, "0", stand_in=60.0, unit="minutes")


def _cause(name: str, record: Any, meaning: str, *columns: Column) -> Table:
    return Table(f"{UNCERTAINTY_FILE}:{name}", name, record, (*columns, SOURCE), meaning, optional=True)


SPREAD = (
    SHAPE,
    Column(
        "mean",
        "mean",
        Real(high=100, low=Fraction(1, 100)),
        "Mean of the factor: 1.2 is a fifth more than planned.",
        1.0,
        "1",
    ),
    _varies(0.0),
    _shares(0.0),
)
DELAY = (
    SHAPE,
    _lasts("How long the delay is on average, where there is one.", needed=True),
    _varies(1.0),
    _shares(0.0),
)

TRAVEL = _cause("travel", Spread, "Driving between two stops takes so many times the planned time.", *SPREAD)
SERVICE = _cause("service", Spread, "Boarding and alighting take so many times the planned time.", *SPREAD)
CHECK = _cause("check", Spread, "Checks at crossings take so many times the planned time.", *SPREAD)
COUNTS = _cause("counts", Spread, "So many times the groups of a row of `people.csv` are really there.", *SPREAD)
LATE_START = _cause(
    "late_start",
    Delay,
    "Vehicles become available late.",
    _chance("Chance that a vehicle is late.", 1.0),
    *DELAY,
)
LATE_GROUPS = _cause(
    "late_groups", Delay, "Groups come late to their place.", _chance("Share of the groups who are late."), *DELAY
)
LATE_OPENING = _cause(
    "late_opening", Delay, "Windows of crossings open late.", _chance("Chance that a window opens late."), *DELAY
)
STAYING = _cause(
    "staying",
    Chance,
    "Groups decide to stay after all.",
    _chance("Share of the groups who stay."),
    _shares(0.0),
)
REFUSALS = _cause(
    "refusals",
    Chance,
    "A crew or an owner refuses a trip, and works no more.",
    _chance("Chance at each trip."),
    _shares(0.0),
)
TURNED_BACK = _cause(
    "turned_back",
    Chance,
    "Groups are turned back when their vehicle is checked.",
    _chance("Chance of each group at each check."),
    _shares(0.0),
)
BREAKDOWNS = _cause(
    "breakdowns",
    Hazard,
    "Vehicles break down.",
    _rate("How often, per hour of driving."),
    SHAPE,
    _lasts("How long the vehicle stands on average."),
    _varies(1.0),
    Column(
        "for_good",
        "for_good",
        SHARE,
        "Chance that the vehicle still ends its trip, but works no more.",
        0.0,
        "0",
    ),
)
ROADS = _cause(
    "roads",
    RoadRow,
    "Roads that may close; an entry for each.",
    required("from", "from_place", Id(), "Where the road begins: the id of a place, as in `links.csv`.", ""),
    required("to", "to_place", Id(), "Where it ends: the id of a place, as in `links.csv`.", ""),
    Column("both_ways", "both_ways", Switch(), "Whether it closes in both directions.", True, "yes"),
    _rate("How often it closes, while it is open."),
    SHAPE,
    _lasts("How long it stays closed on average."),
    _varies(1.0),
    FOR_GOOD,
)
AGREEMENT = _cause(
    "agreement",
    SuspensionRow,
    "The agreement is suspended: nothing new departs.",
    _rate("How often it is suspended while it is in force, apart from incidents.", needed=False),
    SHAPE,
    Column(
        "mean_hours",
        "mean_s",
        Real(YEAR_MINUTES // 60, scale=3600),
        "How long a suspension lasts on average, also one after an incident.",
        0.0,
        "0",
        stand_in=3600.0,
        unit="hours",
    ),
    _varies(1.0),
    Column("for_good", "for_good", SHARE, "Chance that it is never re-established.", 0.0, "0"),
    Column(
        "windows_move",
        "windows_move",
        Switch(),
        "Whether windows come later by the time of suspension; otherwise that time is lost.",
        False,
        "no",
    ),
)
INCIDENTS = _cause(
    "incidents",
    Incidents,
    "Shots, a blocked road, a hostile crowd at a crossing.",
    _rate("How often, while a crossing is open."),
    Column("suspends", "suspends", SHARE, "Chance that it suspends the agreement.", 0.0, "0"),
)

PLAIN_CAUSES = (
    TRAVEL,
    SERVICE,
    CHECK,
    COUNTS,
    LATE_START,
    LATE_GROUPS,
    LATE_OPENING,
    STAYING,
    REFUSALS,
    TURNED_BACK,
    BREAKDOWNS,
    INCIDENTS,
)
"""Tables whose keys are those of a record of the domain, and whose name is that of its attribute."""
CAUSES = (
    AGREEMENT,
    INCIDENTS,
    LATE_OPENING,
    COUNTS,
    STAYING,
    LATE_GROUPS,
    TURNED_BACK,
    LATE_START,
    REFUSALS,
    BREAKDOWNS,
    ROADS,
    TRAVEL,
    SERVICE,
    CHECK,
)
"""Every table, in the order in which they are written and explained: first what strikes everybody at once."""

SINGLE_CAUSES = tuple(table for table in CAUSES if table is not ROADS)
"""Tables that stand at most once."""


def rows_of(uncertainty: Uncertainty | None) -> Mapping[str, Sequence[Any]]:
    """Give the rows of each cause, by its table's name in the file; a cause that is certain has none."""
    if uncertainty is None:
        return {table.sheet: () for table in CAUSES}
    found: dict[str, Sequence[Any]] = {}
    for table in PLAIN_CAUSES:
        record = getattr(uncertainty, table.sheet)
        found[table.sheet] = () if record == getattr(CERTAINTY, table.sheet) else (record,)
    found[ROADS.sheet] = [
        RoadRow(from_place=road.origin, to_place=road.destination, both_ways=road.both_ways, **_keys_of(road.closes))
        for road in uncertainty.roads
    ]
    suspended = uncertainty.suspensions != CERTAINTY.suspensions or uncertainty.windows_move
    row = SuspensionRow(windows_move=uncertainty.windows_move, **_keys_of(uncertainty.suspensions))
    found[AGREEMENT.sheet] = (row,) if suspended else ()
    return found


def uncertainty_of(rows: Mapping[str, Sequence[Any]]) -> Uncertainty | None:
    """Give what the rows of all causes say, by the name of their table in the file; None if there are none."""
    if not any(rows.values()):
        return None
    given: dict[str, Any] = {table.sheet: found[0] for table in PLAIN_CAUSES if (found := rows.get(table.sheet))}
    for row in rows.get(AGREEMENT.sheet, ()):
        given |= {"suspensions": _hazard(row), "windows_move": row.windows_move}
    return Uncertainty(**given, roads=tuple(row.hazard for row in rows.get(ROADS.sheet, ())))
