"""Persons as commands name them: by tokens, each once, and known; and what must be known of them before anything is."""

from collections.abc import Iterable, Sequence

from safepassage.domain.custody import Whereabouts
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.live import persons
from safepassage.domain.live.persons import Person
from safepassage.domain.live.told import Told
from safepassage.operations.courses import Kind, subjects_of
from safepassage.operations.deciding import Facts, RefusedError, Rule, Situation
from safepassage.operations.operation import Operation


def distinct(tokens: Iterable[str]) -> tuple[str, ...]:
    """Give each token once, in the order in which they are named.

    Raises
    ------
    UnusableInputError
        If there is none.
    """
    found = tuple(dict.fromkeys(tokens))
    if not found or "" in found:
        raise UnusableInputError("No person is named: give the token of at least one.")
    return found


def registered(operation: Operation, tokens: Iterable[str]) -> list[Person]:
    """Give the persons of these tokens; refuse if one is not registered."""
    found = [operation.person(token) for token in tokens]
    unknown = [person.token for person in found if not person.registered]
    if unknown:
        raise RefusedError(Rule.NOT_REGISTERED, f"{', '.join(unknown)} is not registered: register them first.")
    return found


def with_reason(reason: str) -> str:
    """Give a reason without blanks around it; refuse if nothing is left."""
    if not reason.strip():
        raise RefusedError(Rule.NEEDS_REASON, "Somebody will ask why one day: give a reason.")
    return reason.strip()


def must_be_said(text: str, what: str) -> None:
    """Raise UnusableInputError if a text is blank; `what` names it, such as "the name of the vehicle"."""
    if not text.strip():
        raise UnusableInputError(f"Say {what}: it is blank.")


def must_be_counts(*counts: int) -> None:
    """Raise UnusableInputError if one is below 0."""
    if min(counts) < 0:
        raise UnusableInputError(f"Nothing can be counted below 0, as {min(counts)} is.")


def by_vehicle(operation: Operation, tokens: Sequence[str], vehicle: str) -> dict[str, tuple[str, ...]]:
    """Give who was aboard which vehicle; "" is none. If `vehicle` is given, all of them were aboard it."""
    if vehicle:
        return {vehicle: tuple(tokens)}
    found: dict[str, tuple[str, ...]] = {}
    for token in tokens:
        person = operation.person(token)
        aboard = person.holder if person.where is Whereabouts.ABOARD else ""
        found[aboard] = (*found.get(aboard, ()), token)
    return found


def consistent(operation: Operation, facts: Facts, situation: Situation) -> Facts:
    """Give the facts; refuse them if they contradict what is known of anybody, unless they have happened already."""
    if situation.reported:
        return facts
    for fact in facts:
        told = Told(fact, "", situation.by, "", "")
        for kind, token in subjects_of(fact):
            if kind is Kind.PERSON:
                _must_follow(registered(operation, [token])[0], told)
    return facts


def _must_follow(person: Person, told: Told) -> None:
    after = persons.follow(person, told)
    if after.where is Whereabouts.UNRESOLVED:
        raise RefusedError(Rule.CONTRADICTS, f"{after.found[-1].sentence} Settle where they are, or report it as past.")
