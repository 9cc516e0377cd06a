"""A PostgreSQL server of the tests' own: started in a folder, reached through a socket in it, gone afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import quote

import psycopg

SETTINGS = ("listen_addresses=''", "shared_buffers=16MB", "max_connections=40", "log_min_messages=fatal")
LOCAL_RULES = "local all ada scram-sha-256\nlocal all all trust\n"
"""Who may connect: ada with her password, everybody else as they are."""

MEMORY = Path("/dev/shm")  # noqa: S108 - where flushes cost nothing; the kernel may die there, not the server
"""Where Linux keeps files in memory."""

PASSWORD = "s3cret/of ada@home"  # noqa: S105 - what must never be seen


def programs() -> Path | None:
    """Give the folder of PostgreSQL's newest programs, as Debian or the path has them."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def _account() -> str | None:
    """Give who the server must run as: it refuses to run as root."""
    if os.geteuid():
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@dataclass(frozen=True)
class Server:
    """A server that runs; each database is made with a name of its own."""

    bin: Path
    folder: Path
    numbers: Iterator[int]

    def address(self, database: str, user: str = "admin") -> str:
        """Give the address of a database."""
        return f"postgresql:///{database}?host={quote(str(self.folder))}&user={quote(user)}"

    def fresh(self) -> str:
        """Make an empty database and give its address."""
        name = f"test_{next(self.numbers)}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.address(name)

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        options = " ".join(f"-c {setting}" for setting in SETTINGS)
        self._control("start", "-w", "-l", str(self.folder / "log"), "-o", f"-k {self.folder} {options}")

    def stop(self, mode: str = "fast") -> None:
        """Stop the server; `immediate` is as a crash."""
        self._control("stop", "-w", "-m", mode)

    def _control(self, *arguments: str) -> None:
        command: list[str | Path] = [self.bin / "pg_ctl", "-D", self.folder / "data", *arguments]
        subprocess.run(command, user=_account(), cwd=self.folder, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def running(folder: Path | None = None) -> Iterator[Server]:
    """Give a server that runs as long as the context; `folder` is where to keep it, empty."""
    bin_ = programs()
    assert bin_ is not None
    quick = MEMORY if folder is None and MEMORY.is_dir() else folder
    with tempfile.TemporaryDirectory(prefix="sp-pg-", dir=quick, ignore_cleanup_errors=True) as name:
        home, account = Path(name), _account()
        if account is not None:
            shutil.chown(home, account)
        subprocess.run(
            [
                bin_ / "initdb",
                "-D",
                home / "data",
                "-U",
                "admin",
                "-A",
                "trust",
                "--no-sync",
                "--wal-segsize=1",
                "-E",
                "utf8",
            ],
            user=account,
            cwd=home,
            env={"LC_ALL": "C", "PATH": os.environ["PATH"]},
            check=True,
            stdout=subprocess.DEVNULL,
        )
        (home / "data" / "pg_hba.conf").write_text(LOCAL_RULES, encoding="utf-8")
        server = Server(bin_, home, count(1))
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")
