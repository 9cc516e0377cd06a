"""Discrepancies from end to end: they are found, they are settled by somebody who may, or a late report heals them."""

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from safepassage.domain.custody import Whereabouts
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.live.access import PersonAppointed
from safepassage.domain.live.people import Answer, InformedOf, PeopleBoarded, PersonMissed
from safepassage.domain.live.roles import Role
from safepassage.operations.accounting import account_of, by_holder
from safepassage.operations.commands.boarding import Alight, Arrive, Board, Depart, TakeHeadcount
from safepassage.operations.commands.losing import CountScreening, Find, RecordDeath, Remove, ReportMissing, TurnBack
from safepassage.operations.commands.registering import RecordChoice, Register
from safepassage.operations.commands.settling import SettleDiscrepancy, SettleWhereabouts
from safepassage.operations.courses import Kind
from safepassage.operations.deciding import Command, RefusedError, Rule
from safepassage.operations.status import PartyCount, status_of
from tests.operations.desks import START, Tried, adult, tried

MINUTE = timedelta(minutes=1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Tried]:
    with tried(tmp_path) as found:
        for token in ("a", "b", "c"):
            found.do(Register(f"G-{token}", "square", (adult(token),)))
            found.do(RecordChoice((token,), Answer.LEAVE, tuple(InformedOf), "ar", private=True))
        yield found


def refused(desk: Tried, command: Command, by: str = "Layla") -> str:
    """Give the rule by which a command is refused; nothing has changed then."""
    head = desk.store.head()
    with pytest.raises(RefusedError) as caught:
        desk.do(command, by)
    assert desk.store.head() == head
    return caught.value.rule


def codes(desk: Tried, kind: Kind, name: str) -> list[str]:
    return [each.code for each in desk.look().discrepancies().get((kind, name), ())]


def under_way(desk: Tried, *tokens: str, counted: int) -> None:
    desk.do(Board("bus-1", "square", tokens))
    desk.do(TakeHeadcount("bus-1", "square", counted, 1))
    desk.do(Depart("bus-1", "square"))


def test_a_differing_headcount_stays_open_until_somebody_who_may_settles_it(desk: Tried) -> None:
    under_way(desk, "a", "b", counted=3)
    (found,) = desk.look().discrepancies()[Kind.VEHICLE, "bus-1"]
    assert found.code == "headcount-differs"
    desk.tell(PersonAppointed(1, "Omar", (Role.DISPATCHER,), ()), PersonAppointed(1, "Rana", (Role.AUDITOR,), ()))
    settle = SettleDiscrepancy("vehicle/bus-1", found.name, "the driver's son was counted")
    assert refused(desk, settle, "Omar") == Rule.ROLE_MAY_NOT
    assert refused(desk, settle, "Rana") == Rule.ROLE_MAY_NOT
    assert refused(desk, SettleDiscrepancy("vehicle/bus-1", found.name, "")) == Rule.NEEDS_REASON
    desk.do(settle)
    assert desk.look().discrepancies() == {}
    assert refused(desk, settle) == Rule.NO_SUCH_DISCREPANCY
    assert refused(desk, SettleDiscrepancy("nothing/bus-1", found.name, "x")) == Rule.NO_SUCH_DISCREPANCY


def test_scans_after_the_headcount_ask_for_another_one(desk: Tried) -> None:
    desk.do(Board("bus-1", "square", ("a",)))
    desk.do(TakeHeadcount("bus-1", "square", 1, 1))
    desk.do(Board("bus-1", "square", ("b",)))
    assert refused(desk, Depart("bus-1", "square")) == Rule.NOT_COUNTED
    assert [load.counted for load in status_of(desk.look(), 3600).loads] == [None]
    desk.do(Depart("bus-1", "square"), happened=desk.clock.now)
    assert codes(desk, Kind.VEHICLE, "bus-1") == ["scanned-after-count"]


