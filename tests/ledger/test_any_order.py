"""Whatever is done in whatever order, each store is what a plain list of events would be, and both are the same."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from safepassage.domain.errors import SafePassageError
from safepassage.ledger.events import Event
from safepassage.ledger.exporting import whole_lines
from safepassage.ledger.keys import public_bytes
from safepassage.ledger.signing import checkpoint_now
from safepassage.ledger.store import Append
from safepassage.ledger.verification import Checker, verified
from tests.ledger.places import Place, PostgresqlPlace, SqlitePlace, event, salting, ticking
from tests.ledger.server import Server

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
EVENTS = st.builds(
    lambda number, groups: event(f"e{number}", payload={"groups": groups}), st.integers(0, 12), st.integers(0, 1)
)
APPENDS = st.builds(
    Append, st.sampled_from(["a", "b"]), st.integers(0, 6), st.lists(EVENTS, min_size=1, max_size=4).map(tuple)
)


class Model:
    """A ledger as a list of streams and events, written down without a thought of speed."""

    def __init__(self) -> None:
        self.kept: list[tuple[str, Event]] = []

    def append(self, append: Append) -> list[tuple[str, int]] | str:
        """Give ids and versions, or the name of the refusal."""
        trial = list(self.kept)
        for each in append.events:
            same_id = [pair for pair in trial if pair[1].id == each.id]
            if same_id and same_id != [(append.stream, each)]:
                return "ChangedEventError"
            if not same_id:
                trial.append((append.stream, each))
        version = sum(stream == append.stream for stream, _ in self.kept)
        if len(trial) > len(self.kept) and version != append.expected:
            return "StaleAppendError"
        self.kept = trial
        ids = [each.id for stream, each in trial if stream == append.stream]
        return [(each.id, ids.index(each.id) + 1) for each in append.events]


class Ledgers(RuleBasedStateMachine):
    """Both stores, side by side with the model."""

    server: Server | None

    @initialize()
    def begin(self) -> None:
        """Make empty ledgers."""
        self.folder = Path(tempfile.mkdtemp())
        self.places: list[Place] = [SqlitePlace(self.folder / "ledger.db")]
        if self.server is not None:
            self.places.append(PostgresqlPlace(self.server.fresh()))
        self.stores = [place.create() for place in self.places]
        self.model = Model()

    @rule(appends=st.lists(APPENDS, min_size=1, max_size=3))
    def append(self, appends: list[Append]) -> None:
        """Append several at once."""
        expected = [self.model.append(each) for each in appends]
        for store in self.stores:
            assert [self._plain(outcome) for outcome in store.append_all(appends)] == expected

    def _plain(self, outcome: Any) -> list[tuple[str, int]] | str:
        if isinstance(outcome, SafePassageError):
            return type(outcome).__name__
        return [(recorded.event.id, recorded.version) for recorded in outcome]

    @rule()
    def sign(self) -> None:
        """Make a checkpoint."""
        for store in self.stores:
            checkpoint_now(store, KEY, ticking(), salting(5))

    @rule()
    def open_again(self) -> None:
        """Open the ledgers anew; the clock and the salts begin anew too."""
        for place in self.places:
            place.close()
        self.stores = [place.open(seed=9) for place in self.places]

    @invariant()
    def stores_are_the_model(self) -> None:
        """Hold each store against the model, and both against each other."""
        if not hasattr(self, "model"):
            return
        for store in self.stores:
            for stream in ("a", "b"):
                found = [recorded.event for recorded in store.stream(stream)]
                assert found == [each for name, each in self.model.kept if name == stream]
            assert verified(store.rows(), Checker(store.ledger, store.checkpoints(), keys={public_bytes(KEY)})).ok
        assert len({b"".join(whole_lines(store)) for store in self.stores}) == 1

    def teardown(self) -> None:
        """Close and remove all."""
        for place in getattr(self, "places", ()):
            place.close()
        shutil.rmtree(getattr(self, "folder", ""), ignore_errors=True)


def test_the_default_store_is_what_a_list_would_be() -> None:
    class Alone(Ledgers):
        server = None

    run_state_machine_as_test(Alone, settings=settings(max_examples=15, stateful_step_count=12))


@pytest.mark.parametrize("examples", [5, pytest.param(100, marks=pytest.mark.slow)])
def test_both_stores_are_what_a_list_would_be(postgresql: Server, examples: int) -> None:
    class Both(Ledgers):
        server = postgresql

    run_state_machine_as_test(Both, settings=settings(max_examples=examples, stateful_step_count=15))
