"""Where streets come from: an OpenStreetMap extract, a GMNS folder, a TNTP network."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
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

    `nodes` is the file of nodes of a TNTP network, `unit_km` and `unit_minutes` are its units of length and time; `km`
    is the matrix of distances beside one of minutes.
    """

    option: str
    path: Path
    nodes: Path | None = None
    unit_km: float = 1.0
    unit_minutes: float = 1.0
    km: Path | None = None

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
        if self.option == "--gmns":
            return read_gmns(self.path)
        return read_tntp(self.path, self.nodes, self.unit_km * 1000, self.unit_minutes * 60)


def _digest_of(profile: Profile) -> str:
    """Give a digest of all that a profile says, the same in every process."""
    told = {each.name: getattr(profile, each.name) for each in fields(profile)}
    plain = {name: _plain(value) for name, value in told.items()}
    return sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    return sorted(value) if isinstance(value, frozenset) else value


def the_source(given: Mapping[str, Path | None], more: Source) -> Source:
    """Give the one source that was named.

    Parameters
    ----------
    given
        What was given with each option that names a source.
    more
        What was given besides, for some of them.

    Raises
    ------
    UnusableInputError
        When none or several were named, or what goes with another one.
    """
    named = [(option, path) for option, path in given.items() if path is not None]
    if len(named) != 1:
        many = "Several sources of roads are named" if named else "No source of roads is named"
        raise UnusableInputError(f"{many}: give one of {', '.join(given)}.")
    option, path = named[0]
    if option != "--tntp" and (more.nodes is not None or (more.unit_km, more.unit_minutes) != (1, 1)):
        raise UnusableInputError("--tntp-nodes, --tntp-km and --tntp-minutes go with --tntp: name the network too.")
    if option != "--matrix" and more.km is not None:
        raise UnusableInputError("--matrix-km goes with --matrix: name the matrix of minutes too.")
    _refuse_endless(option, path)
    return replace(more, option=option, path=path)


def _refuse_endless(option: str, path: Path) -> None:
    """Raise UnusableInputError for pipes and devices, from which bytes may come for ever or never."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise UnusableInputError(
            f"{option}: {path} is a pipe or a device; save what it gives in a file, and name that."
        )


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
