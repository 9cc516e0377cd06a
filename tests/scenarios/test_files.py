"""Files are written whole or not at all, and nothing but an ordinary file is ever replaced."""

import os
from pathlib import Path

import pytest

from safepassage.domain.errors import UnusableInputError
from safepassage.scenarios.files import write_files


def test_of_several_files_none_is_replaced_when_one_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "b").mkdir()
    with pytest.raises(UnusableInputError, match="is a folder"):
        write_files(tmp_path, {"a": b"new", "b": b"new"})
    assert (tmp_path / "a").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


def test_a_pipe_stays_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnusableInputError, match="not an ordinary file"):
        write_files(tmp_path, {"pipe": b"new"})
    assert (tmp_path / "pipe").is_fifo()


def test_a_link_stays_and_what_it_leads_to_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    write_files(tmp_path, {"link": b"new"})
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_bytes() == b"new"


@pytest.mark.parametrize("name", ["x" * 300, "zero\0byte"])
def test_a_name_that_cannot_be_is_a_sentence(name: str, tmp_path: Path) -> None:
    with pytest.raises(UnusableInputError, match="cannot be written to"):
        write_files(tmp_path, {name: b"new"})