def test_more_than_a_bus_holds_is_refused_or_where_it_happened_seen(desk: Tried) -> None:
    desk.do(Board("bus-1", "square", ("a",)))
    desk.do(TakeHeadcount("bus-1", "square", 7, 1))
    assert refused(desk, Depart("bus-1", "square")) == Rule.NO_ROOM
    assert codes(desk, Kind.VEHICLE, "bus-1") == ["headcount-differs", "over-capacity"]
    with pytest.raises(UnusableInputError):
        desk.do(TakeHeadcount("bus-1", "square", -1, 1))


def test_who_boarded_twice_is_unresolved_until_somebody_says_where_they_are(desk: Tried) -> None:
    desk.do(Board("bus-1", "square", ("a",)))
    desk.do(Board("bus-2", "square", ("a",)), happened=desk.clock.now)
    assert codes(desk, Kind.PERSON, "a") == ["boarded-twice"]
    (found,) = desk.look().discrepancies()[Kind.PERSON, "a"]
    assert refused(desk, SettleDiscrepancy("person/a", found.name, "seen")) == Rule.SETTLE_WHEREABOUTS
    assert refused(desk, Alight("bus-1", "square", ("a",))) == Rule.CONTRADICTS
    assert refused(desk, Board("bus-1", "square", ("a",))) == Rule.NOT_WAITING
    desk.do(SettleWhereabouts(("a",), Whereabouts.ABOARD, "bus-2", "seen by the convoy leader"))
    operation = desk.look()
    assert (operation.vehicle("bus-1").manifest, operation.vehicle("bus-2").manifest) == ((), ("a",))
    assert operation.discrepancies() == {}


def test_a_settlement_says_where_in_what_and_why(desk: Tried) -> None:
    def settle(token: str, where: Whereabouts, holder: str, reason: str = "seen") -> SettleWhereabouts:
        return SettleWhereabouts((token,), where, holder, reason)

    assert refused(desk, settle("nobody", Whereabouts.ARRIVED, "camp")) == Rule.NOT_REGISTERED
    assert refused(desk, settle("a", Whereabouts.ABOARD, "bus-9")) == Rule.UNKNOWN_VEHICLE
    assert refused(desk, settle("a", Whereabouts.ARRIVED, "camp", " ")) == Rule.NEEDS_REASON
    for where, holder in ((Whereabouts.UNRESOLVED, "camp"), (Whereabouts.ARRIVED, "")):
        with pytest.raises(UnusableInputError):
            desk.do(settle("a", where, holder))
    with pytest.raises(UnusableInputError):
        desk.do(SettleWhereabouts((), Whereabouts.ARRIVED, "camp", "seen"))


def test_an_unknown_card_is_in_no_total_until_it_is_registered(desk: Tried) -> None:
    desk.do(Board("bus-1", "square", ("stranger",)), happened=desk.clock.now)
    assert codes(desk, Kind.PERSON, "stranger") == ["not-registered"]
    assert account_of(desk.look()).everybody == 3
    desk.do(Register("G-s", "square", (adult("stranger"),)), happened=START)
    assert codes(desk, Kind.PERSON, "stranger") == []
    assert account_of(desk.look()).where[Whereabouts.ABOARD] == 1


def test_scans_where_the_bus_never_was_are_healed_by_a_late_report_that_it_was(desk: Tried) -> None:
    under_way(desk, "a", counted=1)
    desk.do(Alight("bus-1", "camp", ("a",)), happened=desk.clock.now)
    assert codes(desk, Kind.VEHICLE, "bus-1") == ["not-there"]
    desk.do(Arrive("bus-1", "camp"), happened=desk.clock.now)
    assert desk.look().discrepancies() == {}


def test_who_is_on_a_manifest_but_elsewhere_is_seen_and_settled(desk: Tried) -> None:
    """They were settled to have arrived before anybody heard that they had boarded."""
    desk.do(SettleWhereabouts(("a",), Whereabouts.ARRIVED, "camp", "seen there"))
    desk.tell(PeopleBoarded(1, "bus-1", "square", ("a",), 1))
    assert desk.look().person("a").where is Whereabouts.ARRIVED
    assert codes(desk, Kind.VEHICLE, "bus-1") == ["on-manifest-only"]
    desk.do(SettleWhereabouts(("a",), Whereabouts.ARRIVED, "camp", "seen there, not in the bus"))
    assert desk.look().discrepancies() == {}


