"""A notice says where to look, what is wrong there and how to mend it; an error carries all of them."""

import pytest

from safepassage.domain.errors import ForbiddenError, SafePassageError, UnsupportedTermError, UnusableInputError
from safepassage.domain.notices import Notice, Severity


def notice(line: int = 0, column: str = "", mend: str = "Write a number.") -> Notice:
    return Notice("not-a-number", Severity.ERROR, "people.csv", line, column, '"many" is no number.', mend)


WHERE = {
    "people.csv, line 3, column groups: ": notice(3, "groups"),
    "people.csv, line 3: ": notice(3),
    "people.csv, column groups: ": notice(0, "groups"),
    "people.csv: ": notice(),
}


@pytest.mark.parametrize("where", WHERE)
def test_a_notice_names_no_more_of_the_place_than_is_known(where: str) -> None:
    assert str(WHERE[where]) == f'{where}"many" is no number. Write a number.'


def test_a_notice_that_nothing_mends_ends_with_what_is_wrong() -> None:
    assert str(notice(mend="")) == 'people.csv: "many" is no number.'


def test_an_error_is_its_sentence_and_keeps_every_notice() -> None:
    error = UnusableInputError("The scenario cannot be used.", [notice(3), notice(4)])
    assert str(error) == "The scenario cannot be used."
    assert error.notices == (notice(3), notice(4))
    assert UnusableInputError("It is empty.").notices == ()


@pytest.mark.parametrize("kind", [UnusableInputError, UnsupportedTermError])
def test_whatever_a_user_meets_can_be_caught_as_one_kind(kind: type[SafePassageError]) -> None:
    with pytest.raises(SafePassageError, match=r"^It is empty\.$"):
        raise kind("It is empty.")


def test_a_refusal_is_a_sentence_and_the_rule_that_forbids_it() -> None:
    error = ForbiddenError("headcount", "Nobody has counted who is in bus-1.")
    assert isinstance(error, SafePassageError)
    assert (str(error), error.rule) == ("Nobody has counted who is in bus-1.", "headcount")
