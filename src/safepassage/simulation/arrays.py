"""Whole numbers in arrays, and the two that stand for none and never."""

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

NONE = -1
"""No such row."""

FAR = 2**34
"""A second that never comes: 540 years after the start."""
