"""Notices that must be answered: families torn apart, children alone, wishes unmet, lists on which nobody declines.

They are read off the states of the people, as discrepancies are, and stay open until a named person has answered each.
Nothing here is anybody's fault by itself: a patient goes ahead with one companion, an uncle takes the children. But
somebody must have seen it and said why.

Members of a group are *together* if one place or vehicle holds them. Whoever stayed by their own choice, died, is
missing or was taken away is not waited for: those are other matters, with facts of their own. A child who is with no
adult of the group is a separated child, wherever the adults are, and whether or not there ever were any.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from safepassage.domain.custody import Whereabouts
from safepassage.domain.live.groups import Group
from safepassage.domain.live.people import Answer
from safepassage.domain.live.persons import Person
from safepassage.domain.notices import Severity

LONGEST_UNANIMOUS = 19
"""Adults of one list who may all have said "leave" before somebody must say why nobody declined.

If each of 20 adults declined with a chance of one in seven, all 20 would leave with a chance below 5 % (0.86^20).
(The "rule of three" of Hanley and Lippman-Hand, JAMA 249, 1983, gives 3/20.) One in seven is assumed: we know of no
operation that published how many declined when they were asked freely. Free and informed consent is principle 7 of the
Guiding Principles on Internal Displacement (UN, 1998).
"""


class NoticeCode(StrEnum):
    """What a notice is about."""

    SEPARATED_CHILD = "separated-child"
    SEPARATED_FAMILY = "separated-family"
    LINKED_APART = "linked-apart"
    WISH_ELSEWHERE = "wish-elsewhere"
    NOBODY_DECLINED = "nobody-declined"


MEANINGS: Mapping[NoticeCode, tuple[Severity, str]] = {
    NoticeCode.SEPARATED_CHILD: (
        Severity.ERROR,
        "A child is in a vehicle or at a place with no adult of its travel group. Each new place or vehicle needs an "
        "answer of its own: who looks after the child there? Nobody may board like that without one.",
    ),
    NoticeCode.SEPARATED_FAMILY: (
        Severity.WARNING,
        "Some of a travel group are in one place or vehicle, others in another, and all of them leave or have left.",
    ),
    NoticeCode.LINKED_APART: (
        Severity.WARNING,
        "Travel groups that belong together arrived at different destinations.",
    ),
    NoticeCode.WISH_ELSEWHERE: (
        Severity.WARNING,
        "Somebody chose to leave for a destination to which their travel group does not go.",
    ),
    NoticeCode.NOBODY_DECLINED: (
        Severity.WARNING,
        "Of 20 adults or more who were registered at one place and asked, none said no: was everybody free to?",
    ),
}
"""How grave a notice is, and what it means."""

TOGETHER = frozenset(
    {
        Whereabouts.WAITING,
        Whereabouts.ABOARD,
        Whereabouts.AT_TRANSFER,
        Whereabouts.ARRIVED,
        Whereabouts.IN_HOSPITAL,
        Whereabouts.TURNED_BACK,
    }
)
"""Where somebody is whom the rest of the group is to be with."""


@dataclass(frozen=True, slots=True)
class OpenNotice:
    """A notice that nobody has answered, unique by `name` within its subject."""

    code: NoticeCode
    name: str
    sentence: str

    @property
    def severity(self) -> Severity:
        """How grave it is."""
        return MEANINGS[self.code][0]


def group_notices(group: Group, members: Iterable[Person]) -> tuple[OpenNotice, ...]:
    """Give what nobody has answered about the members of a group."""
    known = [each for each in members if each.registered and each.group == group.group]
    found = [*_children(known), *_parts(group, known), *_wishes(group, known)]
    return tuple(each for each in found if each.name not in group.answered)


def _children(known: list[Person]) -> Iterable[OpenNotice]:
    with_adults = {each.holder for each in known if each.age.decides and each.where in TOGETHER | {Whereabouts.STAYED}}
    for child in known:
        if not child.age.decides and child.where in TOGETHER and child.holder not in with_adults:
            code = NoticeCode.SEPARATED_CHILD
            yield OpenNotice(
                code,
                f"{code}/{child.token}@{child.holder}",
                f"The child {child.token} of {child.group} is {child.where} at {child.holder} with no adult of it.",
            )


def _parts(group: Group, known: list[Person]) -> Iterable[OpenNotice]:
    parts: dict[str, list[str]] = {}
    for each in known:
        if each.where in TOGETHER:
            parts.setdefault(each.holder, []).append(each.token)
    if len(parts) > 1:
        code = NoticeCode.SEPARATED_FAMILY
        where = ", ".join(f"{len(tokens)} at {holder}" for holder, tokens in sorted(parts.items()))
        name = "+".join(sorted(min(tokens) for tokens in parts.values()))
        yield OpenNotice(code, f"{code}/{name}", f"{group.group} is separated: {where}.")


def _wishes(group: Group, known: list[Person]) -> Iterable[OpenNotice]:
    for each in known:
        unmet = each.wished and group.destinations and each.wished not in group.destinations
        if unmet and each.answer is Answer.LEAVE and each.where in {Whereabouts.WAITING, Whereabouts.ABOARD}:
            code = NoticeCode.WISH_ELSEWHERE
            goes = " or ".join(group.destinations)
            sentence = f"{each.token} chose to leave for {each.wished}, but {group.group} goes to {goes}."
            yield OpenNotice(code, f"{code}/{each.token}@{each.wished}", sentence)


def linked_notice(
    group: Group, members: Iterable[Person], other: str, others: Iterable[Person]
) -> tuple[OpenNotice, ...]:
    """Give what nobody has answered about two groups that must reach the same destination, as a notice of the first."""
    here, there = _reached(members), _reached(others)
    name = f"{NoticeCode.LINKED_APART}/{other}"
    if not here or not there or len(here | there) == 1 or name in group.answered:
        return ()
    places = f"{' and '.join(sorted(here))}, and {' and '.join(sorted(there))}"
    sentence = f"{group.group} and {other} belong together but arrived at {places}."
    return (OpenNotice(NoticeCode.LINKED_APART, name, sentence),)


def _reached(members: Iterable[Person]) -> set[str]:
    return {each.holder for each in members if each.registered and each.where is Whereabouts.ARRIVED}


def list_notices(place: str, asked: Mapping[Answer, int], answered: tuple[str, ...]) -> tuple[OpenNotice, ...]:
    """Give what nobody has answered about the adults who were registered at a place, by how they answered."""
    code = NoticeCode.NOBODY_DECLINED
    leave, all_of_them = asked.get(Answer.LEAVE, 0), sum(asked.values())
    if leave <= LONGEST_UNANIMOUS or leave < all_of_them or code.value in answered:
        return ()
    sentence = (
        f"All {leave} adults who were registered at {place} and asked chose to leave: was everybody free to stay?"
    )
    return (OpenNotice(code, code.value, sentence),)
