"""A live operation in a folder, with people in all roles, an adult and a child, and a vault that may be switched on."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from safepassage.bootstrap import ledgers
from safepassage.bootstrap.new_operations import new_operation
from safepassage.bootstrap.operations import UPCASTERS, OperationFolder, fresh_id, opened_operation
from safepassage.domain.events import Fact, VehicleArrived, VehicleDeparted
from safepassage.domain.live.access import PersonAppointed
from safepassage.domain.live.people import AgeBand, GroupRegistered, Member, NeedsClass, SeatClass
from safepassage.domain.live.roles import Role
from safepassage.ledger.codec import FactCodec
from safepassage.ledger.verification import Checker, Verdict, verified
from safepassage.operations.desk import STREAM

TINY = Path(__file__).parents[2] / "scenarios" / "tiny"
COORDINATOR = "Carla"
STAFF = {
    "Rana": Role.REGISTRATION_OFFICER,
    "Mona": Role.MEDICAL,
    "Petra": Role.PROTECTION,
    "Omar": Role.INFORMATION_OFFICER,
    "Aida": Role.AUDITOR,
    "Dani": Role.DISPATCHER,
}
ADULT, CHILD = "A-1", "C-1"


def begun(folder: Path) -> OperationFolder:
    """Make an operation with its staff, a family of two, and a bus that drove."""
    made = new_operation(TINY, folder, COORDINATOR, rehearsal=True)
    members = (
        Member(ADULT, AgeBand.ADULT, SeatClass.SEATED, NeedsClass.NONE),
        Member(CHILD, AgeBand.CHILD, SeatClass.SEATED, NeedsClass.NONE),
    )
    append(made, [PersonAppointed(0, person, (role,), ()) for person, role in STAFF.items()])
    append(made, [GroupRegistered(1, "g-1", "school", "", 1, "", (), (), members, 2)])
    append(made, [VehicleDeparted(2, "bus-1", "school"), VehicleArrived(3, "bus-1", "camp")])
    return made


def append(folder: OperationFolder, facts: Sequence[Fact]) -> None:
    """Put facts into an operation's ledger."""
    with opened_operation(folder) as operation:
        codec, version = FactCodec(operation.start, UPCASTERS), operation.desk.look().version
    with closing(ledgers.opened_ledger(folder.database)) as store:
        events = [
            codec.event_of(fact, id=fresh_id(), reported=ledgers.now(), actor=COORDINATOR, source="test")
            for fact in facts
        ]
        store.append(STREAM, version, events)


def verdict_of(folder: OperationFolder) -> Verdict:
    """Verify an operation's ledger."""
    with closing(ledgers.opened_ledger(folder.database)) as store:
        return verified(store.rows(), Checker(store.ledger, store.checkpoints()))
