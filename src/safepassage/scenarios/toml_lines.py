"""Finds the lines of keys and tables in TOML text, which the standard library's reader does not tell."""

import re
from collections.abc import Mapping

Path = tuple[str | int, ...]
"""Where a key stands: `("crossings", 0, "lanes")` is the key `lanes` of the first `[[crossings]]`."""

TOKEN = re.compile(r'"""|\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*|[\[\]{}\n=]', re.DOTALL)
HEADER = re.compile(r'[ \t]*\[(\[?)[ \t]*(?:"([^"]*)"|\'([^\']*)\'|([A-Za-z0-9_-]+))')
KEY = re.compile(r'[ \t]*(?:"([^"]*)"|\'([^\']*)\'|([A-Za-z0-9_-]+))[ \t]*[.=]')


def key_lines(text: str) -> Mapping[Path, int]:
    """Give the line (from 1) of every top-level key, table header, and key of a table in proper TOML text."""
    found: dict[Path, int] = {}
    counted: dict[str, int] = {}
    table: Path = ()
    for line, start in _statements(text):
        header = HEADER.match(text, start)
        if header is not None:
            name = next(group for group in header.groups()[1:] if group is not None)
            table = (name,)
            if header[1]:
                table = (name, counted.get(name, 0))
                counted[name] = counted.get(name, 0) + 1
            found.setdefault(table, line)
            found.setdefault((name,), line)
            continue
        key = KEY.match(text, start)
        if key is not None:
            found.setdefault((*table, next(group for group in key.groups() if group is not None)), line)
    return found


def _statements(text: str) -> list[tuple[int, int]]:
    """Give line and offset of each line of the text that is no continuation of a list or text begun before."""
    starts = [(1, 0)]
    line, depth, position = 1, 0, 0
    while (token := TOKEN.search(text, position)) is not None:
        position = token.end()
        if token[0] in {'"""', "'''"}:
            end = _end_of_long_text(text, position, token[0])
            line += text.count("\n", position, end)
            position = end
        elif token[0] in "[{":
            depth += 1
        elif token[0] in "]}":
            depth -= 1
        elif token[0] == "\n":
            line += 1
            if depth <= 0:
                starts.append((line, position))
    return starts


def _end_of_long_text(text: str, start: int, quotes: str) -> int:
    """Give the offset after the quotes that close a text of several lines."""
    pattern = re.compile(r'(?:\\.|[^\\])*?"{3,5}' if quotes == '"""' else r"[\s\S]*?'{3,5}", re.DOTALL)
    match = pattern.match(text, start)
    return match.end() if match else len(text)


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """Give the line of a key, or of the nearest table around it; 0 if neither is known."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return 0
