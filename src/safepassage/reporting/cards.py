"""Cards and wristbands to print and cut out: a token in large letters and as a QR code, and nothing of anybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import segno
from markupsafe import Markup

from safepassage.domain.live.tokens import read_token
from safepassage.reporting import svg
from safepassage.reporting.templating import environment, style
from safepassage.scenarios.files import write_files

QUIET = 4
"""Modules left white around a QR code (ISO/IEC 18004:2015, 6.3.8)."""


class Layout(StrEnum):
    """What is printed: cards of the size of a bank card (ISO/IEC 7810:2019, ID-1), or bands for the wrist."""

    CARDS = "cards"
    WRISTBANDS = "wristbands"


PER_PAGE = {Layout.CARDS: 10, Layout.WRISTBANDS: 7}
"""How many find room on a page of A4: upright for cards, lying for wristbands."""


@dataclass(frozen=True, slots=True)
class Card:
    """A person's token, and the token of the travel group; empty on a card of the group itself."""

    token: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class PrintedCard:
    """What stands on a card: the tokens as they are always written, and the QR code of the first."""

    token: str
    group: str
    picture: Markup


def write_cards(title: str, cards: Sequence[Card], path: Path, layout: Layout = Layout.CARDS) -> None:
    """Write the page of cards as one HTML file, which is replaced.

    Raises
    ------
    UnusableInputError
        If a token is none, or the file cannot be written.
    """
    write_files(path.parent, {path.name: render_cards(title, cards, layout).encode()})


def render_cards(title: str, cards: Sequence[Card], layout: Layout = Layout.CARDS) -> str:
    """Give a page of cards in the order given; `title` is the operation's.

    Raises
    ------
    UnusableInputError
        If a token is none; the sentence says which, and what is wrong with it.
    """
    printed = [_printed(card) for card in cards]
    return (
        environment()
        .get_template("cards.html.j2")
        .render(
            title=title,
            sheets=[printed[at : at + PER_PAGE[layout]] for at in range(0, len(printed), PER_PAGE[layout])],
            layout=layout.value,
            style=style("cards.css"),
        )
    )


def _printed(card: Card) -> PrintedCard:
    token = read_token(card.token)
    return PrintedCard(token, read_token(card.group) if card.group else "", qr_picture(token))


def qr_picture(token: str) -> Markup:
    """Give the QR code of a token as SVG: the token and nothing else, a quarter of which may be soiled (level Q)."""
    code = segno.make_qr(token, error="q", boost_error=False)
    side = len(code.matrix) + 2 * QUIET
    dark = "".join(
        f"M{x + QUIET} {y + QUIET}h1v1h-1z" for y, row in enumerate(code.matrix) for x, bit in enumerate(row) if bit
    )
    return svg.element(
        "svg", svg.path(dark), class_="qr", viewBox=f"0 0 {side} {side}", role="img", aria_label=f"QR code of {token}"
    )
