"""docs/reference/scenario-files.md has every column and key that is read, as it is read, and nothing else."""

import re

import pytest

from safepassage.scenarios.collector import Collector
from safepassage.scenarios.columns import Column, Table
from safepassage.scenarios.folder import load_texts
from safepassage.scenarios.notice_codes import READING_TEXTS, ReadingCode
from safepassage.scenarios.tables import AGREEMENT_TABLES, CSV_TABLES, PARTIES, SETTINGS
from safepassage.scenarios.uncertainty_tables import CAUSES, SINGLE_CAUSES
from safepassage.scenarios.workbook import HELP, SHEETS
from tests.docs.pages import ROOT, blocks_of, text_of

PATH = ROOT / "docs" / "reference" / "scenario-files.md"
PAGE = text_of(PATH)
NOTICES = text_of(ROOT / "docs" / "reference" / "notices.md")


def _header(table: Table) -> str:
    return f"`[{table.sheet}]`" if table in SINGLE_CAUSES else f"`[[{table.sheet}]]`"


SECTIONS = {
    "`scenario.toml`": SETTINGS,
    **{f"`{table.name}`": table.columns for table in CSV_TABLES},
    "`agreement.toml`": (PARTIES,),
    **{f"`[[{table.sheet}]]`": table.columns for table in AGREEMENT_TABLES},
    **{_header(table): table.columns for table in CAUSES},
}
NO_KEYS_OF_ITS_OWN = "`uncertainty.toml`"


def section(page: str, title: str) -> str:
    """Give the text between a heading and the next; several titles may share one, with commas between them."""
    heading = rf"^#+ (?:[^\n]*, )?{re.escape(title)}(?:, [^\n]*)?\n"
    match = re.search(heading + r"(.*?)(?=^#+ |\Z)", page, flags=re.MULTILINE | re.DOTALL)
    assert match is not None, title
    return match[1]


def rows_of(text: str) -> list[str]:
    """Give the rows of the tables in a text, without their headers."""
    return [line for line in text.splitlines() if line.startswith("| `")]


def row_of(column: Column) -> str:
    """Give the row that describes a column."""
    holds = f"{column.kind.noun}, {column.unit}" if column.unit else column.kind.noun
    default = "needed" if column.required else column.default_text
    return f"| `{column.name}` | {holds} | {default} | {column.meaning} |"


@pytest.mark.parametrize("title", sorted(SECTIONS))
def test_every_column_and_key_is_described_as_it_is_read(title: str) -> None:
    assert rows_of(section(PAGE, title)) == [row_of(column) for column in SECTIONS[title]]


def test_no_other_table_is_described() -> None:
    headings = re.findall(r"^### (`.*`)$", PAGE, flags=re.MULTILINE)
    titles = [title for heading in headings for title in heading.split(", ")]
    assert sorted(titles) == sorted([*SECTIONS, NO_KEYS_OF_ITS_OWN])


@pytest.mark.parametrize("table", CAUSES, ids=lambda table: table.sheet)
def test_what_every_cause_of_uncertainty_means_is_said(table: Table) -> None:
    assert table.meaning in section(PAGE, _header(table))


def test_the_examples_are_read_without_a_notice() -> None:
    settings, agreement, uncertain = (block.text for block in blocks_of(PATH) if block.language == "toml")
    texts = {"scenario.toml": settings, "agreement.toml": agreement, "uncertainty.toml": uncertain}
    found = load_texts(texts, Collector())
    assert found.collector.notices == []
    assert found.scenario is not None
    assert len(found.scenario.agreement.linked) == 1
    assert found.scenario.uncertainty is not None


def test_every_sheet_is_described() -> None:
    described = {row.split("`")[1] for row in rows_of(section(PAGE, "The workbook"))}
    assert described == {table.sheet for table in SHEETS} | {HELP}


def test_every_notice_of_reading_is_described() -> None:
    assert rows_of(section(NOTICES, "Reading")) == [f"| `{code}` | {READING_TEXTS[code]} |" for code in ReadingCode]
