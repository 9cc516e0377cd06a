"""How much of the agreed quotas is left."""

from collections.abc import Iterable
from dataclasses import dataclass

from safepassage.agreement.movements import Movement, Passing
from safepassage.domain.live.agreement import AgreedTerms, Quota, QuotaSpan

DAY_S = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class QuotaLeft:
    """How many more `persons` and `vehicles` a quota lets pass; None: it has no limit for them."""

    quota: Quota
    persons: int | None
    vehicles: int | None

    def forbids(self, persons: int, vehicles: int) -> bool:
        """Whether so many are too many."""
        too_many_persons = self.persons is not None and persons > self.persons
        return too_many_persons or (self.vehicles is not None and vehicles > self.vehicles)


def day_of(terms: AgreedTerms, at_s: int) -> int:
    """Give the day of the agreement that a second is in; day 0 begins at `day_begins_s`, and days before it are < 0."""
    return (at_s - terms.day_begins_s) // DAY_S


def quota_left(
    terms: AgreedTerms, movements: Iterable[Movement], crossing: str, at_s: int, movement: str = ""
) -> tuple[QuotaLeft, ...]:
    """Give what is left of each quota at a crossing at a second, for one of the movements or, "", for a new one.

    Of a day's quota, those are used who passed on that day, and those who are on the road to the crossing. Of a
    movement's quota, those of that movement who passed.
    """
    known = tuple(movements)
    quotas = (quota for quota in terms.quotas if quota.crossing == crossing)
    return tuple(_left(quota, _used(terms, quota, known, at_s, movement)) for quota in quotas)


def passed(movements: Iterable[Movement], crossing: str) -> tuple[Passing, ...]:
    """Give all passings of a crossing, movement by movement."""
    return tuple(each for movement in movements for each in movement.passings if each.crossing == crossing)


def _left(quota: Quota, used: tuple[int, int]) -> QuotaLeft:
    persons = None if quota.persons is None else max(0, quota.persons - used[0])
    vehicles = None if quota.vehicles is None else max(0, quota.vehicles - used[1])
    return QuotaLeft(quota, persons, vehicles)


def _used(
    terms: AgreedTerms, quota: Quota, movements: tuple[Movement, ...], at_s: int, movement: str
) -> tuple[int, int]:
    if quota.span is QuotaSpan.MOVEMENT:
        mine = passed((each for each in movements if each.movement == movement), quota.crossing)
        return sum(each.persons for each in mine), sum(each.vehicles for each in mine)
    today = [each for each in passed(movements, quota.crossing) if day_of(terms, each.at_s) == day_of(terms, at_s)]
    coming = [_to_come(each, quota.crossing) for each in movements if each.movement != movement]
    persons = sum(each.persons for each in today) + sum(persons for persons, _ in coming)
    return persons, sum(each.vehicles for each in today) + sum(vehicles for _, vehicles in coming)


def _to_come(movement: Movement, crossing: str) -> tuple[int, int]:
    """Give persons and vehicles of a movement that are on the road to a crossing and did not pass it yet."""
    names_it = crossing in {place for place, _ in movement.needed_lights}
    passed_it = any(each.crossing == crossing for each in movement.passings)
    if movement.file is None or movement.departure is None or not movement.on_the_road or not names_it or passed_it:
        return 0, 0
    return movement.departure.persons, len(movement.file.vehicles)
