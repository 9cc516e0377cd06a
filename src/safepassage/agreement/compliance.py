"""What of the agreement was kept so far: each step and each quota, planned and done, by counts alone."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from safepassage.agreement.agreements import LiveAgreement
from safepassage.agreement.crosschecks import ever_against_agreement
from safepassage.agreement.links import LinkStanding, held_by_link
from safepassage.agreement.movement import MovementState
from safepassage.agreement.movements import Movement
from safepassage.agreement.quotas import day_of, passed
from safepassage.agreement.states import AgreementState
from safepassage.domain.live.agreement import AgreedTerms, Quota, QuotaSpan


@dataclass(frozen=True, slots=True)
class StepKept:
    """A step of a linked movement, both counted from 0: what it asks and allows, and what came of it."""

    linked: int
    step: int
    arrived_agreed: int
    may_leave: int
    arrived: int
    left: int
    reached: bool


@dataclass(frozen=True, slots=True)
class LinkKept:
    """Whether no more left than the steps that were reached allow."""

    linked: int
    left: int
    may_leave: int
    kept: bool


@dataclass(frozen=True, slots=True)
class QuotaKept:
    """A quota in one span, `of` a day (its number, from 0) or a movement (its id): planned, done, whether kept."""

    quota: Quota
    of: str
    planned_persons: int
    planned_vehicles: int
    persons: int
    vehicles: int
    kept: bool


@dataclass(frozen=True, slots=True)
class Compliance:
    """What was kept of the agreement.

    `movements` are numbers of movements by their state. `contradictions` are numbers of discrepancies of the agreement
    and the movements by their code, settled or not. `suspended_s` is how many seconds it was suspended so far.
    """

    steps: tuple[StepKept, ...]
    links: tuple[LinkKept, ...]
    quotas: tuple[QuotaKept, ...]
    movements: tuple[tuple[str, int], ...]
    contradictions: tuple[tuple[str, int], ...]
    violations_reported: int
    violations_open: int
    suspended_s: int


def compliance(
    agreement: LiveAgreement,
    movements: Iterable[Movement],
    left: Mapping[str, int],
    arrived: Mapping[str, int],
    now_s: int,
) -> Compliance:
    """Give what was kept until now, after the terms as they stand now.

    `left` and `arrived` are persons who left and who alighted at a destination, by the place that they came from.
    """
    known = tuple(movements)
    standings = held_by_link(agreement.terms.linked, left, arrived)
    return Compliance(
        steps=tuple(step for standing in standings for step in _steps(agreement.terms, standing)),
        links=tuple(_link(agreement.terms, standing) for standing in standings),
        quotas=tuple(kept for quota in agreement.terms.quotas for kept in _quota(agreement.terms, quota, known)),
        movements=tuple(sorted(Counter(each.status.value for each in known).items())),
        contradictions=_contradictions(agreement, known),
        violations_reported=len(agreement.violations),
        violations_open=len(agreement.open_violations),
        suspended_s=_suspended_s(agreement, now_s),
    )


def _steps(terms: AgreedTerms, standing: LinkStanding) -> list[StepKept]:
    steps = terms.linked[standing.linked].steps
    return [
        StepKept(
            standing.linked,
            number,
            step.arrived,
            step.may_leave,
            min(step.arrived, standing.arrived),
            min(step.may_leave, standing.left),
            step.arrived <= standing.arrived,
        )
        for number, step in enumerate(steps)
    ]


def _link(terms: AgreedTerms, standing: LinkStanding) -> LinkKept:
    may_leave = terms.linked[standing.linked].may_leave(standing.arrived)
    return LinkKept(standing.linked, standing.left, may_leave, standing.left <= may_leave)


def _quota(terms: AgreedTerms, quota: Quota, movements: tuple[Movement, ...]) -> list[QuotaKept]:
    planned, done = _planned(terms, quota, movements), _done(terms, quota, movements)
    return [_kept(quota, span, planned[span], done[span]) for span in sorted(planned.keys() | done.keys())]


Load = Counter[str]
"""Persons and vehicles, under these words."""


Loads = defaultdict[int | str, Load]
"""Loads by day or by movement."""


def _planned(terms: AgreedTerms, quota: Quota, movements: tuple[Movement, ...]) -> Loads:
    loads: Loads = defaultdict(Counter)
    for each in movements:
        file = each.file
        if file is None or each.status is MovementState.CALLED_OFF:
            continue
        if quota.crossing in {passage.crossing for passage in file.passages}:
            span = day_of(terms, file.departs_s) if quota.span is QuotaSpan.DAY else each.movement
            loads[span].update(persons=file.persons, vehicles=len(file.vehicles))
    return loads


def _done(terms: AgreedTerms, quota: Quota, movements: tuple[Movement, ...]) -> Loads:
    loads: Loads = defaultdict(Counter)
    for each in movements:
        for passing in passed((each,), quota.crossing):
            span = day_of(terms, passing.at_s) if quota.span is QuotaSpan.DAY else each.movement
            loads[span].update(persons=passing.persons, vehicles=passing.vehicles)
    return loads


def _kept(quota: Quota, span: int | str, planned: Load, done: Load) -> QuotaKept:
    persons, vehicles = done["persons"], done["vehicles"]
    within = (quota.persons is None or persons <= quota.persons) and (
        quota.vehicles is None or vehicles <= quota.vehicles
    )
    return QuotaKept(quota, str(span), planned["persons"], planned["vehicles"], persons, vehicles, within)


def _contradictions(agreement: LiveAgreement, movements: tuple[Movement, ...]) -> tuple[tuple[str, int], ...]:
    codes = Counter(each.code for each in agreement.found)
    for movement in movements:
        codes.update(each.code for each in movement.found)
        codes.update(each.code for each in ever_against_agreement(agreement, movement))
    return tuple(sorted(codes.items()))


def _suspended_s(agreement: LiveAgreement, now_s: int) -> int:
    """Give the seconds between each turn to suspended and the next turn, or now."""
    ends = [turn.at_s for turn in agreement.turns[1:]] + [now_s]
    spans = zip(agreement.turns, ends, strict=False)
    return sum(max(0, min(end, now_s) - turn.at_s) for turn, end in spans if turn.state is AgreementState.SUSPENDED)
