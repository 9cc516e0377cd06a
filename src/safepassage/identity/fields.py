"""The table of all that the vault can hold of a person: each field with its purpose, legal basis and retention.

What is not in the table is refused. It has no field for whether somebody fought, for affiliation, ethnicity, religion
or biometrics, and never gets one: who does not hold such a list cannot be made to hand it over. Photos are for people
who look for each other; nothing is computed from them.

The legal bases are those of the ICRC Handbook on Data Protection in Humanitarian Action (second edition, 2020, chapter
3): consent; the vital interest of somebody; important grounds of public interest, such as a mandate for family links.
Retention is counted in days from the sealing. The days are choices of ours: long enough for follow-up after 30 days
and a first search for relatives, and no longer. Who needs more seals again, which begins anew.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from safepassage.domain.errors import UnusableInputError


class Kind(StrEnum):
    """What sort of thing a field holds; who may see what is said by kind."""

    NAME = "name"
    CONTACT = "contact"
    PHOTO = "photo"
    MEDICAL = "medical"
    PROTECTION = "protection"


class Basis(StrEnum):
    """Why the law allows that it is kept."""

    CONSENT = "consent"
    VITAL_INTEREST = "vital-interest"
    PUBLIC_INTEREST = "public-interest"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the vault.

    `retention_days` counts from the sealing. With `two_people` nobody sees it alone; of a child that holds for every
    field. `largest` is the size in bytes at most, text as UTF-8. A field that is not `text` holds bytes.
    """

    name: str
    kind: Kind
    purpose: str
    basis: Basis
    retention_days: int
    two_people: bool = False
    largest: int = 2_000
    text: bool = True


_TABLE = (
    Field("full-name", Kind.NAME, "to be found by relatives, and called at a door", Basis.CONSENT, 90),
    Field("own-contact", Kind.CONTACT, "to be reached after arrival, on day 7 and day 30", Basis.CONSENT, 60),
    Field("relative-contact", Kind.CONTACT, "to bring a separated family together", Basis.CONSENT, 90),
    Field("photo", Kind.PHOTO, "to bring a separated child or a person without words together with relatives",
          Basis.VITAL_INTEREST, 60, largest=2 * 2**20, text=False),
    Field("medical-note", Kind.MEDICAL, "to be cared for on the way and taken over by a hospital",
          Basis.VITAL_INTEREST, 30, two_people=True, largest=20_000),
    Field("protection-case", Kind.PROTECTION, "to follow up who was taken aside, detained, separated or harmed",
          Basis.PUBLIC_INTEREST, 180, largest=20_000),
)  # fmt: skip

FIELDS: Mapping[str, Field] = MappingProxyType({field.name: field for field in _TABLE})
"""All fields by name."""


def fields_named(names: Iterable[str]) -> tuple[Field, ...]:
    """Give the fields of these names, each once, in the order of the table.

    Raises
    ------
    UnusableInputError
        If there is none of a name, or no name at all.
    """
    wanted = set(names)
    unknown = sorted(wanted - FIELDS.keys())
    if unknown or not wanted:
        known = ", ".join(FIELDS)
        what = f"has no field {unknown[0]!r:.60}" if unknown else "needs a field to be named"
        raise UnusableInputError(f"The vault {what}: choose of {known}.")
    return tuple(field for field in _TABLE if field.name in wanted)


def check_value(field: Field, value: str | bytes) -> bytes:
    """Give the bytes of a value to be sealed; UnusableInputError, without the value, if the field cannot hold it."""
    if isinstance(value, str) is not field.text:
        raise UnusableInputError(f"The field {field.name} holds {'text' if field.text else 'a file'}: give it so.")
    content = _utf8(field, value) if isinstance(value, str) else value
    if not 0 < len(content) <= field.largest:
        raise UnusableInputError(f"The field {field.name} holds 1 to {field.largest} bytes: this is {len(content)}.")
    return content


def _utf8(field: Field, text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise UnusableInputError(
            f"The text for {field.name} is not proper Unicode: remove the odd characters."
        ) from None
