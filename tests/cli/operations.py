"""An operation in a folder, and commands as people type them."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from safepassage.bootstrap.operations import opened_operation, operation_folder
from safepassage.cli.main import run
from safepassage.domain.live.tokens import TokenKind, new_token
from safepassage.operations.operation import Operation
from safepassage.scenarios import write_starting_scenario

INFORMED = ("--informed-of", "destination,risks,screening,right-to-stay", "--language", "ar", "--private")


def card(number: int, kind: TokenKind = TokenKind.PERSON) -> str:
    """Give a token as it stands on a card that was printed before."""
    return new_token(kind, lambda size: number.to_bytes(size, "big"))


@dataclass
class Typed:
    """Types commands for the operation in a folder, as Layla."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    def fails(self, *words: str, by: str = "Layla", status: int = 1) -> str:
        """Type a command that ends with this status; give what it says of it."""
        self.capsys.readouterr()
        assert run([*words, "--operation", str(self.folder), "--as", by]) == status
        told = self.capsys.readouterr()
        assert told.out == ""
        return told.err

    def does(self, *words: str, by: str = "Layla") -> str:
        """Type a command that is done; give what it says."""
        self.capsys.readouterr()
        assert run([*words, "--operation", str(self.folder), "--as", by]) == 0
        return self.capsys.readouterr().out

    def data(self, *words: str, by: str = "Layla", status: int = 0) -> Any:
        """Type a command that answers as JSON; give the answer."""
        self.capsys.readouterr()
        assert run([*words, "--operation", str(self.folder), "--as", by, "--json"]) == status
        return json.loads(self.capsys.readouterr().out)

    def status(self) -> Any:
        """Give how the operation stands."""
        self.capsys.readouterr()
        assert run(["operation", "status", "--operation", str(self.folder), "--json"]) == 0
        return json.loads(self.capsys.readouterr().out)

    def people(self, place: str, *options: str, leave: bool = True) -> list[str]:
        """Register a group of people who want to leave; give their tokens. The first adult answers for the children."""
        (group,) = self.data("register", place, *options)["groups"]
        tokens = [member["token"] for member in group["members"]]
        adults = [member["token"] for member in group["members"] if member["age"] in {"adult", "older"}]
        children = [token for token in tokens if token not in adults]
        for adult in adults if leave else ():
            self.does("choice", adult, *(children if adult == adults[0] else ()), "--answer", "leave", *INFORMED)
        return tokens

    def look(self) -> Operation:
        """Give the operation as the ledger has it."""
        with opened_operation(operation_folder(self.folder)) as found:
            return found.desk.look()


def made(folder: Path, capsys: pytest.CaptureFixture[str]) -> Typed:
    """Make an operation from the scenario to start from, a rehearsal."""
    write_starting_scenario(folder / "scenario")
    words = ["operation", "new", str(folder / "scenario"), str(folder / "op"), "--as", "Layla", "--rehearsal"]
    assert run(words) == 0
    return Typed(folder / "op", capsys)


COMMAND = (sys.executable, "-c", "from safepassage.cli.main import main; main()")


def started(folder: Path, *words: str, command: tuple[str, ...] = COMMAND) -> "subprocess.Popen[str]":
    """Start a command in a process of its own."""
    environment = os.environ | {"SAFEPASSAGE_OPERATION": str(folder), "SAFEPASSAGE_ACTOR": "Layla"}
    return subprocess.Popen(
        [*command, *words], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
