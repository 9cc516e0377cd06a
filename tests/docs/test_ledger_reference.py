"""docs/reference/ledger.md names every column, key and format, and its formulas give the hashes that the code gives."""

import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from safepassage.ledger.checkpoints import FORMAT
from safepassage.ledger.events import Row
from safepassage.ledger.exporting import EVENTS, TOTALS, WHOLE
from safepassage.ledger.signing import checkpoint_now
from tests.docs.pages import ROOT, text_of
from tests.ledger.places import LEDGER, SqlitePlace, events, salting, ticking

PAGE = text_of(ROOT / "docs" / "reference" / "ledger.md")


def section(title: str) -> str:
    match = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", PAGE, flags=re.MULTILINE | re.DOTALL)
    assert match is not None, title
    return match[1]


def described(title: str) -> set[str]:
    return set(re.findall(r"^\| `([\w-]+)` \|", section(title), flags=re.MULTILINE))


def digest(tag: str, *parts: bytes) -> bytes:
    """Give H of the page: a tag, a line feed, and what comes behind it."""
    return sha256(f"safepassage ledger 1 {tag}\n".encode() + b"".join(parts)).digest()


def plain(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def test_every_column_is_described_and_every_described_column_is_there() -> None:
    assert described("An event") == set(Row._fields)


def test_every_format_is_described() -> None:
    assert described("Files from a ledger") == {WHOLE, TOTALS, EVENTS}
    assert f"`{FORMAT}`" in section("A checkpoint")


def test_whoever_follows_the_page_comes_to_the_same_hashes(tmp_path: Path) -> None:
    """Written from the page alone, without a function of ours."""
    place = SqlitePlace(tmp_path / "ledger.db")
    store = place.create()
    store.append("a", 0, events(1, 2))
    key = Ed25519PrivateKey.generate()
    kept = checkpoint_now(store, key, ticking(), salting())
    chain, leaves = digest("genesis", LEDGER.encode()), []
    for row in store.rows():
        counts = {name: json.loads(row.payload)[name] for name in json.loads(row.counted)}
        summary = plain({"counts": counts, "type": row.type, "type_version": row.type_version})
        columns = {name: value for name, value in row._asdict().items() if name not in {"salt", "leaf", "chain"}}
        of_summary = digest("summary", digest("summary salt", row.salt), summary)
        of_particulars = digest("particulars", digest("particulars salt", row.salt), plain(columns))
        leaves.append(sha256(b"\0" + of_summary + of_particulars).digest())
        chain = digest("chain", chain, leaves[-1])
        assert (row.leaf, row.chain) == (leaves[-1], chain)
    body = json.loads(kept.signed.body)
    assert body.keys() == described("A checkpoint")
    assert body["root"] == sha256(b"\1" + leaves[0] + leaves[1]).hexdigest()
    assert body["totals"] == digest("totals", kept.salt, plain(json.loads(kept.totals))).hex()
    signed = b"safepassage ledger 1 checkpoint\n" + kept.signed.body.encode()
    key.public_key().verify(kept.signed.signature, signed)
    place.close()
