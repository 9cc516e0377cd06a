"""Verification: every row, link and checkpoint is looked at, and what does not fit is named.

Any change of a row that was not made by whoever holds the signing key is found, once a checkpoint covers the row. What
came after the last checkpoint is found where it does not fit together; if somebody wrote all of it anew with fitting
hashes, only a checkpoint kept elsewhere would tell.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from safepassage.domain.errors import UnusableInputError
from safepassage.ledger.canonical import parsed
from safepassage.ledger.chain import chained, genesis, leaf_of, summary_text
from safepassage.ledger.checkpoints import Checkpoint, Kept, Signed
from safepassage.ledger.events import Row, recorded_of
from safepassage.ledger.merkle import Frontier
from safepassage.ledger.totals import Totals

MOST_FINDINGS = 1000
"""Findings that are kept; more are only counted."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not fit: `position` is that of the event, None where it is about no single one."""

    position: int | None
    what: str


@dataclass(slots=True)
class Findings:
    """The first findings, and how many there are in all."""

    kept: list[Finding] = field(default_factory=list)
    count: int = 0

    def add(self, position: int | None, what: str) -> None:
        """Take one more; what a terminal would act on is replaced in it."""
        self.count += 1
        if len(self.kept) < MOST_FINDINGS:
            self.kept.append(Finding(position, "".join(c if c.isprintable() else "\ufffd" for c in what)))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verification found.

    `size` events were looked at; `chain` and `root` are the hashes over them, `totals` their sums by type. `signed` is
    the last checkpoint whose signature holds, None if there is none. `findings` are the first of `problems` in all.
    """

    ledger: str
    size: int
    chain: bytes
    root: bytes
    totals: dict[str, dict[str, Any]]
    signed: Checkpoint | None
    findings: tuple[Finding, ...]
    problems: int

    @property
    def ok(self) -> bool:
        """Tell whether nothing was found."""
        return self.problems == 0


class Checker:
    """Looks at the rows of a ledger one after the other.

    `keys` are the public keys that may have signed checkpoints, None for any. `held` are checkpoints that were kept
    elsewhere.
    """

    def __init__(
        self,
        ledger: str,
        checkpoints: Sequence[Kept] = (),
        *,
        held: Sequence[Signed] = (),
        keys: Collection[bytes] | None = None,
    ) -> None:
        self.totals, self.findings = Totals(), Findings()
        self._ledger, self._keys = ledger, keys
        self._position = 0
        self._chains = {genesis(ledger)}
        self._chain = genesis(ledger)
        self._frontier = Frontier()
        self._versions: dict[str, int] = {}
        self._anchors: dict[int, list[tuple[Checkpoint, str | None]]] = {}
        self._signed: list[Checkpoint] = []
        for number, kept in enumerate(checkpoints, start=1):
            self._anchor(f"Checkpoint {number}", kept)
        for signed in held:
            self._anchor("The checkpoint kept elsewhere", signed)
        self._at_anchor()

    def take(self, row: Row) -> None:
        """Look at the next row."""
        if row.position != self._position + 1:
            self._misplaced(row)
        self._position = row.position
        self._content(row)
        self._frontier.add(self._linked(row))
        self._at_anchor()

    def verdict(self) -> Verdict:
        """Give what was found, when there are no more rows."""
        for size in sorted(size for size in self._anchors if size > self._position):
            moment = self._anchors[size][0][0].signed_at
            self.findings.add(None, f"Events {self._position + 1} to {size}, signed on {moment:%Y-%m-%d}, are missing.")
        return Verdict(
            ledger=self._ledger,
            size=self._position,
            chain=self._chain,
            root=self._frontier.root(),
            totals=self.totals.plain(),
            signed=max(self._signed, key=lambda each: each.size, default=None),
            findings=tuple(self.findings.kept),
            problems=self.findings.count,
        )

    def _anchor(self, name: str, given: Kept | Signed) -> None:
        try:
            checkpoint = given.checkpoint()
        except UnusableInputError as error:
            self.findings.add(None, f"{name}: {error}")
            return
        if checkpoint.ledger != self._ledger:
            self.findings.add(None, f"{name} is of the ledger {checkpoint.ledger}, not of {self._ledger}.")
        elif self._keys is not None and checkpoint.key not in self._keys:
            self.findings.add(None, f"{name} is signed by the key {checkpoint.key.hex()}, which is none of yours.")
        else:
            self._signed.append(checkpoint)
            totals = given.totals if isinstance(given, Kept) else None
            self._anchors.setdefault(checkpoint.size, []).append((checkpoint, totals))

    def _at_anchor(self) -> None:
        """Where a checkpoint covers just the events so far, hold them against it."""
        for checkpoint, totals in self._anchors.get(self._position, ()):
            moment = f"{checkpoint.signed_at:%Y-%m-%d %H:%M:%S} UTC"
            if (checkpoint.chain, checkpoint.root) != (self._chain, self._frontier.root()):
                self.findings.add(None, f"Events 1 to {self._position} are not those that were signed on {moment}.")
            elif totals is not None and totals != self.totals.text():
                self.findings.add(None, f"The totals at event {self._position} are not those signed on {moment}.")

    def _misplaced(self, row: Row) -> None:
        if row.position > self._position + 1:
            self.findings.add(None, f"Events {self._position + 1} to {row.position - 1} are missing.")
            self._chains = set()
        else:
            self.findings.add(row.position, f"Event {row.position} stands after event {self._position}.")

    def _content(self, row: Row) -> None:
        """Look at what a row says, apart from its hashes."""
        version = self._versions.get(row.stream, 0) + 1
        self._versions[row.stream] = row.version
        try:
            recorded_of(row)
            self.totals.add(parsed(summary_text(row), "A summary"))
        except UnusableInputError as error:
            self._name(row, f"cannot be read: {error}")
        if row.version != version:
            self._name(row, f"has version {row.version} in its stream, where {version} comes next.")

    def _linked(self, row: Row) -> bytes:
        """Look at a row's hashes, and give the leaf that is most likely the one that was recorded."""
        content = _leaf_or_none(row)
        fits = {leaf: self._before(row, leaf) for leaf in (row.leaf, content) if leaf is not None}
        leaf = next((leaf for leaf, before in fits.items() if before), row.leaf)
        if content != row.leaf:
            self._name(row, "is not what was recorded: its content and its hash do not agree.")
        elif self._chains and not fits[leaf]:
            self._name(row, "does not continue the events before it: it, or one of them, was put in another's place.")
        computed = chained(self._chain, leaf)
        self._chain = row.chain if fits[leaf] or not self._chains else computed
        self._chains = {row.chain, computed}
        return leaf

    def _before(self, row: Row, leaf: bytes) -> bool:
        return any(chained(before, leaf) == row.chain for before in self._chains)

    def _name(self, row: Row, what: str) -> None:
        self.findings.add(row.position, f"Event {row.position} ({row.id} in {row.stream}) {what}")


def _leaf_or_none(row: Row) -> bytes | None:
    try:
        return leaf_of(row)
    except UnusableInputError:
        return None


def verified(rows: Iterable[Row], checker: Checker) -> Verdict:
    """Give the verdict on all of these rows."""
    for row in rows:
        checker.take(row)
    return checker.verdict()
