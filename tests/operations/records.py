"""An opening record that says all that it must."""

from safepassage.operations.commands.opening import FileRecord, SignRecord
from safepassage.operations.opening_record import CHECKLIST, SECTIONS
from tests.operations.desks import Tried

WHOLE = FileRecord(
    tuple((section, f"What we know of {section}.") for section in SECTIONS),
    tuple((item, True, "") for item in CHECKLIST),
)


def sign(desk: Tried, *people: str) -> None:
    """Let people sign the record as it is."""
    for person in people:
        desk.do(SignRecord("head of office", desk.look().opening.digest), by=person)
