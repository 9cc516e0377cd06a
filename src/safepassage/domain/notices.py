"""Notices: doubts about data or plans, all collected and shown at once."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How serious a notice is: an error stops the work, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Notice:
    """One problem of the data, with the place where it stands and how to mend it.

    `file` is the file or sheet ("people.csv"), `line` counts from 1 with the header as line 1 (0: the file as a
    whole), `column` is a column's or key's name ("": the line as a whole). `code` is stable and documented.
    """

    code: str
    severity: Severity
    file: str
    line: int
    column: str
    message: str
    mend: str

    def __str__(self) -> str:
        where = self.file + (f", line {self.line}" if self.line else "")
        where += f", column {self.column}" if self.column else ""
        return f"{where}: {self.message} {self.mend}".rstrip()