def test_a_stray_on_a_manifest_can_be_settled_as_such(desk: Tried) -> None:
    desk.do(SettleWhereabouts(("a",), Whereabouts.ARRIVED, "camp", "seen there"))
    desk.tell(PeopleBoarded(1, "bus-1", "square", ("a",), 1))
    desk.do(SettleDiscrepancy("vehicle/bus-1", "on-manifest-only/a", "a mistaken scan"))
    assert desk.look().discrepancies() == {}


def test_a_party_turns_back_takes_away_and_counts(desk: Tried) -> None:
    under_way(desk, "a", "b", "c", counted=3)
    desk.do(Arrive("bus-1", "gate"))
    desk.do(TurnBack("gate", ("a",), party="army"))
    desk.do(Remove("gate", ("b",), party="army"))
    desk.do(CountScreening("gate", "army", presented=3, passed=1, taken_aside=1, turned_back=0, vehicle="bus-1"))
    operation = desk.look()
    assert operation.vehicle("bus-1").manifest == ("c",)
    assert status_of(operation, 3600).screened == (PartyCount("gate", "army", 3, 1, 1, 0, 1, 1),)
    (found,) = operation.discrepancies()[Kind.SCREENING, "gate"]
    assert found.code == "screening-differs"
    desk.do(SettleDiscrepancy("screening/gate", found.name, "the army left out who was turned back"))
    assert desk.look().discrepancies() == {}
    with pytest.raises(UnusableInputError):
        desk.do(CountScreening("gate", "army", -1, 0, 0, 0))


def test_people_go_missing_are_found_and_die(desk: Tried) -> None:
    desk.do(ReportMissing("square", ("a", "b")))
    assert refused(desk, Find("school", ("c",))) == Rule.CONTRADICTS
    desk.do(Find("school", ("a",)))
    desk.do(RecordDeath("hill", ("b",)))
    where = account_of(desk.look()).where
    assert (where[Whereabouts.WAITING], where[Whereabouts.DIED], where[Whereabouts.MISSING]) == (2, 1, 0)
    assert refused(desk, ReportMissing("square", ("b",))) == Rule.CONTRADICTS
    assert refused(desk, RecordDeath("hill", ("nobody",))) == Rule.NOT_REGISTERED
    with pytest.raises(UnusableInputError):
        desk.do(Find("school", ("a",), where=Whereabouts.ABOARD))


def test_who_was_missed_in_another_bus_is_unresolved(desk: Tried) -> None:
    desk.do(Board("bus-1", "square", ("a",)))
    desk.tell(PersonMissed(10**6, "a", "bus-2", 1))
    assert codes(desk, Kind.PERSON, "a") == ["lost-elsewhere"]
    assert ReportMissing("square", ("a",), "bus-2").touches() == ("square", "bus-2")
    assert refused(desk, ReportMissing("square", ("b",), "bus-2")) == Rule.CONTRADICTS


def test_rates_are_of_those_who_asked_to_leave(desk: Tried) -> None:
    assert account_of(desk.look()).rate == 0
    desk.do(RecordChoice(("b",), Answer.STAY, (), "ar", private=True))
    under_way(desk, "a", counted=1)
    desk.do(Arrive("bus-1", "camp"))
    desk.do(Alight("bus-1", "camp", ("a",)))
    desk.do(Register("G-d", "square", (adult("d"),)))
    account = account_of(desk.look())
    assert (account.asked_to_leave, account.asked_to_stay, account.undecided, account.not_asked) == (2, 1, 0, 1)
    assert account.rate == Fraction(1, 2)
    assert account.balances
    assert by_holder(desk.look())["camp"] == {Whereabouts.ARRIVED: 1}


def test_nobody_who_asked_is_no_rate(tmp_path: Path) -> None:
    with tried(tmp_path) as empty:
        assert account_of(empty.look()).rate is None
