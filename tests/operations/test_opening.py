"""No live operation opens before its record is whole and signed, and none closes while anything is left."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from safepassage.domain.live.access import OperationCreated, PersonAppointed
from safepassage.domain.live.opening import CheckItem, Section
from safepassage.domain.live.people import Answer, DiscrepancySettled, InformedOf
from safepassage.domain.live.roles import Role
from safepassage.ledger.events import recorded_of
from safepassage.operations.commands.boarding import Alight, Arrive, Board, Depart, TakeHeadcount
from safepassage.operations.commands.opening import (
    CheckOff,
    CloseOperation,
    FileRecord,
    OpenOperation,
    SignRecord,
    WriteSection,
    opening_gaps,
)
from safepassage.operations.commands.reception import FollowUp
from safepassage.operations.commands.registering import RecordChoice, Register
from safepassage.operations.commands.vehicles import CheckIn
from safepassage.operations.deciding import Command, RefusedError, Rule
from safepassage.operations.desk import told_of
from safepassage.operations.figures import facts_of
from tests.operations.desks import START, Tried, adult, child, tried
from tests.operations.negotiated import draft, in_force, under_way, up_to_go
from tests.operations.records import WHOLE, sign


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Tried]:
    """Give a desk of a live operation, with a second person who may sign."""
    with tried(tmp_path, rehearsal=False) as found:
        found.tell(PersonAppointed(0, "Nour", (Role.PROTECTION,), ()), PersonAppointed(0, "Sami", (Role.MEDICAL,), ()))
        yield found


def opened(desk: Tried) -> None:
    """Open the operation."""
    desk.do(WHOLE)
    sign(desk, "Layla", "Nour")
    desk.do(OpenOperation())


def refused(desk: Tried, command: Command, rule: Rule, by: str = "Layla") -> str:
    """Give a command that a rule forbids, and what it says."""
    before = desk.store.head()
    with pytest.raises(RefusedError) as told:
        desk.do(command, by)
    assert (told.value.rule, desk.store.head()) == (rule, before)
    return str(told.value)


def test_a_record_that_two_people_signed_opens_the_operation(desk: Tried) -> None:
    opened(desk)
    assert desk.look().opening.began_s is not None
    refused(desk, OpenOperation(), Rule.OPEN_ALREADY)
    refused(desk, WriteSection(Section.RISKS, "none"), Rule.OPEN_ALREADY)


@pytest.mark.parametrize("section", Section)
def test_each_section_must_be_written(desk: Tried, section: Section) -> None:
    desk.do(replace(WHOLE, sections=tuple(each for each in WHOLE.sections if each[0] is not section)))
    assert f"the section {section}" in refused(desk, OpenOperation(), Rule.OPENING_RECORD_INCOMPLETE)
    refused(desk, SignRecord("head", desk.look().opening.digest), Rule.OPENING_RECORD_INCOMPLETE)


def test_what_must_be_so_must_be_so_and_what_need_not_be_wants_a_note(desk: Tried) -> None:
    desk.do(WHOLE)
    desk.do(CheckOff(CheckItem.MAY_STAY, met=False, note="the parties insist"))
    desk.do(CheckOff(CheckItem.OBSERVERS_PRESENT, met=False))
    gaps = opening_gaps(desk.look())
    assert "may-stay, which must be so" in gaps
    assert "a note on why not observers-present" in gaps
    desk.do(CheckOff(CheckItem.OBSERVERS_PRESENT, met=False, note="none could come"))
    assert "a note on why not observers-present" not in opening_gaps(desk.look())


def test_what_is_written_after_a_signature_voids_it(desk: Tried) -> None:
    desk.do(WHOLE)
    sign(desk, "Layla", "Nour")
    assert opening_gaps(desk.look()) == []
    desk.do(WriteSection(Section.GUARANTEES, "None at all."))
    assert "it has 0" in refused(desk, OpenOperation(), Rule.OPENING_RECORD_INCOMPLETE)
    desk.do(WriteSection(Section.GUARANTEES, dict(WHOLE.sections)[Section.GUARANTEES]))
    assert opening_gaps(desk.look()) == []


def test_one_person_cannot_sign_twice_and_a_coordinator_must_sign(desk: Tried) -> None:
    desk.do(WHOLE)
    sign(desk, "Nour", "Nour")
    assert "it has 1" in refused(desk, OpenOperation(), Rule.OPENING_RECORD_INCOMPLETE)
    sign(desk, "Sami")
    assert opening_gaps(desk.look()) == ["a coordinator's signature"]


def test_nobody_signs_what_they_did_not_read(desk: Tried) -> None:
    desk.do(WHOLE)
    digest = desk.look().opening.digest
    desk.do(WriteSection(Section.RISKS, "Many."))
    refused(desk, SignRecord("head", digest), Rule.RECORD_CHANGED)


def test_filing_a_record_again_tells_only_what_is_new(desk: Tried) -> None:
    assert len(desk.do(WHOLE)) == len(Section) + len(CheckItem)
    refused(desk, FileRecord(WHOLE.sections, WHOLE.answers), Rule.KNOWN_ALREADY)
    assert len(desk.do(replace(WHOLE, sections=((Section.RISKS, "Many."),)))) == 1


def test_before_opening_people_are_registered_and_asked_but_nobody_boards(desk: Tried) -> None:
    desk.do(Register("G1", "square", (adult("a"),)))
    desk.do(RecordChoice(("a",), Answer.LEAVE, tuple(InformedOf), "ar", private=True))
    refused(desk, Board("bus-1", "square", ("a",)), Rule.NOT_OPEN)
    refused(desk, Depart("bus-1", "square"), Rule.NOT_OPEN)
    refused(desk, CloseOperation(), Rule.NOT_OPEN)
    desk.do(Board("bus-1", "square", ("a",)), happened=desk.clock.now)


def test_a_rehearsal_opens_without_a_record(tmp_path: Path) -> None:
    with tried(tmp_path) as desk:
        desk.do(Depart("bus-1", "square"))
        desk.do(OpenOperation())
        assert desk.look().opening.began_s is not None


def brought_out(desk: Tried) -> None:
    """Bring one person to the camp."""
    desk.do(Register("G1", "square", (adult("a"),)))
    desk.do(RecordChoice(("a",), Answer.LEAVE, tuple(InformedOf), "ar", private=True))
    for command in (
        Board("bus-1", "square", ("a",)),
        TakeHeadcount("bus-1", "square", 1, 1),
        Depart("bus-1", "square"),
    ):
        desk.do(command)


def test_it_does_not_close_while_people_are_on_the_road(desk: Tried) -> None:
    opened(desk)
    brought_out(desk)
    told = refused(desk, CloseOperation(), Rule.UNFINISHED)
    assert "persons aboard: 1" in told
    assert "bus-1 is under way" in told


def test_it_does_not_close_before_every_discrepancy_is_settled(desk: Tried) -> None:
    opened(desk)
    desk.do(TakeHeadcount("bus-1", "square", 3, 1))
    assert "Layla counted 3" in refused(desk, CloseOperation(), Rule.UNFINISHED)
    (found,) = next(iter(desk.look().discrepancies().values()))
    desk.tell(DiscrepancySettled(7200, "vehicle/bus-1", found.name, "two helpers were aboard"))
    desk.do(CloseOperation())


def test_the_agreement_is_negotiated_before_opening_but_nobody_gives_a_go(desk: Tried) -> None:
    in_force(desk)
    *papers, go = up_to_go()
    for command in (draft(), *papers):
        desk.do(command)
    refused(desk, go, Rule.NOT_OPEN)


def test_it_does_not_close_while_a_movement_is_on_the_road(desk: Tried) -> None:
    opened(desk)
    under_way(desk)
    assert "the movement m-1 is on the road" in refused(desk, CloseOperation(), Rule.UNFINISHED)


def test_it_does_not_close_while_a_notice_is_unanswered(desk: Tried) -> None:
    opened(desk)
    desk.do(Register("G1", "square", (child("c"),)))
    told = [each.sentence for found in desk.look().notices().values() for each in found]
    assert told
    assert told[0].rstrip(".") in refused(desk, CloseOperation(), Rule.UNFINISHED)


def test_after_closing_only_corrections_settlements_and_follow_ups_are_taken(desk: Tried) -> None:
    opened(desk)
    brought_out(desk)
    desk.do(Arrive("bus-1", "camp"))
    desk.do(Alight("bus-1", "camp", ("a",)))
    before = desk.clock.now
    desk.do(CloseOperation())
    refused(desk, Register("G2", "square", (adult("b"),)), Rule.CLOSED)
    refused(desk, CheckIn("bus-1"), Rule.CLOSED)
    refused(desk, CloseOperation(), Rule.CLOSED)
    desk.do(CheckIn("bus-1", "camp"), happened=before)
    with pytest.raises(RefusedError, match="closed"):
        desk.do(CheckIn("bus-1", "camp"), happened=desk.clock.now)
    desk.do(FollowUp("camp", 0, 7, well=1))


def test_the_figures_begin_once_though_the_operation_was_opened_later(desk: Tried) -> None:
    opened(desk)
    told = [told_of(desk.codec, recorded_of(row)) for row in desk.store.rows()]
    assert [fact.name for fact in facts_of(told)].count("operation.began") == 1


def test_a_second_setting_up_changes_nothing(desk: Tried) -> None:
    desk.tell(OperationCreated(1, "other", "other", (START + timedelta(1)).isoformat(), "00", True))
    assert desk.look().staff.operation == "op"
