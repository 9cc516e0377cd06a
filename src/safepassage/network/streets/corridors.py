"""Corridors: a few truly different ways between two spots, so that a safer way can be chosen over a faster one.

The method stands in docs/reference/corridors.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from safepassage.network.streets.corridors_candidates import candidates, mixes
from safepassage.network.streets.corridors_search import SpottedStreets
from safepassage.network.streets.driven_lines import way_km
from safepassage.network.streets.graph import Flags, Ints, StreetGraph
from safepassage.network.streets.hierarchy import PreparedStreets
from safepassage.network.streets.risk import RiskMap
from safepassage.network.streets.router import Driven, Spot

_SAFER = Fraction(9, 10)
"""A way counts as safer when its risk is at most this share of another's."""

_ROUNDS_EACH = 2
"""Rounds of penalties for each way asked for."""


@dataclass(frozen=True, eq=False, slots=True)
class Corridor:
    """One of several ways between two spots.

    Attributes
    ----------
    way
        Its parts of arcs.
    drive_ms, km
        Time in ms, and length.
    risk
        As the risk sources say, 0 without any.
    overlap
        The share of its time on streets of the ways before it, in either direction; 0 for the first.
    fastest, safest
        Whether it is; of equally safe ways the fastest counts.
    worthwhile
        Whether no other of the ways is as fast and as safe, and better in one of the two: it is Pareto-optimal.
    """

    way: Driven
    drive_ms: int
    km: float
    risk: Fraction
    overlap: float
    fastest: bool
    safest: bool
    worthwhile: bool


@dataclass(frozen=True, eq=False, slots=True)
class _Candidate:
    """A way with its time and risk, and the pieces that it drives on, each once."""

    way: Driven
    pieces: Ints
    ms: int
    risk: Fraction

    def safer_than(self, others: Sequence["_Candidate"]) -> bool:
        """Tell whether its risk is clearly less than that of each of the others."""
        return all(self.risk <= _SAFER * other.risk and self.risk < other.risk for other in others)


@dataclass(frozen=True, slots=True)
class Limits:
    """What ways are asked for.

    Attributes
    ----------
    k
        How many at most.
    most_overlap
        The share of a way's time that may be spent on streets of the ways before it, 0 to 1.
    most_stretch, safer_stretch
        How many times the fastest way's time a way may take, and one that is safer than all before it.
    """

    k: int = 3
    most_overlap: float = 0.5
    most_stretch: float = 1.75
    safer_stretch: float = 3.0


def corridors(
    streets: PreparedStreets,
    arc_ms: Ints,
    origin: Spot,
    destination: Spot,
    risks: RiskMap | None = None,
    limits: Limits | None = None,
    connector_ms: Ints | None = None,
) -> tuple[Corridor, ...]:
    """Give a few truly different ways from a spot to a spot.

    The first is the fastest. The second is the safest within `safer_stretch`, however much the two overlap, if its risk
    is at most nine tenths. Others follow as long as there are any within the limits, quick and different ones first.

    Parameters
    ----------
    streets
        The prepared streets.
    arc_ms
        Time of each street arc in ms, `NEVER` or more where nobody may drive, shape `(num_arcs,)`.
    origin, destination
        Where the ways begin and end.
    risks
        Where harm is to be expected; None for nowhere.
    limits
        What ways are asked for; None for the usual ones.
    connector_ms
        Times of the connectors of a `Router` for these two spots; None is their share of their arcs.

    Returns
    -------
        Nothing where no way leads.
    """
    limits = limits or Limits()
    spotted = SpottedStreets(streets, (origin, destination), arc_ms, connector_ms)
    pool = _pool(spotted, risks, limits)
    if not pool:
        return ()
    chosen = _chosen(spotted, pool, limits)
    return _described(spotted, chosen)


