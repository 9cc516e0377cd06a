"""What a plan of direct trips does with each job, for packages that take a first plan as a hint."""

from dataclasses import dataclass, replace

from benchmarks.peers.jobs import Job
from benchmarks.peers.trips import Case
from safepassage.domain.plan import Plan


@dataclass(frozen=True, slots=True)
class Seen:
    """How a job is brought out: by a vehicle of which row, when boarding begins, and where it goes.

    The checks on the way out and on the way back to the `next` job begin then; None without a check.
    """

    row: int
    first: bool
    begins_s: int
    destination: str
    out_check_s: int | None = None
    back_check_s: int | None = None
    next: Job | None = None


def seen_in(case: Case, plan: Plan) -> dict[Job, Seen]:
    """Give what becomes of each job in a plan of direct trips, one job a trip."""
    rows = [row for row in case.scenario.vehicles if row.count > 0]
    row_of = {vehicle.name: rows.index(vehicle.row) for vehicle in case.vehicles}
    waiting: dict[tuple[str, tuple[tuple[str, int], ...]], list[Job]] = {}
    for each in case.jobs:
        waiting.setdefault((each.place, tuple(sorted(each.groups))), []).append(each)
    seen: dict[Job, Seen] = {}
    for itinerary in plan.itineraries:
        job: Job | None = None
        before: Job | None = None
        checked: int | None = None
        for stop in itinerary.stops:
            if stop.board:
                job = waiting[stop.place, tuple(sorted(stop.board.items()))].pop()
                begins_s = stop.depart_s - case.board_s[stop.place]
                seen[job] = Seen(row_of[itinerary.vehicle], before is None, begins_s, "")
                if before is not None:
                    seen[before] = replace(seen[before], back_check_s=checked, next=job)
                checked = None
            elif stop.alight and job is not None:
                seen[job] = replace(seen[job], destination=stop.place, out_check_s=checked)
                before, checked = job, None
            else:
                checked = _check_begins_s(case, stop.place, stop.depart_s)
    return seen


def _check_begins_s(case: Case, place: str, depart_s: int) -> int | None:
    rule = next((rule for rule in case.scenario.agreement.crossings if rule.place == place), None)
    return None if rule is None else depart_s + int(-rule.check_s // 1)
