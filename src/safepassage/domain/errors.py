"""The kinds of trouble that a user meets as one plain sentence."""

from collections.abc import Sequence

from safepassage.domain.notices import Notice


class SafePassageError(Exception):
    """Trouble that ends the work at hand; its text is one plain sentence for the user."""


class UnusableInputError(SafePassageError):
    """Input that cannot be used; `notices` lists every problem found, at least one of them an error."""

    def __init__(self, message: str, notices: Sequence[Notice] = ()) -> None:
        super().__init__(message)
        self.notices = tuple(notices)


class ForbiddenError(SafePassageError):
    """A rule forbids what was asked, and nothing has changed; `rule` is its stable name."""

    def __init__(self, rule: str, sentence: str) -> None:
        super().__init__(sentence)
        self.rule = rule


class UnsupportedTermError(SafePassageError):
    """A scenario asks for something that is understood, but that this version cannot plan."""
