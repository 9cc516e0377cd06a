"""The opening record as a TOML file: written with its questions, filled in by hand, and read back strictly.

[sections]                      a text for each section, "" where nothing is written yet
[checklist]                     true or false for each item, "" where it is not answered yet
[notes]                         how an answer is known, or why not; may be left out
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import wrap
from typing import Any

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.live.opening import CheckItem, Section
from safepassage.operations.commands.opening import FileRecord
from safepassage.operations.opening import Opening
from safepassage.operations.opening_record import CHECKLIST, SECTIONS, Question
from safepassage.scenarios.collector import CellError, Collector
from safepassage.scenarios.files import LARGEST_TOML, read_bytes, text_of, write_files
from safepassage.scenarios.notice_codes import ReadingCode
from safepassage.scenarios.toml_files import TomlError, TomlFile, toml_file
from safepassage.scenarios.wording import plain

WIDTH = 100
LONGEST = 20_000
"""Characters of a section or note."""
TABLES: Mapping[str, frozenset[str]] = {
    "sections": frozenset(SECTIONS),
    "checklist": frozenset(CHECKLIST),
    "notes": frozenset(CHECKLIST),
}
"""The tables of the file, and the keys of each."""
BEGINNING = """\
# The opening record of an operation. No live operation opens before it is whole and signed by two people, a coordinator
# among them. Write no names of those who are brought out, and nothing that could harm them.
"""


def record_text(opening: Opening) -> str:
    """Give the record as it is, with its questions, as the text of a TOML file; of `Opening()`: one to be filled in."""
    lines = [BEGINNING, "[sections]"]
    for section, question in SECTIONS.items():
        lines += [*_asked(question), f"{section} = {_long(opening.text(section))}", ""]
    lines.append("[checklist]")
    for item, question in CHECKLIST.items():
        answer = opening.answer(item)
        lines += [*_asked(question), f"{item} = {str(answer.met).lower() if answer else chr(34) * 2}", ""]
    lines += ["[notes]", "# How an answer is known; and why not, where one is false."]
    noted = [each for each in opening.checked if each.note]
    lines += [f"{each.item} = {_long(each.note)}" for each in noted]
    return "\n".join(lines) + "\n"


def _asked(question: Question) -> Iterator[str]:
    must = "" if question.must else "; may be false, with a note"
    yield from wrap(f"{question.text} ({question.source}{must})", WIDTH, initial_indent="# ", subsequent_indent="# ")


def _long(text: str) -> str:
    """Give a text as TOML has it: on lines of its own if there is any."""
    if not text:
        return '""'
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    escaped = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", lambda found: f"\\u{ord(found[0]):04x}", escaped)
    return f'"""\n{escaped}"""'


def write_record(path: Path, opening: Opening) -> None:
    """Write the record into a file; UnusableInputError if it cannot be written."""
    write_files(path.parent, {path.name: record_text(opening).encode()})


def read_record(path: Path) -> FileRecord:
    """Give the command that files what a file says.

    Raises
    ------
    UnusableInputError
        With one sentence and every notice, when anything in it cannot be used.
    """
    name = plain(str(path))
    try:
        text = text_of(read_bytes(path, LARGEST_TOML))
    except CellError as trouble:
        raise UnusableInputError(f"{name}: {trouble.message} {trouble.mend}") from None
    return record_of(name, text)


def record_of(name: str, text: str) -> FileRecord:
    """Give the command that files what a text says, from the file of that name; raises as `read_record` does."""
    collector = Collector()
    try:
        record = _record_of(toml_file(name, text), collector)
    except TomlError as trouble:
        collector.lost(trouble.code, (name, trouble.line, ""), trouble.message, trouble.mend)
        record = FileRecord((), ())
    if collector.has_errors:
        found = "\n".join(map(str, collector.notices))
        raise UnusableInputError(f"{name} cannot be filed as an opening record:\n{found}", collector.notices)
    return record


def _record_of(toml: TomlFile, collector: Collector) -> FileRecord:
    for key in toml.values.keys() - TABLES.keys():
        message, mend = f"There is no table {key}.", f"The tables are {', '.join(TABLES)}."
        collector.error(ReadingCode.UNKNOWN_KEY, (toml.file, toml.line(key), key), message, mend)
    sections, answers, notes = (_table(toml, name, collector) for name in TABLES)
    written = tuple(
        (Section(key), text.strip()) for key, text in _texts(toml, "sections", sections, collector) if text.strip()
    )
    noted = dict(_texts(toml, "notes", notes, collector))
    checked = [(CheckItem(key), met, noted.pop(key, "").strip()) for key, met in _answered(toml, answers, collector)]
    for key in noted:
        message, mend = "A note stands beside no answer.", f"Answer {key} in [checklist] with true or false."
        collector.error(ReadingCode.UNUSED_KEY, (toml.file, toml.line("notes", key), key), message, mend)
    return FileRecord(written, tuple(checked))


def _table(toml: TomlFile, name: str, collector: Collector) -> dict[str, Any]:
    """Give the keys of a table that are among those that it has."""
    table = toml.values.get(name, {})
    if not isinstance(table, dict):
        where = (toml.file, toml.line(name), name)
        collector.error(ReadingCode.WRONG_TYPE, where, f"{name} is no table.", f"Begin it with [{name}].")
        return {}
    for key in table.keys() - TABLES[name]:
        where = (toml.file, toml.line(name, key), key)
        mend = f"The keys of [{name}] are {', '.join(sorted(TABLES[name]))}."
        collector.error(ReadingCode.UNKNOWN_KEY, where, f"[{name}] has no key {key}.", mend)
    return {key: value for key, value in table.items() if key in TABLES[name]}


def _texts(toml: TomlFile, name: str, table: Mapping[str, Any], collector: Collector) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        where = (toml.file, toml.line(name, key), key)
        if not isinstance(value, str):
            collector.error(ReadingCode.WRONG_TYPE, where, f"{key} is no text.", "Put it in quotes.")
        elif len(value) > LONGEST:
            mend = f"Say it in {LONGEST:,} characters at most."
            collector.error(ReadingCode.BAD_TEXT, where, f"{key} has {len(value):,} characters.", mend)
        else:
            yield key, value


def _answered(toml: TomlFile, table: Mapping[str, Any], collector: Collector) -> Iterator[tuple[str, bool]]:
    for key, value in table.items():
        if isinstance(value, bool):
            yield key, value
        elif value != "":
            where = (toml.file, toml.line("checklist", key), key)
            mend = 'Answer with true or false, without quotes; "" leaves it open.'
            collector.error(ReadingCode.WRONG_TYPE, where, f"{key} is neither true nor false.", mend)
