"""What leaves the system: figures of the operation, from which no single family can be worked out.

No number on the page, and none that follows from it by any sum, is smaller than a threshold that is larger than the
largest travel group. So none is one family, be it of nine. Numbers that share a sum are withheld together: where the
account withholds everybody, nothing stands there from which everybody could be added up.

Where people wait and which vehicle they are in is not told; where they arrived is, by place.

Two pages of different days can be subtracted from each other, and show who came in between. `Publish` keeps a day
between them; that makes a single family in between rarer, and does not exclude it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from safepassage.domain.coarsening import AGES, LEAST, NEEDS, SEATS, SIZES, Cell, coarsened
from safepassage.domain.custody import Whereabouts
from safepassage.domain.suppression import suppressed_counts
from safepassage.operations.courses import Kind
from safepassage.operations.operation import Operation

LEAST_PERSONS = 10
"""Persons that a number on the page stands for, at least: more than a family of nine; doubled for larger ones.

A choice of ours; see `safepassage.domain.coarsening` for what offices ask for.
"""

Shown = Mapping[str, int | None]
"""Numbers by what they count; None: withheld."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Figures that may be published, as of `at_s` whole seconds after the scenario's start. None is withheld.

    `entered` (registered and born) and `where` have the sum `everybody` each. `arrived` is by place. `people` are
    persons by age, needs and seat, `sizes` travel groups by how many persons they are; both are empty where there are
    too few. `screening` is what each party counted; None where it is withheld.
    """

    at_s: int
    everybody: int | None
    entered: Shown
    where: Shown
    arrived: Shown
    people: Mapping[Cell, int]
    sizes: Mapping[Cell, int]
    screening: Mapping[str, Mapping[str, int]] | None

    @property
    def withheld(self) -> int:
        """How many numbers are withheld; a whole table of screening counts as one."""
        numbers = [self.everybody, *self.entered.values(), *self.where.values(), *self.arrived.values()]
        return numbers.count(None) + (self.screening is None)


def least_persons(largest: int) -> int:
    """Give the threshold for an operation whose largest travel group has so many persons."""
    least = LEAST_PERSONS
    while least <= largest:
        least *= 2
    return least


def summary_of(operation: Operation, at_s: int) -> Summary:
    """Give what may be published of an operation."""
    sizes = [size for size in map(len, _groups(operation)) if size]
    least = least_persons(max(sizes, default=0))
    counts = {where.value: number for where, number in operation.persons().items()}
    where, everybody = suppressed_counts(counts, least)
    entered, total = suppressed_counts({"registered": operation.registered, "born": operation.born}, least)
    known = everybody is not None and total is not None
    people = coarsened(_people(operation), (AGES, NEEDS, SEATS), least).cells if known else {}
    return Summary(
        at_s,
        everybody if known else None,
        MappingProxyType(entered if known else dict.fromkeys(entered)),
        MappingProxyType(where),
        MappingProxyType(_arrived(operation, where[Whereabouts.ARRIVED.value], least)),
        people,
        coarsened(Counter((str(size),) for size in sizes), (SIZES,), LEAST).cells,
        _screening(operation, where, least),
    )


def _groups(operation: Operation) -> Iterator[tuple[str, ...]]:
    return (operation.group(name).members for name in operation.names(Kind.GROUP))


def _people(operation: Operation) -> Counter[Cell]:
    persons = map(operation.person, operation.names(Kind.PERSON))
    return Counter((person.age.value, person.needs.value, person.seat.value) for person in persons if person.registered)


def _arrived(operation: Operation, all_of_them: int | None, least: int) -> Shown:
    """Give who arrived by place; all is withheld unless their sum stands in the account as well."""
    counts: Counter[str] = Counter()
    for share, number in operation.shares.items():
        if share.where is Whereabouts.ARRIVED:
            counts[share.holder] += number
    shown, total = suppressed_counts(dict(sorted(counts.items())), least)
    return dict.fromkeys(shown) if None in (all_of_them, total) else shown


def _screening(operation: Operation, where: Shown, least: int) -> Mapping[str, Mapping[str, int]] | None:
    """Give what each party counted, at all crossings; None if any number here or in the account must be withheld.

    Those whom a party lets pass, or not, are the same people as in the account: its numbers would tell them.
    """
    found: dict[str, Counter[str]] = {}
    for place in operation.names(Kind.SCREENING):
        for each in operation.screenings(place).parties:
            counts = Counter(
                {
                    "presented": each.presented,
                    "passed": each.passed,
                    "taken aside": each.taken_aside,
                    "turned back": each.turned_back,
                }
            )
            found.setdefault(each.party, Counter()).update(counts)
    numbers = [number for counts in found.values() for number in (*counts.values(), _unaccounted(counts))]
    if found and (None in where.values() or any(0 < number < least for number in numbers)):
        return None
    return MappingProxyType({party: dict(found[party]) for party in sorted(found)})


def _unaccounted(counts: Mapping[str, int]) -> int:
    """Give by how many a party's counts do not add up; whoever reads them can work it out."""
    return abs(counts["presented"] - counts["passed"] - counts["taken aside"] - counts["turned back"])
