"""The decision to operate: the opening record is written and signed, the operation opened and at last closed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from safepassage.domain.custody import Whereabouts
from safepassage.domain.events import OperationBegan, OperationEnded
from safepassage.domain.live.opening import CheckItem, OpeningChecked, OpeningSigned, OpeningWritten, Section
from safepassage.domain.live.roles import Role
from safepassage.operations.commands.naming import must_be_said
from safepassage.operations.courses import Kind
from safepassage.operations.deciding import Command, Decision, Facts, RefusedError, Rule, Situation
from safepassage.operations.opening import SIGNATURES, Opening, unanswered
from safepassage.operations.operation import Operation

WRITERS = frozenset({Role.COORDINATOR, Role.PROTECTION, Role.NEGOTIATOR, Role.MEDICAL, Role.INFORMATION_OFFICER})


@dataclass(frozen=True, slots=True)
class WriteSection(Command):
    """Write a section of the opening record."""

    name: ClassVar[str] = "write in the opening record"
    roles: ClassVar[frozenset[Role]] = WRITERS
    before_opening: ClassVar[bool] = True

    section: Section
    text: str


def write_section(operation: Operation, command: WriteSection, situation: Situation) -> Facts:
    """Decide on `WriteSection`: the operation is not open yet."""
    _must_be_in_preparation(operation)
    return (OpeningWritten(situation.at_s, command.section, command.text),)


@dataclass(frozen=True, slots=True)
class CheckOff(Command):
    """Answer an item of the opening record's checklist."""

    name: ClassVar[str] = "answer the checklist"
    roles: ClassVar[frozenset[Role]] = WRITERS
    before_opening: ClassVar[bool] = True

    item: CheckItem
    met: bool
    note: str = ""


def check_off(operation: Operation, command: CheckOff, situation: Situation) -> Facts:
    """Decide on `CheckOff`: the operation is not open yet."""
    _must_be_in_preparation(operation)
    return (OpeningChecked(situation.at_s, command.item, command.met, command.note),)


@dataclass(frozen=True, slots=True)
class FileRecord(Command):
    """File an opening record as a whole; what it says as before is not told again."""

    name: ClassVar[str] = "file the opening record"
    roles: ClassVar[frozenset[Role]] = WRITERS
    before_opening: ClassVar[bool] = True

    sections: tuple[tuple[Section, str], ...]
    answers: tuple[tuple[CheckItem, bool, str], ...]


def file_record(operation: Operation, command: FileRecord, situation: Situation) -> Facts:
    """Decide on `FileRecord`: the operation is not open yet, and the record does not say all of it already."""
    _must_be_in_preparation(operation)
    record = operation.opening
    written = [
        OpeningWritten(situation.at_s, section, text)
        for section, text in command.sections
        if record.text(section) != text
    ]
    checked = [
        OpeningChecked(situation.at_s, item, met, note)
        for item, met, note in command.answers
        if (known := record.answer(item)) is None or (known.met, known.note) != (met, note)
    ]
    if not written and not checked:
        raise RefusedError(Rule.KNOWN_ALREADY, "The opening record says all of this already.")
    return (*written, *checked)


def _must_be_in_preparation(operation: Operation) -> None:
    if operation.opening.began_s is not None:
        raise RefusedError(
            Rule.OPEN_ALREADY, "The operation is open: its opening record stays as it was signed, and is not rewritten."
        )


@dataclass(frozen=True, slots=True)
class SignRecord(Command):
    """Sign the opening record in a capacity; `digest` is that of the record as the signer read it."""

    name: ClassVar[str] = "sign the opening record"
    roles: ClassVar[frozenset[Role]] = frozenset(Role) - {Role.AUDITOR}
    before_opening: ClassVar[bool] = True

    capacity: str
    digest: str


def sign_record(operation: Operation, command: SignRecord, situation: Situation) -> Facts:
    """Decide on `SignRecord`: it is complete, and says what the signer read."""
    must_be_said(command.capacity, "in which capacity you sign")
    _must_be_in_preparation(operation)
    if command.digest != operation.opening.digest:
        raise RefusedError(Rule.RECORD_CHANGED, "The opening record says something else by now: read it, then sign it.")
    lacking = list(unanswered(operation.opening))
    if lacking:
        raise RefusedError(Rule.OPENING_RECORD_INCOMPLETE, f"Nobody signs what is not there: {'; '.join(lacking)}.")
    return (OpeningSigned(situation.at_s, situation.by, command.capacity, command.digest),)


