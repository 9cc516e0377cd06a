"""Facts of vehicles and their crews that only a live operation knows."""

from dataclasses import dataclass
from typing import ClassVar

from safepassage.domain.events import Fact


@dataclass(frozen=True, slots=True)
class VehicleListed(Fact):
    """A vehicle belongs to the operation; a load fits as in the scenario. `place` is where it starts."""

    name: ClassVar[str] = "vehicle.listed"

    vehicle: str
    type: str
    place: str
    seats: int
    wheelchairs: int
    stretchers: int
    seats_per_wheelchair: int
    seats_per_stretcher: int


@dataclass(frozen=True, slots=True)
class CrewAssigned(Fact):
    """A crew of so many, led by a named person, checks in at least every `check_in_s` seconds; 0: whenever it can."""

    name: ClassVar[str] = "crew.assigned"

    vehicle: str
    leader: str
    crew: int
    check_in_s: int


@dataclass(frozen=True, slots=True)
class CrewCheckedIn(Fact):
    """A crew was heard of, at or near `place`; "" if it did not say."""

    name: ClassVar[str] = "crew.checked-in"

    vehicle: str
    place: str


VEHICLE_FACTS: tuple[type[Fact], ...] = (VehicleListed, CrewAssigned, CrewCheckedIn)
