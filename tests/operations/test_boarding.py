"""People board, are counted, depart and arrive; and nobody is lost on the way."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from safepassage.domain.custody import Whereabouts
from safepassage.domain.live.people import Answer, InformedOf
from safepassage.domain.live.roles import Role
from safepassage.operations.commands.appointing import Appoint
from safepassage.operations.commands.boarding import Alight, Arrive, Board, Depart, TakeHeadcount
from safepassage.operations.commands.registering import RecordChoice, Register
from safepassage.operations.deciding import RefusedError, Rule
from safepassage.operations.status import status_of
from tests.operations.desks import START, Tried, adult, child, tried


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Tried]:
    with tried(tmp_path) as found:
        yield found


def registered(desk: Tried, group: str = "G1", *tokens: str) -> tuple[str, ...]:
    """Register a mother and her child who want to leave."""
    tokens = tokens or (f"{group}-a", f"{group}-b")
    desk.do(Register(group, "square", (adult(tokens[0]), *(child(token) for token in tokens[1:]))))
    desk.do(RecordChoice(tokens, Answer.LEAVE, tuple(InformedOf), "ar", private=True))
    return tokens


def test_a_family_is_brought_out(desk: Tried) -> None:
    tokens = registered(desk)
    desk.do(Board("bus-1", "square", tokens))
    desk.do(TakeHeadcount("bus-1", "square", 2, 1))
    desk.do(Depart("bus-1", "square"))
    assert desk.look().persons()[Whereabouts.ABOARD] == 2
    desk.do(Arrive("bus-1", "camp"))
    desk.do(Alight("bus-1", "camp", tokens))
    assert desk.look().persons()[Whereabouts.ARRIVED] == 2
    assert desk.look().discrepancies() == {}


@pytest.mark.parametrize(
    ("command", "rule"),
    [
        (Board("bus-1", "square", ("nobody",)), Rule.NOT_REGISTERED),
        (Board("bus-9", "square", ("G1-a",)), Rule.UNKNOWN_VEHICLE),
        (Board("bus-1", "camp", ("G1-a",)), Rule.NOT_HERE),
        (Board("bus-1", "square", ("G2-a",)), Rule.OWN_CHOICE),
        (Alight("bus-1", "square", ("G1-a",)), Rule.NOT_ABOARD),
        (Arrive("bus-1", "camp"), Rule.NOT_UNDER_WAY),
        (Board("bus-2", "square", ("G1-a", "G1-b", "G3-a", "G3-b", "G3-c")), Rule.NO_ROOM),
    ],
    ids=str,
)
def test_what_a_rule_forbids_changes_nothing(desk: Tried, command: Board, rule: Rule) -> None:
    registered(desk)
    registered(desk, "G3", "G3-a", "G3-b", "G3-c")
    desk.do(Register("G2", "square", (adult("G2-a"),)))
    before = desk.store.head()
    with pytest.raises(RefusedError) as refused:
        desk.do(command)
    assert refused.value.rule is rule
    assert desk.store.head() == before


def test_a_vehicle_whose_passengers_nobody_counted_does_not_depart(desk: Tried) -> None:
    desk.do(Board("bus-1", "square", registered(desk)))
    with pytest.raises(RefusedError, match="take a headcount"):
        desk.do(Depart("bus-1", "square"))
    desk.do(Depart("bus-1", "square", uncounted="shelling at the square"))
    (found,) = desk.look().discrepancies().values()
    assert [each.code for each in found] == ["departed-uncounted"]


@pytest.mark.parametrize("role", [Role.DISPATCHER, Role.BOARDING_FOCAL_POINT])
def test_who_does_not_lead_those_aboard_departs_nobody_uncounted_whatever_the_reason(desk: Tried, role: Role) -> None:
    desk.do(Board("bus-1", "square", registered(desk)))
    desk.do(Appoint("Omar", (role,)))
    with pytest.raises(RefusedError) as refused:
        desk.do(Depart("bus-1", "square", uncounted="shelling at the square"), by="Omar")
    assert refused.value.rule is Rule.NOT_COUNTED
    assert desk.look().vehicle("bus-1").place == "square"


def test_one_person_in_two_vehicles_is_unresolved(desk: Tried) -> None:
    tokens = registered(desk)
    desk.do(Board("bus-1", "square", tokens))
    desk.do(Board("bus-2", "square", tokens[:1]), happened=START)
    desk.do(Board("bus-2", "square", tokens[1:]), happened=desk.clock.now)
    assert desk.look().persons()[Whereabouts.UNRESOLVED] == 2
    assert sum(desk.look().persons().values()) == 2


def test_the_headcount_of_the_departure_is_shown_until_somebody_is_scanned(desk: Tried) -> None:
    tokens = registered(desk)
    desk.do(Board("bus-1", "square", tokens))
    desk.do(TakeHeadcount("bus-1", "square", 2, 1))
    desk.do(Depart("bus-1", "square"))
    desk.do(Arrive("bus-1", "gate"))
    assert [each.counted for each in status_of(desk.look(), 0).loads] == [2]
    desk.do(Alight("bus-1", "gate", tokens[1:], onward=True))
    assert [each.counted for each in status_of(desk.look(), 0).loads] == [None]
