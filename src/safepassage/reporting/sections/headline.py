"""The headline: how many come out, until when, how good that is proven to be, and who remains."""

from collections.abc import Sequence
from dataclasses import dataclass

from safepassage.domain.plan import Proof
from safepassage.domain.scenario import Objective
from safepassage.reporting.measures.people import PRIORITIES, completion_s, of_priority, out_by_priority, persons_asking
from safepassage.reporting.measures.remaining import by_reason, still_there
from safepassage.reporting.sections.facts import Facts
from safepassage.reporting.words import counted, duration, listed, number, people, share, worth

FIRST = {1: "Priority 1, first", 2: "Priority 2", 3: "Priority 3"}


@dataclass(frozen=True, slots=True)
class PriorityLine:
    """People of one priority: how many come out of those who have asked; `share` is from 0 to 1."""

    priority: int
    words: str
    out: int
    asked: int

    @property
    def share(self) -> float:
        """Share of those who have asked that come out."""
        return self.out / self.asked if self.asked else 0.0


@dataclass(frozen=True, slots=True)
class Headline:
    """The block on top of the report, in words."""

    out: int
    asked: int
    priorities: tuple[PriorityLine, ...]
    completion_day: str
    completion_hour: str
    completion_after: str
    quality: str
    quality_why: tuple[str, ...]
    remaining: int
    remaining_why: tuple[str, ...]
    warnings: tuple[str, ...]
    checked: str


def headline(facts: Facts, violations: Sequence[str] | None) -> Headline:
    """Fold a plan into its headline; `violations` are what a check of the plan found, None if nobody checked."""
    curves = out_by_priority(facts.scenario, facts.happened)
    lines = tuple(
        PriorityLine(p, FIRST[p], curves[p].last, persons_asking(facts.scenario, of_priority(p)))
        for p in PRIORITIES
        if p in curves
    )
    out = sum(line.out for line in lines)
    remaining = still_there(facts.scenario, facts.plan, facts.happened)
    done = completion_s(facts.happened)
    day, hour, after = _completion(facts, done)
    quality, why = _quality(facts, out, done)
    return Headline(
        out,
        facts.scenario.persons,
        lines,
        day,
        hour,
        after,
        quality,
        why,
        sum(entry.persons for entry in remaining),
        tuple(f"{people(persons)}: {reason}" for reason, persons in by_reason(remaining)[:3]),
        _warnings(facts, out, done, violations),
        _checked(violations),
    )


def _completion(facts: Facts, done: int) -> tuple[str, str, str]:
    if not done:
        return "Nobody is brought out", "", ""
    clock = facts.clock
    after = f"{duration(done)} after the start on {clock.words(0)}"
    return clock.date_words(clock.day(done)), clock.hour_words(done), after


def _quality(facts: Facts, out: int, done: int) -> tuple[str, tuple[str, ...]]:
    """Say in words how good the plan is proven to be."""
    plan = facts.plan
    people_best = out >= plan.people_out_bound
    why = [_people_bound(facts, out)]
    if plan.proof == Proof.OPTIMAL and people_best:
        return "Proven best", (*why, _best_words(plan.objective))
    if plan.bound is None or plan.proof == Proof.NONE:
        return "Not proven", (*why, "It is not known how much better another plan could be.")
    gap = plan.gap or 0.0
    heading = f"Within {share(gap)} of the best possible" if gap else "Proven best"
    if gap and plan.objective == Objective.COMPLETION:
        heading = f"At most {duration(done - int(plan.bound))} later than the best possible"
    if not people_best:
        heading = f"At most {people(plan.people_out_bound - out)} fewer than the best possible"
    return heading, (*why, _value_bound(facts, done))


def _people_bound(facts: Facts, out: int) -> str:
    if out >= facts.scenario.persons:
        return "Everyone who has asked to leave is brought out."
    if out >= facts.plan.people_out_bound:
        return "It is proven that under these terms nobody more can be brought out."
    return (
        f"It is proven that under these terms at most {people(facts.plan.people_out_bound)} can be brought out; "
        f"this plan brings out {number(out)}."
    )


def _best_words(objective: Objective) -> str:
    return {
        Objective.COMPLETION: "No plan that brings out as many can complete earlier.",
        Objective.PRIORITY: "No plan that brings out as many has them arrive earlier, weighted by priority.",
        Objective.BEFORE_BREAKDOWN: "No plan can expect to bring out more, weighted by priority, before the "
        "agreement fails.",
    }[objective]


def _value_bound(facts: Facts, done: int) -> str:
    plan = facts.plan
    bound = plan.bound or 0.0
    if plan.objective == Objective.COMPLETION:
        earliest = int(bound)
        if earliest >= done:
            return _best_words(plan.objective)
        words = facts.clock.words(earliest)
        return (
            f"It is proven that no plan that brings out as many can complete before {words}: "
            f"at most {duration(done - earliest)} sooner than this one."
        )
    has, best = worth(plan.objective, plan.value), worth(plan.objective, bound)
    if plan.objective == Objective.PRIORITY:
        return f"Until all have arrived they wait {has}; no plan that brings out as many needs less than {best}."
    return f"It can be expected that {has} are out before the agreement fails; no plan can expect more than {best}."


def bound_in_words(facts: Facts) -> str:
    """Say what a bound is and where this plan's comes from; nothing where the plan does not say."""
    reason = facts.plan.bound_explained.strip().rstrip(".")
    if not reason or facts.plan.bound is None:
        return ""
    best = "No plan can be better than the bound, so the best plan lies between the bound and this plan."
    return f"{best} What sets the bound here: {reason}."


def _warnings(facts: Facts, out: int, done: int, violations: Sequence[str] | None) -> tuple[str, ...]:
    """Say where the plan is not to be trusted."""
    plan, found = facts.plan, []
    if plan.scenario != facts.scenario.name:
        found.append(f"The plan was made for the scenario “{plan.scenario}”, not for “{facts.scenario.name}”.")
    totals = (plan.people_out, plan.people_remaining, plan.completion_seconds)
    if totals != (out, facts.scenario.persons - out, done):
        found.append(
            f"The plan file states {people(plan.people_out)} out, {number(plan.people_remaining)} remaining and "
            f"completion after {duration(plan.completion_seconds)}; its itineraries give {number(out)}, "
            f"{number(facts.scenario.persons - out)} and {duration(done)}. This report shows the itineraries."
        )
    if violations:
        shown = listed([f"“{v}”" for v in violations[:5]])
        more = f" and {counted(len(violations) - 5, 'other')}" if len(violations) > 5 else ""
        found.append(
            f"Do not use this plan: it breaks the rules {counted(len(violations), 'time')}: {shown}{more}. "
            "The command safepassage verify lists them all."
        )
    return tuple(found)


def _checked(violations: Sequence[str] | None) -> str:
    if violations is None:
        return "This report does not judge the plan; the command safepassage verify does."
    if violations:
        return ""
    return "Checked: the plan keeps every term of the agreement and every capacity of the scenario."
