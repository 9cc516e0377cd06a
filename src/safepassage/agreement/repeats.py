"""When something was told twice: the same fact, told again next to the first by whomever, is one."""

from dataclasses import fields

from safepassage.domain.events import Fact
from safepassage.domain.live.agreement import restricted_fields


def trace_of(fact: Fact) -> str:
    """Give a text by which to know the same fact again; what is restricted is no part of it.

    So two sources that report the same violation at the same second report one.
    """
    hidden = restricted_fields(type(fact))
    shown = [f"{each.name}={getattr(fact, each.name)!r}" for each in fields(fact) if each.name not in hidden]
    return f"{fact.name} {' '.join(shown)}"