@dataclass(frozen=True, slots=True)
class OpenOperation(Command):
    """Open the operation."""

    name: ClassVar[str] = "open the operation"
    roles: ClassVar[frozenset[Role]] = frozenset({Role.COORDINATOR})
    before_opening: ClassVar[bool] = True


def open_operation(operation: Operation, _: OpenOperation, situation: Situation) -> Facts:
    """Decide on `OpenOperation`: the record lacks nothing, unless it is a rehearsal."""
    _must_be_in_preparation(operation)
    lacking = [] if operation.staff.rehearsal else opening_gaps(operation)
    if lacking:
        raise RefusedError(
            Rule.OPENING_RECORD_INCOMPLETE,
            f"No operation opens before its record is whole. It lacks: {'; '.join(lacking)}.",
        )
    return (OperationBegan(situation.at_s, operation.staff.scenario),)


def opening_gaps(operation: Operation) -> list[str]:
    """Give what the opening record lacks, signatures included, each as a few words; none: the operation may open."""
    return [*unanswered(operation.opening), *_unsigned(operation, operation.opening)]


def _unsigned(operation: Operation, opening: Opening) -> Iterator[str]:
    signers = [each.person for each in opening.signatures]
    if len(signers) < SIGNATURES:
        yield f"{SIGNATURES} signatures of what it says now (it has {len(signers)})"
    appointed = [operation.staff.appointment(person) for person in signers]
    if not any(each is not None and Role.COORDINATOR in each.roles for each in appointed):
        yield "a coordinator's signature"


@dataclass(frozen=True, slots=True)
class CloseOperation(Command):
    """Close the operation: everybody is somewhere, and nothing is left to settle."""

    name: ClassVar[str] = "close the operation"
    roles: ClassVar[frozenset[Role]] = frozenset({Role.COORDINATOR})


def close_operation(operation: Operation, _: CloseOperation, situation: Situation) -> Facts:
    """Decide on `CloseOperation`: nothing is unfinished."""
    left = unfinished(operation)
    if left:
        raise RefusedError(Rule.UNFINISHED, f"The operation cannot close: {'; '.join(left)}.")
    return (OperationEnded(situation.at_s),)


def unfinished(operation: Operation) -> list[str]:
    """Give what keeps the operation from closing, each as a few words; none: it may close."""
    return [words for check in CLOSING_CHECKS for words in check(operation)]


def _open_discrepancies(operation: Operation) -> Iterator[str]:
    for (kind, name), found in operation.discrepancies().items():
        for each in found:
            yield f"a discrepancy of {kind} {name}: {each.sentence.rstrip('.')}"


def _unanswered_notices(operation: Operation) -> Iterator[str]:
    for (kind, name), found in operation.notices().items():
        for each in found:
            yield f"a notice of {kind} {name}: {each.sentence.rstrip('.')}"


def _people_between(operation: Operation) -> Iterator[str]:
    counted = operation.persons()
    for where in (Whereabouts.ABOARD, Whereabouts.AT_TRANSFER, Whereabouts.UNRESOLVED):
        if counted[where]:
            yield f"persons {where}: {counted[where]}"


def _vehicles_under_way(operation: Operation) -> Iterator[str]:
    for name in operation.names(Kind.VEHICLE):
        if operation.vehicle(name).place == "":
            yield f"{name} is under way"


def _movements_on_the_road(operation: Operation) -> Iterator[str]:
    for movement in operation.movements():
        if movement.on_the_road:
            yield f"the movement {movement.movement} is on the road"


CLOSING_CHECKS: tuple[Callable[[Operation], Iterator[str]], ...] = (
    _open_discrepancies,
    _unanswered_notices,
    _people_between,
    _vehicles_under_way,
    _movements_on_the_road,
)
"""What is looked for before an operation closes."""

DECISIONS: Mapping[type[Command], Decision[Any]] = MappingProxyType(
    {
        WriteSection: write_section,
        CheckOff: check_off,
        FileRecord: file_record,
        SignRecord: sign_record,
        OpenOperation: open_operation,
        CloseOperation: close_operation,
    }
)
