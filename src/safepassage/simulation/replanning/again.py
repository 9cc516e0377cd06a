"""What happened before a new plan must happen again under it: the facts before a second, held against each other."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from safepassage.domain import events
from safepassage.domain.events import Fact
from safepassage.simulation.replanning.policy import HistoryChangedError

OF_THE_PLAN = (events.VehicleReleased, events.ConvoyFormed, events.OperationEnded)
"""Facts about a plan more than about the world: that nothing more is to be done, that a convoy expects nobody."""


def happened(facts: Iterable[Fact], before_s: int) -> "Counter[Fact]":
    """Give the facts of the world before a second, those of one second in any order.

    The queue for a bay is left out, as pinned services ask for one only when they get it, and the names of convoys.
    """
    return Counter(_bare(fact) for fact in facts if fact.at_s < before_s and _of_the_world(fact))


def _of_the_world(fact: Fact) -> bool:
    waits_for_a_bay = isinstance(fact, events.VehicleQueued) and fact.queue is events.Queue.BAY
    return not waits_for_a_bay and not isinstance(fact, OF_THE_PLAN)


def _bare(fact: Fact) -> Fact:
    if isinstance(fact, events.ConvoyDeparted):
        return replace(fact, convoy="", vehicles=tuple(sorted(fact.vehicles)))
    return fact


def refuse_another_past(before: Iterable[Fact], again: Iterable[Fact], now_s: int) -> None:
    """Refuse a run that was another one before a second.

    Raises
    ------
    HistoryChangedError
        If any fact before `now_s` is missing or new, with the first of them.
    """
    was, now_is = happened(before, now_s), happened(again, now_s)
    if was != now_is:
        odd = min((*(was - now_is), *(now_is - was)), key=lambda fact: (fact.at_s, fact.name))
        only = "did not happen again" if odd in was - now_is else "had not happened before"
        raise HistoryChangedError(
            f"A new plan made at {now_s} s changed the past of its run: {odd} {only}. Please report this with the "
            "scenario and the seed; other policies can be rehearsed meanwhile."
        )
