"""Reads the HTML that reports are made of, for tests of its structure."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "br", "link", "img"}


@dataclass
class Page(HTMLParser):
    """Every tag with its attributes in order, the text inside sections and headings, and whether tags are balanced."""

    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    words: list[tuple[str, str]] = field(default_factory=list)
    balanced: bool = True

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that opens."""
        self.tags.append((tag, {key: value or "" for key, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that has no inside."""
        self.tags.append((tag, {key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost tag, which must be this one."""
        self.balanced = self.balanced and bool(self.open) and self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note words with the tag that they stand in."""
        if data.strip():
            self.words.append((self.open[-1] if self.open else "", " ".join(data.split())))

    def texts(self, tag: str) -> list[str]:
        """Give the texts directly inside tags of one name."""
        return [words for inside, words in self.words if inside == tag]

    @property
    def text(self) -> str:
        """All words outside of style elements, joined."""
        return " ".join(words for inside, words in self.words if inside != "style")


def read(html: str) -> Page:
    """Parse a page."""
    page = Page()
    page.feed(html)
    page.close()
    page.balanced = page.balanced and not page.open
    return page
