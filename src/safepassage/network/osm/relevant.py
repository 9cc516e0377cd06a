"""Which tags may matter to a vehicle; all others are dropped while reading, so that ways share their tags."""

ACCESS_KEYS = frozenset({"access", "vehicle", "motor_vehicle", "motorcar", "psv", "bus", "emergency"})
"""Keys that say who may drive, from general to special."""

_LIMITS = frozenset({"maxheight", "maxwidth", "maxlength", "maxweight", "maxweightrating", "maxaxleload"})

_WAY_KEYS = (
    ACCESS_KEYS
    | _LIMITS
    | {"highway", "area", "oneway", "junction", "busway", "lanes", "service", "maxspeed", "zone", "source"}
    | {"surface", "smoothness", "tracktype", "width", "ford"}
    | {"construction", "abandoned", "disused", "impassable", "status"}
)
"""First words of keys: `maxspeed` stands for `maxspeed:bus:forward` too."""

NODE_KEYS = ("barrier", "ford", *sorted(_LIMITS))
"""A node with one of these keys may stop a vehicle."""

RESTRICTION_KEYS = (
    "restriction",
    "restriction:conditional",
    *(f"restriction:{mode}{rest}" for mode in sorted(ACCESS_KEYS - {"access"}) for rest in ("", ":conditional")),
)
"""A relation with one of these keys may forbid a turn to a bus or an ambulance."""


def matters(key: str) -> bool:
    """Whether a way's tag with this key may matter to a vehicle."""
    return key.partition(":")[0] in _WAY_KEYS and not key.endswith(":conditional")
