"""What a change of the streets does to the links between places: which get longer, which are gone, who is cut off."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from safepassage.network.streets.graph import Flags, Ints
from safepassage.network.streets.router import UNREACHED


@dataclass(frozen=True, slots=True)
class Changed:
    """A link that takes another time: numbers of its spots, and milliseconds before and after."""

    source: int
    target: int
    before_ms: int
    after_ms: int


@dataclass(frozen=True, slots=True)
class Differences:
    """What changed between two matrices of links.

    `longer` and `shorter` are sorted by the change, largest first. `gone` are the links that are no more, and `gained`
    those that were not before, as numbers of spots. `cut_off` are spots that were connected with most others, there and
    back, and are not any more.
    """

    longer: tuple[Changed, ...]
    shorter: tuple[Changed, ...]
    gone: tuple[tuple[int, int], ...]
    gained: tuple[tuple[int, int], ...]
    cut_off: tuple[int, ...]

    @property
    def any(self) -> bool:
        """Whether anything changed."""
        return bool(self.longer or self.shorter or self.gone or self.gained)


def differences(before: Ints, after: Ints) -> Differences:
    """Compare two matrices of milliseconds, UNREACHED where there is no link, both of shape `(n, n)`."""
    both = (before != UNREACHED) & (after != UNREACHED)
    return Differences(
        _changed(before, after, both & (after > before)),
        _changed(before, after, both & (after < before)),
        _pairs((before != UNREACHED) & (after == UNREACHED)),
        _pairs((before == UNREACHED) & (after != UNREACHED)),
        cut_off(before, after),
    )


def _changed(before: Ints, after: Ints, which: Flags) -> tuple[Changed, ...]:
    links = [Changed(i, j, int(before[i, j]), int(after[i, j])) for i, j in _pairs(which)]
    return tuple(sorted(links, key=lambda link: -abs(link.after_ms - link.before_ms)))


def _pairs(which: Flags) -> tuple[tuple[int, int], ...]:
    return tuple((int(i), int(j)) for i, j in np.argwhere(which))


def cut_off(before: Ints, after: Ints) -> tuple[int, ...]:
    """Give the spots that belonged to the largest connected group before, and are not in its largest part after."""
    main = _largest(groups(before))
    parts = [[spot for spot in group if spot in main] for group in groups(after)]
    rest = _largest(parts)
    return tuple(spot for spot in sorted(main) if spot not in rest)


def groups(matrix: Ints) -> list[list[int]]:
    """Give the groups of spots that reach each other over links, in the order of their first spot."""
    mutual = reached(matrix)
    mutual &= mutual.T
    found: list[list[int]] = []
    seen: set[int] = set()
    for spot in range(len(matrix)):
        if spot not in seen:
            group = [int(other) for other in np.flatnonzero(mutual[spot])]
            seen.update(group)
            found.append(group)
    return found


def reached(matrix: Ints) -> Flags:
    """Tell which spots each spot reaches over any number of links, itself included; shape `(n, n)`."""
    reach = matrix != UNREACHED
    np.fill_diagonal(reach, True)
    while True:
        further = (reach.astype(np.float32) @ reach.astype(np.float32)) > 0
        if (further == reach).all():
            return np.asarray(reach)
        reach = further


def _largest(of: list[list[int]]) -> set[int]:
    return set(of[int(np.argmax([len(group) for group in of]))]) if of else set()


def unreached_pairs(matrix: Ints) -> Iterator[tuple[int, int]]:
    """Yield each pair of spots of which the second cannot be reached from the first over any links."""
    for i, j in np.argwhere(~reached(matrix)):
        yield int(i), int(j)
