"""Copies of a whole ledger: backup while it is written to, restore, and the move to another store.

What is copied is verified row by row on its way; where anything does not fit, the copy is taken back and the sentence
names it.
"""

from collections.abc import Callable, Iterator
from itertools import takewhile

from safepassage.domain.errors import UnusableInputError
from safepassage.ledger.events import Row
from safepassage.ledger.signing import refuse_unsound
from safepassage.ledger.store import EventStore
from safepassage.ledger.verification import Checker, Verdict, verified


def copy_into(source: EventStore, target: EventStore) -> Verdict:
    """Copy all events that are there now, and the checkpoints over them, into an empty store of the same ledger.

    Raises
    ------
    UnusableInputError
        If the source does not verify, or the target holds events; nothing was copied then.
    """
    size = source.head().size
    checkpoints = [kept for kept in source.checkpoints() if kept.checkpoint().size <= size]
    checker = Checker(source.ledger, checkpoints)

    def passing() -> Iterator[Row]:
        for row in takewhile(lambda row: row.position <= size, source.rows()):
            checker.take(row)
            yield row
        refuse_unsound(checker.verdict(), source.place)

    target.adopt(passing(), checkpoints)
    return checker.verdict()


def taken_over(source: EventStore, target: EventStore) -> Verdict:
    """Have the target hold what the source holds; where a copy was made before, it is verified instead.

    Raises
    ------
    UnusableInputError
        If the target is of another ledger or holds other events, or something does not verify.
    """
    if source.ledger != target.ledger:
        raise UnusableInputError(f"There is another ledger in {target.place}: choose a place that holds none.")
    if source.head() != target.head():
        return copy_into(source, target)
    checker = Checker(target.ledger, source.checkpoints())
    verdict = verified(target.rows(), checker)
    refuse_unsound(verdict, target.place)
    return verdict


def move(source: EventStore, successor: str, copy: Callable[[], Verdict]) -> Verdict:
    """Have the ledger copied while nobody may append to it, then close it for good: it goes on at `successor`.

    A move that was cut short after the copying is finished by doing it again.

    Raises
    ------
    ClosedLedgerError
        If the ledger was moved before.
    """
    with source.handing_over(successor):
        return copy()
