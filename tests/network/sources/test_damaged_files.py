"""Whatever damage a file has, it is read or refused in one plain sentence."""

import shutil
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from safepassage.domain.errors import UnusableInputError
from safepassage.network.sources import read_gmns, read_matrix, read_tntp
from tests.docs.pages import blocks_of
from tests.network.sources.test_reference_page import PAGE

EXAMPLES = {name: block.text for block in blocks_of(PAGE) for name in block.marks}
ODD = ["", "\n", ",", '"', "\t", ";", "~", "<", "-", "1e308", "nan", "9" * 50, "é", "\0", "\x1b[2J", "\u0663"]
HOSTILE = st.one_of(st.sampled_from(ODD), st.text(max_size=4))
DAMAGE = st.tuples(st.sampled_from(sorted(EXAMPLES)), st.integers(0, 2000), st.integers(0, 8), HOSTILE)
MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def refusal_of(read: Callable[[], object]) -> str:
    """Give the sentence with which something is refused, or "" where it is read; any other error fails the test."""
    try:
        read()
    except UnusableInputError as refused:
        return str(refused)
    return ""


@MANY
@given(st.lists(DAMAGE, min_size=1, max_size=3))
def test_damaged_files_are_read_or_refused_plainly(tmp_path: Path, damages: list[tuple[str, int, int, str]]) -> None:
    texts = dict(EXAMPLES)
    for name, at, length, text in damages:
        begin = at % (len(texts[name]) + 1)
        texts[name] = texts[name][:begin] + text + texts[name][begin + length :]
    shutil.rmtree(tmp_path / "all", ignore_errors=True)
    for name, text in texts.items():
        path = tmp_path / "all" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    folder = tmp_path / "all"
    for read in (
        lambda: read_gmns(folder / "gmns"),
        lambda: read_tntp(folder / "tntp" / "town_net.tntp", folder / "tntp" / "town_node.tntp"),
        lambda: read_matrix(folder / "matrix" / "minutes.csv", ["clinic", "bridge", "camp"]),
    ):
        assert refusal_of(read).isprintable()


@MANY
@given(st.binary(max_size=200), st.integers(0, 3000))
def test_damaged_workbooks_are_read_or_refused_plainly(tmp_path: Path, noise: bytes, at: int) -> None:
    book = Workbook()
    for row in (["", "clinic", "camp"], ["clinic", "", 4]):
        book.worksheets[0].append(row)
    path = tmp_path / "times.xlsx"
    book.save(path)
    whole = path.read_bytes()
    path.write_bytes(whole[:at] + noise + whole[at + len(noise) :])
    assert refusal_of(lambda: read_matrix(path, ["clinic", "camp"])).isprintable()
