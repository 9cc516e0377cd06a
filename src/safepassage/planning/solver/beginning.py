"""Where a schedule begins: nothing has happened yet, or some things have and others are fixed.

Vehicles that have moved have used some of their duty and distance. Bays and lanes are held by what is fixed, convoys
have left or will, people of linked movements have left and arrived. No later decision moves any of this.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]

NOT_LEFT = -1
NO_SHORT_CONVOY = 2**40
"""The same as FOREVER, which is no time at which a convoy leaves."""


class Beginning(NamedTuple):
    """What stands before the first decision.

    By vehicle: when it `left` its start (NOT_LEFT: not yet), the `km` that it has driven, and when the last of those
    people alights whom it brings without any decision (`ended`, 0: nobody). By convoy rule: when the one `short` convoy
    leaves. Rows of three: `held` is (calendar, start, end) of bays and lanes, `convoys` (rule, departure, vehicles),
    `gone` and `come` (linked movement, moment, persons). `change_s` has one entry where trips have been announced: the
    seconds of completion time that leaving one of them alone is worth. Else it is empty.
    """

    left: Integers
    km: Integers
    ended: Integers
    short: Integers
    held: Integers
    convoys: Integers
    gone: Integers
    come: Integers
    change_s: Integers


def nothing_yet(num_vehicles: int, num_convoys: int) -> Beginning:
    """Give the beginning of a schedule before which nothing happened."""
    zeros, empty = np.zeros(num_vehicles, np.int64), np.zeros((0, 3), np.int64)
    return Beginning(
        left=np.full(num_vehicles, NOT_LEFT, np.int64),
        km=zeros,
        ended=zeros.copy(),
        short=np.full(num_convoys, NO_SHORT_CONVOY, np.int64),
        held=empty,
        convoys=empty.copy(),
        gone=empty.copy(),
        come=empty.copy(),
        change_s=np.zeros(0, np.int64),
    )
