"""What the pages tell people to type works: blocks marked `bash run` run, in order, in a folder of their own."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import PAGES, ROOT, blocks_of, name_of, text_of

RUNNABLE = [page for page in PAGES if any("run" in block.marks for block in blocks_of(page))]
TARGETS = set(re.findall(r"^([a-z-]+):", text_of(ROOT / "Makefile"), flags=re.MULTILINE))


@pytest.mark.parametrize("page", RUNNABLE, ids=name_of)
def test_blocks_of_a_page_run_in_order(page: Path, tmp_path: Path) -> None:
    """Each page's blocks are one script; it starts in a folder that holds only the example scenarios."""
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    script = "".join(block.text for block in blocks_of(page) if "run" in block.marks)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=tmp_path,
        env=os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def test_some_pages_have_blocks_that_run() -> None:
    assert {"docs/next-five-minutes.md", "docs/reference/commands.md"} <= {name_of(page) for page in RUNNABLE}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_make_targets_and_modules_that_are_named_exist(page: Path) -> None:
    code = "\n".join(re.findall(r"`[^`\n]+`|^ {4}.+$|^(?:make|python) .+$", text_of(page), flags=re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z][a-z-]*)\b(?!=)", code)) <= TARGETS
    for module in re.findall(r"\bpython -m ([\w.]+)", code):
        assert importlib.util.find_spec(module), module


def test_contributors_read_of_every_make_target() -> None:
    described = set(re.findall(r"make ([a-z-]+)", text_of(ROOT / "CONTRIBUTING.md")))
    assert TARGETS - {"help"} <= described
