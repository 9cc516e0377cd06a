"""How an operation begins: the facts that set it up from a scenario."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC

from safepassage.domain.events import Fact
from safepassage.domain.live.access import OperationCreated, PersonAppointed
from safepassage.domain.live.roles import Role
from safepassage.domain.live.vehicles import VehicleListed
from safepassage.domain.scenario import Scenario


@dataclass(frozen=True, slots=True)
class SetUp:
    """What an operation is set up with: its id, the SHA-256 of the scenario's files, and its first coordinator."""

    operation: str
    digest: str
    coordinator: str
    rehearsal: bool


def facts_of(scenario: Scenario, given: SetUp, at_s: int) -> Iterator[Fact]:
    """Yield the facts: the operation, its coordinator, and every vehicle of the scenario at its place."""
    start = scenario.start.astimezone(UTC).isoformat()
    yield OperationCreated(at_s, given.operation, scenario.name, start, given.digest, given.rehearsal)
    yield PersonAppointed(at_s, given.coordinator, (Role.COORDINATOR,), ())
    for vehicle in scenario.each_vehicle():
        row = vehicle.row
        yield VehicleListed(
            at_s,
            vehicle.name,
            row.type,
            row.start,
            row.seats,
            row.wheelchairs,
            row.stretchers,
            row.seats_per_wheelchair,
            row.seats_per_stretcher,
        )
