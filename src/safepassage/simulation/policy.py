"""How the plan is carried out: what vehicles wait for beyond what they must wait for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Policy:
    """A rule of dispatch.

    Nothing is done more than `ahead_s` seconds before its planned moment; None: as soon as it can be done. A convoy
    waits for all of its planned vehicles; with `patience_s` only for so many seconds once its minimum is there and its
    planned moment has come, and who is late goes with the next one.
    """

    ahead_s: int | None = 0
    patience_s: int | None = None


TIMETABLE = Policy(ahead_s=0)
"""Follow the timetable: nothing is ever done before its planned moment."""

IN_ORDER = Policy(ahead_s=None)
"""Follow the order of the plan, and go when ready."""
