"""A short way to tell facts one after the other, and to follow them."""

from collections.abc import Callable
from itertools import count
from typing import Any, TypeVar

from safepassage.domain.custody import Whereabouts
from safepassage.domain.events import Fact
from safepassage.domain.live import people as facts
from safepassage.domain.live.people import AgeBand, Answer, InformedOf, Member, NeedsClass, SeatClass
from safepassage.domain.live.told import Told

S = TypeVar("S")


def after(begin: S, follow: Callable[[S, Told], S], *told: Fact) -> S:
    """Give the state after facts that were told as e1, e2, and so on."""
    for number, fact in zip(count(1), told, strict=False):
        begin = follow(begin, Told(fact, f"e{number}", "Omar", "radio", "2016-12-15"))
    return begin


def codes(found: tuple[Any, ...]) -> list[str]:
    """Give the codes of discrepancies or notices."""
    return [each.code for each in found]


def registered(*tokens: str, place: str = "square", seat: SeatClass = SeatClass.SEATED, **more: Any) -> Fact:
    """Give the registration of G1: adults, and children for tokens in capitals."""
    ages = [AgeBand.CHILD if token.isupper() else AgeBand.ADULT for token in tokens]
    members = tuple(Member(token, age, seat, NeedsClass.NONE) for token, age in zip(tokens, ages, strict=True))
    usual: dict[str, Any] = {"group": "G1", "row": "", "priority": 1, "stream": "", "destinations": (), "linked": ()}
    return facts.GroupRegistered(at_s=0, place=place, members=members, persons=len(tokens), **(usual | more))


def chose(answer: Answer, *tokens: str, told: tuple[InformedOf, ...] = tuple(InformedOf), wished: str = "") -> Fact:
    """Give an answer."""
    return facts.ChoiceRecorded(1, tokens, answer, told, "ar", "Omar", True, "", wished, len(tokens))


def boarded(*tokens: str, bus: str = "bus-1", place: str = "square") -> Fact:
    """Give a boarding."""
    return facts.PeopleBoarded(2, bus, place, tokens, len(tokens))


def alighted(*tokens: str, bus: str = "bus-1", place: str = "camp", onward: bool = False) -> Fact:
    """Give an alighting."""
    return facts.PeopleAlighted(3, bus, place, tokens, onward, len(tokens))


def settled(where: Whereabouts, holder: str, *tokens: str) -> Fact:
    """Give a settlement, of which bus-1 is told."""
    return facts.WhereaboutsSettled(9, tokens, ("bus-1",), where, holder, "seen", len(tokens))
