"""Reading what left a ledger, by somebody who has no ledger: every proof is checked anew, from the file alone."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safepassage.domain.errors import UnusableInputError
from safepassage.ledger.canonical import parsed
from safepassage.ledger.chain import SALT_BYTES, chained, commitment, genesis, leaf_hash, leaf_of
from safepassage.ledger.checkpoints import HASH_BYTES, Checkpoint, Kept, Signed, bytes_of
from safepassage.ledger.events import Row, recorded_of
from safepassage.ledger.exporting import EVENTS, TOTALS, WHOLE
from safepassage.ledger.files import read_small
from safepassage.ledger.merkle import Frontier, grew, includes
from safepassage.ledger.totals import Totals, totals_commitment
from safepassage.ledger.verification import Checker, Findings, Verdict, verified

LONGEST_LINE = 2**20
LONGEST_HEADER = 2**26
"""Bytes of the first line, which holds all checkpoints of a whole ledger."""
LARGEST_CHECKPOINT_FILE = 2**14
SIGNATURE_BYTES = 64
LONGEST_PROOF = 64
"""Hashes: as many as a tree of any size has levels."""
TYPES: Mapping[str, tuple[type, ...]] = {
    **dict.fromkeys(Row._fields, (str,)),
    **dict.fromkeys(("position", "version", "type_version"), (int,)),
    **{name: (str, type(None)) for name in ("cause", "corrects")},
}
"""Of the columns of a row in a file."""
BYTES = ("salt", "leaf", "chain")

Trust = tuple[Sequence[Signed], Collection[bytes] | None]
"""Checkpoints that the reader holds, and the keys that may have signed, None for any."""


@dataclass(frozen=True, slots=True)
class FileVerdict:
    """What a file shows: `format` is its first line's; `events` are those that it shows whole, none for totals."""

    format: str
    verdict: Verdict
    events: tuple[Row, ...] = ()


def read_checkpoint(path: Path) -> Signed:
    """Give a checkpoint that was kept in a file; UnusableInputError if it holds none."""
    line = read_small(path, LARGEST_CHECKPOINT_FILE).removesuffix(b"\n")
    return _signed(_object(line, str(path)), str(path))


def verified_file(path: Path, *, held: Sequence[Signed] = (), keys: Collection[bytes] | None = None) -> FileVerdict:
    """Give what a file from a ledger shows, having checked every proof in it.

    Raises
    ------
    UnusableInputError
        If it is not such a file; where something in it does not fit, that is a finding of the verdict.
    """
    with path.open("rb") as file:
        head = file.readline(LONGEST_HEADER)
        header = _object(head.removesuffix(b"\n"), f"The first line of {path}")
        read = READERS.get(str(header.get("format")))
        if read is None:
            raise UnusableInputError(f"{path} is no file from a ledger that this version knows: its format is another.")
        return read(header, _lines(file, path), (held, keys))


