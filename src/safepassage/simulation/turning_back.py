"""People who are turned back at a check: each group aboard with the same chance.

They are no longer aboard when the check ends, and their seats stay empty, as nobody boards beyond the plan. Whoever
waits for them at a transfer place, or for their arrival against a linked movement, waits only until the vehicle has
come that was to bring them.
"""

import numpy as np
from numba import njit

from safepassage.simulation.arrays import Integers
from safepassage.simulation.binomial import how_many
from safepassage.simulation.columns import (
    ABOARD,
    CAUSES_AT,
    END_SLOT,
    ENTITY,
    FIRST_SLOT,
    HELD,
    OF_ROW,
    ROW_WIDTH,
    ROWS_AT,
    SLOT_WIDTH,
    STOP,
    STREAM_KEY,
)
from safepassage.simulation.draws import CAUSE_WIDTH, GOLDEN, S32, chance_of, mix, uniform, visit_of
from safepassage.simulation.facts import TURNED_BACK
from safepassage.simulation.telling import tell
from safepassage.simulation.uncertainty import Cause

CAUSE = int(Cause.TURNED_BACK)


@njit(cache=True)
def turn_back(m: Integers, vehicle: int) -> None:
    """Draw who of the groups aboard is turned back at the check that ends now."""
    chance = chance_of(m, CAUSE)
    for slot in range(m[vehicle + FIRST_SLOT], m[vehicle + END_SLOT], SLOT_WIDTH):
        groups = how_many(m[slot + HELD], chance, of_row(m, vehicle, slot))
        if groups > 0:
            m[slot + HELD] -= groups
            m[vehicle + ABOARD] -= groups
            tell(m, TURNED_BACK, slot, m[vehicle + STOP], groups)


@njit(cache=True)
def of_row(m: Integers, vehicle: int, slot: int) -> float:
    """Give the draw of a row in a vehicle at its stop: the name has one part more than others."""
    row = (m[slot + OF_ROW] - m[ROWS_AT]) // ROW_WIDTH
    key = m.view(np.uint64)[m[CAUSES_AT] + CAUSE * CAUSE_WIDTH + STREAM_KEY]
    number = (np.uint64(m[vehicle + ENTITY]) << S32) + np.uint64(visit_of(m, vehicle))
    return uniform(mix(key + np.uint64(row + 1) * GOLDEN), number)
