"""The opening record: why people are brought out at all, and who answers for it. No live operation opens without it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from safepassage.domain.events import Fact


class Section(StrEnum):
    """What the opening record must say in words; the questions are in `operations/opening_record.py`."""

    LAST_RESORT = "last-resort"
    ALTERNATIVES = "alternatives"
    LEGAL_BASIS = "legal-basis"
    FREE_CHOICE = "free-choice"
    MINIMUM_STANDARDS = "minimum-standards"
    GUARANTEES = "guarantees"
    RISKS = "risks"
    RETURN_AND_PROPERTY = "return-and-property"
    DATA_PROTECTION = "data-protection"


class CheckItem(StrEnum):
    """What the opening record must answer with yes or no."""

    ALTERNATIVES_EXPLORED = "alternatives-explored"
    MAY_STAY = "may-stay"
    STAYERS_PROTECTED = "stayers-protected"
    ASKED_THEMSELVES = "asked-themselves"
    FAMILIES_TOGETHER = "families-together"
    PARTIES_AGREED = "parties-agreed"
    SCREENING_AGREED = "screening-agreed"
    ROADS_ASSESSED = "roads-assessed"
    MEDICAL_CARE = "medical-care"
    RECEPTION_READY = "reception-ready"
    SUSPENSION_PLANNED = "suspension-planned"
    OBSERVERS_PRESENT = "observers-present"
    COMPLAINTS_HEARD = "complaints-heard"
    FOLLOW_UP_PLANNED = "follow-up-planned"
    LEAST_DATA = "least-data"
    DATA_SEIZURE_TRIED = "data-seizure-tried"


@dataclass(frozen=True, slots=True)
class OpeningWritten(Fact):
    """A section of the opening record was written, or written anew."""

    name: ClassVar[str] = "opening.written"

    section: Section
    text: str


@dataclass(frozen=True, slots=True)
class OpeningChecked(Fact):
    """An item of the opening record's checklist was answered; `note` says how it is known, or why not."""

    name: ClassVar[str] = "opening.checked"

    item: CheckItem
    met: bool
    note: str


@dataclass(frozen=True, slots=True)
class OpeningSigned(Fact):
    """A person signed the opening record in a capacity.

    `digest` is the SHA-256 of what was signed, hexadecimal: whatever is written after that voids the signature.
    """

    name: ClassVar[str] = "opening.signed"

    person: str
    capacity: str
    digest: str


OPENING_FACTS: tuple[type[Fact], ...] = (OpeningWritten, OpeningChecked, OpeningSigned)
