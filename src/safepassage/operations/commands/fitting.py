"""What of a command would contradict the state it meets: as a command it is refused, as a report it is kept."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, TypeVar

from safepassage.agreement.contradictions import Contradiction
from safepassage.domain.events import Fact
from safepassage.domain.live.told import Told
from safepassage.operations.deciding import Command, RefusedError, Situation

S = TypeVar("S")


def after_fitting(
    state: S,
    fact: Fact,
    follow: Callable[[S, Told], S],
    command: Command,
    situation: Situation,
    possible: Iterable[StrEnum],
) -> S:
    """Give the state after a fact; `possible` are the states in which the command can be given.

    Raises
    ------
    RefusedError
        If it contradicts the state, unless it is a report of what has happened.
    """
    before: Any = state
    after: Any = follow(state, Told(fact, "now", situation.by, "", ""))
    new = [each for each in after.found if each not in before.found]
    if not new or situation.reported:
        return after  # type: ignore[no-any-return]  # it is of the type of the state
    code, sentence = Contradiction(new[0].code), new[0].sentence
    if code is Contradiction.OUT_OF_TURN:
        states = " or ".join(possible)
        sentence = f"It is too early or too late to {command.name}: the state must be {states}, and is {before.status}."
    raise RefusedError(code, sentence)
