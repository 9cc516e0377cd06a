"""Which stricter worlds are planned: first a spread over all kinds, then neighbours of the best.

A world is either *planned*, or the nominal plan is *rehearsed* in it: carried out as if everything took so long, which
keeps its order and its split over crossings and puts slack between its moments. Rehearsing costs next to nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from safepassage.domain.scenario import Objective, Scenario
from safepassage.planning.robust.stricter import MINUTE_S, Stricter

MOST_CROSSINGS = 3
"""Crossings whose windows alone are narrowed at first: each costs the time of one plan, of some twenty."""
LARGEST = 100
"""Per cent by which anything is stretched at most: one leg in six hundred takes twice as long as planned if the
coefficient of variation is 0.25 (lognormal with mean 1), and a plan with so much slack is long on every other day."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A stricter world, and whether the nominal plan is rehearsed in it rather than a new one made for it."""

    stricter: Stricter
    rehearsed: bool = False

    @classmethod
    def rehearsing(cls, world: Stricter) -> "Proposal":
        """Give the rehearsal in a world, but for its reserve, search and objective: these are the plan's own."""
        return cls(replace(world, reserve=0, objective=None, seed=0), rehearsed=True)

    @property
    def words(self) -> str:
        """How the plan is made, in plain words."""
        return f"{'the nominal plan rehearsed' if self.rehearsed else 'planned'} with {self.stricter.words}"


def slower(per_cent: int) -> Stricter:
    """Give the world in which everything takes longer by as much."""
    return Stricter(drive=per_cent, service=per_cent, check=per_cent)


def first_proposals(scenario: Scenario) -> list[Proposal]:
    """Give what is tried first, the most promising first; worlds that do not differ from the true one are left out.

    The amounts are set by hand, some twice the last, so that a few worlds span from hardly any slack to far too much;
    `neighbours` look between and beyond. What a world promises decides nothing: its plan has to show it in the futures.
    """
    narrower = [replace(slower(per_cent), early_s=60 * minutes) for per_cent, minutes in ((0, 15), (20, 15), (20, 45))]
    worlds = [
        slower(20),
        narrower[1],
        slower(10),
        Stricter(wait_s=15 * MINUTE_S),
        narrower[0],
        slower(40),
        replace(slower(10), wait_s=10 * MINUTE_S, early_s=10 * MINUTE_S),
        Stricter(seed=1),
        narrower[2],
        Stricter(reserve=10),
        *_by_crossing(scenario),
        Stricter(drive=20),
        Stricter(service=30, check=30),
        Stricter(late_s=15 * MINUTE_S),
        *_other_objectives(scenario),
        slower(70),
    ]
    rehearsed = map(Proposal.rehearsing, (slower(5), slower(10), slower(20), slower(40)))
    planned = [Proposal(world) for world in worlds]
    return list(changing(scenario, [*planned[:2], *rehearsed, *planned[2:]]))


def _by_crossing(scenario: Scenario) -> Iterator[Stricter]:
    """Yield worlds in which one crossing is open for less, where there are several."""
    limited = sorted({rule.place for rule in scenario.agreement.crossings if rule.windows is not None})
    for place in limited[:MOST_CROSSINGS] if len(scenario.agreement.crossing_places) > 1 else ():
        yield Stricter(early_s=30 * MINUTE_S, crossing=place)


def _other_objectives(scenario: Scenario) -> Iterator[Stricter]:
    """Yield worlds whose objective lets people arrive earlier on the whole, or all of them earlier."""
    objectives = [Objective.PRIORITY, Objective.COMPLETION]
    if scenario.expected_calm_s:
        objectives.append(Objective.BEFORE_BREAKDOWN)
    for objective in objectives:
        if objective is not scenario.objective:
            yield Stricter(objective=objective)
            yield replace(slower(20), objective=objective)


def neighbours(scenario: Scenario, best: Proposal, second: Proposal | None) -> list[Proposal]:
    """Give worlds near the best one: with more or less to spare, in all or in one respect, or mixed with the second."""
    world = best.stricter
    same, other = (Proposal.rehearsing, Proposal) if best.rehearsed else (Proposal, Proposal.rehearsing)
    near = [_scaled(world, 1, 2), _scaled(world, 3, 2)]
    near += [replace(world, early_s=world.early_s + 10 * MINUTE_S), replace(world, wait_s=world.wait_s + 10 * MINUTE_S)]
    near += [replace(world, drive=world.drive + 10), replace(world, service=world.service + 10)]
    mixed = [] if second is None else [same(_mixed(world, second.stricter))]
    return list(changing(scenario, [*mixed, *map(same, near), other(world)]))


def _scaled(world: Stricter, by: int, of: int) -> Stricter:
    """Give the world with that part of all that is spared, whole per cents and minutes."""
    return replace(
        world,
        drive=min(world.drive * by // of, LARGEST),
        service=min(world.service * by // of, LARGEST),
        check=min(world.check * by // of, LARGEST),
        early_s=world.early_s * by // of // MINUTE_S * MINUTE_S,
        late_s=world.late_s * by // of // MINUTE_S * MINUTE_S,
        wait_s=world.wait_s * by // of // MINUTE_S * MINUTE_S,
        reserve=min(world.reserve * by // of, LARGEST // 2),
    )


def _mixed(one: Stricter, other: Stricter) -> Stricter:
    """Give the world with the larger of everything."""
    return replace(
        one,
        drive=max(one.drive, other.drive),
        service=max(one.service, other.service),
        check=max(one.check, other.check),
        early_s=max(one.early_s, other.early_s),
        late_s=max(one.late_s, other.late_s),
        crossing=one.crossing if one.crossing == other.crossing else "",
        wait_s=max(one.wait_s, other.wait_s),
        reserve=max(one.reserve, other.reserve),
        objective=one.objective or other.objective,
    )


def changing(scenario: Scenario, proposals: list[Proposal]) -> Iterator[Proposal]:
    """Yield the proposals whose worlds differ from the true one and from each other, in their order."""
    seen: list[tuple[Scenario, int, bool]] = [(scenario, 0, False), (scenario, 0, True)]
    for proposal in proposals:
        key = (proposal.stricter.world(scenario), proposal.stricter.seed, proposal.rehearsed)
        if key not in seen:
            seen.append(key)
            yield proposal
