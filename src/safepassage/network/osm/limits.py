"""Limits of height, width, length and weight against the vehicle's own."""

from collections.abc import Callable, Iterator

from safepassage.network.osm.extract import Tags
from safepassage.network.osm.profiles import Profile
from safepassage.network.osm.quantities import metres, tonnes

LIMITS: tuple[tuple[str, Callable[[str], float | None], str], ...] = (
    ("maxheight", metres, "height_m"),
    ("maxheight:physical", metres, "height_m"),
    ("maxwidth", metres, "width_m"),
    ("maxwidth:physical", metres, "width_m"),
    ("width", metres, "width_m"),
    ("maxlength", metres, "length_m"),
    ("maxweight", tonnes, "weight_t"),
    ("maxweightrating", tonnes, "weight_t"),
    ("maxaxleload", tonnes, "axle_t"),
)
"""Keys of limits, how to read them, and the vehicle's measure that they bound."""


def said_of(tags: Tags, subject: str, profile: Profile, direction: str) -> Iterator[str]:
    """Values given of a subject such as `maxspeed`, from special to general.

    Those for a kind of vehicle come before those for all, and those for a direction before those for both.
    """
    for mode in (*(f":{mode}" for mode in reversed(profile.modes[1:])), ""):
        for end in (f":{direction}", ""):
            value = tags.get(f"{subject}{mode}{end}")
            if value is not None:
                yield value


def too_large(tags: Tags, profile: Profile, direction: str) -> bool:
    """Whether the vehicle exceeds a limit; what cannot be read limits nobody."""
    for key, read, measure in LIMITS:
        value = next(said_of(tags, key, profile, direction), None)
        limit = None if value is None else read(value)
        if limit is not None and getattr(profile, measure) > limit:
            return True
    return False