def _lines(file: Any, path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(iter(lambda: file.readline(LONGEST_LINE), b""), start=2):
        yield _object(line.removesuffix(b"\n"), f"Line {number} of {path}")


def _object(line: bytes, where: str) -> dict[str, Any]:
    try:
        value = parsed(line.decode(), where)
    except UnicodeDecodeError:
        value = None
    if not isinstance(value, dict):
        raise UnusableInputError(f"{where} is no JSON object.")
    return value


def _keys(value: object, names: Collection[str], where: str) -> dict[str, Any]:
    if not isinstance(value, dict) or value.keys() != set(names):
        raise UnusableInputError(f"{where} has other keys than {', '.join(sorted(names))}.")
    return value


def _signed(value: object, where: str) -> Signed:
    given = _keys(value, ("body", "signature"), where)
    return Signed(_text(given["body"], where), bytes_of(given["signature"], SIGNATURE_BYTES, f"A signature in {where}"))


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise UnusableInputError(f"{where} has a value that must be text.")
    return value


def _row(value: object, where: str, hidden: Collection[str] = ()) -> Row:
    given = _keys(value, [name for name in Row._fields if name not in hidden], where)
    for name, column in given.items():
        if not isinstance(column, TYPES[name]) or isinstance(column, bool):
            raise UnusableInputError(f"{where} has a {name} of the wrong kind.")
    hashes = {name: bytes_of(given[name], SALT_BYTES, f"{where}: {name}") if name in given else b"" for name in BYTES}
    return Row(**{**given, **hashes})


def _whole(header: dict[str, Any], lines: Iterator[dict[str, Any]], trust: Trust) -> FileVerdict:
    given = _keys(header, ("chain", "checkpoints", "format", "ledger", "size"), "The first line")
    if not isinstance(given["checkpoints"], list):
        raise UnusableInputError("The first line has no list of checkpoints.")
    checker = Checker(
        _text(given["ledger"], "The first line"),
        [_kept(each) for each in given["checkpoints"]],
        held=trust[0],
        keys=trust[1],
    )
    verdict = verified((_row(line, "A row") for line in lines), checker)
    if (verdict.size, verdict.chain.hex()) != (given["size"], given["chain"]):
        checker.findings.add(
            None, f"The file holds {verdict.size} events, not those of its first line: it was cut short."
        )
    if trust[1] is not None and verdict.signed is None:
        checker.findings.add(None, "Nothing in the file is signed by a key of yours.")
    return FileVerdict(WHOLE, checker.verdict())


def _kept(value: object) -> Kept:
    given = _keys(value, ("body", "salt", "signature", "totals"), "A checkpoint")
    signed = _signed({"body": given["body"], "signature": given["signature"]}, "a checkpoint")
    return Kept(signed, _text(given["totals"], "A checkpoint"), bytes_of(given["salt"], SALT_BYTES, "A salt"))


def _totals(header: dict[str, Any], lines: Iterator[dict[str, Any]], trust: Trust) -> FileVerdict:
    given = _keys(header, ("checkpoint", "format", "salt", "totals"), "The first line")
    signed = _signed(given["checkpoint"], "the first line")
    checkpoint, findings = signed.checkpoint(), Findings()
    text, salt = _text(given["totals"], "The first line"), bytes_of(given["salt"], SALT_BYTES, "A salt")
    if totals_commitment(text, salt) != checkpoint.totals:
        findings.add(None, "The totals in the file are not those that were signed.")
    tree = _Tree(checkpoint, findings, [*trust[0], signed])
    totals = Totals()
    for line in lines:
        tree.add(_summed(line, totals))
    tree.finish()
    if totals.text() != text:
        findings.add(None, "The totals in the file are not the sums of its summaries.")
    return FileVerdict(TOTALS, _verdict(checkpoint, findings, trust, totals.plain()))


def _summed(line: object, totals: Totals) -> bytes:
    """Take the summary of a line into the totals, and give its leaf."""
    given = _keys(line, ("particulars", "salt", "summary"), "A summary")
    summary = _keys(
        parsed(_text(given["summary"], "A summary"), "A summary"), ("counts", "type", "type_version"), "A summary"
    )
    counts = summary["counts"]
    if not isinstance(counts, dict) or not all(type(value) is int and value >= 0 for value in counts.values()):
        raise UnusableInputError("A summary has a count that is no whole number from 0.")
    totals.add({"type": _text(summary["type"], "A summary"), "counts": counts})
    salt = bytes_of(given["salt"], SALT_BYTES, "A salt")
    return leaf_hash(
        commitment("summary", salt, given["summary"]), bytes_of(given["particulars"], HASH_BYTES, "A commitment")
    )


class _Tree:
    """Chain and tree over all leaves of a file, held against each checkpoint on the way."""

    def __init__(self, last: Checkpoint, findings: Findings, anchors: Sequence[Signed]) -> None:
        self._last, self._findings = last, findings
        self._frontier, self._chain = Frontier(), genesis(last.ledger)
        self._anchors = [anchor.checkpoint() for anchor in anchors]
        self._compare()

    def add(self, leaf: bytes) -> None:
        self._frontier.add(leaf)
        self._chain = chained(self._chain, leaf)
        self._compare()

    def _compare(self) -> None:
        for anchor in self._anchors:
            if anchor.size == self._frontier.size and (anchor.root, anchor.chain) != (
                self._frontier.root(),
                self._chain,
            ):
                self._findings.add(None, f"The first {anchor.size} events are not those signed {_on(anchor)}.")

    def finish(self) -> None:
        if self._frontier.size != self._last.size:
            what = f"The file tells of {self._frontier.size} events, where {self._last.size} were signed."
            self._findings.add(None, what)
        for anchor in self._anchors:
            if anchor.ledger != self._last.ledger or anchor.size > self._last.size:
                self._findings.add(None, f"The checkpoint signed {_on(anchor)} is not of the past of this ledger.")


def _on(checkpoint: Checkpoint) -> str:
    return f"on {checkpoint.signed_at:%Y-%m-%d %H:%M:%S} UTC"


def _events(header: dict[str, Any], lines: Iterator[dict[str, Any]], trust: Trust) -> FileVerdict:
    given = _keys(header, ("checkpoint", "format", "since"), "The first line")
    checkpoint, findings = _signed(given["checkpoint"], "the first line").checkpoint(), Findings()
    earlier = _grown(given["since"], checkpoint, findings) if given["since"] is not None else None
    for held in trust[0]:
        if held.checkpoint() not in (checkpoint, earlier):
            findings.add(None, "The file does not prove that the ledger grew from the checkpoint that you hold.")
    shown = []
    for line in lines:
        shown.append(_row(_keys(line, ("proof", "row"), "An event")["row"], "An event", ("leaf", "chain")))
        _included(shown[-1], _hashes(line["proof"]), checkpoint, findings)
    return FileVerdict(EVENTS, _verdict(checkpoint, findings, trust, {}), tuple(shown))


def _grown(value: object, checkpoint: Checkpoint, findings: Findings) -> Checkpoint:
    given = _keys(value, ("body", "proof", "signature"), "The earlier checkpoint")
    earlier = _signed({"body": given["body"], "signature": given["signature"]}, "the first line").checkpoint()
    proof = _hashes(given["proof"])
    same = earlier.ledger == checkpoint.ledger
    if not same or not grew(earlier.root, earlier.size, checkpoint.root, checkpoint.size, proof):
        findings.add(None, f"The ledger is not the one that was signed {_on(earlier)}, with more events.")
    return earlier


def _included(row: Row, proof: Sequence[bytes], checkpoint: Checkpoint, findings: Findings) -> None:
    try:
        recorded_of(row)
        there = includes(checkpoint.root, checkpoint.size, row.position - 1, leaf_of(row), proof)
    except UnusableInputError:
        there = False
    if not there:
        findings.add(row.position, f"Event {row.position} ({row.id}) is not among the events that were signed.")


def _hashes(value: object) -> list[bytes]:
    if not isinstance(value, list) or len(value) > LONGEST_PROOF:
        raise UnusableInputError("A proof is no list of hashes.")
    return [bytes_of(each, HASH_BYTES, "A hash of a proof") for each in value]


def _verdict(checkpoint: Checkpoint, findings: Findings, trust: Trust, totals: dict[str, dict[str, Any]]) -> Verdict:
    if trust[1] is not None and checkpoint.key not in trust[1]:
        findings.add(None, f"The file is signed by the key {checkpoint.key.hex()}, which is none of yours.")
    return Verdict(
        ledger=checkpoint.ledger,
        size=checkpoint.size,
        chain=checkpoint.chain,
        root=checkpoint.root,
        totals=totals,
        signed=checkpoint,
        findings=tuple(findings.kept),
        problems=findings.count,
    )


READERS: Mapping[str, Callable[[dict[str, Any], Iterator[dict[str, Any]], Trust], FileVerdict]] = {
    WHOLE: _whole,
    TOTALS: _totals,
    EVENTS: _events,
}
"""By the format of the first line."""
