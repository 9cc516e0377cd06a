"""Collects notices while a scenario is read, so that all problems are shown at once."""

from dataclasses import dataclass, field

from safepassage.domain.notices import Notice, Severity
from safepassage.scenarios.notice_codes import ReadingCode
from safepassage.scenarios.wording import LONGEST_SHOWN, plain


class CellError(Exception):
    """A cell or key that cannot be used: a code, a plain sentence, and a sentence on how to mend it."""

    def __init__(self, code: ReadingCode, message: str, mend: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.mend = mend


class BadCell(str):
    """A spreadsheet cell that has no text, with the trouble to report once its column is known."""

    __slots__ = ("trouble",)
    trouble: CellError


@dataclass(slots=True)
class Collector:
    """Notices so far, and whether every row could be read in some form.

    A bad cell is replaced by a stand-in that provokes no further notices, so that the rest can still be checked.
    When a whole row or table could not be read, `complete` is False and checks of the whole would mislead.
    """

    notices: list[Notice] = field(default_factory=list)
    complete: bool = True

    def error(self, code: ReadingCode, where: tuple[str, int, str], message: str, mend: str) -> None:
        """Add an error at `where`: file, line (0: the file as a whole), column or key ("": none)."""
        self._add(Severity.ERROR, code, where, (message, mend))

    def lost(self, code: ReadingCode, where: tuple[str, int, str], message: str, mend: str) -> None:
        """Add an error that makes a row or table unreadable."""
        self.complete = False
        self.error(code, where, message, mend)

    def warning(self, code: ReadingCode, where: tuple[str, int, str], message: str, mend: str) -> None:
        """Add a warning at `where`."""
        self._add(Severity.WARNING, code, where, (message, mend))

    def cell(self, where: tuple[str, int, str], trouble: CellError) -> None:
        """Add the error of one cell."""
        self.error(trouble.code, where, trouble.message, trouble.mend)

    def _add(self, severity: Severity, code: ReadingCode, where: tuple[str, int, str], words: tuple[str, str]) -> None:
        file, line, column = where
        message, mend = map(plain, words)
        self.notices.append(Notice(code, severity, plain(file), line, plain(column[:LONGEST_SHOWN]), message, mend))

    @property
    def has_errors(self) -> bool:
        """Whether any notice is an error."""
        return any(notice.severity is Severity.ERROR for notice in self.notices)
