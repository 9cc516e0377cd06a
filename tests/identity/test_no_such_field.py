"""Nowhere in the package is there a field for fighter, affiliation, ethnicity, religion or biometrics.

Looked at are the names and values that data is made of: fields of classes, values of enumerations, columns of tables in
SQL, columns and keys that files are read by, and the fields of the vault. Prose may say that there are none.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from safepassage.identity.fields import FIELDS

SOURCES = Path(__file__).parents[2] / "src" / "safepassage"
FORBIDDEN = re.compile(
    r"fighter|combat|militant|\barmed|soldier|affiliat|allegian|loyal|ethnic|tribe|tribal|\brace\b|clan\b|nationalit|religio|"
    r"faith|\bsects?\b|sectarian|confession|denominat|creed|biometr|fingerprint|\biris\b|retina|face_?print|voice_?print|\bdna\b",
    flags=re.IGNORECASE,
)
SQL_COLUMN = re.compile(r"\b([a-z_]+) (?:TEXT|INTEGER|BLOB|BYTEA|BIGINT|JSONB?|UUID)\b", flags=re.IGNORECASE)


def names_of(tree: ast.AST) -> Iterator[str]:
    """Yield every name and word that data is made of."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield from _of_class(node)
        elif isinstance(node, ast.Call):
            yield from _of_call(node)
        elif isinstance(node, ast.Dict):
            yield from _words(node.keys)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from SQL_COLUMN.findall(node.value)


def _words(nodes: Iterable[ast.AST | None]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " not in node.value:
            yield node.value


def _of_class(node: ast.ClassDef) -> Iterator[str]:
    for each in node.body:
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name):
            yield each.target.id
        elif isinstance(each, ast.Assign):
            yield from (target.id for target in each.targets if isinstance(target, ast.Name))
            yield from _words(ast.walk(each.value))


def _of_call(node: ast.Call) -> Iterator[str]:
    """Yield the first word of a call, such as the name of a column or a field, and the names of what is given."""
    yield from _words(node.args[:1])
    yield from (keyword.arg for keyword in node.keywords if keyword.arg)


@pytest.fixture(scope="module")
def names() -> dict[str, set[str]]:
    """Give the names and words of each file of the package."""
    files = SOURCES.rglob("*.py")
    return {str(path): set(names_of(ast.parse(path.read_text(encoding="utf-8")))) for path in files}


def test_no_schema_in_the_package_has_such_a_field(names: dict[str, set[str]]) -> None:
    found = {
        (path, name)
        for path, there in names.items()
        for name in there
        if FORBIDDEN.search(name.replace("_", " ").replace("-", " "))
    }
    assert found == set()


def test_no_field_of_the_vault_is_for_that() -> None:
    told = " ".join(f"{field.name} {field.kind} {field.purpose} {field.basis}" for field in FIELDS.values())
    assert FORBIDDEN.search(told.replace("-", " ")) is None


@pytest.mark.parametrize(
    "planted",
    [
        "class Person:\n    ethnicity: str",
        "class Kind(StrEnum):\n    WHO = 'fighter'",
        "SCHEMA = ('CREATE TABLE person (token TEXT NOT NULL, religion TEXT)',)",
        "Column('affiliation', text)",
        "Field('finger-print')",
        "{'biometric_id': 1}",
        "Person(is_combatant=True)",
    ],
)
def test_a_planted_field_would_be_found(planted: str) -> None:
    names = [name.replace("_", " ") for name in names_of(ast.parse(planted))]
    assert any(FORBIDDEN.search(name) or FORBIDDEN.search(name.replace("-", "")) for name in names)


def test_the_search_reads_the_whole_package(names: dict[str, set[str]]) -> None:
    everything = {name for there in names.values() for name in there}
    assert {"token", "wheelchair", "stretcher", "full-name", "payload", "sealed", "max_aboard_s"} <= everything
