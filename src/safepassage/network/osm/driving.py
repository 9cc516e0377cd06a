"""How fast a vehicle drives on a way in each direction, and which nodes stop it, by their tags."""

from safepassage.network.osm.access import directions, may_drive
from safepassage.network.osm.extract import Tags
from safepassage.network.osm.limits import NODE_LIMITS, WAY_LIMITS, said_of, too_large
from safepassage.network.osm.profiles import LIMIT_SHARE, SMOOTHNESS_KMH, TOO_ROUGH, Profile
from safepassage.network.osm.quantities import kmh

_BUILDING_THAT_LETS_PASS = frozenset({"", "no", "widening", "minor"})
"""Values of `construction` on a road that is open (OSRM 6, `car.lua`, `construction_whitelist`)."""


def speeds(tags: Tags, profile: Profile) -> tuple[float, float]:
    """Speed in km/h along a way's line and against it; 0 where the vehicle may not or cannot drive."""
    if tags.get("highway") not in profile.class_kmh or _out_of_use(tags) or _too_rough(tags, profile):
        return 0.0, 0.0
    along, against = directions(tags, profile)
    return (
        _speed(tags, profile, "forward") if along and _open(tags, profile, "forward") else 0.0,
        _speed(tags, profile, "backward") if against and _open(tags, profile, "backward") else 0.0,
    )


def stops(tags: Tags, profile: Profile) -> bool:
    """Whether what stands on a node stops the vehicle: a barrier, a ford, or a limit.

    A tag that lets the vehicle in opens any barrier, and one that keeps it out closes any. Without, gates are open
    unless locked, bollards that sink are open, and barriers that nobody has heard of are closed.
    """
    if too_large(tags, profile, NODE_LIMITS):
        return True
    barrier, ford = tags.get("barrier"), _is_ford(tags)
    if barrier is None and not ford:
        return False
    let_in = may_drive(tags, profile, "")
    if let_in is not None:
        return not let_in
    sinks = barrier == "bollard" and tags.get("bollard") == "rising"
    return ford or tags.get("locked") == "yes" or (barrier not in profile.passable_barriers and not sinks)


def _out_of_use(tags: Tags) -> bool:
    """Whether nobody drives here: areas, roads being built, given up, or impassable."""
    return (
        tags.get("area") == "yes"
        or tags.get("construction", "") not in _BUILDING_THAT_LETS_PASS
        or "yes" in {tags.get("abandoned"), tags.get("disused"), tags.get("impassable")}
        or tags.get("status") == "impassable"
    )


def _too_rough(tags: Tags, profile: Profile) -> bool:
    a_track = tags.get("highway") == "track"
    return tags.get("smoothness") in TOO_ROUGH or (a_track and tags.get("tracktype", "") not in profile.track_grades)


def _open(tags: Tags, profile: Profile, direction: str) -> bool:
    """Whether the vehicle may drive in this direction, one-way signs aside, and fits."""
    if too_large(tags, profile, WAY_LIMITS, direction):
        return False
    let_in = may_drive(tags, profile, direction)
    if let_in is False:
        return False
    if tags.get("highway") in profile.only_if_let_in:
        return may_drive(tags, profile, direction, beyond_general=True) is True
    for_rescue = tags.get("service") == "emergency_access" and "emergency" not in profile.own_modes
    return let_in is True or not (_is_ford(tags) or for_rescue)


def _is_ford(tags: Tags) -> bool:
    return tags.get("ford", "no") != "no"


def _speed(tags: Tags, profile: Profile, direction: str) -> float:
    """Take the least of the speeds that class, condition and limit of the road allow."""
    allowed = [
        profile.top_kmh,
        profile.class_kmh[tags["highway"]],
        *(profile.surface_kmh.get(surface.strip().lower()) for surface in tags.get("surface", "").split(";")),
        profile.tracktype_kmh.get(tags.get("tracktype", "")),
        profile.service_kmh.get(tags.get("service", "")),
        SMOOTHNESS_KMH.get(tags.get("smoothness", "")),
        _limit_kmh(tags, profile, direction),
    ]
    return float(min(speed for speed in allowed if speed is not None))


def _limit_kmh(tags: Tags, profile: Profile, direction: str) -> float | None:
    """Say what is driven on average under the speed limit that is signed, or else under the customary one."""
    signed = next(said_of(tags, "maxspeed", profile, direction), None)
    if signed is not None:
        limit = kmh(signed)
        return None if limit is None else limit * LIMIT_SHARE
    customary = (kmh(tags.get(key, "")) for key in ("maxspeed:type", "zone:maxspeed", "source:maxspeed"))
    return next((limit * LIMIT_SHARE for limit in customary if limit is not None), None)
