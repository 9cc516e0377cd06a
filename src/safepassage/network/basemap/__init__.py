"""The basemap: vector tiles of an OpenStreetMap extract in one file, and a style of our own to draw them with."""

from safepassage.network.basemap.archive import Basemap
from safepassage.network.basemap.layers import ATTRIBUTION, LAYERS, MAX_ZOOM, MIN_ZOOM
from safepassage.network.basemap.making import BasemapFacts, make_basemap
from safepassage.network.basemap.styling import style

__all__ = ["ATTRIBUTION", "LAYERS", "MAX_ZOOM", "MIN_ZOOM", "Basemap", "BasemapFacts", "make_basemap", "style"]
