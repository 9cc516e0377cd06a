"""What a change of the streets does to the links between places: which get longer, which are gone, who is cut off."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from safepassage.network.streets.graph import Flags, Ints
from safepassage.network.streets.router import UNREACHED


@dataclass(frozen=True, slots=True)
class Longer:
    """A link that takes longer: numbers of its spots, and milliseconds before and after."""

    source: int
    target: int
    before_ms: int
    after_ms: int


@dataclass(frozen=True, slots=True)
class Differences:
    """What changed between two matrices of links.

    `longer` is sorted by what is added, most first. `gone` are the links that are no more, as numbers of spots.
    `cut_off` are spots that were connected with most others, there and back, and are not any more.
    """

    longer: tuple[Longer, ...]
    gone: tuple[tuple[int, int], ...]
    cut_off: tuple[int, ...]

    @property
    def any(self) -> bool:
        """Whether anything changed for the worse."""
        return bool(self.longer or self.gone)


def differences(before: Ints, after: Ints) -> Differences:
    """Compare two matrices of milliseconds, UNREACHED where there is no link, both of shape `(n, n)`."""
    both = (before != UNREACHED) & (after != UNREACHED)
    longer = [
        Longer(int(i), int(j), int(before[i, j]), int(after[i, j])) for i, j in np.argwhere(both & (after > before))
    ]
    longer.sort(key=lambda link: link.before_ms - link.after_ms)
    gone = [(int(i), int(j)) for i, j in np.argwhere((before != UNREACHED) & (after == UNREACHED))]
    return Differences(tuple(longer), tuple(gone), cut_off(before, after))


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
