"""Coarsening: what is rare is told together with what is not, so that no row of an output is one family.

A family of nine, or the one person on a stretcher at a place, is known to every neighbour. So sizes of groups from a
threshold on are one band, and bands are merged until each has at least `LEAST` persons (k-anonymity: L. Sweeney, 2002).
Statistical offices ask for 3 to 10 in each cell (A. Hundepool and others, Statistical Disclosure Control, 2012, chapter
5); OCHA asks for such control before data of a humanitarian operation are shared, and leaves the threshold to the
context (Centre for Humanitarian Data, Guidance Note 1, 2019). The 5 is a choice of ours.

Two outputs of different moments can be subtracted from each other. Nothing here keeps that from showing who came in
between: publish seldom, and the same tables.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from types import MappingProxyType

LEAST = 5
"""Persons in every cell of an output, at least."""
LARGEST_SIZE = 6
"""Groups of more persons are told together."""

Cell = tuple[str, ...]
"""One value of each attribute."""
Step = Callable[[str], str]
"""Gives the band that a value belongs to."""
Ladder = tuple[Step, ...]
"""Bands of an attribute from the finest to the coarsest."""


def size_band(size: int, largest: int = LARGEST_SIZE) -> str:
    """Give the size of a group as it may be told: itself up to `largest`, and "7 or more" beyond."""
    return str(size) if size <= largest else f"{largest + 1} or more"


def bands(**members: str) -> Step:
    """Give a step that tells values together, given as `band="value value"`; a value in no band stays itself."""
    band_of = {value: band for band, values in members.items() for value in values.split()}
    return lambda value: band_of.get(value, value)


def any_value(_: str) -> str:
    """Give the one band of all values."""
    return "any"


def itself(value: str) -> str:
    """Give the value as it is."""
    return value


SIZES: Ladder = (
    lambda value: size_band(int(value)),
    lambda value: "1 to 3" if int(value) <= 3 else "4 or more",
    any_value,
)
"""Sizes of groups, given as digits."""
AGES: Ladder = (itself, bands(child="infant child", adult="adult older"), any_value)
NEEDS: Ladder = (itself, bands(some="assistance medical escort"), any_value)
SEATS: Ladder = (itself, bands(other="wheelchair stretcher"), any_value)


@dataclass(frozen=True, slots=True)
class Coarsened:
    """Persons by cell, each at least the threshold, and how far up its ladder each attribute was taken.

    There are no cells where all persons together are fewer than the threshold, or there is nobody.
    """

    levels: tuple[int, ...]
    cells: Mapping[Cell, int]


def coarsened(counts: Mapping[Cell, int], ladders: Sequence[Ladder], least: int = LEAST) -> Coarsened:
    """Give persons by cell, merged as little as can be so that every cell has `least`.

    `counts` are persons by cell, with a value for each ladder, in this order. Of several ways that take the same number
    of steps, the one with more cells is taken, and then the one that merges later attributes first.
    """
    fitting = ((levels, _merged(counts, ladders, levels)) for levels in _levels(ladders))
    sound = [(levels, cells) for levels, cells in fitting if all(number >= least for number in cells.values())]
    if not sound:
        return Coarsened(tuple(len(ladder) - 1 for ladder in ladders), MappingProxyType({}))
    levels, cells = min(sound, key=lambda way: (sum(way[0]), -len(way[1]), way[0]))
    return Coarsened(levels, MappingProxyType(cells))


def _levels(ladders: Sequence[Ladder]) -> Iterator[tuple[int, ...]]:
    return product(*(range(len(ladder)) for ladder in ladders))


def _merged(counts: Mapping[Cell, int], ladders: Sequence[Ladder], levels: tuple[int, ...]) -> dict[Cell, int]:
    cells: dict[Cell, int] = {}
    for cell, number in counts.items():
        if number:
            bands_of = zip(ladders, levels, cell, strict=True)
            merged = tuple(ladder[level](value) for ladder, level, value in bands_of)
            cells[merged] = cells.get(merged, 0) + number
    return dict(sorted(cells.items()))
