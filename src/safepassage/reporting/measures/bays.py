"""Use of bays: how many vehicles board or alight at a place at once, over time."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from safepassage.domain.scenario import Scenario
from safepassage.reporting.measures.movements import Movements, Service


@dataclass(frozen=True, slots=True)
class BayUse:
    """Services at one place. `bays` None is unlimited; `busiest` is the most services at one moment."""

    place: str
    bays: int | None
    services: tuple[Service, ...]
    busiest: int

    @property
    def busy_s(self) -> Fraction:
        """Seconds of service, summed over all bays."""
        return sum((s.end_s - s.begin_s for s in self.services), Fraction(0))

    def per_bin(self, first_s: int, last_s: int, bin_s: int) -> list[float]:
        """Give the average number of vehicles in service in bins of `bin_s` that cover `[first_s, last_s]`."""
        busy = [Fraction(0)] * ((last_s - first_s) // bin_s + 1)
        for service in self.services:
            for index in _bins(service, first_s, bin_s, len(busy)):
                begin = first_s + index * bin_s
                ends = min(Fraction(service.end_s), Fraction(begin + bin_s))
                busy[index] += max(Fraction(0), ends - max(service.begin_s, Fraction(begin)))
        return [float(seconds / bin_s) for seconds in busy]


def bay_uses(scenario: Scenario, happened: Movements) -> tuple[BayUse, ...]:
    """Give the use of bays at every place where somebody boards or alights, in the order of the scenario."""
    by_place: dict[str, list[Service]] = {}
    for service in happened.services:
        by_place.setdefault(service.place, []).append(service)
    return tuple(
        BayUse(place.id, place.bays, tuple(by_place[place.id]), _busiest(by_place[place.id]))
        for place in scenario.places
        if place.id in by_place
    )


def _bins(service: Service, first_s: int, bin_s: int, count: int) -> range:
    first = floor((service.begin_s - first_s) / bin_s)
    last = ceil(Fraction(service.end_s - first_s, bin_s))
    return range(max(0, first), min(count, last))


def _busiest(services: list[Service]) -> int:
    """Count the most services that overlap; they are half-open, and one of no length uses no bay."""
    changes = []
    for service in services:
        if service.begin_s < service.end_s:
            changes += [(Fraction(service.end_s), -1), (service.begin_s, 1)]
    at_once = most = 0
    for _, difference in sorted(changes):
        at_once += difference
        most = max(most, at_once)
    return most
