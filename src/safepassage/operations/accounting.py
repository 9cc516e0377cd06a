"""The account of an operation: where everybody is, and what is not settled; made for whoever shows a total.

The identity stands in every account, whatever was told before it:

    registered + born = waiting + aboard + at a transfer place + arrived + in hospital + stayed + turned back
                        + removed or detained by a party + died + missing + unresolved

Rates are of those who asked to leave. Whoever chose to stay has not been failed; whoever was not asked is in no rate.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from safepassage.domain.custody import Whereabouts
from safepassage.domain.live.people import Answer
from safepassage.operations.operation import Operation

OUT = frozenset({Whereabouts.ARRIVED, Whereabouts.IN_HOSPITAL})
"""Where somebody is who was brought out."""


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


def by_holder(operation: Operation) -> Mapping[str, Mapping[Whereabouts, int]]:
    """Give how many persons each place or vehicle holds, and as what; only where there is somebody."""
    found: dict[str, dict[Whereabouts, int]] = {}
    for share, number in operation.shares.items():
        there = found.setdefault(share.holder, {})
        there[share.where] = there.get(share.where, 0) + number
    return {holder: found[holder] for holder in sorted(found)}
