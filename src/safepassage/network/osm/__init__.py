"""OpenStreetMap extracts: what a bus or an ambulance may drive on, as a graph of streets."""

from safepassage.network.osm.extract import Extract
from safepassage.network.osm.profiles import AMBULANCE, BUS, PROFILES, Profile
from safepassage.network.osm.reading import read_extract
from safepassage.network.osm.streets import ATTRIBUTION, OsmStreets, Tally, build, read_osm, street_graph, street_graphs

__all__ = [
    "AMBULANCE",
    "ATTRIBUTION",
    "BUS",
    "PROFILES",
    "Extract",
    "OsmStreets",
    "Profile",
    "Tally",
    "build",
    "read_extract",
    "read_osm",
    "street_graph",
    "street_graphs",
]
