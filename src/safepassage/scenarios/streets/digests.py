"""Digests by which one can tell whether files were changed after something was made from them."""

import json
from collections.abc import Mapping
from hashlib import sha256

from safepassage.domain.scenario import Scenario
from safepassage.domain.streets import Routes

POSITIONS_FILE = "places.csv"
"""The file under whose name the digest of all positions stands."""


def digest(data: bytes) -> str:
    """Give the SHA-256 digest of bytes, in hexadecimal."""
    return sha256(data).hexdigest()


def routes_fit(routes: Routes, links: bytes) -> bool:
    """Whether these are the bytes of the `links.csv` that was written with the routes."""
    return routes.links_digest == digest(links)


def positions_digest(scenario: Scenario) -> str:
    """Give a digest of what routes depend on in the scenario itself: where its places lie, and which are crossings."""
    crossings = scenario.agreement.crossing_places
    places = (json.dumps([place.id, place.lat, place.lon, place.id in crossings]) for place in scenario.places)
    return digest("\n".join(sorted(places)).encode())


def made_from(scenario: Scenario, files: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Give the digests that routes keep of what they are made from; `files` are those of the street files there."""
    return tuple(sorted({**files, POSITIONS_FILE: positions_digest(scenario)}.items()))
