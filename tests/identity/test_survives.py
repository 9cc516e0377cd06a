"""Killed at any moment, the vault loses nothing that it acknowledged, and an erasure stays one."""

import random
import subprocess
import sys
from pathlib import Path

from tests.identity.desk import Room
from tests.identity.sealer import PEOPLE, people

KILLS = 4


def killed_after(folder: Path, lines: int, wait_s: float) -> list[tuple[str, ...]]:
    """Let a process seal and erase, and kill it a moment after so many acknowledgements; give all it acknowledged."""
    command = [sys.executable, "-m", "tests.identity.sealer", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(lines)]
        try:
            process.wait(wait_s)
        except subprocess.TimeoutExpired:
            process.kill()
        told += process.stdout.readlines()
    return [tuple(line.split()) for line in told if line.endswith("\n")]


def test_what_was_acknowledged_is_there_after_a_kill(tmp_path: Path) -> None:
    chance = random.Random(5)
    for number in range(KILLS):
        folder = tmp_path / str(number)
        folder.mkdir()
        room = Room(folder).make()
        told = killed_after(folder, chance.randrange(1, 12), chance.random() / 50)
        sealed, erased = latest(told)
        with room.open() as vault:
            vault._shelf.forget_old_keys()
            found = {token: int(kept.content) for token, _, kept in vault._shelf.everything()}
        for token, turn in sealed.items():
            assert found.get(token, -1) >= turn or token in may_be_erased(told), told
        assert not erased & found.keys()


def latest(told: list[tuple[str, ...]]) -> tuple[dict[str, int], set[str]]:
    """Give the last value of each person that was acknowledged, and who was erased."""
    erased = {line[1] for line in told if line[0] == "erased"}
    sealed = {line[1]: int(line[2]) for line in told if line[0] == "sealed" and line[1] not in erased}
    return sealed, erased


def may_be_erased(told: list[tuple[str, ...]]) -> set[str]:
    """Give whose erasure may have been under way: the process says before which one it begins."""
    return {line[1] for line in told if line[0] == "erasing"}


def test_the_process_that_is_killed_does_what_it_says(tmp_path: Path) -> None:
    """Left alone it ends, with everybody of the last turn erased or sealed."""
    Room(tmp_path).make()
    command = [sys.executable, "-m", "tests.identity.sealer", str(tmp_path), "2"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.count("sealed") >= PEOPLE
    assert done.stdout.count("erased") == 2
    assert len(people(0)) == PEOPLE
