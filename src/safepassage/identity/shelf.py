"""The key ring and the database together: records put, read, and destroyed by destroying the key they need.

Everything happens within `held`, where nobody else touches either file. The ring is written first where a key is new,
and first where a key goes: a crash in between leaves a key too many and no record, or records that no key opens.
"""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass

from safepassage.domain.errors import UnusableInputError
from safepassage.identity.fields import FIELDS
from safepassage.identity.key_ring import KeyRing, PersonKeys, Randoms
from safepassage.identity.records import Records, Sealed
from safepassage.identity.sealing import NONCE_BYTES, Place, field_label, seal, unseal

RECORD_BYTES = 16


@dataclass(frozen=True, slots=True)
class Kept:
    """What stood in a field, and the second at which it was sealed."""

    content: bytes
    sealed_s: int


class Shelf:
    """All records of a vault.

    Raises
    ------
    UnusableInputError
        If the ring is one of another vault.
    """

    def __init__(self, records: Records, ring: KeyRing, randoms: Randoms) -> None:
        self._records, self._ring, self._randoms = records, ring, randoms
        if ring.vault() != records.vault:
            raise UnusableInputError(
                f"The keys in {ring.path} are of another vault than {records.path}: name the right ones."
            )

    def held(self) -> AbstractContextManager[None]:
        """Keep all others out; what was put within is taken back on an error."""
        return self._records.held()

    def tokens(self) -> dict[str, PersonKeys]:
        """Give the keys of all of whom there may be records, by token."""
        return self._ring.persons()

    def put(self, token: str, values: Mapping[str, bytes], at_s: int) -> None:
        """Seal values of fields, in place of what stood there."""
        persons = self._ring.persons()
        if token not in persons:
            persons[token] = self._ring.fresh()
            self._ring.write(persons)
        for field, content in values.items():
            self._drop(persons[token], field)
            self._put(persons[token], token, field, Kept(content, at_s))

    def get(self, token: str, fields: tuple[str, ...]) -> dict[str, Kept]:
        """Give what is there of the fields of a person; nothing is there of who has no key."""
        person = self._ring.persons().get(token)
        return {} if person is None else dict(self._kept(person, token, fields))

    def everything(self) -> Iterator[tuple[str, str, Kept]]:
        """Yield token, field and content of every record."""
        for token, person in self._ring.persons().items():
            for field, kept in self._kept(person, token, tuple(FIELDS)):
                yield token, field, kept

    def erase(self, token: str) -> bool:
        """Destroy the key of a person, then the records; give whether there was a key."""
        persons = self._ring.persons()
        person = persons.pop(token, None)
        if person is None:
            return False
        self._ring.write(persons)
        self._records.drop_person(person.label)
        return True

    def erase_fields(self, token: str, fields: frozenset[str]) -> None:
        """Destroy some fields of a person in every copy of the database: what stays gets a new key, the old one goes.

        Cut short, it leaves both keys, and is done again.
        """
        persons = self._ring.persons()
        before = persons[token]
        rest = {name: kept for name, kept in self._kept(before, token, tuple(FIELDS)) if name not in fields}
        persons[token] = self._ring.renewed(before)
        self._ring.write(persons)
        self._records.drop_person(before.label)
        for field, kept in rest.items():
            self._put(persons[token], token, field, kept)

    def forget_old_keys(self) -> None:
        """Destroy the keys that were replaced, once the records under the new ones are flushed; to be called outside.

        Whatever is still under an old key, as a change of keys was cut short, is sealed anew first.
        """
        with self.held():
            for token, person in self._ring.persons().items():
                if len(person.keys) > 1:
                    self._reseal(token, person)
        with self.held():
            persons = self._ring.persons()
            newest = {token: PersonKeys(person.label, person.keys[:1]) for token, person in persons.items()}
            if newest != persons:
                self._ring.write(newest)
        self._records.forget_log()

    def _reseal(self, token: str, person: PersonKeys) -> None:
        rest = dict(self._kept(person, token, tuple(FIELDS)))
        self._records.drop_person(person.label)
        for field, kept in rest.items():
            self._put(person, token, field, kept)

    def _kept(self, person: PersonKeys, token: str, fields: tuple[str, ...]) -> Iterator[tuple[str, Kept]]:
        for field in fields:
            for key in person.keys:
                found = self._records.find(person.label, field_label(key, field))
                if found is not None:
                    place = Place(self._records.vault, token, field, found.record)
                    yield field, Kept(*unseal(key, place, found.sealed, found.nonce))
                    break

    def _put(self, person: PersonKeys, token: str, field: str, kept: Kept) -> None:
        record, nonce, key = self._randoms(RECORD_BYTES), self._randoms(NONCE_BYTES), person.keys[0]
        sealed = seal(key, Place(self._records.vault, token, field, record), kept.content, kept.sealed_s, nonce)
        self._records.put(Sealed(record, person.label, field_label(key, field), nonce, sealed))

    def _drop(self, person: PersonKeys, field: str) -> None:
        for key in person.keys:
            self._records.drop(person.label, field_label(key, field))
