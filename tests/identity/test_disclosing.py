"""Lists leave by a recorded disclosure alone, and every row says which."""

import csv
import io
import json

import pytest

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.live.roles import Role
from safepassage.domain.live.vault import DisclosureMade, VaultAct
from safepassage.identity.access import Actor, Rule
from safepassage.identity.disclosing import MARK, ListFormat, Order
from safepassage.identity.errors import AccessRefusedError
from safepassage.identity.vault import MOST_TOKENS
from tests.identity.desk import ADULT, CHILD, MEDIC, NAME, OFFICER, OTHER, PROTECTION, REGISTRAR, Room

FIELDS = ("own-contact", "full-name")
WHY = "to meet them at the bus stop"


def order(*tokens: str, fields: tuple[str, ...] = FIELDS, to: str = "the reception centre", form: str = "csv") -> Order:
    return Order(tokens, fields, to, WHY, ListFormat(form))


def filled(room: Room) -> Room:
    with room.open() as vault:
        vault.seal(REGISTRAR, ADULT, {"full-name": NAME, "own-contact": "+963 1"}, 0)
        vault.seal(REGISTRAR, CHILD, {"full-name": "=HYPERLINK(1)"}, 0)
    return room


def test_a_list_carries_its_mark_on_every_row_and_the_journal_has_it(room: Room) -> None:
    with filled(room).open() as vault:
        made = vault.disclose(OFFICER, order(ADULT, OTHER), 9)
    lines = list(csv.DictReader(io.StringIO(made.text)))
    assert [(line["token"], line["full-name"]) for line in lines] == [(ADULT, NAME), (OTHER, "")]
    assert {line["watermark"] for line in lines} == {made.watermark}
    assert made.watermark.startswith(MARK)
    to, fields = "the reception centre", ("full-name", "own-contact")
    told = DisclosureMade(9, made.watermark, to, WHY, fields, (ADULT, OTHER), OFFICER.roles, "", 1)
    assert room.book.last() == told


def test_two_lists_have_two_marks(room: Room) -> None:
    with filled(room).open() as vault:
        marks = {vault.disclose(OFFICER, order(ADULT), at_s).watermark for at_s in range(5)}
    assert len(marks) == 5


def test_a_list_in_json_says_to_whom_it_was_given(room: Room) -> None:
    with filled(room).open() as vault:
        made = vault.disclose(OFFICER, order(ADULT, form="json"), 9)
    read = json.loads(made.text)
    assert (read["to"], read["reason"], read["watermark"]) == ("the reception centre", WHY, made.watermark)
    assert read["persons"] == [
        {"token": ADULT, "full-name": NAME, "own-contact": "+963 1", "watermark": made.watermark}
    ]


def test_no_list_leaves_before_the_journal_has_acknowledged(room: Room) -> None:
    filled(room).book.full = True
    with room.open() as vault, pytest.raises(OSError, match="No space"):
        vault.disclose(OFFICER, order(ADULT), 9)


def test_children_leave_on_a_list_by_two_people_and_no_cell_is_a_formula(room: Room) -> None:
    with filled(room).open() as vault:
        with pytest.raises(AccessRefusedError) as refused:
            vault.disclose(OFFICER, order(ADULT, CHILD), 1)
        assert refused.value.rule == Rule.NEEDS_TWO
        request = vault.ask(OFFICER, VaultAct.DISCLOSE, [ADULT, CHILD], FIELDS, WHY, 2)
        vault.approve(PROTECTION, request, 3)
        made = vault.disclose(OFFICER, order(ADULT, CHILD), 4, request)
        with pytest.raises(AccessRefusedError) as refused:
            vault.disclose(OFFICER, order(ADULT, CHILD), 5, request)
        assert refused.value.rule == Rule.NOT_APPROVED
    lines = list(csv.DictReader(io.StringIO(made.text)))
    assert lines[1]["full-name"] == "'=HYPERLINK(1)"
    assert made.persons == 2


def test_a_request_to_look_discloses_nothing(room: Room) -> None:
    both = Actor("Omar", (Role.INFORMATION_OFFICER, Role.PROTECTION))
    with filled(room).open() as vault:
        request = vault.ask(both, VaultAct.LOOK, [CHILD], ["full-name"], WHY, 0)
        vault.approve(MEDIC, request, 1)
        with pytest.raises(AccessRefusedError) as refused:
            vault.disclose(both, order(CHILD, fields=("full-name",)), 2, request)
    assert refused.value.rule == Rule.NOT_APPROVED


@pytest.mark.parametrize(
    ("tokens", "fields", "to", "words"),
    [
        ((), FIELDS, "them", "Name 1 to 1000 persons"),
        (tuple(map(str, range(MOST_TOKENS + 1))), FIELDS, "them", "Name 1 to 1000 persons"),
        ((ADULT,), FIELDS, " ", "to whom the list goes"),
        ((ADULT,), ("photo",), "them", "is no text and stands in no list"),
        ((ADULT,), (), "them", "needs a field to be named"),
    ],
)
def test_an_order_that_is_none_is_refused(
    room: Room, tokens: tuple[str, ...], fields: tuple[str, ...], to: str, words: str
) -> None:
    with room.open() as vault, pytest.raises(UnusableInputError, match=words):
        vault.disclose(OFFICER, order(*tokens, fields=fields, to=to), 0)
    assert room.book.kept == []
