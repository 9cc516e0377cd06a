"""What has happened until a moment of a run, in the words of going on from a plan: stops done, who is lost or late."""

from collections import Counter
from dataclasses import dataclass, replace

from safepassage.domain.done import Done, DoneStop
from safepassage.simulation import columns as c
from safepassage.simulation.arrays import NONE
from safepassage.simulation.preparing.tables import Prepared
from safepassage.simulation.replanning.gathering import NO_GATHERING, Gathering
from safepassage.simulation.replanning.known import Known
from safepassage.simulation.replanning.progress import Load, Progress

FOR_GOOD_S = 30 * 86_400
"""A vehicle that works no more but still ends its trip is free again so long from now: after any operation."""


@dataclass(frozen=True, slots=True)
class History:
    """A run until `now_s`: its plan's tables, what became of their stops, and convoys that are about to leave."""

    prepared: Prepared
    progress: Progress
    known: Known
    now_s: int
    tolerance_s: int
    gathering: Gathering = NO_GATHERING

    def done(self) -> Done:
        """Give what is done. Every vehicle of the plan is named, so that nothing is taken as announced.

        Vehicles that are more than the tolerance behind are late, and so are all who were to begin something where they
        stand and have not.
        """
        stops: dict[str, tuple[DoneStop, ...]] = {}
        late: dict[str, int] = {}
        lost: set[str] = set()
        for name, vehicle in zip(self.prepared.vehicles, self.prepared.tables["vehicles"].tolist(), strict=True):
            first, end = vehicle[c.FIRST_STOP], vehicle[c.END_STOP]
            aboard: Load = Counter()
            stops[name] = tuple(self._stops_of(name, first, end, aboard))
            if name in self.known.idle and not aboard:
                lost.add(name)
            elif name in self.known.idle:
                late[name] = self.now_s + FOR_GOOD_S
            elif not aboard:
                late |= self._late(name, self._expected_s(first, end, vehicle[c.AVAILABLE_FROM]))
        return Done(self.prepared.scenario.name, stops, frozenset(lost), late)

    def _late(self, name: str, expected_s: int | None) -> dict[str, int]:
        """Give from when a vehicle is expected: one that has broken down stands as long again as it does already."""
        broken_s = self.known.broken_since.get(name)
        repaired_s = None if broken_s is None else 2 * self.now_s - broken_s
        known = [second for second in (expected_s, repaired_s) if second is not None]
        return {name: max(known)} if known else {}

    def place(self, stop: int) -> str:
        """Give the place of a stop."""
        return self.prepared.scenario.places[int(self.prepared.tables["stops"][stop, c.PLACE])].id

    def left_s(self, stop: int, first: int) -> int:
        """Give when a vehicle left a stop, or had done all there is to do at it; NONE if not yet. `first` is its first.

        One that had nothing to do at all still stands at its first stop.
        """
        left, moved = int(self.progress.left[stop]), int(self.progress.moved[stop])
        if left != NONE or moved != NONE:
            return left if left != NONE else moved
        idle = stop == first and self.prepared.tables["stops"][stop, c.KIND] == c.PASSES
        return NONE if idle else int(self.progress.released[stop])

    def moved(self, stop: int) -> tuple[dict[str, int], dict[str, int]]:
        """Give who boarded and who alighted at a stop, with 0 for rows of whom nobody was there or aboard."""
        tables, people = self.prepared.tables, self.prepared.scenario.people
        board: dict[str, int] = {}
        alight: dict[str, int] = {}
        first, end = tables["stops"][stop, [c.FIRST_MOVE, c.END_MOVE]]
        for move in tables["moves"][first:end]:
            row = people[int(move[c.ROW])].id
            happened, counted = (
                (board, self.progress.boarded) if move[c.WHAT] == c.BOARD else (alight, self.progress.alighted)
            )
            happened[row] = counted.get(stop, Counter())[row]
        return board, alight

    def _stops_of(self, name: str, first: int, end: int, aboard: Load) -> list[DoneStop]:
        """Give the stops that a vehicle has made, and leave in `aboard` who is aboard after them."""
        found: list[DoneStop] = []
        back = Counter({row: groups for (vehicle, row), groups in self.known.turned_back.items() if vehicle == name})
        for stop in range(first, end):
            arrived, left = int(self.progress.arrived[stop]), self.left_s(stop, first)
            if arrived == NONE:
                break
            if left == NONE:
                found.append(DoneStop(self.place(stop), arrived))
                break
            board = self.progress.boarded.get(stop, Counter()) + Counter[str]()
            alight = self.progress.alighted.get(stop, Counter())
            aboard.update(board)
            aboard.subtract(alight)
            found.append(DoneStop(self.place(stop), arrived, left, board, dict(alight)))
            if self.progress.left[stop] == NONE:
                found.append(DoneStop(self.place(stop), left))
        for row, groups in back.items():
            aboard[row] -= groups
            _never_boarded(found, row, groups)
        for row in [row for row, groups in aboard.items() if groups <= 0]:
            del aboard[row]
        return found

    def _expected_s(self, first: int, end: int, available_s: int) -> int | None:
        """Give from when a vehicle with nobody aboard can do something new, if it is late; None if it is not.

        One that does not stand ready yet is expected in as long as it has been awaited.
        """
        now_s, progress, stops = self.now_s, self.progress, self.prepared.tables["stops"]
        if progress.arrived[first] == NONE:
            awaited = stops[first, c.PLAN_ARRIVES] < now_s
            return 2 * now_s - max(0, available_s) if awaited else None
        for stop in range(first, end):
            if progress.arrived[stop] == NONE:
                comes_s = max(now_s, int(progress.left[stop - 1] + stops[stop, c.DRIVE_S]))
                return comes_s if comes_s > stops[stop, c.PLAN_ARRIVES] + self.tolerance_s else None
            if progress.left[stop] == NONE:
                waits = progress.begun[stop] == NONE and stops[stop, c.KIND] == c.SERVES
                return now_s if waits and stops[stop, c.PLAN_BEGINS] < now_s else None
        return None


def _never_boarded(found: list[DoneStop], row: str, groups: int) -> None:
    """Take groups who were turned back off the boardings, the last first: for the plan, they were never aboard."""
    for number in range(len(found) - 1, -1, -1):
        counted = found[number].board.get(row, 0)
        taken = min(groups, counted)
        groups -= taken
        found[number] = replace(found[number], board={**found[number].board, row: counted - taken})
