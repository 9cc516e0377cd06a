"""What a ledger can refuse, and how it fails; each text is one plain sentence for the user, without any password."""

from safepassage.domain.errors import SafePassageError, UnusableInputError


class StaleAppendError(SafePassageError):
    """The stream has other events than the caller knew of; nothing was appended."""

    def __init__(self, stream: str, expected: int, found: int) -> None:
        super().__init__(
            f"{stream} is at version {found}, not {expected}: somebody else wrote to it. Look again, and decide anew."
        )
        self.stream, self.expected, self.found = stream, expected, found


class ChangedEventError(SafePassageError):
    """An event of the same id, but with other content, is in the ledger already; nothing was appended."""


class ClosedLedgerError(SafePassageError):
    """The ledger was moved elsewhere; nothing was appended."""


class NoLedgerError(UnusableInputError):
    """There is no ledger there."""


class LedgerFaultError(SafePassageError):
    """Disk, database or connection failed; what was not acknowledged may have to be appended again."""
