"""Whatever people command or report, in whatever order: nobody is lost, and what is forbidden changes nothing."""

import json
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.live.people import Answer, InformedOf
from safepassage.domain.live.told import Told
from safepassage.ledger.events import recorded_of
from safepassage.operations.accounting import account_of
from safepassage.operations.commands import DECISIONS
from safepassage.operations.commands.boarding import Alight, Arrive, Board, Depart, TakeHeadcount
from safepassage.operations.commands.registering import RecordChoice
from safepassage.operations.deciding import Command, RefusedError
from safepassage.operations.desk import Desk, told_of
from safepassage.operations.operation import Operation, followed
from tests.ledger.places import Place, PostgresqlPlace, SqlitePlace
from tests.ledger.server import Server
from tests.operations.comparing import states
from tests.operations.desks import Clock, Tried, desk_at, tried
from tests.operations.given_commands import command, registration
from tests.operations.naive import world_of
from tests.operations.told_facts import GROUPS, PLACES, buses

MINUTE = timedelta(minutes=1)
minutes_ago = st.one_of(st.none(), st.integers(1, 6))
"""Happening now, or a report of what happened."""


def told_in(desk: Tried) -> list[Told]:
    """Give all that the ledger tells."""
    return [told_of(desk.codec, recorded_of(row)) for row in desk.store.rows()]


def reader(desk: Tried, positions: Sequence[int]) -> list[Told]:
    """Give what the ledger tells at these positions."""
    return [told_of(desk.codec, recorded_of(next(desk.store.rows(position - 1)))) for position in positions]


def registered(desk: Tried) -> None:
    """Register everybody, and let them choose to leave: otherwise most commands would be refused."""
    for group, members in GROUPS.items():
        desk.do(registration(group))
        tokens = tuple(who for who, _, _ in members)
        desk.do(RecordChoice(tokens, Answer.LEAVE, tuple(InformedOf), "ar", private=True, proxy="son"))


def given_to(desk: Tried, what: Command, ago: int | None) -> str:
    """Give a command or a report; say by which rule it was refused, "" if it was not."""
    happened = None if ago is None else desk.clock.now - ago * MINUTE
    try:
        desk.do(what, happened=happened)
    except RefusedError as refused:
        return refused.rule
    except UnusableInputError:
        return "unusable"
    return ""


class Commanded(RuleBasedStateMachine):
    """A desk that gets commands, and reports of what happened minutes ago."""

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        folder = self.open.enter_context(tempfile.TemporaryDirectory())
        self.desk = self.open.enter_context(tried(Path(folder)))

    @initialize()
    def people_wait(self) -> None:
        """Begin with people who wait."""
        registered(self.desk)

    @rule(what=command, ago=minutes_ago)
    def give(self, what: Command, ago: int | None) -> None:
        """Give a command: what is refused changes nothing; what is not is in the ledger."""
        before, head = states(self.desk.look()), self.desk.store.head()
        if given_to(self.desk, what, ago):
            assert self.desk.store.head() == head
            assert states(self.desk.look()) == before
        else:
            assert self.desk.store.head().size > head.size

    @rule(bus=buses, group=st.sampled_from(tuple(GROUPS)), to=st.sampled_from(PLACES), onward=st.booleans())
    def bring_out(self, bus: str, group: str, to: str, onward: bool) -> None:
        """Bring out a travel group, as far as the rules let it go."""
        tokens = tuple(who for who, _, _ in GROUPS[group])
        here = self.desk.look().vehicle(bus).place or "square"
        self.give(Board(bus, here, tokens), None)
        self.give(TakeHeadcount(bus, here, len(self.desk.look().vehicle(bus).manifest), 1), None)
        self.give(Depart(bus, here), None)
        self.give(Arrive(bus, to), None)
        self.give(Alight(bus, to, tokens, onward), None)

    @rule()
    def restart_from_a_snapshot(self) -> None:
        """Go on from a snapshot."""
        desk = self.desk
        plain = json.loads(json.dumps(desk.look().plain()))
        restored = Operation.restored(plain, lambda positions: reader(desk, positions))
        desk.desk = Desk(desk.store, desk.codec, desk.clock, DECISIONS, restored)

    @invariant()
    def everybody_is_somewhere_once(self) -> None:
        """Count: the identity holds, and everybody is where a simple mind says."""
        account, world = account_of(self.desk.look()), world_of(told_in(self.desk))
        assert account.balances
        assert account.where == world.counted()

    def teardown(self) -> None:
        """Follow the ledger anew: it gives the same."""
        assert states(self.desk.look()) == states(followed(told_in(self.desk)))
        self.open.close()


Commanded.TestCase.settings = settings(max_examples=12, stateful_step_count=20, deadline=None)
TestCommanded = Commanded.TestCase


def carried_out(place: Place, commands: list[tuple[Command, int | None]]) -> tuple[list[str], object, int]:
    """Give by which rules commands were refused, the operation after them, and how many events the ledger has."""
    desk = desk_at(place.create(), Clock())
    registered(desk)
    refusals = [given_to(desk, what, ago) for what, ago in commands]
    return refusals, states(desk.look()), desk.store.head().size


@given(st.lists(st.tuples(command, minutes_ago), min_size=20, max_size=40))
@settings(max_examples=5, suppress_health_check=[HealthCheck.large_base_example, HealthCheck.too_slow])
def test_both_stores_come_to_the_same(postgresql: Server, commands: list[tuple[Command, int | None]]) -> None:
    with ExitStack() as opened:
        folder = opened.enter_context(tempfile.TemporaryDirectory())
        places: list[Place] = [SqlitePlace(Path(folder) / "ledger.db"), PostgresqlPlace(postgresql.fresh())]
        for place in places:
            opened.callback(place.close)
        first, second = (carried_out(place, commands) for place in places)
        assert first == second
