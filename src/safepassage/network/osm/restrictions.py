"""Turn restrictions as they concern one kind of vehicle: relations of type `restriction` read as rules."""

from dataclasses import dataclass

from safepassage.network.osm.extract import Restriction, Tags
from safepassage.network.osm.profiles import Profile

_OLD_HOURS = ("day_on", "day_off", "hour_on", "hour_off")
"""Keys by which restrictions held for some hours before `restriction:conditional` came."""

_NO_RULE = frozenset({"none", "no", "unrestricted"})


@dataclass(frozen=True, slots=True)
class Rule:
    """What a restriction asks of the vehicle, in ids of OpenStreetMap.

    Whoever drives on one of the ways `come_from` and then over `via` must not go on to one of the ways `go_to`; or
    must, if `only`. `via_node` is the junction, or None where `via_ways` lead from one to another. `u_turn`: it is
    about turning round.
    """

    only: bool
    u_turn: bool
    come_from: tuple[int, ...]
    go_to: tuple[int, ...]
    via_node: int | None
    via_ways: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Rules that hold for the vehicle at all hours, and how many relations were not read.

    `conditional` hold at some hours, for some weights or the like. `unclear` lack a member or have too many.
    """

    rules: tuple[Rule, ...]
    conditional: int
    unclear: int


def rules_for(restrictions: tuple[Restriction, ...], profile: Profile) -> Reading:
    """Read the restrictions that concern this kind of vehicle."""
    rules = []
    conditional = unclear = 0
    for restriction in restrictions:
        meaning = _meaning(restriction.tags, profile)
        if meaning is None:
            conditional += _holds_at_times(restriction.tags, profile)
            continue
        rule = _rule(restriction, meaning)
        if rule is None:
            unclear += 1
        else:
            rules.append(rule)
    return Reading(tuple(rules), conditional, unclear)


def _meaning(tags: Tags, profile: Profile) -> str | None:
    """Say what holds for this vehicle at all hours, such as `no_left_turn`; None if nothing does."""
    exempt = {mode.strip() for mode in tags.get("except", "").split(";")}
    if exempt & set(profile.modes[1:]) or any(key in tags for key in _OLD_HOURS):
        return None
    for mode in reversed(profile.modes[1:]):
        if f"restriction:{mode}" in tags:
            return _unless_none(tags[f"restriction:{mode}"])
    of_type = tags.get("type", "").partition(":")[2]
    if of_type and of_type not in profile.modes:
        return None
    return _unless_none(tags.get("restriction", "none"))


def _unless_none(value: str) -> str | None:
    return None if value in _NO_RULE else value


def _holds_at_times(tags: Tags, profile: Profile) -> bool:
    keys = ["restriction:conditional", *(f"restriction:{mode}:conditional" for mode in profile.modes)]
    return any(key in tags for key in (*keys, *_OLD_HOURS))


def _rule(restriction: Restriction, meaning: str) -> Rule | None:
    """Sort the members by their roles; None if they make no rule."""
    come_from, go_to, via_ways = (
        tuple(member.id for member in restriction.members if member.kind == "w" and member.role == role)
        for role in ("from", "to", "via")
    )
    nodes = {member.id for member in restriction.members if member.kind == "n" and member.role == "via"}
    only = meaning.startswith("only_")
    one_via = (len(nodes) == 1) != bool(via_ways)
    if not (only or meaning.startswith("no_")) or not come_from or not go_to or not one_via:
        return None
    if {*come_from, *go_to} & set(via_ways):
        return None
    if (len(come_from) > 1 and meaning != "no_entry") or (len(go_to) > 1 and meaning != "no_exit"):
        return None
    via_node = None if via_ways else nodes.pop()
    return Rule(only, meaning.endswith("_u_turn"), come_from, go_to, via_node, via_ways)
