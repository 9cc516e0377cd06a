"""The state of screening at one place: what parties counted, beside what was scanned there.

Screening is a party's act. What the party says is kept as its counts, and nobody's name; what our own people scanned
as turned back or taken away stands beside it. Neither corrects the other. Only counts that do not add up by themselves
are a discrepancy.
"""

from dataclasses import dataclass, replace

from safepassage.domain.live import people as facts
from safepassage.domain.live.discrepancies import Discrepancy, still_open
from safepassage.domain.live.discrepancy_codes import Code
from safepassage.domain.live.told import Told


@dataclass(frozen=True, slots=True)
class Screened:
    """Sums of what one party counted at one place, and the tokens scanned as turned back or taken away by it."""

    party: str
    presented: int = 0
    passed: int = 0
    taken_aside: int = 0
    turned_back: int = 0
    scanned_turned_back: tuple[str, ...] = ()
    scanned_removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Screenings:
    """Screening at one place; `last` are the counts told last, so that the same told twice is one."""

    place: str
    parties: tuple[Screened, ...] = ()
    last: facts.ScreeningCounted | None = None
    found: tuple[Discrepancy, ...] = ()
    settled: tuple[str, ...] = ()

    def of(self, party: str) -> Screened:
        """Give what a party counted."""
        return next((each for each in self.parties if each.party == party), Screened(party))


def begin(place: str) -> Screenings:
    """Give a place at which nobody was screened yet."""
    return Screenings(place)


def discrepancies(screenings: Screenings) -> tuple[Discrepancy, ...]:
    """Give what nobody has settled."""
    return still_open(screenings.found, screenings.settled)


def follow(screenings: Screenings, told: Told) -> Screenings:
    """Give the screenings after one more fact."""
    match told.fact:
        case facts.ScreeningCounted() as fact if fact != screenings.last:
            return _counted(screenings, fact, told)
        case facts.PeopleTurnedBack(party=party, tokens=tokens):
            of = screenings.of(party)
            return _with(screenings, replace(of, scanned_turned_back=_more(of.scanned_turned_back, tokens)))
        case facts.PeopleRemoved(party=party, tokens=tokens):
            of = screenings.of(party)
            return _with(screenings, replace(of, scanned_removed=_more(of.scanned_removed, tokens)))
        case facts.DiscrepancySettled(discrepancy=discrepancy):
            return replace(screenings, settled=(*screenings.settled, discrepancy))
        case _:
            return screenings


def _more(known: tuple[str, ...], tokens: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*known, *tokens)))


def _with(screenings: Screenings, screened: Screened) -> Screenings:
    others = (each for each in screenings.parties if each.party != screened.party)
    return replace(screenings, parties=tuple(sorted((*others, screened), key=lambda each: each.party)))


def _counted(screenings: Screenings, fact: facts.ScreeningCounted, told: Told) -> Screenings:
    of = screenings.of(fact.party)
    summed = replace(
        of,
        presented=of.presented + fact.presented,
        passed=of.passed + fact.passed,
        taken_aside=of.taken_aside + fact.taken_aside,
        turned_back=of.turned_back + fact.turned_back,
    )
    counted = replace(_with(screenings, summed), last=fact)
    parts = fact.passed + fact.taken_aside + fact.turned_back
    if parts == fact.presented:
        return counted
    presented = f"{fact.party} counted {fact.presented} presented at {fact.place}"
    sentence = f"{presented}, but {parts} passed, taken aside or turned back."
    return replace(counted, found=(*counted.found, Discrepancy(Code.SCREENING_DIFFERS.value, told.id, sentence)))
