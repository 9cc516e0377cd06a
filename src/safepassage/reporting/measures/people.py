"""Where people are over time: waiting, aboard, at a transfer place, or out. Together they are always everybody."""

from collections.abc import Callable
from dataclasses import dataclass

from safepassage.domain.people import TravelGroups
from safepassage.domain.scenario import Scenario
from safepassage.reporting.measures.curves import Curve, curve
from safepassage.reporting.measures.movements import Change, Movements, Whereabouts

PRIORITIES = (1, 2, 3)

Chosen = Callable[[TravelGroups], bool]


def everybody(_row: TravelGroups) -> bool:
    """Choose all rows."""
    return True


def of_priority(priority: int) -> Chosen:
    """Choose the rows of one priority."""
    return lambda row: row.priority == priority


def persons_asking(scenario: Scenario, chosen: Chosen = everybody) -> int:
    """Give how many of the chosen people have asked to leave."""
    return sum(row.persons for row in scenario.people if chosen(row))


def asking_by_place(scenario: Scenario) -> dict[str, int]:
    """Give how many people have asked to leave each place where anybody waits, in the order of people.csv."""
    asked: dict[str, int] = {}
    for row in scenario.people:
        asked[row.place] = asked.get(row.place, 0) + row.persons
    return asked


def whereabouts(
    scenario: Scenario, happened: Movements, state: Whereabouts, chosen: Chosen = everybody, place: str | None = None
) -> Curve:
    """Give how many of the chosen people are in a state over time; with `place`, waiting or alighted there."""
    waiting = state == Whereabouts.WAITING
    before = persons_asking(scenario, lambda r: chosen(r) and place in (None, r.place)) if waiting else 0
    steps = [
        (change.at_s, _difference(change, state))
        for change in happened.changes
        if chosen(change.row) and place in (None, change.place)
    ]
    return curve(((at, difference) for at, difference in steps if difference), before)


def _difference(change: Change, state: Whereabouts) -> int:
    return change.persons * ((change.after == state) - (change.before == state))


@dataclass(frozen=True, slots=True)
class Census:
    """How many people are where, at one moment."""

    waiting: int
    aboard: int
    transfer: int
    out: int

    @property
    def persons(self) -> int:
        """All of them."""
        return self.waiting + self.aboard + self.transfer + self.out


class Headcount:
    """Counts people by state at any moment."""

    def __init__(self, scenario: Scenario, happened: Movements, chosen: Chosen = everybody) -> None:
        self._curves = {state: whereabouts(scenario, happened, state, chosen) for state in Whereabouts}

    def at(self, seconds: int) -> Census:
        """Give where people are at a moment; what happens at that very second has happened."""
        return Census(*(self._curves[state].at(seconds) for state in Whereabouts))


def out_by_priority(scenario: Scenario, happened: Movements) -> dict[int, Curve]:
    """Give people out over time, for every priority that somebody has."""
    asked = {row.priority for row in scenario.people}
    return {p: whereabouts(scenario, happened, Whereabouts.OUT, of_priority(p)) for p in PRIORITIES if p in asked}


def completion_s(happened: Movements) -> int:
    """Give when the last person alights at a destination, in seconds after the start; 0 when nobody does."""
    return max((c.at_s for c in happened.changes if c.after == Whereabouts.OUT), default=0)


def groups_out(happened: Movements) -> dict[str, int]:
    """Give how many travel groups of each people row are brought out, by row id."""
    out: dict[str, int] = {}
    for change in happened.changes:
        if change.after == Whereabouts.OUT:
            out[change.row.id] = out.get(change.row.id, 0) + change.groups
    return out
