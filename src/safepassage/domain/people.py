"""Travel groups: people who stay together and have asked to leave."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class TravelGroups:
    """`groups` identical travel groups that wait at `place`.

    A travel group is never split: it has `seated` + `wheelchair` + `stretcher` people. `priority` 1 goes first.
    `ready_s` is whole seconds after the scenario's start. Empty `destinations` and `vehicles` allow any. People of
    different `stream` are never aboard one vehicle together. `max_aboard_s` is measured from the boarding stop's
    departure to the alighting stop's; None is no limit.
    """

    id: str
    place: str
    groups: int = 1
    seated: int = 0
    wheelchair: int = 0
    stretcher: int = 0
    priority: int = 3
    ready_s: int = 0
    destinations: tuple[str, ...] = ()
    vehicles: tuple[str, ...] = ()
    stream: str = ""
    max_aboard_s: Fraction | None = None

    @property
    def group_size(self) -> int:
        """Persons in one of the groups."""
        return self.seated + self.wheelchair + self.stretcher

    @property
    def persons(self) -> int:
        """Persons in all of the groups."""
        return self.groups * self.group_size
