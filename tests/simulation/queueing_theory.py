"""Waits in queues with Poisson arrivals, from theory."""

from math import exp, factorial, lgamma, log, sqrt


def erlang_c(lanes: int, load: float) -> float:
    """Give the chance that a customer waits in M/M/c (Erlang 1917); `load` is arrival rate times mean service."""
    full = load**lanes / factorial(lanes) * lanes / (lanes - load)
    return full / (sum(load**k / factorial(k) for k in range(lanes)) + full)


def wait_with_exponential_checks(lanes: int, load: float) -> float:
    """Give the mean wait in M/M/c, in mean services."""
    return erlang_c(lanes, load) / (lanes - load)


def wait_with_constant_checks(lanes: int, load: float) -> float:
    """Give the mean wait in M/D/c, in services, by the formula of Crommelin (1932).

    With a the load and c the lanes, it is the sum over i = 1, 2, … of P(N(ia) >= ic) - c/a P(N(ia) >= ic + 1), N(x)
    being Poisson with mean x. (Syski, Introduction to Congestion Theory in Telephone Systems, 1960, chapter 6.)
    """
    total, i = 0.0, 0
    while True:
        i += 1
        mean, least = i * load, i * lanes
        term = poisson_tail(mean, least) - lanes / load * poisson_tail(mean, least + 1)
        total += term
        if term < 1e-12:
            return total


def poisson_tail(mean: float, least: int) -> float:
    """Give the chance that a Poisson number is at least so large; `least` is above the mean."""
    term = exp(least * log(mean) - mean - lgamma(least + 1))
    total, k = 0.0, least
    while term > total * 1e-17:
        total += term
        k += 1
        term *= mean / k
    return total


def wait_by_cosmetatos(lanes: int, load: float) -> float:
    """Approximate the mean wait in M/D/c (Cosmetatos, INFOR 14, 1976), good to a few per cent in heavy traffic."""
    share = load / lanes
    change = (1 - share) * (lanes - 1) * (sqrt(4 + 5 * lanes) - 2) / (16 * share * lanes)
    return wait_with_exponential_checks(lanes, load) / 2 * (1 + change)
