"""The page of what the vault holds and who may do what, made from the code: `python -m tests.docs.vault_page`."""

from collections.abc import Iterator

from safepassage.domain.live.positions import SEE_POSITIONS
from safepassage.domain.live.roles import Role
from safepassage.domain.live.vault import VaultAct
from safepassage.identity.access import ALL_KINDS, MAY, SENTENCES
from safepassage.identity.fields import FIELDS
from safepassage.identity.vault import APPROVAL_S, MOST_TOKENS
from tests.docs.pages import ROOT

PAGE = ROOT / "docs" / "reference" / "vault.md"

BEGINNING = """# The vault

The vault holds what is personal, apart from [the ledger](ledger.md), and is off by default.
[Keep names, or keep none](../how-to/vault.md) goes through the commands; [decision 0016](../decisions/0016-vault.md)
says why it is so. This page is made from the code.

## Fields

What is not in this table is refused. There is no field for whether somebody fought, for affiliation, ethnicity,
religion or biometrics, and a test looks for one in every schema of the package. Legal bases are those of the ICRC
Handbook on Data Protection in Humanitarian Action (2020). Retention counts from the sealing; to seal again begins it
anew.
"""

ACCESS = f"""
## Who may do what

By role, the kinds of fields that an act is allowed with. What does not stand here is not allowed. Fields of a child,
and those that need two people, are looked at or disclosed by one person once another has approved it, within
{APPROVAL_S // 60} minutes of the asking. At most {MOST_TOKENS:,} persons are disclosed at once.
"""

POSITIONS = """
The roles that see live positions have no access to the vault, and a person who was given roles of both kinds is
refused:
"""

RULES = """
In an emergency any appointed person breaks the glass: it opens one record, and raises an alert that stands until a
person of another name has reviewed it.

## Why something is refused

Every refusal is in the ledger, with the code of its rule.
"""


def page() -> str:
    """Give the text of the page."""
    positions = ", ".join(f"`{role}`" for role in Role if role in SEE_POSITIONS)
    parts = [BEGINNING, *_fields(), ACCESS, *_access(), POSITIONS + positions + ".", RULES, *_rules()]
    return "\n".join(parts) + "\n"


def _fields() -> Iterator[str]:
    yield "| field | kind | what for | legal basis | days | two people | bytes at most |\n|---|---|---|---|---|---|---|"
    for field in FIELDS.values():
        two = "always" if field.two_people else "of a child"
        yield (
            f"| `{field.name}` | {field.kind} | {field.purpose} | {field.basis} | {field.retention_days} | {two} | "
            f"{field.largest:,} |"
        )


def _access() -> Iterator[str]:
    acts = [act for act in VaultAct if act is not VaultAct.BREAK_GLASS]
    yield f"| role | {' | '.join(acts)} |\n|---|{'---|' * len(acts)}"
    for role in Role:
        cells = [_kinds(MAY.get(role, {}).get(act, frozenset())) for act in acts]
        yield f"| `{role}` | {' | '.join(cells)} |"


def _kinds(kinds: frozenset[str]) -> str:
    return "all" if kinds == ALL_KINDS else ", ".join(sorted(kinds)) or "-"


def _rules() -> Iterator[str]:
    yield "| rule | what it says |\n|---|---|"
    for rule, sentence in SENTENCES.items():
        yield f"| `{rule}` | {sentence} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
