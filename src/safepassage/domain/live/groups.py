"""The state of a travel group: its members, where it may go, with whom it belongs; and answers to notices about it."""

from dataclasses import dataclass, replace

from safepassage.domain.live import people as facts
from safepassage.domain.live.told import Told


@dataclass(frozen=True, slots=True)
class Group:
    """What is known of a travel group; `place` "" until it was registered. Empty `destinations` are any.

    `linked` are the groups that must reach the same destination, whichever of the two said so. `answered` are names of
    notices.
    """

    group: str
    place: str = ""
    stream: str = ""
    destinations: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """Answers to notices about the list of all who were registered at a place."""

    place: str
    answered: tuple[str, ...] = ()


def begin(group: str) -> Group:
    """Give a group of which nothing was told yet."""
    return Group(group)


def follow(group: Group, told: Told) -> Group:
    """Give the group after one more fact."""
    match told.fact:
        case facts.GroupRegistered() as fact if fact.group == group.group:
            return _registered(group, fact)
        case facts.GroupRegistered(group=other):
            return replace(group, linked=_with(group.linked, (other,)))
        case facts.PersonBorn(token=token):
            return replace(group, members=_with(group.members, (token,)))
        case facts.GroupsLinked(linked=linked):
            others = tuple(each for each in linked if each != group.group)
            return replace(group, linked=_with(group.linked, others))
        case facts.NoticeAnswered(notice=notice):
            return replace(group, answered=_with(group.answered, (notice,)))
        case _:
            return group


def _registered(group: Group, fact: facts.GroupRegistered) -> Group:
    """Give the group as it was registered first; whoever was added later belongs to it as well."""
    members = _with(group.members, tuple(each.token for each in fact.members))
    linked = _with(group.linked, fact.linked)
    if group.place:
        return replace(group, members=members, linked=linked)
    return replace(
        group,
        place=fact.place,
        stream=fact.stream,
        destinations=fact.destinations,
        linked=linked,
        members=members,
    )


def _with(names: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*names, *more}))


def begin_list(place: str) -> Listed:
    """Give the list of a place before anything was answered."""
    return Listed(place)


def follow_list(listed: Listed, told: Told) -> Listed:
    """Give the list after one more fact."""
    match told.fact:
        case facts.NoticeAnswered(notice=notice):
            return replace(listed, answered=_with(listed.answered, (notice,)))
        case _:
            return listed
