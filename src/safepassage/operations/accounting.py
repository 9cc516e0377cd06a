"""The account of an operation: where everybody is, and what is not settled; made for whoever shows a total.

The identity stands in every account, whatever was told before it:

    registered + born = waiting + aboard + at a transfer place + arrived + in hospital + stayed + turned back
                        + removed or detained by a party + died + missing + unresolved

Rates are of those who asked to leave. Whoever chose to stay has not been failed; whoever was not asked is in no rate.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from safepassage.domain.custody import Whereabouts
from safepassage.domain.live.fleet import Count
from safepassage.domain.live.people import Answer
from safepassage.domain.live.screenings import Screened, Screenings
from safepassage.operations.courses import Kind
from safepassage.operations.operation import Operation

OUT = frozenset({Whereabouts.ARRIVED, Whereabouts.IN_HOSPITAL})
"""Where somebody is who was brought out."""

DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Account:
    """All persons by where they are, and by what they answered.

    `brought_out` are those of `asked_to_leave` who have arrived or are in hospital. `not_asked` have no answer on
    record. `discrepancies` and `notices` are open.
    """

    registered: int
    born: int
    where: Mapping[Whereabouts, int]
    asked_to_leave: int
    asked_to_stay: int
    undecided: int
    not_asked: int
    brought_out: int
    discrepancies: int
    notices: int

    @property
    def everybody(self) -> int:
        """All who are accounted for."""
        return sum(self.where.values())

    @property
    def balances(self) -> bool:
        """Whether the identity holds; anything but true is a fault of this software."""
        return self.registered + self.born == self.everybody

    @property
    def rate(self) -> Fraction | None:
        """The share of those who asked to leave who were brought out; None if nobody asked to."""
        return Fraction(self.brought_out, self.asked_to_leave) if self.asked_to_leave else None


def account_of(operation: Operation) -> Account:
    """Give the account as it is now."""
    answers = operation.answers
    leavers = {share: number for share, number in operation.shares.items() if share.answer is Answer.LEAVE}
    return Account(
        registered=operation.registered,
        born=operation.born,
        where=operation.persons(),
        asked_to_leave=answers.get(Answer.LEAVE, 0),
        asked_to_stay=answers.get(Answer.STAY, 0),
        undecided=answers.get(Answer.UNDECIDED, 0),
        not_asked=sum(number for share, number in operation.shares.items() if share.answer is None),
        brought_out=sum(number for share, number in leavers.items() if share.where in OUT),
        discrepancies=sum(len(found) for found in operation.discrepancies().values()),
        notices=sum(len(found) for found in operation.notices().values()),
    )


def by_priority(operation: Operation) -> Mapping[int, Mapping[Whereabouts, int]]:
    """Give how many persons of each priority are where, the most urgent first; only where there is somebody."""
    found: dict[int, Counter[Whereabouts]] = {}
    for share, number in operation.shares.items():
        found.setdefault(share.priority, Counter())[share.where] += number
    return {priority: found[priority] for priority in sorted(found)}


def by_holder(operation: Operation) -> Mapping[str, Mapping[Whereabouts, int]]:
    """Give how many persons each place or vehicle holds, and as what; only where there is somebody."""
    found: dict[str, Counter[Whereabouts]] = {}
    for share, number in operation.shares.items():
        found.setdefault(share.holder, Counter())[share.where] += number
    return {holder: found[holder] for holder in sorted(found)}


def brought_out_by_day(operation: Operation, midnight_s: int = 0) -> Mapping[int, int]:
    """Give how many persons came to where they arrived, or to hospital, on each day on which anybody did.

    Days count from 0, and day 0 begins at `midnight_s`, whole seconds after the scenario's start.
    """
    found: Counter[int] = Counter()
    for token in operation.names(Kind.PERSON):
        person = operation.person(token)
        if person.registered and person.where in OUT and person.since_s is not None:
            found[(person.since_s - midnight_s) // DAY_S] += 1
    return {day: found[day] for day in sorted(found)}


def headcounts(operation: Operation) -> Mapping[str, Count]:
    """Give the last headcount of each vehicle that was counted, with how many were scanned then."""
    counts = ((vehicle, operation.vehicle(vehicle).count) for vehicle in operation.names(Kind.VEHICLE))
    return {vehicle: count for vehicle, count in counts if count is not None}


def screened(operation: Operation) -> Mapping[str, tuple[Screened, ...]]:
    """Give what each party counted at each crossing, beside who was scanned there as turned back or taken away."""
    found: dict[str, tuple[Screened, ...]] = {}
    for place in operation.names(Kind.SCREENING):
        screenings: Screenings = operation.state(Kind.SCREENING, place)
        if screenings.parties:
            found[place] = screenings.parties
    return found
