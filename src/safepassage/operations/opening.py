"""The state of the opening record, and whether the operation is open.

    being prepared ── began ──► open ── ended ──► closed

A signature is of what the record said: it counts as long as nothing is written that says otherwise.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

from safepassage.domain import events
from safepassage.domain.live import opening as facts
from safepassage.domain.live.opening import CheckItem, Section
from safepassage.domain.live.told import Told
from safepassage.operations.opening_record import CHECKLIST, SECTIONS

SIGNATURES = 2
"""Persons who must have signed: nobody decides alone on the lives of others."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a section says."""

    section: Section
    text: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What was answered to an item."""

    item: CheckItem
    met: bool
    note: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed in which capacity, and the digest of what they signed."""

    person: str
    capacity: str
    digest: str


@dataclass(frozen=True, slots=True)
class Opening:
    """The record as it is written, and when the operation began and ended; None: not yet."""

    written: tuple[Written, ...] = ()
    checked: tuple[Checked, ...] = ()
    signed: tuple[Signature, ...] = ()
    began_s: int | None = None
    ended_s: int | None = None

    @property
    def digest(self) -> str:
        """The SHA-256 of what the record says, hexadecimal; the order in which it was written is no part of it."""
        sections = {each.section.value: each.text for each in self.written}
        answers = {each.item.value: [each.met, each.note] for each in self.checked}
        text = json.dumps([sections, answers], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return sha256(text.encode()).hexdigest()

    @property
    def signatures(self) -> tuple[Signature, ...]:
        """Those that are of what the record says now."""
        digest = self.digest
        return tuple(each for each in self.signed if each.digest == digest)

    def text(self, section: Section) -> str:
        """Give what a section says, "" if nothing."""
        return next((each.text for each in self.written if each.section is section), "")

    def answer(self, item: CheckItem) -> Checked | None:
        """Give what was answered to an item."""
        return next((each for each in self.checked if each.item is item), None)


def begin(_: str) -> Opening:
    """Give the state before anything was told."""
    return Opening()


def follow(opening: Opening, told: Told) -> Opening:
    """Give the state after one more fact."""
    match told.fact:
        case facts.OpeningWritten(section=section, text=text):
            others = tuple(each for each in opening.written if each.section is not section)
            return replace(opening, written=(*others, Written(section, text)))
        case facts.OpeningChecked(item=item, met=met, note=note):
            answers = tuple(each for each in opening.checked if each.item is not item)
            return replace(opening, checked=(*answers, Checked(item, met, note)))
        case facts.OpeningSigned(person=person, capacity=capacity, digest=digest):
            earlier = tuple(each for each in opening.signed if each.person != person)
            return replace(opening, signed=(*earlier, Signature(person, capacity, digest)))
        case events.OperationBegan(at_s=at_s) if opening.began_s is None:
            return replace(opening, began_s=at_s)
        case events.OperationEnded(at_s=at_s) if opening.ended_s is None:
            return replace(opening, ended_s=at_s)
        case _:
            return opening


def unanswered(opening: Opening) -> Iterator[str]:
    """Yield what the record lacks, signatures apart, each as a few words."""
    for section in SECTIONS:
        if not opening.text(section).strip():
            yield f"the section {section}"
    for item, question in CHECKLIST.items():
        answer = opening.answer(item)
        if answer is None:
            yield f"an answer to {item}"
        elif not answer.met and question.must:
            yield f"{item}, which must be so"
        elif not answer.met and not answer.note.strip():
            yield f"a note on why not {item}"
