"""What the vault answers, in words."""

from collections.abc import Iterator, Sequence

from safepassage.cli.operation.desks import plain
from safepassage.identity.account import Alert, Request
from safepassage.identity.vault import Expired


def value_in_words(value: str) -> str:
    """Give a value without what would command the terminal; its further lines are set in."""
    return "\n    ".join(plain(line) for line in value.splitlines())


def request_in_words(request: Request) -> str:
    """Give a request in a line."""
    tokens, fields = ", ".join(sorted(request.tokens)), ", ".join(sorted(request.fields))
    return f"{request.id}: {plain(request.by)} asks to {request.act} {fields} of {tokens}: {plain(request.reason)}"


def alert_in_words(alert: Alert) -> str:
    """Give an alert in a line."""
    fields = ", ".join(alert.fields)
    return f"{alert.id}: {plain(alert.by)} broke the glass for {fields} of {alert.token}: {plain(alert.reason)}"


def expired_in_words(due: Sequence[Expired], unfinished: Sequence[str], *, destroyed: bool) -> Iterator[str]:
    """Yield what is past its retention, or was destroyed now, and whose erasure is not finished."""
    for each in due:
        yield f"{each.field} of {each.token}: {'destroyed' if destroyed else 'its retention is over'}."
    if not due:
        yield "No field is past its retention."
    for token in unfinished:
        yield f"{token} was to be erased, and the key is still there: erase them again."
