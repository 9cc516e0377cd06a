"""Linked movements: steps that contradict each other, and movements that can never begin or end.

How many people can ever leave is bounded from above by letting everybody leave who is not held back by a linked
movement, again and again until nothing changes. Beds, seats and time are left out, so what is found stuck is stuck.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from safepassage.domain.notices import Severity
from safepassage.domain.terms import LinkedMovement
from safepassage.scenarios.checks.rules import Finding, Found, rule
from safepassage.scenarios.checks.survey import LINKED, Survey
from safepassage.scenarios.checks.wording import count, quoted


def _each_linked(survey: Survey) -> Iterator[tuple[int, LinkedMovement]]:
    return enumerate(survey.scenario.agreement.linked)


@rule("linked-both-sides", Severity.ERROR)
def linked_both_sides(survey: Survey) -> Found:
    """A place stands on both sides of one linked movement, so that its people would wait for themselves."""
    for row, linked in _each_linked(survey):
        both = [place for place in dict.fromkeys(linked.people_from) if place in linked.against_from]
        if both:
            yield Finding(
                LINKED,
                row,
                "against_from",
                f"{quoted(both)} stands in people_from and in against_from, so people there would wait for themselves.",
                "Name each place on one side only.",
            )


@rule("steps-not-ascending", Severity.ERROR)
def steps_not_ascending(survey: Survey) -> Found:
    """The steps of a linked movement do not ascend: a later step needs no more arrivals, or lets fewer leave."""
    for row, linked in _each_linked(survey):
        for number, (one, two) in enumerate(pairwise(linked.steps), start=2):
            if two.arrived <= one.arrived or two.may_leave < one.may_leave:
                yield Finding(
                    LINKED,
                    row,
                    "steps",
                    f"Step {number}, [{two.arrived}, {two.may_leave}], does not ascend from [{one.arrived}, "
                    f"{one.may_leave}] before it.",
                    "Write steps as [arrived, may have left], both growing from step to step.",
                )


@rule("linked-place-without-people", Severity.WARNING)
def linked_place_without_people(survey: Survey) -> Found:
    """A linked movement names a place where nobody waits."""
    for row, linked in _each_linked(survey):
        for key in ("people_from", "against_from"):
            places = dict.fromkeys(getattr(linked, key))
            idle = [place for place in places if survey.knows(place) and place not in survey.waiting]
            if idle:
                message = f"Nobody waits at {quoted(idle)}."
                yield Finding(LINKED, row, key, message, "Name places of people.csv.", quoted(idle))


class Departures:
    """How many people the linked movements let leave at most, if nothing else holds anybody back.

    The movement with index `free` is taken to hold nobody back.
    """

    def __init__(self, survey: Survey, free: int | None = None) -> None:
        self._movements = survey.scenario.agreement.linked
        self.persons = {place: sum(row.persons for row in rows) for place, rows in survey.waiting.items()}
        self.smallest = {place: min(row.group_size for row in rows) for place, rows in survey.waiting.items()}
        self._holding: dict[str, list[int]] = defaultdict(list)
        for i, linked in enumerate(self._movements):
            for place in set(linked.people_from) if i != free else ():
                self._holding[place].append(i)
        self.may_leave = [linked.may_leave(0) for linked in self._movements]
        while self._let_more_leave():
            pass

    def _let_more_leave(self) -> bool:
        before = self.may_leave
        self.may_leave = [linked.may_leave(self.most_from(linked.against_from)) for linked in self._movements]
        return self.may_leave != before

    def waiting_at(self, places: Iterable[str]) -> int:
        """Give the number of people who wait at these places."""
        return sum(self.persons.get(place, 0) for place in set(places))

    def smallest_group_at(self, places: Iterable[str]) -> int:
        """Give the size of the smallest travel group at these places; 0 if nobody waits there."""
        return min((self.smallest[place] for place in places if place in self.smallest), default=0)

    def most_from(self, places: Iterable[str]) -> int:
        """Give a bound on how many people can ever leave these places."""
        return sum(self._most_from_one(place) for place in set(places) if place in self.persons)

    def _most_from_one(self, place: str) -> int:
        most = min([self.persons[place], *(self.may_leave[i] for i in self._holding[place])])
        return most if most >= self.smallest[place] else 0


def _stuck(survey: Survey) -> Iterator[tuple[int, LinkedMovement, Departures]]:
    """Yield the movements that let fewer people leave than wait there."""
    if not survey.scenario.agreement.linked:
        return
    departures = Departures(survey)
    for row, linked in _each_linked(survey):
        if linked.steps and departures.may_leave[row] < departures.waiting_at(linked.people_from):
            yield row, linked, departures


def _never_begins(row: int, linked: LinkedMovement, departures: Departures) -> bool:
    return departures.may_leave[row] < departures.smallest_group_at(linked.people_from)


def _waits_in_circle(survey: Survey, row: int, linked: LinkedMovement, departures: Departures) -> bool:
    """Whether the movement could begin if only its own people were let go first."""
    need = _first_need(linked, departures)
    return need > 0 and Departures(survey, free=row).most_from(linked.against_from) >= need


def _first_need(linked: LinkedMovement, departures: Departures) -> int:
    """Give how many must arrive before the smallest group may leave; 0 if no step lets it leave."""
    smallest = departures.smallest_group_at(linked.people_from)
    return min((step.arrived for step in linked.steps if step.may_leave >= smallest), default=0)


@rule("linked-circle", Severity.ERROR)
def linked_circle(survey: Survey) -> Found:
    """A linked movement can never begin, because the people it waits for wait for it in turn."""
    for row, linked, departures in _stuck(survey):
        need = _first_need(linked, departures)
        if _never_begins(row, linked, departures) and _waits_in_circle(survey, row, linked, departures):
            yield Finding(
                LINKED,
                row,
                "steps",
                f"Nobody can ever leave {quoted(linked.people_from)}: {count(need, 'person')} from "
                f"{quoted(linked.against_from)} would have to arrive first, and those wait for others in a circle.",
                "Let one side begin with a first step of [0, some people].",
            )


@rule("linked-never-begins", Severity.WARNING)
def linked_never_begins(survey: Survey) -> Found:
    """A linked movement can never begin: too few can arrive on the other side, or no group is as small as its steps."""
    for row, linked, departures in _stuck(survey):
        if not _never_begins(row, linked, departures) or _waits_in_circle(survey, row, linked, departures):
            continue
        need, most = _first_need(linked, departures), departures.most_from(linked.against_from)
        why = (
            f"it begins once {count(need, 'person')} from {quoted(linked.against_from)} have arrived, but at most "
            f"{most:,} can ever leave there"
            if need
            else f"the smallest group has {count(departures.smallest_group_at(linked.people_from), 'person')}, and no "
            "step lets so many leave"
        )
        message = f"Nobody can ever leave {quoted(linked.people_from)}: {why}."
        yield Finding(LINKED, row, "steps", message, "Correct the steps.", quoted(linked.people_from))


@rule("linked-step-out-of-reach", Severity.WARNING)
def linked_step_out_of_reach(survey: Survey) -> Found:
    """A step of a linked movement needs more arrivals than there can ever be, so people stay behind."""
    for row, linked, departures in _stuck(survey):
        most = departures.most_from(linked.against_from)
        later = [step for step in linked.steps if step.arrived > most and step.may_leave > departures.may_leave[row]]
        if later and not _never_begins(row, linked, departures):
            left = departures.waiting_at(linked.people_from) - departures.may_leave[row]
            yield Finding(
                LINKED,
                row,
                "steps",
                f"Step [{later[0].arrived}, {later[0].may_leave}] is never reached: at most {count(most, 'person')} "
                f"can come from {quoted(linked.against_from)}. {count(left, 'person')} at "
                f"{quoted(linked.people_from)} cannot leave.",
                "Correct the steps, or the numbers in people.csv.",
                quoted(linked.people_from),
            )


@rule("linked-steps-too-few", Severity.WARNING)
def linked_steps_too_few(survey: Survey) -> Found:
    """The last step of a linked movement lets fewer people leave than wait there."""
    for row, linked, departures in _stuck(survey):
        last = max(step.may_leave for step in linked.steps)
        waiting = departures.waiting_at(linked.people_from)
        if last == departures.may_leave[row] and not _never_begins(row, linked, departures):
            yield Finding(
                LINKED,
                row,
                "steps",
                f"The last step lets {count(last, 'person')} leave {quoted(linked.people_from)}, but {waiting:,} wait "
                "there.",
                f"Add a step that lets {waiting:,} leave, if the others may leave too.",
                quoted(linked.people_from),
            )


RULES = (
    linked_both_sides,
    steps_not_ascending,
    linked_place_without_people,
    linked_circle,
    linked_never_begins,
    linked_step_out_of_reach,
    linked_steps_too_few,
)
