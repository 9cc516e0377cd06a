"""A rehearsal in an operation's folder: a simulated run told to its ledger, which is then read again and held to it."""

import secrets
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from safepassage.bootstrap import ledgers
from safepassage.bootstrap.new_operations import new_operation
from safepassage.bootstrap.operations import UPCASTERS, OperationFolder
from safepassage.domain.events import Fact
from safepassage.domain.scenario import Scenario
from safepassage.ledger.codec import FactCodec
from safepassage.ledger.events import recorded_of
from safepassage.ledger.store import EventStore
from safepassage.ledger.verification import Checker, Verdict, verified
from safepassage.operations.batch_desk import BatchDesk
from safepassage.operations.commands import DECISIONS
from safepassage.operations.counts import Line, compared, counts_of_facts, counts_of_ledger, facts_compared
from safepassage.operations.desk import told_of
from safepassage.operations.figures import facts_of
from safepassage.operations.rehearsal import COORDINATOR, Rehearsal, Rehearsed, RunningClock


@dataclass(frozen=True, slots=True)
class RehearsalAccount:
    """What came of a rehearsal: how it went, every count of simulator and ledger, and the verified ledger."""

    rehearsed: Rehearsed
    lines: tuple[Line, ...]
    verdict: Verdict

    @property
    def agrees(self) -> bool:
        """Whether every count agrees, after every fact and in the end, and the ledger is whole."""
        return self.verdict.ok and not self.rehearsed.differences and not any(line.differs for line in self.lines)


def new_rehearsal(source: Path, scenario: Scenario, folder: Path) -> OperationFolder:
    """Make the folder of an operation that is a rehearsal, set up at the scenario's start.

    Raises
    ------
    UnusableInputError
        If there is something in the way.
    """
    return new_operation(source, folder, COORDINATOR, rehearsal=True, at=scenario.start)


def rehearsed_in(folder: OperationFolder, scenario: Scenario, facts: Sequence[Fact]) -> RehearsalAccount:
    """Tell a run's facts to the operation's ledger by commands, and give the account.

    Raises
    ------
    RefusedError
        If a rule forbids what the simulator did.
    """
    with closing(ledgers.opened_ledger(folder.database)) as store:
        codec, clock = FactCodec(scenario.start, UPCASTERS), RunningClock(scenario.start)
        desk = BatchDesk(store, codec, clock, DECISIONS)
        rehearsed = Rehearsal(scenario, desk, clock, secrets.token_bytes).run(facts)
        return RehearsalAccount(
            rehearsed, tuple(_counted(store, codec, facts)), verified(store.rows(), Checker(store.ledger))
        )


def _counted(store: EventStore, codec: FactCodec, facts: Sequence[Fact]) -> list[Line]:
    """Give every count, by the simulator and by what the ledger has on the disk."""
    told = [told_of(codec, recorded_of(row)) for row in store.rows()]
    counts = compared(counts_of_facts(facts), counts_of_ledger(told))
    return [*counts, facts_compared(facts, list(facts_of(told)))]
