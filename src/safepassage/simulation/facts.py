"""Facts in the engine's own short form: five whole numbers each, in the order in which they happen.

A row is `(at_s, code, who, what, groups)`. `who` is a vehicle, or whatever else the fact is about: a convoy, the rule
of a window, a counter, a road, a row of people who stay, a slot of whom groups are turned back. `what` is a stop, a
move or a step. `decoding` turns rows into the facts of `domain.events`.
"""

COLUMNS = 5
AT, CODE, WHO, OF, COUNT = range(COLUMNS)
"""Columns of a row."""

(
    AVAILABLE,
    DEPARTED,
    ARRIVED,
    QUEUED,
    SERVICE_BEGAN,
    SERVICE_ENDED,
    CHECK_BEGAN,
    CHECK_ENDED,
    BOARDED,
    ALIGHTED,
    CONVOY_JOINED,
    CONVOY_FORMED,
    CONVOY_DEPARTED,
    WINDOW_OPENED,
    WINDOW_CLOSED,
    STEP_REACHED,
    WITHDRAWN,
    RELEASED,
    ENDED,
    STAYED,
    TURNED_BACK,
    BROKE_DOWN,
    REPAIRED,
    REFUSED,
    SUSPENDED,
    REESTABLISHED,
    INCIDENT,
    ROAD_CLOSED,
    ROAD_REOPENED,
) = range(29)
"""Codes."""
