"""The state of publishing: when figures were let out last."""

from dataclasses import dataclass

from safepassage.domain.live.publishing import SummaryPublished
from safepassage.domain.live.told import Told


@dataclass(frozen=True, slots=True)
class Published:
    """What was published last: when, in whole seconds after the scenario's start; None: nothing was."""

    at_s: int | None = None


def begin(_: str) -> Published:
    """Give the state before anything was published."""
    return Published()


def follow(published: Published, told: Told) -> Published:
    """Give the state after one more fact."""
    return Published(told.fact.at_s) if isinstance(told.fact, SummaryPublished) else published
