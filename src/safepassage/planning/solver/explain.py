"""Why people remain: which terms hold them back, found by lifting one term after the other.

A group that the plan leaves behind is put on trips of its own and scheduled after everything else, once for each kind
of term that is lifted. The terms whose lifting lets the group out are those that hold it back.
"""

from collections.abc import Callable

import numpy as np

from safepassage.domain.plan import Remaining
from safepassage.planning.solver.engine import Engine
from safepassage.planning.solver.handling import groups_with_room, release_unplaced
from safepassage.planning.solver.kinds import Kind
from safepassage.planning.solver.manifests import Expansion
from safepassage.planning.solver.one_more import OneMore
from safepassage.planning.solver.problem import FOREVER, Problem
from safepassage.planning.solver.tables import Tables

Lift = Callable[[Tables], Tables]
LONG = FOREVER // 4


def _open_crossings(tables: Tables) -> Tables:
    closes = np.full_like(tables.terms.closes, LONG)
    return tables._replace(terms=tables.terms._replace(closes=closes))


def _release_linked(tables: Tables) -> Tables:
    terms = tables.terms
    return tables._replace(terms=terms._replace(leaves=np.zeros_like(terms.leaves)))


def _keep_vehicles_longer(tables: Tables) -> Tables:
    vehicles = tables.vehicles
    return tables._replace(vehicles=vehicles._replace(until=np.full_like(vehicles.until, LONG)))


def _drop_duty(tables: Tables) -> Tables:
    vehicles = tables.vehicles
    return tables._replace(vehicles=vehicles._replace(max_duty=np.full_like(vehicles.max_duty, FOREVER)))


def _drop_distance(tables: Tables) -> Tables:
    vehicles = tables.vehicles
    return tables._replace(vehicles=vehicles._replace(max_km=np.full_like(vehicles.max_km, FOREVER)))


def _allow_long_rides(tables: Tables) -> Tables:
    kinds = tables.kinds
    return tables._replace(kinds=kinds._replace(max_aboard=np.full_like(kinds.max_aboard, FOREVER)))


def _free_convoys(tables: Tables) -> Tables:
    terms = tables.terms
    return tables._replace(terms=terms._replace(convoy_min=np.ones_like(terms.convoy_min)))


LIFTS: tuple[tuple[str, Lift], ...] = (
    ("The windows of the crossings close before these people can pass.", _open_crossings),
    ("A linked movement is not met: too few have arrived against them for these people to leave.", _release_linked),
    ("The vehicles are not available long enough.", _keep_vehicles_longer),
    ("The vehicles' longest duty does not suffice.", _drop_duty),
    ("The vehicles' longest distance does not suffice.", _drop_distance),
    ("The ride would take longer than these people may be aboard.", _allow_long_rides),
    ("Too few vehicles come together for the smallest convoy.", _free_convoys),
)


def explain_remaining(problem: Problem, engine: Engine, expansion: Expansion) -> tuple[Remaining, ...]:
    """Say who remains and which terms hold them back. The search is of no use afterwards."""
    release_unplaced(engine.tables_handle, engine.handle)
    reasons: dict[int, tuple[str, ...]] = {}
    found = []
    for kind, row, groups in expansion.left():
        if kind not in reasons:
            reasons[kind] = _reasons(problem, engine, kind)
        found.append(Remaining(row, groups, groups * problem.kinds[kind].size, reasons[kind]))
    return tuple(found)


def _reasons(problem: Problem, engine: Engine, k: int) -> tuple[str, ...]:
    kind, tables = problem.kinds[k], engine.tables
    plain = _standing_reason(problem, tables, kind)
    if plain:
        return (plain,)
    final = [d for d in kind.destinations if d not in problem.transfers]
    roomy = [d for d in final if groups_with_room(engine.tables_handle, engine.handle, k, d) > 0]
    if not roomy:
        return (f"No {_place_needed(kind)} is left at any destination that these people may be brought to.",)
    if _gets_out(problem, engine, k, roomy):
        return ("No term holds these people back; no place for them was found in the time. Plan for longer.",)
    found = tuple(text for text, lift in LIFTS if _gets_out(problem, engine.with_tables(lift(tables)), k, roomy))
    so_far = _comes_as_far(problem, engine, k)
    if found:
        return (*so_far, *found)
    everything = tables
    for _, lift in LIFTS:
        everything = lift(everything)
    if _gets_out(problem, engine.with_tables(everything), k, roomy):
        return (
            *so_far,
            "Several terms together hold these people back: windows, vehicles and linked movements.",
        )
    return (*so_far, "No vehicle can reach these people and bring them where they may go by the crossings it may pass.")


def _standing_reason(problem: Problem, tables: Tables, kind: Kind) -> str:
    """Give the reason that no order of trips could change, or an empty text."""
    if not kind.types:
        return "No vehicle that may carry these people has the seats and places that a whole group needs."
    if not kind.destinations:
        return "These people have no destination where they may be brought."
    final = [d for d in kind.destinations if d not in problem.transfers]
    can_take = [d for d in final if problem.shelter[d] >= kind.sheltered and problem.beds[d] >= kind.stretcher]
    if not can_take:
        return f"No destination that these people may be brought to has a {_place_needed(kind)} for a whole group."
    reached = _reached(problem, tables, kind)
    if not any(d in reached for d in can_take):
        ends = _first_few([problem.stops[d] for d in can_take])
        return (
            f"No road leads from where these people wait ({problem.stops[kind.stop]}) to a destination that can take "
            f"them ({ends}), by the crossings that vehicles may pass."
        )
    return ""


def _first_few(names: list[str], most: int = 4) -> str:
    """Name the first few, and count the rest."""
    more = len(names) - most
    return ", ".join(names) if more <= 0 else f"{', '.join(names[:most])} and {more} more"


def _reached(problem: Problem, tables: Tables, kind: Kind) -> set[int]:
    """Give the stops to which roads lead from where people wait, also over transfer places."""
    loaded = 2 * np.arange(len(problem.profiles)) + 1
    seen, stack = {kind.stop}, [kind.stop]
    while stack:
        here = stack.pop()
        there = {int(d) for d in problem.destinations if tables.ways.choices[loaded, here, d].any()} - seen
        seen |= there
        stack += there & set(problem.transfers)
    return seen


def _place_needed(kind: Kind) -> str:
    """Name what a destination must have for a group of this kind."""
    if not kind.stretcher:
        return "shelter place"
    return "bed and shelter place" if kind.sheltered else "bed"


def _gets_out(problem: Problem, engine: Engine, k: int, destinations: list[int]) -> bool:
    """Whether one more group comes out on trips of its own, with some vehicle, after everything else."""
    with OneMore(problem, engine) as one_more:
        return one_more.comes_out(k, destinations)


def _comes_as_far(problem: Problem, engine: Engine, k: int) -> tuple[str, ...]:
    """Say to which transfer place one more group could be brought, though nobody can take it on."""
    for x in problem.transfers:
        with OneMore(problem, engine) as one_more:
            if (k, x) in problem.onward and one_more.rides(k, [x]):
                label = problem.scenario.place(problem.stops[x]).label
                return (f"These people could be brought to the transfer place {label}, but not taken on from there.",)
    return ()
