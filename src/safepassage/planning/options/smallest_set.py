"""The fewest changes with which everyone comes out by the deadline: sets of growing size, each planned anew.

Sets of one change are those of the table. A set of k + 1 changes is one of k with one more, which may be one that it
has already: two hours for one. The most promising go first, by the people that the smaller set brought out and those
that the further change brought alone. So a smaller set may be overlooked. What is proven are the sizes for which a
bound says that nobody can do it: of the terms as they are, of every change alone, of all changes made k times at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from safepassage.domain.options import Change, ChangeSet, SmallestSet
from safepassage.domain.plan import Plan
from safepassage.domain.scenario import Scenario
from safepassage.planning.options.changes import changed
from safepassage.planning.options.replans import Desk, Effort, Found, Task, worth_key

LARGEST = 6
"""Changes in the largest set that is tried."""
PROVEN_SIZES = (1, 2, 3)
"""So many changes of every kind at once are bounded, for the proof."""

Names = tuple[str, ...]


Layer = Mapping[Names, tuple[tuple[Change, ...], Found]]
"""Sets by the ids of their changes, in order, and what was found for each."""


@dataclass(frozen=True, slots=True)
class Quest:
    """What the search starts from.

    `scenario` has the deadline in it. `singles` are the changes planned alone, `alone_ruled_out` tells whether a bound
    rules out that one change of the whole catalogue does it.
    """

    scenario: Scenario
    base: Found
    singles: Mapping[Change, Found]
    catalogue: Sequence[Change]
    base_ruled_out: bool
    alone_ruled_out: bool
    effort: Effort
    most_sets: int

    def does_it(self, found: Found) -> bool:
        """Whether everyone comes out."""
        return found.plan.people_out == self.scenario.persons

    def ruled_out(self, found: Found) -> bool:
        """Whether it is proven that not everyone can come out."""
        return found.replan.people_out_bound < self.scenario.persons


def smallest_set(quest: Quest, desk: Desk) -> SmallestSet:
    """Search for the smallest set of changes with which everyone comes out."""
    if quest.does_it(quest.base):
        return SmallestSet((ChangeSet((), quest.base.replan),), None, 0, 0, 0)
    layer: Layer = {(change.id,): ((change,), found) for change, found in quest.singles.items()}
    known, tried, size = dict(layer), 0, 1
    left = quest.most_sets
    while layer and not _winners(quest, layer) and size < LARGEST and left > 0:
        grown = _grown(quest, layer, min(left, max(4, quest.most_sets // 3)))
        tasks = {names: _task(quest, changes, known) for names, changes in grown.items()}
        found = desk.all(tasks, f"Sets of {size + 1} changes")
        if not found:
            break
        layer = {names: (grown[names], found[names]) for names in found}
        known |= layer
        tried, left, size = tried + len(found), left - len(tasks), size + 1
    winners = _winners(quest, layer)
    nearest = max(known.values(), key=lambda each: worth_key(each[1].plan), default=None)
    return SmallestSet(
        found=winners,
        nearest=None if winners or nearest is None else ChangeSet(nearest[0], nearest[1].replan),
        proven_size=_proven_size(quest, desk, len(winners[0].changes) if winners else size + 1),
        tried=tried + len(quest.singles),
        largest_tried=size,
    )


def _winners(quest: Quest, layer: Layer) -> tuple[ChangeSet, ...]:
    winning = [each for each in layer.values() if quest.does_it(each[1])]
    winning.sort(key=lambda each: each[1].plan.completion_seconds)
    return tuple(ChangeSet(changes, found.replan) for changes, found in winning)


def _grown(quest: Quest, layer: Layer, most: int) -> dict[Names, tuple[Change, ...]]:
    """Add one change to each set; give the most promising sets, those that bring out most being promising."""
    base = quest.base.plan.people_out
    hope: dict[Names, tuple[int, tuple[Change, ...]]] = {}
    for changes, found in layer.values():
        for change, alone in quest.singles.items():
            grown = tuple(sorted((*changes, change), key=lambda each: each.id))
            names = tuple(each.id for each in grown)
            promise = found.plan.people_out + alone.plan.people_out - base
            hope[names] = max(hope.get(names, (0, grown)), (promise, grown), key=lambda each: each[0])
    best = sorted(hope, key=lambda names: (-hope[names][0], names))[:most]
    return {names: hope[names][1] for names in best}


def _task(quest: Quest, changes: tuple[Change, ...], known: Layer) -> Task:
    """Plan a set, with the plans of all sets known that it contains by one change less as fallbacks."""
    names = tuple(change.id for change in changes)
    smaller = {names[:i] + names[i + 1 :] for i in range(len(names))}
    fallbacks: list[Plan] = [known[each][1].plan for each in sorted(smaller) if each in known]
    return Task(changed(quest.scenario, changes), quest.effort, tuple(fallbacks) or (quest.base.plan,))


def _proven_size(quest: Quest, desk: Desk, enough: int) -> int:
    """Give the number of changes below which it is proven that not everyone can come out, `enough` at most."""
    if not (quest.base_ruled_out or quest.ruled_out(quest.base)):
        return 0
    proven = 2 if quest.alone_ruled_out else 1
    sizes = [size for size in PROVEN_SIZES if proven <= size < enough]
    tasks = {
        size: Task(changed(quest.scenario, tuple(quest.catalogue) * size), quest.effort, (quest.base.plan,))
        for size in sizes
    }
    for size, found in desk.all(tasks, "Proof that fewer changes do not do").items():
        if quest.ruled_out(found):
            proven = max(proven, size + 1)
    return min(proven, enough)
