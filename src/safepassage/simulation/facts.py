"""Facts in the engine's own short form: five whole numbers each, in the order in which they happen.

A row is `(at_s, code, who, what, groups)`. `who` is a vehicle, or for facts of a convoy, a window or a counter its
number; `what` is a stop, a move or a step. `decoding` turns rows into the facts of `domain.events`.
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
) = range(19)
"""Codes."""
