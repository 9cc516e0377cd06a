"""Whatever people do with the vault, in whatever order: nobody sees what they may not, and what is erased stays so.

The model knows who may look by a table of its own, what was sealed last, and which requests are good; it shares no code
with the vault.
"""

import shutil
from pathlib import Path
from tempfile import mkdtemp

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from safepassage.domain.live.vault import VaultAct
from safepassage.identity.access import Actor
from safepassage.identity.errors import AccessRefusedError
from tests.identity.desk import (
    ADULT,
    AUDITOR,
    CHILD,
    DISPATCHER,
    MEDIC,
    OFFICER,
    OTHER,
    PROTECTION,
    REGISTRAR,
    Room,
    chance,
)

READS = {"Petra": {"full-name", "protection-case"}, "Mona": {"medical-note"}}
APPROVES = {"Petra", "Mona", "Omar"}
DAYS = {"full-name": 90, "medical-note": 30, "protection-case": 180}
WRITERS = {"full-name": REGISTRAR, "medical-note": MEDIC, "protection-case": PROTECTION}
PEOPLE = (REGISTRAR, MEDIC, PROTECTION, OFFICER, AUDITOR, DISPATCHER)
QUARTER_S = 900

actors = st.sampled_from(PEOPLE)
tokens = st.sampled_from([ADULT, OTHER, CHILD])
fields = st.sampled_from(sorted(DAYS))


class Course(RuleBasedStateMachine):
    """A vault and a model of it, side by side."""

    asked = Bundle("asked")

    def __init__(self) -> None:
        super().__init__()
        self.room = Room(Path(mkdtemp()), randoms=chance(7)).make()
        self.now = 0
        self.values: dict[tuple[str, str], tuple[str, int]] = {}
        self.erased: set[str] = set()
        self.requests: dict[str, tuple[str, str, str, int]] = {}
        self.approved: set[str] = set()
        self.alerts = 0
        self.copies: list[Path] = []

    def teardown(self) -> None:
        """Take the folder away."""
        shutil.rmtree(self.room.folder)

    @rule(seconds=st.sampled_from([1, QUARTER_S, 40 * 86_400]))
    def time_passes(self, seconds: int) -> None:
        """Let time pass."""
        self.now += seconds

    @rule(token=tokens, field=fields, text=st.sampled_from(["one", "two", "three"]))
    def seal(self, token: str, field: str, text: str) -> None:
        """Put something in, or find out that the person was erased."""
        with self.room.open() as vault:
            try:
                vault.seal(WRITERS[field], token, {field: text}, self.now)
            except AccessRefusedError:
                assert token in self.erased
            else:
                assert token not in self.erased
                self.values[token, field] = (text, self.now)

    def sees(self, by: Actor, token: str, field: str, request: str = "") -> bool:
        """Try to look; give whether it was allowed, and check what was seen."""
        with self.room.open() as vault:
            try:
                seen = vault.look(by, token, [field], "a reason", self.now, request)
            except AccessRefusedError:
                assert self.room.book.names()[-1] == "vault.refused"
                return False
        assert self.room.book.names()[-1] == "vault.looked"
        known = self.values.get((token, field))
        assert seen == ({} if known is None else {field: known[0]})
        return True

    @rule(by=actors, token=tokens, field=fields)
    def look(self, by: Actor, token: str, field: str) -> None:
        """Look alone."""
        alone = token != CHILD and field != "medical-note"
        assert self.sees(by, token, field) is (alone and field in READS.get(by.name, ()))

    @rule(target=asked, by=actors, token=tokens, field=fields)
    def ask(self, by: Actor, token: str, field: str) -> str:
        """Ask for two people's look."""
        with self.room.open() as vault:
            try:
                request = vault.ask(by, VaultAct.LOOK, [token], [field], "a reason", self.now)
            except AccessRefusedError:
                assert field not in READS.get(by.name, ())
                return "refused"
        assert field in READS.get(by.name, ())
        self.requests[request] = (by.name, token, field, self.now + QUARTER_S)
        return request

    @rule(by=actors, request=asked)
    def approve(self, by: Actor, request: str) -> None:
        """Approve, or be refused."""
        who, _, _, until = self.requests.get(request, ("", "", "", -1))
        good = by.name in APPROVES and by.name != who and self.now <= until and request not in self.approved
        with self.room.open() as vault:
            try:
                vault.approve(by, request, self.now)
            except AccessRefusedError:
                assert not good
            else:
                assert good
                self.approved.add(request)

    @rule(by=actors, request=consumes(asked))
    def use(self, by: Actor, request: str) -> None:
        """Use a request, and try to use it again."""
        who, token, field, until = self.requests.get(request, ("", ADULT, "full-name", -1))
        good = request in self.approved and by.name == who and self.now <= until
        if self.sees(by, token, field, request):
            assert good
            assert not self.sees(by, token, field, request), "a request is good once"
        else:
            assert not good

    @rule(by=actors, token=tokens, field=fields)
    def break_glass(self, by: Actor, token: str, field: str) -> None:
        """Look past the rules."""
        with self.room.open() as vault:
            _, seen = vault.break_glass(by, token, [field], "fire", self.now)
        self.alerts += 1
        known = self.values.get((token, field))
        assert seen == ({} if known is None else {field: known[0]})

    @rule(token=tokens)
    def erase(self, token: str) -> None:
        """Erase a person."""
        with self.room.open() as vault:
            vault.erase(OFFICER, token, "they asked for it", self.now)
        self.erased.add(token)
        self.values = {key: value for key, value in self.values.items() if key[0] != token}

    @rule()
    def erase_what_expired(self) -> None:
        """Destroy exactly what is past its retention."""
        due = {key for key, (_, at_s) in self.values.items() if at_s + DAYS[key[1]] * 86_400 <= self.now}
        with self.room.open() as vault:
            assert {(each.token, each.field) for each in vault.erase_expired(OFFICER, self.now)} == due
        self.values = {key: value for key, value in self.values.items() if key not in due}

    @rule()
    def back_up(self) -> None:
        """Keep a copy of the database, as a backup does."""
        with self.room.open() as vault:
            vault._shelf._records.forget_log()
        self.copies.append(Path(shutil.copy(self.room.database, self.room.folder / f"copy-{len(self.copies)}")))

    @invariant()
    def no_copy_shows_what_was_erased(self) -> None:
        """Open old copies with the keys of now."""
        for copy in self.copies[-2:]:
            with self.room.open(copy) as vault:
                found = {(token, field) for token, field, _ in vault._shelf.everything()}
            assert not {token for token, _ in found} & self.erased

    @invariant()
    def every_broken_glass_is_an_alert(self) -> None:
        """Count the alerts."""
        with self.room.open() as vault:
            assert len(vault.alerts()) == self.alerts


TestAnyCourse = Course.TestCase
TestAnyCourse.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
