"""A small seeded stream of random numbers for the compiled search (xorshift64*, Vigna 2016)."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Stream = NDArray[np.uint64]


def stream(seed: int) -> Stream:
    """Make the stream of a seed."""
    mixed = (seed * 0x9E3779B97F4A7C15 + 0xD1B54A32D192ED03) % 2**64
    return np.array([mixed or 1], dtype=np.uint64)


@njit(cache=True)
def _next(random: Stream) -> np.uint64:
    x = random[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    random[0] = x
    return x * np.uint64(0x2545F4914F6CDD1D)


@njit(cache=True)
def uniform(random: Stream) -> float:
    """Give a number in [0, 1)."""
    return float(_next(random) >> np.uint64(11)) / 9007199254740992.0


@njit(cache=True)
def below(random: Stream, limit: int) -> int:
    """Give a whole number in [0, limit)."""
    return int(_next(random) >> np.uint64(33)) % limit
