"""Prepared streets come back from the disk as they were, and nothing that is wrong there is ever used."""

import os
import resource
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from safepassage.domain.errors import UnusableInputError
from safepassage.network.streets import cache
from safepassage.network.streets.cache import cached_streets
from safepassage.network.streets.graph import StreetGraph
from safepassage.network.streets.hierarchy import PreparedStreets, prepare
from tests.network.streets.grids import ALONG, BOTH, streets

GRAPH = replace(
    streets(4, [(0, 1, BOTH), (1, 2, ALONG), (2, 3, BOTH), (3, 0, BOTH)], [(0, 2), (2, 3, 5)]),
    node_names=np.array(["a", "b", "c", "ḥalab"]),
    streets=("", "شارع"),
    attribution="© somebody",
)


class Reader:
    """Builds a graph and counts how often."""

    def __init__(self, graph: StreetGraph = GRAPH) -> None:
        self.graph, self.times = graph, 0

    def __call__(self) -> StreetGraph:
        """Give the graph."""
        self.times += 1
        return self.graph


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    path = tmp_path / "town.osm.pbf"
    path.write_bytes(b"streets")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "streets"


def entries(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.streets"))


def same(first: PreparedStreets, second: PreparedStreets) -> bool:
    """Whether all values are the same, of the same type."""
    pairs = [(first.order, second.order)]
    for mine, theirs in ((first.graph, second.graph), (first.expanded, second.expanded)):
        pairs += [(getattr(mine, field.name), getattr(theirs, field.name)) for field in fields(mine)]
    return all((a.dtype == b.dtype and np.array_equal(a, b)) if isinstance(a, np.ndarray) else a == b for a, b in pairs)


def test_a_second_call_gives_the_same_without_reading_again(extract: Path, folder: Path) -> None:
    reader = Reader()
    first = cached_streets(extract, "bus", "1", reader, folder)
    second = cached_streets(extract, "bus", "1", reader, folder)
    assert reader.times == 1
    assert same(first, prepare(GRAPH))
    assert same(second, first)


@pytest.mark.parametrize(
    ("profile", "digest", "content"),
    [("ambulance", "1", b"streets"), ("bus", "2", b"streets"), ("bus", "1", b"others")],
)
def test_another_profile_its_data_or_another_extract_is_read_anew(
    extract: Path, folder: Path, profile: str, digest: str, content: bytes
) -> None:
    reader = Reader()
    cached_streets(extract, "bus", "1", reader, folder)
    extract.write_bytes(content)
    cached_streets(extract, profile, digest, reader, folder)
    assert reader.times == 2
    assert len(entries(folder)) == 2


def test_what_other_code_made_is_read_anew(
    extract: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader()
    cached_streets(extract, "bus", "1", reader, folder)
    (tmp_path / "reading.py").write_text("speeds = 'slower'")
    monkeypatch.setattr(cache, "_CODE", tmp_path)
    cached_streets(extract, "bus", "1", reader, folder)
    assert reader.times == 2


def flip(path: Path) -> None:
    """Change one bit in the middle."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


def cut(path: Path) -> None:
    """Keep the first half."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    """Keep nothing."""
    path.write_bytes(b"")


def strange(path: Path) -> None:
    """Put something else in its place."""
    path.write_bytes(b"PK\x03\x04 something else\n")


def of_another_extract(path: Path) -> None:
    """Put an entry in its place that is whole, but of something else."""
    other = path.parent.parent / "other.osm.pbf"
    other.write_bytes(b"other streets")
    cached_streets(other, "bus", "1", Reader(streets(2, [(0, 1, BOTH)])), path.parent)
    next(entry for entry in entries(path.parent) if entry != path).replace(path)


@pytest.mark.parametrize("damage", [flip, cut, empty, strange, of_another_extract])
def test_what_is_damaged_or_foreign_is_noticed_and_made_anew(
    extract: Path, folder: Path, damage: Callable[[Path], None]
) -> None:
    reader = Reader()
    cached_streets(extract, "bus", "1", reader, folder)
    (entry,) = entries(folder)
    whole = entry.read_bytes()
    damage(entry)
    assert same(cached_streets(extract, "bus", "1", reader, folder), prepare(GRAPH))
    assert reader.times == 2
    assert entry.read_bytes() == whole


def test_nobody_else_may_look_into_the_folder(extract: Path, folder: Path) -> None:
    cached_streets(extract, "bus", "1", Reader(), folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(entries(folder)[0].stat().st_mode) == 0o600


def test_a_folder_that_was_open_to_others_is_closed(extract: Path, folder: Path) -> None:
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    cached_streets(extract, "bus", "1", Reader(), folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_work_goes_on_where_the_cache_cannot_be_written(extract: Path, tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("no folder")
    for folder in (in_the_way, in_the_way / "below"):
        assert same(cached_streets(extract, "bus", "1", Reader(), folder), prepare(GRAPH))
    assert in_the_way.read_text() == "no folder"


def test_a_full_disk_leaves_nothing_behind(extract: Path, folder: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        found = cached_streets(extract, "bus", "1", Reader(), folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert same(found, prepare(GRAPH))
    assert list(folder.iterdir()) == []


def test_an_extract_that_cannot_be_read_is_left_to_the_reader_to_say(folder: Path) -> None:
    def build() -> StreetGraph:
        raise UnusableInputError("There is no such extract.")

    with pytest.raises(UnusableInputError, match="no such extract"):
        cached_streets(folder / "nowhere.osm.pbf", "bus", "1", build, folder)


def test_several_at_once_all_get_the_streets_and_leave_one_whole_entry(extract: Path, folder: Path) -> None:
    with ThreadPoolExecutor(4) as threads:
        found = [threads.submit(cached_streets, extract, "bus", "1", Reader(), folder) for _ in range(8)]
    assert all(same(each.result(), prepare(GRAPH)) for each in found)
    reader = Reader()
    cached_streets(extract, "bus", "1", reader, folder)
    assert reader.times == 0
    assert len(list(folder.iterdir())) == 1


def aged(extract: Path, folder: Path, digests: str) -> dict[str, Path]:
    """Make an entry for each digest, the first used longest ago."""
    made: dict[str, Path] = {}
    for age, digest in enumerate(digests):
        cached_streets(extract, "bus", digest, Reader(), folder)
        (made[digest],) = set(entries(folder)) - set(made.values())
        os.utime(made[digest], (1000 + age, 1000 + age))
    return made


def test_of_many_entries_those_used_last_are_kept(extract: Path, folder: Path) -> None:
    made = aged(extract, folder, "abcd")
    cached_streets(extract, "bus", "a", Reader(), folder)
    cached_streets(extract, "bus", "e", Reader(), folder, most_entries=3)
    assert [digest for digest, entry in made.items() if entry.exists()] == ["a", "d"]
    assert len(entries(folder)) == 3


def test_of_large_entries_those_used_last_are_kept(extract: Path, folder: Path) -> None:
    made = aged(extract, folder, "abc")
    size = made["a"].stat().st_size
    cached_streets(extract, "bus", "d", Reader(), folder, most_bytes=2 * size + 100)
    assert [digest for digest, entry in made.items() if entry.exists()] == ["c"]
    cached_streets(extract, "bus", "e", Reader(), folder, most_bytes=1)
    assert len(entries(folder)) == 1


def test_parts_that_an_ended_process_left_are_removed_and_other_files_are_not(extract: Path, folder: Path) -> None:
    aged(extract, folder, "a")
    left, other = folder / "tmp1.part", folder / "notes.txt"
    for path in (left, other):
        path.write_text("something")
        os.utime(path, (10, 10))
    cached_streets(extract, "bus", "b", Reader(), folder, most_entries=2)
    assert not left.exists()
    assert other.exists()
