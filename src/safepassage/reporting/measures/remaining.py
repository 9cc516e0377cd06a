"""Who remains: every travel group that asked to leave and is not brought out, with the reasons that the plan gives."""

from dataclasses import dataclass

from safepassage.domain.people import TravelGroups
from safepassage.domain.plan import Plan
from safepassage.domain.scenario import Scenario
from safepassage.reporting.measures.movements import Movements
from safepassage.reporting.measures.people import groups_out

NO_REASON = "The plan file gives no reason."


@dataclass(frozen=True, slots=True)
class StillThere:
    """Groups of one people row who remain; counted from the itineraries, not taken from the plan's own totals."""

    row: TravelGroups
    groups: int
    reasons: tuple[str, ...]

    @property
    def persons(self) -> int:
        """Persons in these groups."""
        return self.groups * self.row.group_size


def still_there(scenario: Scenario, plan: Plan, happened: Movements) -> tuple[StillThere, ...]:
    """Give who remains, by priority and then as many first."""
    out = groups_out(happened)
    reasons = {entry.people: entry.reasons for entry in plan.remaining}
    found = [
        StillThere(row, row.groups - out.get(row.id, 0), reasons.get(row.id) or (NO_REASON,))
        for row in scenario.people
        if out.get(row.id, 0) < row.groups
    ]
    return tuple(sorted(found, key=lambda s: (s.row.priority, -s.persons)))


def by_reason(remaining: tuple[StillThere, ...]) -> tuple[tuple[str, int], ...]:
    """Give every reason with the people whom it holds back, most first; one person may have several reasons."""
    persons: dict[str, int] = {}
    for entry in remaining:
        for reason in entry.reasons:
            persons[reason] = persons.get(reason, 0) + entry.persons
    return tuple(sorted(persons.items(), key=lambda item: -item[1]))