def _pool(streets: SpottedStreets, risks: RiskMap | None, limits: Limits) -> list[_Candidate]:
    """Give the ways to choose from, the fastest first; no other one turns back in the middle of a street."""
    graph = streets.streets.graph
    risk = streets.spread(np.zeros(graph.num_arcs) if risks is None else risks.arc_shares())
    found: dict[bytes, _Candidate] = {}
    for mix in mixes(streets, risk, limits.safer_stretch):
        weights = streets.ms + mix.worth_ms * risk
        for path in candidates(streets, weights, mix.path, _ROUNDS_EACH * limits.k):
            if path.tobytes() not in found:
                found[path.tobytes()] = _candidate(streets, path, risks)
    if not found:
        return []
    fastest, *others = found.values()
    return [fastest, *(other for other in others if not _turns_back(graph, other.way))]


def _turns_back(graph: StreetGraph, way: Driven) -> bool:
    """Tell whether a way drives a street and then the same street in the other direction."""
    again = graph.piece[way.arcs[1:]] == graph.piece[way.arcs[:-1]]
    return bool(np.any(again & (way.arcs[1:] != way.arcs[:-1])))


def _candidate(streets: SpottedStreets, path: Ints, risks: RiskMap | None) -> _Candidate:
    way = streets.way(path)
    pieces = np.unique(streets.streets.graph.piece[way.arcs])
    return _Candidate(way, pieces, way.total_ms, Fraction() if risks is None else risks.of_way(way))


def _chosen(streets: SpottedStreets, pool: Sequence[_Candidate], limits: Limits) -> list[_Candidate]:
    """Choose from the pool, in the order of choice."""
    fastest = pool[0]
    chosen = [fastest]
    safe_enough = [other for other in pool if other.ms <= limits.safer_stretch * fastest.ms]
    safest = min(safe_enough, key=lambda other: (other.risk, other.ms), default=fastest)
    if safest.safer_than(chosen):
        chosen.append(safest)
    while len(chosen) < limits.k:
        shares = {id(other): _overlap(streets, other, chosen) for other in pool}
        fits = [other for other in pool if other not in chosen and _fits(other, shares[id(other)], chosen, limits)]
        if not fits:
            break
        chosen.append(min(fits, key=lambda other: (_is_beaten(other, chosen), other.ms * (2 + shares[id(other)]))))
    return chosen[: limits.k]


def _fits(candidate: _Candidate, overlap: float, chosen: Sequence[_Candidate], limits: Limits) -> bool:
    stretch = limits.safer_stretch if candidate.safer_than(chosen) else limits.most_stretch
    return overlap <= limits.most_overlap and candidate.ms <= stretch * chosen[0].ms


def _overlap(streets: SpottedStreets, candidate: _Candidate, others: Sequence[_Candidate]) -> float:
    """Give the share of a way's time on pieces that others drive on."""
    shared: Flags = np.isin(
        streets.streets.graph.piece[candidate.way.arcs], np.concatenate([other.pieces for other in others])
    )
    return float(candidate.way.ms[shared].sum() / max(1, candidate.ms))


def _described(streets: SpottedStreets, chosen: Sequence[_Candidate]) -> tuple[Corridor, ...]:
    fastest = min(chosen, key=lambda way: (way.ms, way.risk))
    safest = min(chosen, key=lambda way: (way.risk, way.ms))
    graph = streets.streets.graph
    return tuple(
        Corridor(
            way=each.way,
            drive_ms=each.ms,
            km=way_km(graph, each.way),
            risk=each.risk,
            overlap=_overlap(streets, each, chosen[:i]) if i else 0.0,
            fastest=each is fastest,
            safest=each is safest,
            worthwhile=not _is_beaten(each, chosen),
        )
        for i, each in enumerate(chosen)
    )


def _is_beaten(candidate: _Candidate, by: Sequence[_Candidate]) -> bool:
    """Tell whether one of some ways is as fast and as safe, and better in one of the two."""
    mine = (candidate.ms, candidate.risk)
    return any(other.ms <= mine[0] and other.risk <= mine[1] and (other.ms, other.risk) != mine for other in by)
