"""Limits of height, width, length and weight against the vehicle's own."""

from collections.abc import Callable, Iterator

from safepassage.network.osm.extract import Tags
from safepassage.network.osm.profiles import Profile
from safepassage.network.osm.quantities import metres, tonnes

Limits = tuple[tuple[str, Callable[[str], float | None], str], ...]
"""Keys of limits, how to read their values, and the vehicle's measure that they bound."""

NODE_LIMITS: Limits = (
    ("maxheight", metres, "height_m"),
    ("maxheight:physical", metres, "height_m"),
    ("maxwidth", metres, "width_m"),
    ("maxwidth:physical", metres, "width_m"),
    ("maxlength", metres, "length_m"),
    ("maxweight", tonnes, "weight_t"),
    ("maxweightrating", tonnes, "weight_t"),
    ("maxaxleload", tonnes, "axle_t"),
)
"""What is signed or measured at a gate, under a beam, on a bridge."""

WAY_LIMITS: Limits = (*NODE_LIMITS, ("width", metres, "width_m"))
"""On a way `width` is the road's; on a node it may be the bollard's own."""


def said_of(tags: Tags, subject: str, profile: Profile, direction: str) -> Iterator[str]:
    """Values given of a subject such as `maxspeed`, from special to general.

    Those for a kind of vehicle come before those for all, and those for a direction before those for both.
    """
    for mode in (*(f":{mode}" for mode in reversed(profile.modes[1:])), ""):
        for end in (f":{direction}", ""):
            value = tags.get(f"{subject}{mode}{end}")
            if value is not None:
                yield value


def too_large(tags: Tags, profile: Profile, limits: Limits, direction: str = "") -> bool:
    """Whether the vehicle exceeds a limit; what cannot be read limits nobody."""
    if not any(key.startswith(("max", "width")) for key in tags):
        return False
    for subject, read, measure in limits:
        value = next(said_of(tags, subject, profile, direction), None)
        limit = None if value is None else read(value)
        if limit is not None and getattr(profile, measure) > limit:
            return True
    return False
