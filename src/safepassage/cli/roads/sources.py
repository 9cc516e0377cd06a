"""Where streets come from: an OpenStreetMap extract, a GMNS folder, a TNTP network."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path

from safepassage.bootstrap import cache_folder
from safepassage.domain.errors import UnusableInputError
from safepassage.network.osm import PROFILES, Profile, read_osm
from safepassage.network.sources import read_gmns, read_tntp
from safepassage.network.streets.cache import cached_streets
from safepassage.network.streets.graph import StreetGraph
from safepassage.network.streets.hierarchy import PreparedStreets, prepare


@dataclass(frozen=True, slots=True)
class Source:
    """A source of streets as the user named it: `option` is the command's, `path` what was given with it.

    `nodes` is the file of nodes of a TNTP network.
    """

    option: str
    path: Path
    nodes: Path | None = None

    @property
    def has_map(self) -> bool:
        """Whether a basemap can be made of it, and profiles of vehicles make a difference."""
        return self.option == "--osm"

    @property
    def is_matrix(self) -> bool:
        """Whether it has times between places and no streets."""
        return self.option == "--matrix"

    def streets(self, profile: str) -> PreparedStreets:
        """Read and prepare the streets for a kind of vehicle; those of an extract are kept in the cache."""
        if self.has_map:
            kind = PROFILES[profile]
            digest = _digest_of(kind)
            return cached_streets(self.path, profile, digest, lambda: read_osm(self.path, kind), cache_folder())
        return prepare(self._graph())

    def _graph(self) -> StreetGraph:
        return read_gmns(self.path) if self.option == "--gmns" else read_tntp(self.path, self.nodes)


def _digest_of(profile: Profile) -> str:
    """Give a digest of all that a profile says, the same in every process."""
    told = {each.name: getattr(profile, each.name) for each in fields(profile)}
    plain = {name: _plain(value) for name, value in told.items()}
    return sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    return sorted(value) if isinstance(value, frozenset) else value


def the_source(
    osm: Path | None, gmns: Path | None, tntp: Path | None, nodes: Path | None, matrix: Path | None
) -> Source:
    """Give the one source that was named.

    Raises
    ------
    UnusableInputError
        When none or several were, or nodes without their network.
    """
    given = {"--osm": osm, "--gmns": gmns, "--tntp": tntp, "--matrix": matrix}
    named = [Source(option, path, nodes) for option, path in given.items() if path is not None]
    if len(named) != 1:
        many = "Several sources of roads are named" if named else "No source of roads is named"
        raise UnusableInputError(f"{many}: give one of {', '.join(given)}.")
    if nodes is not None and tntp is None:
        raise UnusableInputError("--tntp-nodes goes with --tntp: name the network too.")
    return named[0]


def check_profile(name: str) -> str:
    """Give the name of a profile back.

    Raises
    ------
    UnusableInputError
        When there is none of that name.
    """
    if name not in PROFILES:
        raise UnusableInputError(f"There is no profile {name!r}: choose one of {', '.join(PROFILES)}.")
    return name
