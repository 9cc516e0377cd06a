"""Which tags may matter to a vehicle; all others are dropped while reading, so that ways share their tags."""

from functools import cache

from safepassage.network.osm.profiles import PROFILES

ACCESS_KEYS = frozenset(mode for profile in PROFILES.values() for mode in profile.modes)
"""Keys that say who may drive."""

_LIMITS = frozenset({"maxheight", "maxwidth", "maxlength", "maxweight", "maxweightrating", "maxaxleload"})

_FIRST_WORDS = (
    ACCESS_KEYS
    | _LIMITS
    | {"highway", "area", "oneway", "junction", "busway", "lanes", "service", "maxspeed"}
    | {"surface", "smoothness", "tracktype", "width", "ford"}
    | {"construction", "abandoned", "disused", "impassable", "status"}
)
"""First words of keys: `maxspeed` stands for `maxspeed:bus:forward` too."""

_WHOLE_KEYS = frozenset({"zone:maxspeed", "source:maxspeed"})

NODE_KEYS = ("barrier", "ford", *sorted(_LIMITS), "maxheight:physical", "maxwidth:physical")
"""A node with one of these keys may stop a vehicle."""

RESTRICTION_KEYS = (
    "restriction",
    "restriction:conditional",
    *(f"restriction:{mode}{rest}" for mode in sorted(ACCESS_KEYS - {"access"}) for rest in ("", ":conditional")),
)
"""A relation with one of these keys may forbid a turn to a bus or an ambulance."""


@cache
def matters(key: str) -> bool:
    """Whether a way's tag with this key may matter to a vehicle."""
    first_word, colon, _ = key.partition(":")
    if first_word == "lanes" and not colon:
        return False
    return key in _WHOLE_KEYS or (first_word in _FIRST_WORDS and not key.endswith((":conditional", ":lanes")))
