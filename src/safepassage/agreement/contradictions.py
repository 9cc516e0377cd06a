"""What can contradict the state of an agreement or a movement, under stable codes."""

from enum import StrEnum

from safepassage.domain.live.discrepancies import Discrepancy
from safepassage.domain.live.told import Told


class Contradiction(StrEnum):
    """The code of a discrepancy."""

    OUT_OF_TURN = "out-of-turn"
    TERMS_UNUSABLE = "terms-unusable"
    AMENDED_WITHOUT_ALL = "amended-without-every-party"
    VIOLATION_UNKNOWN = "violation-unknown"
    NOT_A_PARTY = "not-a-party"
    FILE_UNUSABLE = "file-unusable"
    ACKNOWLEDGED_UNNOTIFIED = "acknowledged-unnotified"
    LIGHT_ASTRAY = "green-light-astray"
    LIGHT_EMPTY = "green-light-empty"
    GO_WITHOUT_LIGHT = "go-without-green-light"
    DEPARTED_WITHOUT_GO = "departed-without-go"
    DEPARTED_WITHOUT_LIGHT = "departed-without-green-light"
    DEPARTED_WHILE_HELD = "departed-while-held"
    DEPARTED_OUT_OF_FORCE = "departed-out-of-force"
    PASSED_ELSEWHERE = "passed-elsewhere"
    PASSED_WITHOUT_LIGHT = "passed-without-green-light"
    PASSED_OUT_OF_FORCE = "passed-out-of-force"
    COMPLETED_AGAINST_ORDER = "completed-against-order"
    CALLED_OFF_ON_THE_ROAD = "called-off-on-the-road"


Objection = tuple[Contradiction, str]
"""Why a fact cannot be so, and the sentence that says it."""


def kept(found: tuple[Discrepancy, ...], told: Told, objection: Objection) -> tuple[Discrepancy, ...]:
    """Give the discrepancies with one more, which a fact brought to light; each is kept once."""
    code, sentence = objection
    new = Discrepancy(code.value, told.id, sentence)
    return found if new in found else (*found, new)


def with_one(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    """Give names with one more; each is kept once."""
    return names if name in names else (*names, name)
