"""The vault: every act of a person with it, by role and reason, told to the journal before anything is shown.

Each act happens with everybody else kept out: the journal is read, the rules are asked, the fact is recorded, and only
then is a record opened. If the journal does not acknowledge, nothing is shown and nothing is changed. What is refused
is recorded too.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NoReturn

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.events import Fact
from safepassage.domain.live.vault import (
    DisclosureMade,
    FieldsExpired,
    GlassBroken,
    GlassReviewed,
    PersonErased,
    VaultAct,
    VaultApproved,
    VaultAsked,
    VaultLooked,
    VaultRefused,
    VaultSealed,
)
from safepassage.identity.access import SENTENCES, Actor, Rule, forbids, is_reason, same_person
from safepassage.identity.account import Account, Alert, Journal, Request, account_of
from safepassage.identity.disclosing import MARK, MARK_BYTES, Disclosure, Order, list_text
from safepassage.identity.errors import AccessRefusedError
from safepassage.identity.fields import FIELDS, Field, check_value, fields_named
from safepassage.identity.key_ring import KeyRing, Randoms
from safepassage.identity.records import Records
from safepassage.identity.shelf import Shelf

DAY_S = 86_400
APPROVAL_S = 15 * 60
"""A request can be approved and used within so many seconds: long enough to call a second person over."""
MOST_TOKENS = 1_000
"""Persons of one list: more are several disclosures, so that the fact of each fits into an event of the ledger."""
ID_BYTES = 8

Value = str | bytes
"""What stands in a field: text, or the bytes of a photo."""

Minors = Callable[[str], bool | None]
"""Says whether a token is a child's; None if nobody was registered under it."""


@dataclass(frozen=True, slots=True)
class Expired:
    """A field of a person whose retention was over at `due_s`, whole seconds after the scenario's start."""

    token: str
    field: str
    due_s: int


@dataclass(frozen=True, slots=True)
class _Act:
    """Who does what with which fields of whom."""

    by: Actor
    act: VaultAct
    tokens: tuple[str, ...]
    fields: tuple[Field, ...]
    at_s: int

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)


