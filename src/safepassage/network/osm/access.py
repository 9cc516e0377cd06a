"""Who may drive where, by OpenStreetMap's access tags: a special tag wins over a general one.

A bus obeys `access`, then `vehicle`, `motor_vehicle`, `psv` and `bus`: the last of them that says anything. Each may
hold in one direction alone, as in `bus:backward=no`.
"""

from safepassage.network.osm.extract import Tags
from safepassage.network.osm.profiles import Profile

LETS_IN = frozenset({"yes", "designated", "official", "permissive", "public", "destination", "customers"})
"""`destination` and `customers` let in whoever has business there, as an evacuation has."""

KEEPS_OUT = frozenset(
    {"no", "private", "agricultural", "forestry", "delivery", "military", "permit", "residents", "restricted"}
    | {"emergency", "psv", "bus", "taxi", "hgv", "hov"}
)
"""OSRM 6, `car.lua`, `access_tag_blacklist`, and values that name others than the vehicle."""


def may_drive(tags: Tags, profile: Profile, direction: str, *, beyond_general: bool = False) -> bool | None:
    """Whether the tags let the vehicle in; None where they say nothing.

    `direction` is `"forward"`, `"backward"`, or empty for what has no direction. `beyond_general` leaves out `access`,
    which is also said of people on foot.
    """
    for mode in reversed(profile.modes[1:] if beyond_general else profile.modes):
        for key in (f"{mode}:{direction}", mode):
            verdict = _verdict(tags.get(key, ""), profile)
            if verdict is not None:
                return verdict
    return None


def _verdict(value: str, profile: Profile) -> bool | None:
    """Whether a value lets the vehicle in: `access=psv` does so for a bus, `access=emergency` for an ambulance."""
    values = {part.strip() for part in value.split(";")}
    if values & LETS_IN or values & set(profile.own_modes):
        return True
    return False if values & KEEPS_OUT else None


def directions(tags: Tags, profile: Profile) -> tuple[bool, bool]:
    """Whether the vehicle may drive along the way's line, and against it, by the signs for one-way streets.

    Motorways and roundabouts are one-way unless they say otherwise; streets whose direction changes with the hour are
    closed in both.
    """
    meaning = _one_way(tags, profile)
    if meaning == "reversible":
        return False, False
    forward = meaning != "against" or _lane_against(tags, profile, "forward")
    backward = meaning != "along" or _lane_against(tags, profile, "backward")
    return forward, backward


_ONE_WAY = {
    "yes": "along",
    "true": "along",
    "1": "along",
    "-1": "against",
    "reverse": "against",
    "no": "both",
    "false": "both",
    "0": "both",
    "alternating": "both",
    "reversible": "reversible",
}


def _one_way(tags: Tags, profile: Profile) -> str:
    for key in (*(f"oneway:{mode}" for mode in reversed(profile.modes[1:])), "oneway"):
        meaning = _ONE_WAY.get(tags.get(key, ""))
        if meaning:
            return meaning
    implied = tags.get("junction") in {"roundabout", "circular"} or tags.get("highway") == "motorway"
    return "along" if implied else "both"


def _lane_against(tags: Tags, profile: Profile, direction: str) -> bool:
    """Whether the vehicle has a lane of its own in this direction, against the others."""
    if "bus" in profile.own_modes:
        sides = (tags.get(f"busway{side}", "") for side in ("", ":left", ":right", ":both"))
        if any(side.startswith("opposite") for side in sides):
            return True
    own = profile.own_modes
    return any(
        tags.get(f"lanes:{mode}:{direction}", "0").strip("0").isdigit() or tags.get(f"{mode}:{direction}") in LETS_IN
        for mode in own
    )
