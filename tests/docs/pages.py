"""The project's pages, and how to take them apart."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "scenarios").rglob("*.md")])
"""Every page of the repository."""

FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<text>.*?)^```$", flags=re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"(?:(?<=\n\n)|\A)(?:(?: {4}[^\n]*)?\n)+", flags=re.MULTILINE)
HEADING = re.compile(r"^#{1,6} +(?P<title>.+?)\s*$", flags=re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the words behind it, and its text."""

    language: str
    marks: frozenset[str]
    text: str


def text_of(page: Path) -> str:
    """Give the page's text."""
    return page.read_text(encoding="utf-8")


def prose_of(page: Path) -> str:
    """Give the page without its code."""
    return re.sub(r"`[^`\n]*`", "", INDENTED.sub("\n", FENCE.sub("", text_of(page))))


def blocks_of(page: Path) -> list[Block]:
    """Give the fenced blocks of a page, in order."""
    found = []
    for match in FENCE.finditer(text_of(page)):
        language, *marks = match["info"].split() or [""]
        found.append(Block(language, frozenset(marks), match["text"]))
    return found


def anchors_of(page: Path) -> set[str]:
    """Give the anchors that a page's headings get, as code hosts make them."""
    titles = (match["title"].lower() for match in HEADING.finditer(FENCE.sub("", text_of(page))))
    return {re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", title)) for title in titles}


def name_of(page: Path) -> str:
    """Give the page's path in the repository."""
    return page.relative_to(ROOT).as_posix()
