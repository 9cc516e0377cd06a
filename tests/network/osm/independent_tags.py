"""What a driver makes of tags, told anew: how fast a way is driven in a direction, and what a node lets pass.

It shares no code with `safepassage.network.osm`; of a profile it takes the data alone.
"""

import math

from safepassage.network.osm import Profile
from safepassage.network.osm.profiles import LIMIT_SHARE, SMOOTHNESS_KMH, TOO_ROUGH

Tags = dict[str, str]

_WELCOME = ("yes", "designated", "official", "permissive", "public", "destination", "customers")
_UNWELCOME = (
    *("no", "private", "agricultural", "forestry", "delivery", "military", "permit", "residents", "restricted"),
    *("emergency", "psv", "bus", "taxi", "hgv", "hov"),
)
_AGAINST = {"yes": "backward", "true": "backward", "1": "backward", "-1": "forward", "reverse": "forward"}
_BOTH = ("no", "false", "0", "alternating")
_CUSTOMS = {"urban": 50, "rural": 90, "trunk": 110, "motorway": 130, "living_street": 7}


def own_keys(profile: Profile) -> list[str]:
    """Give the keys for the vehicle's own kind, the most special first."""
    return ["bus", "psv"] if profile.name == "bus" else ["emergency", "motorcar"]


def _let_in(tags: Tags, profile: Profile, direction: str, keys: list[str]) -> bool | None:
    """Ask the keys in order, until one says something."""
    for key in keys:
        for value in (tags.get(f"{key}:{direction}"), tags.get(key)):
            words = [] if value is None else [word.strip() for word in value.split(";")]
            if any(word in _WELCOME or word in own_keys(profile) for word in words):
                return True
            if any(word in _UNWELCOME for word in words):
                return False
    return None


def kmh(tags: Tags, profile: Profile, direction: str) -> float:
    """Speed in one direction of a way, 0 where the vehicle does not drive."""
    own = own_keys(profile)
    kind = tags["highway"]
    if kind not in profile.class_kmh or tags.get("area") == "yes":
        return 0
    if tags.get("construction") not in (None, "no", "minor", "widening") or tags.get("status") == "impassable":
        return 0
    if any(tags.get(key) == "yes" for key in ("abandoned", "disused", "impassable")):
        return 0
    if tags.get("smoothness") in TOO_ROUGH or (
        kind == "track" and tags.get("tracktype", "") not in profile.track_grades
    ):
        return 0
    if _against_one_way(tags, profile, direction) or _does_not_fit(tags, profile, direction, on_way=True):
        return 0
    welcome = _let_in(tags, profile, direction, [*own, "motor_vehicle", "vehicle", "access"])
    if kind in profile.only_if_let_in and not _let_in(tags, profile, direction, [*own, "motor_vehicle", "vehicle"]):
        return 0
    for_others = tags.get("ford", "no") != "no" or (profile.name == "bus" and tags.get("service") == "emergency_access")
    if welcome is False or (for_others and not welcome):
        return 0
    caps = [profile.class_kmh[kind], profile.top_kmh, _limit(tags, profile, direction)]
    caps += [profile.surface_kmh.get(word.strip().lower(), 999) for word in tags.get("surface", "").split(";")]
    caps += [
        profile.tracktype_kmh.get(tags.get("tracktype", ""), 999),
        SMOOTHNESS_KMH.get(tags.get("smoothness", ""), 999),
    ]
    caps += [profile.service_kmh.get(tags.get("service", ""), 999)]
    return min(caps)


def _against_one_way(tags: Tags, profile: Profile, direction: str) -> bool:
    own = own_keys(profile)
    said = [tags.get(f"oneway:{key}") for key in (*own, "motor_vehicle", "vehicle")] + [tags.get("oneway")]
    sign = next((word for word in said if word in (*_AGAINST, *_BOTH, "reversible")), None)
    if sign == "reversible":
        return True
    if sign is None and (tags["highway"] == "motorway" or tags.get("junction") in ("roundabout", "circular")):
        sign = "yes"
    if _AGAINST.get(sign or "") != direction:
        return False
    if profile.name == "bus" and any(
        tags.get(key, "").startswith("opposite") for key in ("busway", "busway:left", "busway:right", "busway:both")
    ):
        return False
    lanes = [tags.get(f"lanes:{key}:{direction}", "") for key in own]
    doors = [tags.get(f"{key}:{direction}", "") for key in own]
    return not any(word.isdigit() and int(word) for word in lanes) and not any(word in _WELCOME for word in doors)


def _said(tags: Tags, profile: Profile, subject: str, direction: str) -> str | None:
    for key in (*(f"{subject}:{own}" for own in (*own_keys(profile), "motor_vehicle", "vehicle")), subject):
        for value in (tags.get(f"{key}:{direction}"), tags.get(key)):
            if value is not None:
                return value
    return None


def _plain_number(text: str | None) -> float:
    """Take the least of the numbers, units aside, as the extracts in these tests write them; infinite if none."""
    words = [part.split()[0] for part in (text or "").split(";") if part.strip()]
    return min((float(word) for word in words if word.replace(".", "", 1).isdigit() and float(word)), default=math.inf)


def _limit(tags: Tags, profile: Profile, direction: str) -> float:
    signed = _said(tags, profile, "maxspeed", direction)
    if signed is not None:
        return _plain_number(signed) * LIMIT_SHARE
    for key in ("maxspeed:type", "zone:maxspeed", "source:maxspeed"):
        name = tags.get(key, "").lower().split(":")[-1].removeprefix("zone")
        if name in _CUSTOMS:
            return _CUSTOMS[name] * LIMIT_SHARE
        if name.isdigit() and int(name):
            return int(name) * LIMIT_SHARE
    return math.inf


def _does_not_fit(tags: Tags, profile: Profile, direction: str, *, on_way: bool) -> bool:
    measures = {
        "maxheight": profile.height_m,
        "maxheight:physical": profile.height_m,
        "maxwidth": profile.width_m,
        "maxwidth:physical": profile.width_m,
        "maxlength": profile.length_m,
        "maxweight": profile.weight_t,
        "maxweightrating": profile.weight_t,
        "maxaxleload": profile.axle_t,
    }
    if on_way:
        measures["width"] = profile.width_m
    return any(mine > _plain_number(_said(tags, profile, key, direction)) for key, mine in measures.items())


def closed(tags: Tags, profile: Profile) -> bool:
    """Whether the vehicle cannot pass a node."""
    if _does_not_fit(tags, profile, "nowhere", on_way=False):
        return True
    ford = tags.get("ford", "no") != "no"
    if "barrier" not in tags and not ford:
        return False
    welcome = _let_in(tags, profile, "nowhere", [*own_keys(profile), "motor_vehicle", "vehicle", "access"])
    if welcome is not None:
        return not welcome
    if ford or tags.get("locked") == "yes":
        return True
    if tags["barrier"] == "bollard" and tags.get("bollard") == "rising":
        return False
    return tags["barrier"] not in profile.passable_barriers
