"""What the vault can refuse, and how it fails; each text is one plain sentence, and holds nothing personal."""

from safepassage.domain.errors import ForbiddenError, SafePassageError, UnusableInputError


class AccessRefusedError(ForbiddenError):
    """A rule forbids it: nothing was shown or changed, and the refusal is in the journal."""


class NoVaultError(UnusableInputError):
    """There is no vault, or no key ring, there: that is nothing bad, as a vault is off unless somebody wants it."""


class VaultFaultError(SafePassageError):
    """The disk failed, or what is in the vault was changed by others than the vault."""
