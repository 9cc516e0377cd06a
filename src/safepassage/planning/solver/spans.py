"""Running many changes in spans, short enough to look at the clock in between."""

from collections.abc import Callable

CHUNK_S = 0.2


def in_spans(
    run: Callable[[int, int], object], steps: int, elapsed_s: Callable[[], float], spent: Callable[[], bool]
) -> int:
    """Call `run(from, until)` for spans of steps until all are done or time is spent; returns how many were done."""
    done, span = 0, 64
    while done < steps and not spent():
        began, end = elapsed_s(), min(steps, done + span)
        run(done, end)
        took, done = elapsed_s() - began, end
        if took < CHUNK_S / 2:
            span *= 2
        elif took > 2 * CHUNK_S:
            span = max(1, span // 2)
    return done
