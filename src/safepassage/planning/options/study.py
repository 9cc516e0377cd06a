"""The whole study: the terms as they are, every change worth trying, the smallest set, last departures, early endings.

Binding terms only choose what is tried. Every figure comes from a whole plan that the judge accepts, or from a bound.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from safepassage.domain.options import Change, Options, Replan, SmallestSet, Term, Worth
from safepassage.domain.plan import Plan
from safepassage.domain.scenario import Scenario
from safepassage.planning.options.binding import binding
from safepassage.planning.options.catalogue import Say, catalogue
from safepassage.planning.options.changes import changed, until
from safepassage.planning.options.ending import ending_hours
from safepassage.planning.options.last_departure import last_departures
from safepassage.planning.options.replans import Desk, Effort, Found, Task, better, keeps, worth_key
from safepassage.planning.options.smallest_set import Quest, smallest_set
from safepassage.planning.options.worth import people_gain, time_gain

Changes = tuple[Change, ...]
Founds = Mapping[Changes, Found]

PLACE_TERMS = (Term.BEDS, Term.SHELTER_PLACES, Term.BAYS)
"""Terms of places: all of one kind are tried together first, and one by one where that helps."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: by when (None: to the end), how much effort, and how many of each may be tried.

    `base_effort` is for the terms as they are, from which everything else is measured.
    """

    by_s: int | None
    effort: Effort
    base_effort: Effort
    most_changes: int
    most_sets: int
    most_endings: int


def study_options(scenario: Scenario, request: Request, desk: Desk, say: Say) -> Options | None:
    """Say what each term is worth; None if the work was stopped before the terms as they are had been planned."""
    base = desk.all({"base": Task(scenario, request.base_effort)}, "The terms as they are").get("base")
    if base is None:
        return None
    study = Study.begun(scenario, request, desk, base)
    if study is None:
        return None
    return study.answer(catalogue(scenario, say))


@dataclass
class Study:
    """Works on one scenario. `by` are re-plans that are over by the deadline, `end` those without one."""

    scenario: Scenario
    request: Request
    desk: Desk
    deadline_s: int | None
    by_base: Found
    end_base: Found
    by: dict[Changes, Found]
    end: dict[Changes, Found]

    @classmethod
    def begun(cls, scenario: Scenario, request: Request, desk: Desk, base: Found) -> "Study | None":
        """Settle the deadline, and plan the terms as they are for it; None if stopped."""
        everyone = base.plan.people_out == scenario.persons
        deadline = request.by_s if request.by_s is not None else _over_s(base.plan) if everyone else None
        by: Found | None = base
        if request.by_s is not None:
            task = Task(until(scenario, request.by_s), request.base_effort, (base.plan,))
            by = desk.all({"base": task}, "The terms as they are, by the deadline").get("base")
        if by is None:
            return None
        return cls(scenario, request, desk, deadline, replace(by, stands=False), base, {}, {})

    @property
    def counts_people(self) -> bool:
        """Whether a change could let more people come out by the deadline."""
        return self.by_base.plan.people_out < self.scenario.persons

    @property
    def everyone_comes(self) -> bool:
        """Whether everyone comes out in the end, so that the time of the last arrival can be compared."""
        return self.end_base.plan.people_out == self.scenario.persons

    def answer(self, changes: Changes) -> Options:
        """Try what is worth trying, and put everything together."""
        tried, groups = self._chosen(changes)
        self._try([(change,) for change in tried] + groups)
        more = self._members(groups)
        self._try([(change,) for change in more])
        self._settle()
        tried += more
        alone = {change for change in tried if (change,) in self._main}
        left = tuple(change for change in changes if change not in alone)
        smallest = self._smallest(changes)
        hours = ending_hours(
            self.scenario, self.end_base.plan, self.request.effort, self.desk, self.request.most_endings
        )
        by_base, end_base = self._bases()
        return Options(
            scenario=self.scenario.name,
            persons=self.scenario.persons,
            deadline_s=self.deadline_s,
            asked_deadline=self.request.by_s is not None,
            base=by_base,
            base_in_the_end=end_base,
            worth=tuple(sorted((self._worth((c,)) for c in tried if c in alone), key=_most_worth)),
            together=tuple(self._worth(group) for group in groups if group in self._main),
            not_tried=left,
            smallest_set=smallest,
            last_departures=last_departures(self.scenario, self.request.by_s),
            ending=hours,
            has_crossings=bool(self.scenario.agreement.crossings),
            replans=self.desk.done,
            seed=self.request.effort.seed,
            time_limit_s=self.request.effort.time_limit_s,
            complete=not self.desk.stopped(),
        )

    @property
    def _main(self) -> Founds:
        return self.by if self.counts_people else self.end

    def _chosen(self, changes: Changes) -> tuple[list[Change], list[Changes]]:
        """Choose what is tried alone, and what together: rooms, bays, and terms that do not seem to bind."""
        pressing = binding(self.scenario, self.end_base.plan, changes)
        alone = [c for c in pressing if c.term not in PLACE_TERMS][: self.request.most_changes]
        groups = [
            tuple(c for c in changes if c.term in (Term.BEDS, Term.SHELTER_PLACES)),
            tuple(c for c in changes if c.term is Term.BAYS),
            tuple(c for c in changes if c.term not in PLACE_TERMS and c not in alone),
        ]
        return alone + [g[0] for g in groups if len(g) == 1], [group for group in groups if len(group) > 1]

    def _members(self, groups: Sequence[Changes]) -> list[Change]:
        """Choose what to try alone of groups that help: the most helpful group first, in it what presses hardest."""
        helpful = [group for group in groups if self._helps(group)]
        helpful.sort(key=lambda group: worth_key(self._main[group].plan), reverse=True)
        members: list[Change] = []
        for group in helpful:
            pressing = binding(self.scenario, self.end_base.plan, group)
            members += [*pressing, *(change for change in group if change not in pressing)]
        return members[: max(1, self.request.most_changes // 2)] if members else []

    def _try(self, sets: Iterable[Changes]) -> None:
        wanted = list(sets)
        names = "Changes of the terms"
        if self.counts_people:
            tasks = {
                each: Task(self._due(changed(self.scenario, each)), self.request.effort, (self.by_base.plan,))
                for each in wanted
            }
            self.by |= self.desk.all(tasks, f"{names}, by the deadline" if self.deadline_s is not None else names)
        if self.everyone_comes:
            tasks = {
                each: Task(changed(self.scenario, each), self.request.effort, self._fallbacks(each)) for each in wanted
            }
            self.end |= self.desk.all(tasks, names)

    def _due(self, scenario: Scenario) -> Scenario:
        return scenario if self.deadline_s is None else until(scenario, self.deadline_s)

    def _fallbacks(self, changes: Changes) -> tuple[Plan, ...]:
        return (self.end_base.plan, *([self.by[changes].plan] if changes in self.by else []))

    def _helps(self, changes: Changes) -> bool:
        base = self.by_base if self.counts_people else self.end_base
        return changes in self._main and better(self._main[changes].plan, base.plan)

    def _settle(self) -> None:
        """Let all cases share plans that need no change, also those that a changed case has found."""
        self.by_base = _rebased(self._due(self.scenario), self.by_base, self.by)
        self.by = {key: found.at_least(self.by_base.plan) for key, found in self.by.items()}
        self.end_base = _rebased(self.scenario, self.end_base, self.end)
        self.end = {key: found.at_least(self.end_base.plan) for key, found in self.end.items()}

    def _bases(self) -> tuple[Replan, Replan]:
        """Give the base cases; a time before which looser terms let nobody finish holds for stricter ones as well."""
        end = self.end_base.replan
        same = [
            r for r in (f.replan for f in self.end.values()) if r.people_out_by_priority == end.people_out_by_priority
        ]
        proven = [r.completion_bound_s for r in (end, *same) if r.completion_bound_s is not None]
        end = replace(end, completion_bound_s=max(proven, default=None))
        return (self.by_base.replan if self.request.by_s is not None else end), end

    def _worth(self, changes: Changes) -> Worth:
        by_base, end_base = self._bases()
        by, end = self.by.get(changes), self.end.get(changes)
        return Worth(
            changes=changes,
            by_deadline=by.replan if by else None,
            in_the_end=end.replan if end else None,
            people=people_gain(by_base, by.replan) if by else None,
            time=time_gain(end_base, end.replan) if end else None,
        )

    def _smallest(self, changes: Changes) -> SmallestSet:
        singles = {key[0]: found for key, found in self.by.items() if len(key) == 1}
        excluded = {change for key in (*self.by, *self.end) if self._ruled_out(key) for change in key}
        quest = Quest(
            scenario=self._due(self.scenario),
            base=self.by_base,
            singles=singles,
            catalogue=changes,
            base_ruled_out=self._too_late(self._bases()[1]),
            alone_ruled_out=set(changes) <= excluded,
            effort=self.request.effort,
            most_sets=self.request.most_sets,
        )
        return smallest_set(quest, self.desk)

    def _ruled_out(self, changes: Changes) -> bool:
        """Whether it is proven that with these changes, and so with some of them, not everyone comes out in time."""
        by, end = self.by.get(changes), self.end.get(changes)
        return (by is not None and by.replan.people_out_bound < self.scenario.persons) or (
            end is not None and self._too_late(end.replan)
        )

    def _too_late(self, replan: Replan) -> bool:
        everyone = replan.people_out == self.scenario.persons
        bound = replan.completion_bound_s
        return everyone and bound is not None and self.deadline_s is not None and bound > self.deadline_s


def _rebased(scenario: Scenario, base: Found, founds: Founds) -> Found:
    promising = sorted((f.plan for f in founds.values() if better(f.plan, base.plan)), key=worth_key, reverse=True)
    return next((Found(plan, base.proven) for plan in promising if keeps(scenario, plan)), base)


def _most_worth(worth: Worth) -> tuple[int, int]:
    people = worth.people.found if worth.people else 0
    return -people, -(worth.time.found_s if worth.time else 0)


def _over_s(plan: Plan) -> int:
    """Give the second at which everything in a plan is over."""
    return max((route.stops[-1].depart_s for route in plan.itineraries if route.stops), default=0)
