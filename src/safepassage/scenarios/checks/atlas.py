"""Which stops can follow each other: the roads of a scenario, boiled down to the places where vehicles stop.

Sets of stops are whole numbers with one bit a stop, which keeps thousands of searches cheap. A leg from one stop to the
next passes plain junctions only: no crossing, and no place with `through=no`.
"""

from collections.abc import Iterable, Iterator

from safepassage.scenarios.checks.survey import Survey


def each_bit(mask: int) -> Iterator[int]:
    """Yield the positions of the bits that are set."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


class Atlas:
    """The stops of a scenario and the legs between them.

    `stops` are the ids of all places where a vehicle can have reason to stop; the bit of `stops[i]` is `1 << i`.
    """

    def __init__(self, survey: Survey) -> None:
        places = survey.scenario.places
        self._index = survey.place_rows
        self.stops = tuple(place for place in survey.place_rows if place in survey.stops)
        self._bits = {place: 1 << i for i, place in enumerate(self.stops)}
        self._plain = [place.through and place.id not in survey.crossings for place in places]
        self._out = self._neighbours(survey)
        place_bits = [self._bits.get(place.id, 0) for place in places]
        reached = _reached_over_junctions(self._out, self._plain, place_bits)
        self._legs = [
            reached[row] if self._plain[row] else _step(self._out[row], self._plain, place_bits, reached)
            for row in map(self._index.__getitem__, self.stops)
        ]

    def _neighbours(self, survey: Survey) -> list[list[int]]:
        out: list[list[int]] = [[] for _ in survey.scenario.places]
        index = self._index
        for link in survey.scenario.links:
            one, two = index.get(link.from_place), index.get(link.to_place)
            if one is not None and two is not None and one != two:
                out[one].append(two)
                if link.both_ways:
                    out[two].append(one)
        return out

    def bit(self, place: str) -> int:
        """Give the bit of a stop; 0 if vehicles never stop there."""
        return self._bits.get(place, 0)

    def mask(self, places: Iterable[str]) -> int:
        """Give the set of those of the places that are stops."""
        mask = 0
        for place in places:
            mask |= self._bits.get(place, 0)
        return mask

    def legs(self, stop: int) -> int:
        """Give all stops that one leg leads to from the stop with this position."""
        return self._legs[stop]

    def is_plain(self, stop: int) -> bool:
        """Whether vehicles may also drive through this stop without stopping."""
        return self._plain[self._index[self.stops[stop]]]


def _step(heads: Iterable[int], plain: list[bool], place_bits: list[int], reached: list[int]) -> int:
    """Give the stops reached over the links to these places."""
    mask = 0
    for head in heads:
        mask |= place_bits[head]
        if plain[head]:
            mask |= reached[head]
    return mask


def _reached_over_junctions(out: list[list[int]], plain: list[bool], place_bits: list[int]) -> list[int]:
    """Give for each plain place the stops reached from it through plain places."""
    reached = [0] * len(out)
    for component in _components(out, plain):
        mask = 0
        for place in component:
            mask |= _step(out[place], plain, place_bits, reached)
        for place in component:
            reached[place] = mask
    return reached


def _components(out: list[list[int]], plain: list[bool]) -> Iterator[list[int]]:
    """Yield the sets of plain places that reach each other, each set after all sets that it leads to.

    Kosaraju's two searches: places in the order in which a backward search leaves them, taken from the end, each with
    all that a forward search still finds.
    """
    found = [not is_plain for is_plain in plain]
    for root in reversed(_finishing_order(_backwards(out), plain)):
        if not found[root]:
            found[root] = True
            component = [root]
            for place in component:
                fresh = [head for head in dict.fromkeys(out[place]) if not found[head]]
                for head in fresh:
                    found[head] = True
                component.extend(fresh)
            yield component


def _backwards(out: list[list[int]]) -> list[list[int]]:
    into: list[list[int]] = [[] for _ in out]
    for tail, heads in enumerate(out):
        for head in heads:
            into[head].append(tail)
    return into


def _finishing_order(out: list[list[int]], plain: list[bool]) -> list[int]:
    """Give the plain places in the order in which a depth-first search leaves them."""
    found = [not is_plain for is_plain in plain]
    order: list[int] = []
    for root in range(len(out)):
        path = [] if found[root] else [(root, iter(out[root]))]
        found[root] = True
        while path:
            place, heads = path[-1]
            fresh = next((head for head in heads if not found[head]), None)
            if fresh is None:
                order.append(place)
                path.pop()
            else:
                found[fresh] = True
                path.append((fresh, iter(out[fresh])))
    return order
