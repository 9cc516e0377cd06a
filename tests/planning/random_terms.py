"""Random agreements: crossings, convoys, linked movements."""

from collections.abc import Sequence
from itertools import accumulate

from safepassage.domain.people import TravelGroups
from safepassage.domain.terms import Agreement, ConvoyRule, CrossingRule, LinkedMovement, LinkStep, Window
from tests.planning.random_choices import Choices


def agreement(
    choose: Choices,
    crossings: Sequence[str],
    stops: Sequence[str],
    people: Sequence[TravelGroups],
) -> Agreement:
    """Give terms for these crossings; `stops` are all other places where a vehicle may come from."""
    origins = [*stops, *crossings]
    return Agreement(
        parties=("one", "other"),
        crossings=tuple(rule for place in crossings for rule in _crossing(choose, place, origins)),
        convoys=tuple(rule for place in crossings for rule in _convoys(choose, place, origins)),
        linked=_linked(choose, people) if choose.rules.linked else (),
    )


def _from(choose: Choices, place: str, origins: Sequence[str]) -> list[tuple[str, ...] | None]:
    """Give the `from` of each rule at a place: one for all, or one for some places, then perhaps one for all others."""
    if not (choose.rules.from_some and choose.flag(60)):
        return [None]
    first = choose.some([origin for origin in origins if origin != place])
    return [first, None] if choose.flag(60) else [first]


def _crossing(choose: Choices, place: str, origins: Sequence[str]) -> list[CrossingRule]:
    return [
        CrossingRule(
            place,
            from_places,
            lanes=choose.integer(1, 2) if choose.rules.lanes and choose.flag(75) else None,
            check_s=choose.minutes(0, 12) if choose.rules.checks and choose.flag(75) else choose.minutes(0, 0),
            windows=_windows(choose) if choose.rules.windows and choose.flag(75) else None,
            loaded_only=choose.rules.loaded_only and choose.flag(60),
        )
        for from_places in _from(choose, place, origins)
    ]


def _windows(choose: Choices) -> tuple[Window, ...]:
    """Give windows in the order of time; the last one is often long."""
    windows = []
    second = 60 * choose.integer(-30, 60)
    for left in reversed(range(choose.integer(1, 3))):
        length = 60 * choose.size.pace * choose.integer(10, 90)
        if not left and choose.flag(70):
            length += 60 * choose.size.pace * 300
        windows.append(Window(second, second + length))
        second += length + 60 * choose.size.pace * choose.pick((1, 5, 30, 60))
    return tuple(windows)


def _convoys(choose: Choices, place: str, origins: Sequence[str]) -> list[ConvoyRule]:
    if not (choose.rules.convoys and choose.flag(75)):
        return []
    convoys = []
    for from_places in _from(choose, place, origins):
        least = choose.integer(1, max(2, choose.size.vehicles // 3)) if choose.rules.convoy_minimum else 1
        most = least + choose.integer(0, max(1, choose.size.vehicles // 4)) if choose.rules.convoy_maximum else None
        headway_s = choose.minutes(0, 20) if choose.rules.headway else choose.minutes(0, 0)
        convoys.append(ConvoyRule(place, from_places, least, most, headway_s))
    return convoys


def _linked(choose: Choices, people: Sequence[TravelGroups]) -> tuple[LinkedMovement, ...]:
    """Link the people of the first place with all others; if `mutual`, the others, who may begin, with them."""
    places = list(dict.fromkeys(row.place for row in people))
    if len(places) < 2:
        return ()
    halves = [tuple(places[:1]), tuple(places[1:])]
    one, others = halves if choose.flag(50) else reversed(halves)
    linked = [LinkedMovement(one, others, _steps(choose, people, one, others, 70))]
    if choose.rules.mutual:
        linked.append(LinkedMovement(others, one, _steps(choose, people, others, one, 100)))
    return tuple(linked)


def _steps(
    choose: Choices,
    people: Sequence[TravelGroups],
    leaving: Sequence[str],
    arriving: Sequence[str],
    open_percent: int,
) -> tuple[LinkStep, ...]:
    """Give ascending steps; the first needs no arrival so often, and the last mostly lets everybody leave."""
    leave = sum(row.persons for row in people if row.place in leaving)
    arrive = sum(row.persons for row in people if row.place in arriving)
    count = choose.integer(2, 4) if choose.rules.many_steps else choose.integer(1, 2)
    needed = [0 if choose.flag(open_percent) else choose.integer(1, max(1, arrive // 2))]
    needed += [choose.integer(1, max(1, arrive // count)) for _ in range(count - 1)]
    freed = [choose.integer(1, max(1, 2 * leave // count)) for _ in range(count)]
    if choose.flag(80):
        freed[-1] += leave
    return tuple(
        LinkStep(arrived, may_leave) for arrived, may_leave in zip(accumulate(needed), accumulate(freed), strict=True)
    )
