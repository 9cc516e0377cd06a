"""Vehicles, as rows of alike ones."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class VehicleRow:
    """`count` alike vehicles of one type that stand at one place.

    A load fits when `seated + seats_per_wheelchair * wheelchair + seats_per_stretcher * stretcher <= seats`,
    `wheelchair <= wheelchairs` and `stretcher <= stretchers`. Times are whole seconds after the scenario's start.
    `drive_factor` multiplies driving times. None is no limit; `return_to` None: need not return. Empty
    `crossings` allow any.
    """

    type: str
    count: int
    start: str
    seats: int = 0
    wheelchairs: int = 0
    stretchers: int = 0
    seats_per_wheelchair: int = 0
    seats_per_stretcher: int = 0
    drive_factor: Fraction = Fraction(1)
    available_from_s: int = 0
    available_until_s: int | None = None
    max_duty_s: Fraction | None = None
    max_km: Fraction | None = None
    return_to: str | None = None
    crossings: tuple[str, ...] = ()

    def fits(self, seated: int, wheelchair: int, stretcher: int) -> bool:
        """Whether a load of so many people fits one of these vehicles."""
        seats = seated + self.seats_per_wheelchair * wheelchair + self.seats_per_stretcher * stretcher
        return seats <= self.seats and wheelchair <= self.wheelchairs and stretcher <= self.stretchers


@dataclass(frozen=True, slots=True)
class Vehicle:
    """One vehicle by its name, such as `bus-7`."""

    name: str
    row: VehicleRow
