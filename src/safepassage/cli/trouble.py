"""Trouble in words: every way a command can fail, as plain sentences and an exit status."""

from enum import IntEnum
from errno import ENOSPC

import typer

from safepassage.domain.errors import ForbiddenError, SafePassageError, UnusableInputError
from safepassage.domain.notices import Notice, Severity


class Exit(IntEnum):
    """Exit statuses of the command line.

    `STOPPED` and `NOBODY_READS` are 128 and the signal's number, as shells have it.
    """

    DONE = 0
    ANSWER_IS_NO = 1
    UNUSABLE = 2
    FAULT = 3
    STOPPED = 130
    NOBODY_READS = 141


def explain(error: BaseException) -> tuple[str, Exit]:
    """Give what the user reads on standard error, and the exit status."""
    match error:
        case typer.TyperException():
            return _usage(error), Exit.UNUSABLE
        case ForbiddenError():
            return f"Refused ({error.rule}): {error}", Exit.ANSWER_IS_NO
        case SafePassageError():
            notices = error.notices if isinstance(error, UnusableInputError) else ()
            return "\n".join([str(error), *map(_notice, notices)]), Exit.UNUSABLE
        case typer.Abort() | KeyboardInterrupt():
            return "Stopped before it was done.", Exit.STOPPED
        case OSError() if error.filename is not None or error.errno == ENOSPC:
            return _file(error), Exit.UNUSABLE
        case _:
            return _fault(error), Exit.FAULT


def _notice(notice: Notice) -> str:
    return f"warning: {notice}" if notice.severity is Severity.WARNING else str(notice)


def _usage(error: typer.TyperException) -> str:
    message = " ".join(error.format_message().split()).replace(": Value error, ", ": ").rstrip(".")
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "safepassage"
    return f"{message}: see '{command} --help'."


def _file(error: OSError) -> str:
    if error.filename is None:
        return "There is no room on the disk for what was to be written: make room, and try again."
    what = (error.strerror or type(error).__name__).lower()
    return f"{error.filename} cannot be used ({what}): check the path, its permissions and the room on the disk."


def _fault(error: BaseException) -> str:
    if isinstance(error, MemoryError):
        return "This machine has too little memory for that: try a smaller scenario or a larger machine."
    what = " ".join(f"{type(error).__name__}: {error}".split()).rstrip(" :.")
    return (
        f"Safe Passage itself failed ({what}): please report it, with what the same command shows when "
        "SAFEPASSAGE_DEBUG=1 is set."
    )
