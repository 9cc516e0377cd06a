"""Lists that leave the vault: every row carries the mark by which a leaked copy is traced to whom it was given."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from safepassage.identity.fields import Field

MARK = "SPV-"
"""What every watermark begins with, so that a search over a disk finds lists that left the vault."""
MARK_BYTES = 10
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula (OWASP, CSV Injection, 2020); an apostrophe before it keeps it text."""


class ListFormat(StrEnum):
    """How a list is written."""

    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be disclosed: which fields of whom, to whom and why."""

    tokens: tuple[str, ...]
    fields: tuple[str, ...]
    to: str
    reason: str
    format: ListFormat


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A list as it leaves: its text, its watermark, and of how many persons something stands in it."""

    text: str
    watermark: str
    persons: int


Rows = Mapping[str, Mapping[str, str]]
"""By token, values by field."""


def list_text(order: Order, fields: Sequence[Field], rows: Rows, watermark: str) -> str:
    """Give the text of a list; who has no record stands there with empty values."""
    names = [field.name for field in fields]
    lines = [[token, *(rows.get(token, {}).get(name, "") for name in names)] for token in order.tokens]
    if order.format is ListFormat.CSV:
        return _csv(["token", *names, "watermark"], [[*map(_harmless, line), watermark] for line in lines])
    people = [{**dict(zip(["token", *names], line, strict=True)), "watermark": watermark} for line in lines]
    whole = {"to": order.to, "reason": order.reason, "watermark": watermark, "persons": people}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _csv(header: list[str], lines: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *lines])
    return text.getvalue()
