"""Places and the roads between them."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Place:
    """A place: where people wait, vehicles start, a destination, a crossing, or a road junction.

    `board_s` and `alight_s` are exact seconds per vehicle visit. `bays` is how many vehicles can board or alight
    at once. `shelter_places` take people who sit or use a wheelchair, `beds` people on stretchers. For the three,
    None is unlimited and 0 is none. `through` tells whether a vehicle may drive through without stopping; `transfer`
    whether people may alight here, wait, and board another vehicle. Latitude and longitude are WGS 84 degrees.
    """

    id: str
    name: str = ""
    lat: float | None = None
    lon: float | None = None
    board_s: Fraction = Fraction(0)
    alight_s: Fraction = Fraction(0)
    bays: int | None = None
    shelter_places: int | None = 0
    beds: int | None = 0
    through: bool = True
    transfer: bool = False

    @property
    def is_destination(self) -> bool:
        """Whether people can be brought here to stay."""
        return self.shelter_places != 0 or self.beds != 0

    @property
    def label(self) -> str:
        """The name to show: the name given, or else the id."""
        return self.name or self.id


@dataclass(frozen=True, slots=True)
class Link:
    """A road between two places, driven in `drive_s` exact seconds by a vehicle with drive factor 1.

    `km` is its length; `risk` the expected harm to one vehicle per passage, in any unit.
    """

    from_place: str
    to_place: str
    drive_s: Fraction
    km: Fraction = Fraction(0)
    both_ways: bool = True
    risk: Fraction = Fraction(0)
