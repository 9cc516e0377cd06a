"""Whatever goes wrong, the user reads a plain sentence, and the exit status tells scripts what it means."""

from dataclasses import replace

import pytest
import typer

from safepassage.cli.trouble import Exit, explain
from safepassage.domain.errors import SafePassageError, UnsupportedTermError, UnusableInputError
from safepassage.domain.notices import Notice, Severity

BAD_SEATS = Notice("bad-number", Severity.ERROR, "vehicles.csv", 3, "seats", "'many' is no number.", "Give a number.")


def test_an_error_of_ours_is_its_own_sentence() -> None:
    assert explain(SafePassageError("There is no such place.")) == ("There is no such place.", Exit.UNUSABLE)


def test_a_term_that_cannot_be_planned_is_unusable_input() -> None:
    assert explain(UnsupportedTermError("No plan with transfers yet."))[1] is Exit.UNUSABLE


def test_unusable_input_shows_every_notice_with_file_line_and_column() -> None:
    sentences, status = explain(UnusableInputError("The scenario cannot be used.", [BAD_SEATS, BAD_SEATS]))
    assert sentences.splitlines() == [
        "The scenario cannot be used.",
        "vehicles.csv, line 3, column seats: 'many' is no number. Give a number.",
        "vehicles.csv, line 3, column seats: 'many' is no number. Give a number.",
    ]
    assert status is Exit.UNUSABLE


def test_warnings_beside_errors_are_named_warnings() -> None:
    warning = replace(BAD_SEATS, severity=Severity.WARNING)
    sentences, _ = explain(UnusableInputError("The scenario cannot be used.", [BAD_SEATS, warning]))
    assert [line.startswith("warning: ") for line in sentences.splitlines()] == [False, False, True]


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), typer.Abort()])
def test_a_stop_by_the_user_is_no_fault(stop: BaseException) -> None:
    assert explain(stop) == ("Stopped before it was done.", Exit.STOPPED)


def test_a_file_that_cannot_be_written_is_named_with_the_reason() -> None:
    sentence, status = explain(FileNotFoundError(2, "No such file or directory", "plans/plan.json"))
    assert sentence.startswith("plans/plan.json cannot be used (no such file or directory): ")
    assert status is Exit.UNUSABLE


def test_too_little_memory_is_said_so() -> None:
    sentence, status = explain(MemoryError())
    assert "too little memory" in sentence
    assert status is Exit.FAULT


@pytest.mark.parametrize(
    ("error", "what"),
    [
        (KeyError("bus-7"), "KeyError: 'bus-7'"),
        (ZeroDivisionError(), "ZeroDivisionError"),
        (RuntimeError("first line\n  second line"), "RuntimeError: first line second line"),
        (OSError("the disk went away"), "OSError: the disk went away"),
    ],
)
def test_an_unforeseen_error_is_a_fault_in_one_line(error: Exception, what: str) -> None:
    sentence, status = explain(error)
    assert f"({what})" in sentence
    assert "\n" not in sentence
    assert status is Exit.FAULT


def test_a_word_that_is_none_of_those_possible_is_told_without_the_inside_of_the_program() -> None:
    sentence, status = explain(typer.BadParameter("Value error, 'chief' is not one of 'medical'", param_hint="'role'"))
    assert sentence.startswith("Invalid value for 'role': 'chief' is not one of 'medical'")
    assert status is Exit.UNUSABLE
