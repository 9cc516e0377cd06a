"""Whatever a file holds, reading it ends with notices or one plain sentence, never with another exception."""

import json
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.notices import Severity
from safepassage.scenarios import CheckResult, check, read_plan, routes_text, starting_scenario
from safepassage.scenarios.workbook_writing import workbook_bytes
from tests.scenarios.folders import FOLDER, UNCERTAINTY
from tests.scenarios.street_texts import TEXTS
from tests.scenarios.test_plan_file import EXAMPLE
from tests.scenarios.test_routes_file import ROUTES

ALL_FILES = {**FOLDER, "uncertainty.toml": UNCERTAINTY, **TEXTS, "routes.geojson": routes_text(ROUTES)}
BYTES_OF: Mapping[str, bytes] = {name: text.encode() for name, text in ALL_FILES.items()}
WORKBOOK = workbook_bytes(starting_scenario("case"))
PLAN = json.dumps(EXAMPLE).encode()
NASTY = (
    b"",
    b"-1",
    b"1e999",
    b"NaN",
    b"99999999999999999999999999",
    b"0.1",
    b"\xff\xfe",
    b"\0",
    b'"',
    b"'",
    b"[",
    b"]]",
    b"{",
    b",",
    b"\n",
    b"\r",
    b"=",
    b"#",
    b"+9999999d",
    b"9999-12-31T23:59:59Z",
    b"0001-01-01T00:00:00+23:59",
    b"unlimited",
    b"\xc2\x85",
    "\u0663".encode(),
    b"true",
    b"null",
)
"""Texts that break readers: numbers beyond bounds, brackets, zero bytes, digits of other scripts."""


@st.composite
def mutations(draw: st.DrawFn, whole: bytes) -> bytes:
    """Cut out, repeat or replace a few spans of bytes, or cut off the end."""
    data = bytearray(whole)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 12)))
        data[start:end] = draw(st.sampled_from(NASTY) | st.binary(max_size=6))
    return bytes(data[: draw(st.integers(0, len(data)))]) if draw(st.booleans()) else bytes(data)


def verdict(result: CheckResult) -> None:
    """Assert that a check either gives a scenario, or an error that says what to do."""
    errors = [notice for notice in result.notices if notice.severity is Severity.ERROR]
    assert (result.scenario is None) == bool(errors)
    for notice in errors:
        assert notice.file
        assert notice.message
        assert str(notice).isprintable()


@pytest.mark.parametrize("name", sorted(BYTES_OF))
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_folder_with_a_mutated_file(name: str, data: st.DataObject) -> None:
    mutated = data.draw(mutations(BYTES_OF[name]) | st.binary(max_size=60))
    with TemporaryDirectory() as folder:
        for file, content in {**BYTES_OF, name: mutated}.items():
            (Path(folder) / file).write_bytes(content)
        verdict(check(Path(folder)))


@given(data=mutations(WORKBOOK) | st.binary(max_size=60))
@settings(max_examples=60, deadline=None)
def test_a_mutated_workbook(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        (Path(folder) / "case.xlsx").write_bytes(data)
        verdict(check(Path(folder) / "case.xlsx"))


@given(data=st.data())
@settings(max_examples=80, deadline=None)
def test_a_workbook_with_a_mutated_part(data: st.DataObject) -> None:
    with zipfile.ZipFile(BytesIO(WORKBOOK)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    parts[name] = data.draw(mutations(parts[name]))
    with TemporaryDirectory() as folder:
        with zipfile.ZipFile(Path(folder) / "case.xlsx", "w") as archive:
            for part, content in parts.items():
                archive.writestr(part, content)
        verdict(check(Path(folder) / "case.xlsx"))


@given(data=mutations(PLAN) | st.binary(max_size=60))
@settings(max_examples=200, deadline=None)
def test_a_mutated_plan(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "plan.json"
        path.write_bytes(data)
        assert outcome(path).isprintable()


def outcome(path: Path) -> str:
    """Give the sentence with which a plan is refused, or its scenario."""
    try:
        return ascii(read_plan(path).scenario)
    except UnusableInputError as error:
        return str(error)


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.9, 0.999])
def test_truncated_files_are_refused(share: float, tmp_path: Path) -> None:
    (tmp_path / "case.xlsx").write_bytes(WORKBOOK[: int(len(WORKBOOK) * share)])
    assert check(tmp_path / "case.xlsx").scenario is None
    (tmp_path / "plan.json").write_bytes(PLAN[: int(len(PLAN) * share)])
    with pytest.raises(UnusableInputError):
        read_plan(tmp_path / "plan.json")


def test_a_link_that_points_at_itself_is_refused(tmp_path: Path) -> None:
    for name in BYTES_OF:
        (tmp_path / name).symlink_to(tmp_path / name)
    assert check(tmp_path).scenario is None
    (tmp_path / "case").symlink_to(tmp_path / "case")
    assert [notice.code for notice in check(tmp_path / "case").notices] == ["not-found"]


def test_a_key_of_very_many_parts_is_refused_at_once(tmp_path: Path) -> None:
    """Reading it would take memory by the square of its parts: gigabytes for a small file."""
    for name, text in FOLDER.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "agreement.toml").write_text("# terms\na" + ".a" * 500_000 + " = 1\n", encoding="utf-8")
    notice = next(notice for notice in check(tmp_path).notices if notice.severity is Severity.ERROR)
    assert (notice.code, notice.file, notice.line) == ("bad-toml", "agreement.toml", 2)


def test_a_repeated_key_among_very_many_is_found_at_once(tmp_path: Path) -> None:
    keys = ",".join(f'"k{i}":1' for i in [*range(300_000), 299_999])
    (tmp_path / "plan.json").write_text("{" + keys + "}", encoding="utf-8")
    assert "k299999" in outcome(tmp_path / "plan.json")
