"""The opening record as a file: what is written is read back, and what is wrong is named with its line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.live.opening import CheckItem, Section
from safepassage.operations.commands.opening import FileRecord
from safepassage.operations.opening import Checked, Opening, Written
from safepassage.operations.opening_file import read_record, record_of, record_text, write_record
from safepassage.operations.opening_record import CHECKLIST, SECTIONS

said = st.text(st.characters(codec="utf-8"), max_size=40).map(str.strip)


def test_the_template_asks_everything_and_says_nothing(tmp_path: Path) -> None:
    write_record(tmp_path / "record.toml", Opening())
    text = (tmp_path / "record.toml").read_text()
    for name in (*SECTIONS, *CHECKLIST):
        assert f'\n{name} = ""\n' in text
    assert read_record(tmp_path / "record.toml") == FileRecord((), ())


@given(
    st.dictionaries(st.sampled_from(Section), said.filter(bool)),
    st.dictionaries(st.sampled_from(CheckItem), st.tuples(st.booleans(), said)),
)
def test_a_record_comes_back_from_its_file(
    sections: dict[Section, str], answers: dict[CheckItem, tuple[bool, str]]
) -> None:
    opening = Opening(
        tuple(Written(*each) for each in sections.items()),
        tuple(Checked(item, met, note) for item, (met, note) in answers.items()),
    )
    record = record_of("record.toml", record_text(opening))
    assert dict(record.sections) == sections
    assert {item: (met, note) for item, met, note in record.answers} == answers


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[sections]\nlast-resort = 3", "line 2, column last-resort: last-resort is no text"),
        ("[sections]\n\nreasons = 'war'", "line 3, column reasons: [sections] has no key reasons"),
        ("[checklist]\nmay-stay = 'yes'", "line 2, column may-stay: may-stay is neither true nor false"),
        ("[notes]\nmay-stay = 'they may'", "line 2, column may-stay: A note stands beside no answer"),
        ("[section]\n", "line 1, column section: There is no table section"),
        ("sections = 1", "sections is no table"),
        ("[sections]\nlast-resort = '" + "x" * 20_001 + "'", "20,001 characters"),
        ("[sections", "not proper TOML"),
    ],
)
def test_what_cannot_be_filed_is_named_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "record.toml"
    path.write_text(text)
    with pytest.raises(UnusableInputError) as refused:
        read_record(path)
    assert told in str(refused.value)
    assert refused.value.notices


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnusableInputError, match="There is no such file"):
        read_record(tmp_path / "record.toml")
