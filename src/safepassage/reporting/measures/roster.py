"""The roster: which vehicle a name means, without listing every vehicle of a large fleet."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from safepassage.domain.scenario import Scenario
from safepassage.domain.vehicles import Vehicle, VehicleRow

NUMBERED = re.compile(r"(?P<type>.+)-(?P<number>[1-9][0-9]{0,17})")


@dataclass(frozen=True, slots=True)
class Roster:
    """The rows of each vehicle type, in the order in which their numbering goes on."""

    rows: Mapping[str, Sequence[VehicleRow]]

    @classmethod
    def of(cls, scenario: Scenario) -> "Roster":
        """Give the roster of a scenario."""
        rows: dict[str, list[VehicleRow]] = {}
        for row in scenario.vehicles:
            rows.setdefault(row.type, []).append(row)
        return cls(rows)

    def vehicle(self, name: str) -> Vehicle | None:
        """Give the vehicle of that name, or None if there is none."""
        found = NUMBERED.fullmatch(name)
        left = int(found["number"]) if found else 0
        for row in self.rows.get(found["type"], ()) if found else ():
            if left <= row.count:
                return Vehicle(name, row)
            left -= row.count
        return None

    def available(self, kind: str) -> int:
        """Give how many vehicles of a type there are."""
        return sum(row.count for row in self.rows.get(kind, ()))
