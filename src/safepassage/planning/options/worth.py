"""What a change is worth: the difference of two exact re-plans, and what their bounds prove of it.

Let the best plan by priority bring out T people under the terms as they are and T' under the changed ones. Neither is
known, but each lies between the floor of the plan found and the bound. So T' - T is at least the floor of the changed
case less the bound of the base, and at most the bound of the changed case less the floor of the base. The floor is what
the plan brings out of those priorities, from the first, that are proven best. For the time of the last arrival the same
holds of plans that bring out as many.
"""

from safepassage.domain.options import PeopleGain, Replan, TimeGain


def people_gain(base: Replan, changed: Replan) -> PeopleGain:
    """Give how many more come out under the changed terms."""
    gains = [new - old for old, new in zip(base.people_out_by_priority, changed.people_out_by_priority, strict=True)]
    return PeopleGain(
        found=changed.people_out - base.people_out,
        at_least=changed.people_out_floor - base.people_out_bound,
        at_most=changed.people_out_bound - base.people_out_floor,
        by_priority=(gains[0], gains[1], gains[2]),
    )


def time_gain(base: Replan, changed: Replan) -> TimeGain | None:
    """Give how much earlier the last one arrives; None where the two plans bring out different people."""
    if base.people_out_by_priority != changed.people_out_by_priority:
        return None
    earliest, proven = base.completion_bound_s, changed.completion_bound_s
    return TimeGain(
        found_s=base.completion_s - changed.completion_s,
        at_least_s=0 if earliest is None else max(0, earliest - changed.completion_s),
        at_most_s=None if proven is None else base.completion_s - proven,
    )
