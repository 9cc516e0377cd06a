"""Roads: the graph, and fastest ways that respect crossings."""

from safepassage.network.roads import RoadNetwork, Way, WaysFrom

__all__ = ["RoadNetwork", "Way", "WaysFrom"]
