"""The terms of a scenario as terms that parties agree to."""

from collections.abc import Mapping, Sequence

from safepassage.domain.live.agreement import AgreedCrossing, AgreedTerms, Quota
from safepassage.domain.terms import Agreement, CrossingRule, joined_windows


def terms_of(
    agreement: Agreement, lights: Mapping[str, tuple[str, ...]], quotas: tuple[Quota, ...], day_begins_s: int
) -> AgreedTerms:
    """Give the terms of a scenario's agreement, with whose green light is needed where it says (else every party's).

    Where several rules are of one crossing, for vehicles from different places, it is open when one of them says so,
    and their lanes are added.
    """
    by_place: dict[str, list[CrossingRule]] = {}
    for rule in agreement.crossings:
        by_place.setdefault(rule.place, []).append(rule)
    crossings = tuple(
        _crossing(place, rules, lights.get(place, agreement.parties)) for place, rules in by_place.items()
    )
    return AgreedTerms(crossings, quotas, agreement.linked, day_begins_s)


def _crossing(place: str, rules: Sequence[CrossingRule], lights_from: tuple[str, ...]) -> AgreedCrossing:
    lanes = [rule.lanes for rule in rules]
    windows = [rule.windows for rule in rules]
    return AgreedCrossing(
        place,
        None if None in lanes else sum(lane for lane in lanes if lane is not None),
        None if None in windows else joined_windows(each for some in windows for each in some or ()),
        lights_from,
    )
