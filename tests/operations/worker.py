"""A process that gives commands at a desk, and says of each when it was acknowledged.

    python -m tests.operations.worker ADDRESS NAME

It goes on until it is killed: groups are registered, asked, board, are counted, depart, arrive and alight. What it had
begun when it was killed is begun again: each command's id follows from what it is about, so none is done twice. Lines
are `ID EVENTS`: the command's id, and how many events it became.
"""

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count

from safepassage.domain.live.people import AgeBand, Answer, InformedOf, Member, NeedsClass, SeatClass
from safepassage.ledger.codec import FactCodec, Upcasters
from safepassage.ledger.store import EventStore
from safepassage.operations.commands import DECISIONS
from safepassage.operations.commands.boarding import Alight, Arrive, Board, Depart, TakeHeadcount
from safepassage.operations.commands.registering import RecordChoice, Register
from safepassage.operations.deciding import Command
from safepassage.operations.desk import Asked, Desk
from tests.ledger.writer import store_at
from tests.operations.desks import START

CODEC = FactCodec(START, Upcasters())
FAMILY = 3


def now() -> datetime:
    """Give the present moment."""
    return datetime.now(UTC)  # noqa: TID251 - a real process with a real clock


def desk_at(store: EventStore) -> Desk:
    """Give a desk at a ledger."""
    return Desk(store, CODEC, now, DECISIONS)


def journey(vehicle: str, number: int) -> Iterator[Command]:
    """Yield the commands by which a family is brought from the square to the camp, and the bus back."""
    tokens = tuple(f"{vehicle}-{number}-{k}" for k in range(FAMILY))
    ages = (AgeBand.ADULT, *[AgeBand.CHILD] * (FAMILY - 1))
    members = tuple(
        Member(token, age, SeatClass.SEATED, NeedsClass.NONE) for token, age in zip(tokens, ages, strict=True)
    )
    yield Register(f"{vehicle}-{number}", "square", members)
    yield RecordChoice(tokens, Answer.LEAVE, tuple(InformedOf), "ar", private=True)
    yield Board(vehicle, "square", tokens)
    yield TakeHeadcount(vehicle, "square", FAMILY, 1)
    yield Depart(vehicle, "square")
    yield Arrive(vehicle, "camp")
    yield Alight(vehicle, "camp", tokens)
    yield Depart(vehicle, "camp")
    yield Arrive(vehicle, "square")


def commands(vehicle: str, first: int = 0) -> Iterator[tuple[str, Command]]:
    """Yield all commands of a vehicle with their ids, one journey after the other, for ever."""
    for number in count(first):
        for step, command in enumerate(journey(vehicle, number)):
            yield f"{vehicle}-{number}-{step}", command


def begun(store: EventStore, vehicle: str) -> int:
    """Give the last journey of which something is in the ledger, from 0."""
    return next(number for number in count() if store.find(f"{vehicle}-{number + 1}-0.1") is None)


def main() -> None:
    """Work until killed, from the beginning of the journey that was under way."""
    address, vehicle = sys.argv[1:]
    store = store_at(address)
    desk = desk_at(store)
    for id_, command in commands(vehicle, begun(store, vehicle)):
        done = desk.do(Asked(command, "Layla", id_, "test"))
        os.write(1, f"{id_} {len(done)}\n".encode())  # in one go, so that no line is torn


if __name__ == "__main__":
    main()
