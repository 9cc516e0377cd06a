"""What a rule is, and how its findings become notices.

A rule is a function over a `Survey` of the scenario. Its docstring is its documentation: the page of notices shows the
first paragraph. Its code is stable. Errors are shown one by one. Warnings of one rule are folded into a single notice
when there are many, so that they stay worth reading.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from inspect import cleandoc
from itertools import groupby

from safepassage.domain.notices import Notice, Severity
from safepassage.scenarios.checks.survey import Survey
from safepassage.scenarios.checks.wording import listing
from safepassage.scenarios.origins import Origins

ONE_BY_ONE = 3
"""So many warnings of one rule are shown one by one; more are folded into one notice."""

WHOLE = -1
"""Stands for the row when a finding is about a table as a whole."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One spot that breaks a rule.

    `row` is the index of the row in the scenario's table, or `WHOLE`. `about` names the spot in a few words; folded
    warnings list it.
    """

    table: str
    row: int
    column: str
    message: str
    mend: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One check with a stable code; `text` says what it finds and why that matters."""

    code: str
    severity: Severity
    text: str
    find: Callable[[Survey], Iterable[Finding]]

    def notices(self, survey: Survey, origins: Origins) -> Iterator[Notice]:
        """Yield the notices of this rule, many warnings of one table folded into one."""
        for _, same_table in groupby(self.find(survey), key=lambda finding: finding.table):
            findings = list(same_table)
            if self.severity is Severity.WARNING and len(findings) > ONE_BY_ONE:
                findings = [_folded(findings, origins)]
            for finding in findings:
                yield self._notice(finding, origins)

    def _notice(self, finding: Finding, origins: Origins) -> Notice:
        file, line = origins.file(finding.table), origins.line(finding.table, finding.row)
        return Notice(self.code, self.severity, file, line, finding.column, finding.message, finding.mend)


Found = Iterable[Finding]


def rule(code: str, severity: Severity) -> Callable[[Callable[[Survey], Found]], Rule]:
    """Make a rule of a function; the first paragraph of its docstring becomes the rule's text."""

    def made(find: Callable[[Survey], Found]) -> Rule:
        text = " ".join(cleandoc(find.__doc__ or "").split("\n\n", maxsplit=1)[0].split())
        return Rule(code, severity, text, find)

    return made


def _folded(findings: list[Finding], origins: Origins) -> Finding:
    first, others = findings[0], findings[1:]
    named = listing([_spot(finding, origins) for finding in others])
    message = f"{first.message} The same goes for {named}."
    return Finding(first.table, first.row, first.column, message, first.mend, first.about)


def _spot(finding: Finding, origins: Origins) -> str:
    line = origins.line(finding.table, finding.row)
    where = f"line {line}" if line else ""
    if finding.about and where:
        return f"{finding.about} ({where})"
    return finding.about or where or "another"
