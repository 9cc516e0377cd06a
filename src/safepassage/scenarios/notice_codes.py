"""The codes of the notices that reading a scenario can give, each with what it says."""

from collections.abc import Mapping
from enum import StrEnum


class ReadingCode(StrEnum):
    """Codes of notices about files, tables, cells and keys; stable, and documented in `docs/reference/notices.md`."""

    NOT_FOUND = "not-found"
    NOT_A_SCENARIO = "not-a-scenario"
    MISSING_FILE = "missing-file"
    MISSING_SHEET = "missing-sheet"
    UNKNOWN_FILE = "unknown-file"
    UNKNOWN_SHEET = "unknown-sheet"
    UNREADABLE_FILE = "unreadable-file"
    TOO_LARGE = "too-large"
    BAD_ENCODING = "bad-encoding"
    BAD_CSV = "bad-csv"
    BAD_TOML = "bad-toml"
    BAD_JSON = "bad-json"
    BAD_GEOJSON = "bad-geojson"
    BAD_SHAPE = "bad-shape"
    BAD_WORKBOOK = "bad-workbook"
    EMPTY_TABLE = "empty-table"
    TOO_MANY_ROWS = "too-many-rows"
    RAGGED_ROW = "ragged-row"
    MISSING_COLUMN = "missing-column"
    UNKNOWN_COLUMN = "unknown-column"
    DUPLICATE_COLUMN = "duplicate-column"
    MISSING_KEY = "missing-key"
    UNKNOWN_KEY = "unknown-key"
    UNUSED_KEY = "unused-key"
    IGNORED_KEY = "ignored-key"
    DUPLICATE_KEY = "duplicate-key"
    MISSING_VALUE = "missing-value"
    WRONG_TYPE = "wrong-type"
    BAD_ID = "bad-id"
    DUPLICATE_ID = "duplicate-id"
    BAD_NUMBER = "bad-number"
    OUT_OF_RANGE = "out-of-range"
    BAD_TIME = "bad-time"
    BAD_CHOICE = "bad-choice"
    BAD_TIMEZONE = "bad-timezone"
    BAD_LIST = "bad-list"
    BAD_TEXT = "bad-text"
    BAD_CELL = "bad-cell"
    MERGED_CELLS = "merged-cells"
    EMPTY_LIST = "empty-list"


READING_TEXTS: Mapping[ReadingCode, str] = {
    ReadingCode.NOT_FOUND: "There is no such folder or workbook.",
    ReadingCode.NOT_A_SCENARIO: "A scenario is a folder or one `.xlsx` workbook; this is something else.",
    ReadingCode.MISSING_FILE: "A file that every scenario folder has is missing.",
    ReadingCode.MISSING_SHEET: "A sheet that every scenario workbook has is missing.",
    ReadingCode.UNKNOWN_FILE: "A CSV, TOML or GeoJSON file in the folder is none of a scenario's: nothing reads it.",
    ReadingCode.UNKNOWN_SHEET: "A sheet of the workbook is none of the scenario's tables, so nothing reads it.",
    ReadingCode.UNREADABLE_FILE: "The file cannot be opened, or is not an ordinary file.",
    ReadingCode.TOO_LARGE: "The file is larger than any real scenario.",
    ReadingCode.BAD_ENCODING: "The file is not UTF-8 text.",
    ReadingCode.BAD_CSV: "The file breaks the rules of CSV, for instance by a quote that is never closed.",
    ReadingCode.BAD_TOML: "The file breaks the rules of TOML.",
    ReadingCode.BAD_JSON: "The file breaks the rules of JSON, or has a key twice, or NaN, or nesting without end.",
    ReadingCode.BAD_GEOJSON: "The file is JSON, but no GeoJSON FeatureCollection in WGS 84, or a feature is wrong.",
    ReadingCode.BAD_SHAPE: "The geometry of a feature is none that can stand there, or its positions are wrong.",
    ReadingCode.BAD_WORKBOOK: "The file cannot be read as an `.xlsx` workbook.",
    ReadingCode.EMPTY_TABLE: "The table has no header line.",
    ReadingCode.TOO_MANY_ROWS: "The table has more rows than are read.",
    ReadingCode.RAGGED_ROW: "A row has more or fewer cells than the header.",
    ReadingCode.MISSING_COLUMN: "A column that the table cannot do without is missing.",
    ReadingCode.UNKNOWN_COLUMN: "The header names a column that the table does not have.",
    ReadingCode.DUPLICATE_COLUMN: "The header names a column twice.",
    ReadingCode.MISSING_KEY: "A key that cannot be left out is missing.",
    ReadingCode.UNKNOWN_KEY: "A key is none of those that are read.",
    ReadingCode.UNUSED_KEY: "A key is given where nothing reads it.",
    ReadingCode.IGNORED_KEY: "A key is given that does not count beside another.",
    ReadingCode.DUPLICATE_KEY: "A key stands twice in the `scenario` sheet.",
    ReadingCode.MISSING_VALUE: "A cell that needs a value is blank.",
    ReadingCode.WRONG_TYPE: "A value of a TOML or GeoJSON file is of another type than the key needs.",
    ReadingCode.BAD_ID: "An id has characters or a length that ids do not have.",
    ReadingCode.DUPLICATE_ID: "Two rows of a table, or two features of a file, have the same id.",
    ReadingCode.BAD_NUMBER: "A cell that needs a number holds something else.",
    ReadingCode.OUT_OF_RANGE: "A number or time is outside of what is possible or believable.",
    ReadingCode.BAD_TIME: "A time is neither ISO 8601 with an offset nor a duration after the start.",
    ReadingCode.BAD_CHOICE: "A value is none of the words that are allowed there.",
    ReadingCode.BAD_TIMEZONE: "The time zone is not one of the IANA database.",
    ReadingCode.BAD_LIST: "A list has the wrong shape.",
    ReadingCode.BAD_TEXT: "A text is too long or holds control characters.",
    ReadingCode.BAD_CELL: "A spreadsheet cell holds an error, or a formula without a stored result.",
    ReadingCode.MERGED_CELLS: "Cells of a table's rows are merged, so that it is unclear whose value it is.",
    ReadingCode.EMPTY_LIST: "A list is given but empty, so that the rule falls on nothing.",
}
"""What each code says, as the reference page does."""
