"""Kinds of vehicles: where they may drive, how fast, and how large they are. Sources stand beside the figures.

Speeds are those of openrouteservice, an open routing engine: its files `speed_limits/heavyvehicle.json` (buses) and
`speed_limits/car.json` (ambulances) of version 9, as read in December 2026. Its figures for emergency vehicles, up to
120 km/h on country roads, are not used: ambulances of an evacuation drive in convoy, with patients who must not be
shaken.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

GENERAL_MODES = ("access", "vehicle", "motor_vehicle")
"""Keys of access tags that every motor vehicle obeys, from general to special (OpenStreetMap wiki, Key:access)."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A kind of vehicle.

    Attributes
    ----------
    name
        What people call it.
    own_modes
        Keys of OpenStreetMap's access tags for vehicles of its kind, from general to special.
    class_kmh
        Speed by road class (`highway`), where nothing says otherwise. Other classes are not driven on.
    only_if_let_in
        Those of the classes that it uses only where a tag of its own modes lets it in.
    surface_kmh, tracktype_kmh, service_kmh
        No faster than this by surface, by grade of a track, and by kind of service road.
    track_grades
        Grades of tracks that it may use; `""` for tracks without a grade.
    passable_barriers
        Values of `barrier` that do not stop it.
    height_m, width_m, length_m, weight_t, axle_t
        Of the loaded vehicle, in metres and tonnes; it fits under, through or on a limit that is not smaller.
    top_kmh
        It never drives faster.
    """

    name: str
    own_modes: tuple[str, ...]
    class_kmh: Mapping[str, float]
    only_if_let_in: frozenset[str]
    surface_kmh: Mapping[str, float]
    tracktype_kmh: Mapping[str, float]
    service_kmh: Mapping[str, float]
    track_grades: frozenset[str]
    passable_barriers: frozenset[str]
    height_m: float
    width_m: float
    length_m: float
    weight_t: float
    axle_t: float
    top_kmh: float

    @property
    def modes(self) -> tuple[str, ...]:
        """All keys of access tags that it obeys, from general to special; a special one wins."""
        return GENERAL_MODES + self.own_modes


_HEAVY_KMH = {
    "motorway": 85,
    "motorway_link": 50,
    "trunk": 80,
    "trunk_link": 50,
    "primary": 60,
    "primary_link": 50,
    "secondary": 60,
    "secondary_link": 50,
    "tertiary": 50,
    "tertiary_link": 40,
    "unclassified": 30,
    "residential": 30,
    "living_street": 10,
    "service": 20,
    "road": 20,
    "track": 15,
}
"""openrouteservice 9, `heavyvehicle.json`; there `motorroad` has a figure too, which no value of `highway` has."""

_LIGHT_KMH = _HEAVY_KMH | {"motorway": 100, "motorway_link": 60, "trunk": 85, "trunk_link": 60, "primary": 65}
"""openrouteservice 9, `car.json`."""

_LET_IN_KMH = {"busway": 30, "pedestrian": 10}
"""Assumed: a busway as a residential street, a pedestrian street at OSRM's `default_speed` (`car.lua`, version 6)."""

_HEAVY_SURFACE_KMH = {
    "cement": 60,
    "compacted": 60,
    "fine_gravel": 50,
    "paving_stones": 40,
    "metal": 40,
    "bricks": 40,
    "grass": 30,
    "wood": 30,
    "sett": 30,
    "grass_paver": 30,
    "gravel": 30,
    "unpaved": 30,
    "ground": 30,
    "dirt": 30,
    "pebblestone": 30,
    "tartan": 30,
    "cobblestone": 20,
    "clay": 20,
    "earth": 15,
    "stone": 15,
    "rocky": 15,
    "sand": 15,
    "mud": 10,
}
"""openrouteservice 9, `heavyvehicle.json`; surfaces that are not here (asphalt, concrete, paved) slow nobody."""

_LIGHT_SURFACE_KMH = _HEAVY_SURFACE_KMH | {"cement": 80, "compacted": 80, "fine_gravel": 60}
"""openrouteservice 9, `car.json`."""