class Vault:
    """The vault of an operation.

    Nothing is done, and nothing told to the journal, for a token that nobody has: it might be a name that was typed in
    the wrong place.
    """

    def __init__(self, records: Records, ring: KeyRing, journal: Journal, minors: Minors, randoms: Randoms) -> None:
        self._shelf, self._journal, self._minors, self._randoms = (
            Shelf(records, ring, randoms),
            journal,
            minors,
            randoms,
        )

    def seal(self, by: Actor, token: str, values: Mapping[str, Value], at_s: int) -> None:
        """Put fields of a person into the vault, in place of what stood there.

        Raises
        ------
        UnusableInputError
            If a field is none of the table, or cannot hold its value.
        AccessRefusedError
            If a rule forbids it, as in every act.
        """
        act = _Act(by, VaultAct.SEAL, self._known([token]), fields_named(values), at_s)
        contents = {field.name: check_value(field, values[field.name]) for field in act.fields}
        with self._shelf.held():
            account = self._allowed(act)
            if token in account.erased:
                self._refuse(act, Rule.ERASED)
            self._record(VaultSealed(at_s, token, act.names, by.roles), by)
            self._shelf.put(token, contents, at_s)

    def ask(
        self, by: Actor, act: VaultAct, tokens: Iterable[str], fields: Iterable[str], reason: str, at_s: int
    ) -> str:
        """Ask for what needs two people, to look or to disclose; give the id by which another person approves it."""
        asked = _Act(by, act, self._known(tokens), fields_named(fields), at_s)
        if act not in {VaultAct.LOOK, VaultAct.DISCLOSE}:
            raise UnusableInputError("Only to look or to disclose can be asked for: other acts need one person.")
        with self._shelf.held():
            self._allowed(asked, reason)
            request = self._id()
            fact = VaultAsked(at_s, request, act, asked.tokens, asked.names, by.roles, reason, at_s + APPROVAL_S)
            self._record(fact, by)
        return request

    def requests(self, at_s: int) -> tuple[Request, ...]:
        """Give the requests that can still be approved or used."""
        every = account_of(self._journal.told()).requests.values()
        return tuple(each for each in every if not each.used and at_s <= each.until_s)

    def approve(self, by: Actor, request: str, at_s: int) -> None:
        """Approve what somebody else asked for; then it can be done once, until its time is over."""
        with self._shelf.held():
            asked = account_of(self._journal.told()).requests.get(request)
            fields = () if asked is None else fields_named(asked.fields)
            tokens = () if asked is None else tuple(sorted(asked.tokens))
            act = _Act(by, VaultAct.APPROVE, tokens, fields, at_s)
            self._allowed(act)
            if asked is None or asked.used or asked.approved_by:
                self._refuse(act, Rule.NO_REQUEST)
            if same_person(asked.by, by.name):
                self._refuse(act, Rule.SAME_PERSON)
            if at_s > asked.until_s:
                self._refuse(act, Rule.TOO_LATE)
            self._record(VaultApproved(at_s, request, by.roles), by)

    def look(
        self, by: Actor, token: str, fields: Iterable[str], reason: str, at_s: int, request: str = ""
    ) -> dict[str, Value]:
        """Give what stands in fields of a person; a field that holds nothing is left out.

        `request` is what a second person approved, for a child or a field that needs two people.
        """
        act = _Act(by, VaultAct.LOOK, self._known([token]), fields_named(fields), at_s)
        with self._shelf.held():
            self._by_two(act, self._allowed(act, reason), request)
            self._record(VaultLooked(at_s, token, act.names, by.roles, reason, request), by)
            return self._values(token, act.fields)

    def break_glass(
        self, by: Actor, token: str, fields: Iterable[str], reason: str, at_s: int
    ) -> tuple[str, dict[str, Value]]:
        """Open a record in an emergency, whatever the role; give the id of the alert this raises, and the values."""
        act = _Act(by, VaultAct.BREAK_GLASS, self._known([token]), fields_named(fields), at_s)
        with self._shelf.held():
            self._allowed(act, reason)
            alert = self._id()
            self._record(GlassBroken(at_s, alert, token, act.names, by.roles, reason), by)
            return alert, self._values(token, act.fields)

    def alerts(self) -> tuple[Alert, ...]:
        """Give the alerts that nobody has reviewed yet, oldest first."""
        return tuple(each for each in account_of(self._journal.told()).alerts.values() if not each.reviewed_by)

    def review(self, by: Actor, alert: str, finding: str, at_s: int) -> None:
        """Say what a look into an alert found; the alert is off the list then."""
        with self._shelf.held():
            act = _Act(by, VaultAct.REVIEW, (), (), at_s)
            found = self._allowed(act, finding).alerts.get(alert)
            if found is None or found.reviewed_by:
                self._refuse(act, Rule.NO_ALERT)
            if same_person(found.by, by.name):
                self._refuse(act, Rule.SAME_PERSON)
            self._record(GlassReviewed(at_s, alert, finding), by)

    def disclose(self, by: Actor, order: Order, at_s: int, request: str = "") -> Disclosure:
        """Give a list that leaves the vault, once the journal has to whom, why, which fields of whom, and the mark."""
        act = _Act(by, VaultAct.DISCLOSE, self._known(order.tokens), fields_named(order.fields), at_s)
        _refuse_order(order, act.fields)
        with self._shelf.held():
            self._by_two(act, self._allowed(act, order.reason), request)
            rows = {token: self._texts(token, act.fields) for token in act.tokens}
            watermark, persons = MARK + self._randoms(MARK_BYTES).hex(), sum(bool(row) for row in rows.values())
            fact = DisclosureMade(
                at_s, watermark, order.to, order.reason, act.names, act.tokens, by.roles, request, persons
            )
            self._record(fact, by)
        return Disclosure(list_text(order, act.fields, rows, watermark), watermark, persons)

    def erase(self, by: Actor, token: str, reason: str, at_s: int) -> bool:
        """Destroy the key of a person and all that it opens, for good; give whether the vault had anything.

        The journal is told first: should the destruction fail then, `unfinished` names the person, to be erased again.
        """
        act = _Act(by, VaultAct.ERASE, self._known([token]), (), at_s)
        with self._shelf.held():
            self._allowed(act, reason)
            self._record(PersonErased(at_s, token, reason), by)
            had = self._shelf.erase(token)
        self._shelf.forget_old_keys()
        return had

    def unfinished(self) -> tuple[str, ...]:
        """Give those who were erased for the journal, and whose keys are still there: erase them again."""
        erased = account_of(self._journal.told()).erased
        return tuple(sorted(erased & self._shelf.tokens().keys()))

    def expired(self, by: Actor, at_s: int) -> tuple[Expired, ...]:
        """Give the fields whose retention is over."""
        with self._shelf.held():
            self._allowed(_Act(by, VaultAct.ERASE, (), (), at_s))
            return self._expired(at_s)

    def erase_expired(self, by: Actor, at_s: int) -> tuple[Expired, ...]:
        """Destroy the fields whose retention is over, in every copy of the database; give which they were."""
        with self._shelf.held():
            self._allowed(_Act(by, VaultAct.ERASE, (), (), at_s))
            gone = self._expired(at_s)
            for token in dict.fromkeys(each.token for each in gone):
                fields = tuple(each.field for each in gone if each.token == token)
                self._record(FieldsExpired(at_s, token, fields), by)
                self._shelf.erase_fields(token, frozenset(fields))
        self._shelf.forget_old_keys()
        return gone

    def _expired(self, at_s: int) -> tuple[Expired, ...]:
        due = (
            Expired(token, field, kept.sealed_s + FIELDS[field].retention_days * DAY_S)
            for token, field, kept in self._shelf.everything()
        )
        return tuple(sorted((each for each in due if each.due_s <= at_s), key=lambda each: (each.due_s, each.token)))

    def _allowed(self, act: _Act, reason: str | None = None) -> Account:
        """Give what the journal says so far, if the roles allow the act and a reason is given where one is asked."""
        rule = forbids(act.by, act.act, act.fields)
        if rule is None and reason is not None and not is_reason(reason):
            rule = Rule.NO_REASON
        if rule is not None:
            self._refuse(act, rule)
        return account_of(self._journal.told())

    def _by_two(self, act: _Act, account: Account, request: str) -> None:
        """Refuse what needs two people and was not approved by a second one for this, or for more than this."""
        if not request:
            if any(field.two_people for field in act.fields) or any(map(self._minors, act.tokens)):
                self._refuse(act, Rule.NEEDS_TWO)
            return
        asked = account.requests.get(request)
        if asked is None or not _covers(asked, act):
            self._refuse(act, Rule.NOT_APPROVED)
        if act.at_s > asked.until_s:
            self._refuse(act, Rule.TOO_LATE)

    def _refuse(self, act: _Act, rule: Rule) -> NoReturn:
        fact = VaultRefused(act.at_s, act.act, act.tokens, act.names, act.by.roles, rule.value)
        self._record(fact, act.by)
        raise AccessRefusedError(rule, SENTENCES[rule])

    def _record(self, fact: Fact, by: Actor) -> None:
        self._journal.record(fact, by.name)

    def _values(self, token: str, fields: tuple[Field, ...]) -> dict[str, Value]:
        found = self._shelf.get(token, tuple(field.name for field in fields))
        return {name: kept.content.decode() if FIELDS[name].text else kept.content for name, kept in found.items()}

    def _texts(self, token: str, fields: tuple[Field, ...]) -> dict[str, str]:
        return {name: value for name, value in self._values(token, fields).items() if isinstance(value, str)}

    def _known(self, tokens: Iterable[str]) -> tuple[str, ...]:
        """Give each token once; UnusableInputError if there are none, too many, or some that nobody has."""
        once = tuple(dict.fromkeys(tokens))
        if not 0 < len(once) <= MOST_TOKENS:
            raise UnusableInputError(f"Name 1 to {MOST_TOKENS} persons by their tokens at once: these are {len(once)}.")
        unknown = sum(self._minors(token) is None for token in once)
        if unknown:
            raise UnusableInputError(
                f"Nobody is registered under {unknown} of the {len(once)} tokens: check how they are spelt."
            )
        return once

    def _id(self) -> str:
        return self._randoms(ID_BYTES).hex()


def _covers(asked: Request, act: _Act) -> bool:
    """Whether a request is approved, not used, by the same person, and for all that the act is about."""
    same = asked.act is act.act and same_person(asked.by, act.by.name)
    enough = asked.tokens >= set(act.tokens) and asked.fields >= set(act.names)
    return same and enough and bool(asked.approved_by) and not asked.used


def _refuse_order(order: Order, fields: tuple[Field, ...]) -> None:
    if not is_reason(order.to):
        raise UnusableInputError("Say in one line of up to 200 characters to whom the list goes.")
    files = [field.name for field in fields if not field.text]
    if files:
        raise UnusableInputError(
            f"The field {files[0]} is no text and stands in no list: look at it, and hand it over."
        )
