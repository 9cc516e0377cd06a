"""The fact that figures left the system: to whom, why, and by which digest the file is known again."""

from dataclasses import dataclass
from typing import ClassVar

from safepassage.domain.events import Fact


@dataclass(frozen=True, slots=True)
class SummaryPublished(Fact):
    """A page of figures was let out: to whom, why, its SHA-256 `digest`, and how many numbers were `withheld` on it.

    The page carries the id of this event, by which a copy is traced to whom it was given.
    """

    name: ClassVar[str] = "summary.published"

    to: str
    reason: str
    digest: str
    withheld: int


PUBLISHING_FACTS: tuple[type[Fact], ...] = (SummaryPublished,)