_TRACKTYPE_KMH = {"grade1": 40, "grade2": 30, "grade3": 20, "grade4": 15, "grade5": 10}
"""openrouteservice 9, `heavyvehicle.json` and `car.json` alike."""

_SERVICE_KMH = {"alley": 10, "parking_aisle": 10, "driveway": 10, "drive-through": 10}
"""Half the speed of a service road, as OSRM halves them (`service_penalties` in `car.lua`, version 6)."""

SMOOTHNESS_KMH: Mapping[str, float] = MappingProxyType({"intermediate": 80, "bad": 40, "very_bad": 20})
"""No faster than this by `smoothness`: OSRM 6, `car.lua`."""

TOO_ROUGH = frozenset({"horrible", "very_horrible", "impassable"})
"""Values of `smoothness` that keep vehicles out: from `horrible` on OpenStreetMap's wiki asks for off-road vehicles."""

LIMIT_SHARE = 0.9
"""Share of a speed limit that is driven on average (openrouteservice 9, travel speeds; GraphHopper 8 alike)."""

_BARRIERS = frozenset(
    {"border_control", "cattle_grid", "checkpoint", "entrance", "gate", "height_restrictor", "kerb", "lift_gate", "no"}
    | {"sally_port", "sliding_gate", "swing_gate", "toll_booth"}
)
"""OSRM 6, `car.lua`, `barrier_whitelist`; kinds of gates, checkpoints and kerbs besides are assumed to be passable."""

BUS = Profile(
    name="bus",
    own_modes=("psv", "bus"),
    class_kmh=MappingProxyType(_HEAVY_KMH | _LET_IN_KMH),
    only_if_let_in=frozenset({"pedestrian"}),
    surface_kmh=MappingProxyType(_HEAVY_SURFACE_KMH),
    tracktype_kmh=MappingProxyType(_TRACKTYPE_KMH),
    service_kmh=MappingProxyType(_SERVICE_KMH),
    track_grades=frozenset({"grade1"}),
    passable_barriers=_BARRIERS | {"bus_trap", "sump_buster"},
    height_m=4.0,
    width_m=2.55,
    length_m=13.5,
    weight_t=19.5,
    axle_t=11.5,
    top_kmh=100,
)
"""A bus with two axles, as large and heavy as Directive 96/53/EC, annex I, lets it be (as amended by 2015/719): the
longest and heaviest that may come.

Tracks: grade 1 alone, as openrouteservice 9 has it for heavy vehicles. `top_kmh`: the speed limiter of Directive
92/6/EEC as amended by 2002/85/EC. Barriers: those that stop cars and are made to let buses pass.
"""

AMBULANCE = Profile(
    name="ambulance",
    own_modes=("motorcar", "emergency"),
    class_kmh=MappingProxyType(_LIGHT_KMH | _LET_IN_KMH),
    only_if_let_in=frozenset({"busway", "pedestrian"}),
    surface_kmh=MappingProxyType(_LIGHT_SURFACE_KMH),
    tracktype_kmh=MappingProxyType(_TRACKTYPE_KMH),
    service_kmh=MappingProxyType(_SERVICE_KMH),
    track_grades=frozenset({"grade1", "grade2", "grade3", ""}),
    passable_barriers=_BARRIERS,
    height_m=3.0,
    width_m=2.2,
    length_m=6.5,
    weight_t=5.0,
    axle_t=3.5,
    top_kmh=100,
)
"""A large ambulance on the frame of a van of 5 tonnes, such as those that the Bavarian Red Cross took over in 2017.

Its other measures are assumed, rounded up from ambulances of types B and C of EN 1789, and so is `top_kmh`. Tracks:
those for which GraphHopper 8 has speeds of cars, up to grade 3 or without a grade.
"""

PROFILES: Mapping[str, Profile] = MappingProxyType({"bus": BUS, "ambulance": AMBULANCE})
"""By the name that people give on the command line."""

ROAD_CLASSES = tuple(sorted({road_class for profile in PROFILES.values() for road_class in profile.class_kmh}))
"""Values of `highway` that some vehicle drives on."""
