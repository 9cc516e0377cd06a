"""How the user may write the command here and now, so that what is printed can be pasted."""

import os
import shutil
import sys
from pathlib import Path

COMMAND = "safepassage"


def command_name(folder: Path | None = None) -> str:
    """Give `safepassage` where the path leads to it, else the path of the one in this environment.

    `folder` is where the user stands; None takes the current one. Paths below it are given relative to it.
    """
    beside = Path(sys.executable).with_name(COMMAND)
    if shutil.which(COMMAND) is not None or not os.access(beside, os.X_OK):
        return COMMAND
    return str(nearby(beside, folder))


def nearby(path: Path, folder: Path | None = None) -> Path:
    """Give a path relative to the folder where the user stands if it lies below it, else as it is."""
    here = folder or Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
