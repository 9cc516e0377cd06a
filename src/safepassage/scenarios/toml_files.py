"""TOML files to values with lines."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from safepassage.scenarios.collector import CellError
from safepassage.scenarios.kinds import DecimalText
from safepassage.scenarios.notice_codes import ReadingCode
from safepassage.scenarios.toml_lines import Path, key_lines, line_of

DEEP_KEY = re.compile(r"(?<![\w\"'-])(?:[\w\"'-]++[ \t]*+\.[ \t]*+){64}")
"""A dotted key whose reading would take memory by the square of its parts; no scenario has any."""


@dataclass(frozen=True, slots=True)
class TomlFile:
    """The values of a TOML file, floats as they were written, and where they stand."""

    file: str
    values: Mapping[str, Any]
    lines: Mapping[Path, int]

    def line(self, *path: str | int) -> int:
        """Give the line of a key or table, or of the nearest around it."""
        return line_of(self.lines, path)


class TomlError(CellError):
    """A file that breaks the rules of TOML, with the line where (0: unknown)."""

    def __init__(self, line: int, reason: str) -> None:
        message = f"The file is not proper TOML ({reason})."
        super().__init__(ReadingCode.BAD_TOML, message, "Put texts in quotes and lists in square brackets.")
        self.line = line


def toml_file(file: str, text: str) -> TomlFile:
    """Read TOML text; TomlError if it is none."""
    deep = DEEP_KEY.search(text)
    if deep is not None:
        raise TomlError(text.count("\n", 0, deep.start()) + 1, "a name of very many parts with dots between them")
    try:
        values = tomllib.loads(text, parse_float=DecimalText)
    except RecursionError:
        raise TomlError(0, "lists within lists within lists") from None
    except ValueError as error:
        match = re.search(r"\(at line (\d+), column \d+\)|\(at end of document\)", str(error))
        line = (int(match[1]) if match[1] else text.count("\n") + 1) if match else 0
        raise TomlError(line, re.sub(r" \(at .*\)$", "", str(error), flags=re.DOTALL)) from None
    return TomlFile(file, values, key_lines(text))
