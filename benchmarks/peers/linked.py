"""Linked movements in the simulation: who may begin to leave, given who has arrived and who is on the way."""

from collections.abc import Sequence

from benchmarks.peers.jobs import Job
from benchmarks.peers.trips import Trip
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import LinkedMovement


class Linked:
    """Keeps count of those who left, from the moment a vehicle sets out for them, and of those who arrived."""

    def __init__(self, movements: Sequence[LinkedMovement], scenario: Scenario) -> None:
        self._movements = movements
        self._size = {row.id: (row.place, row.group_size) for row in scenario.people}
        self._left = [0] * len(movements)
        self._arrived = [0] * len(movements)

    def may_begin(self, trip: Trip) -> bool:
        """Whether all who board on this trip may leave by what has arrived so far."""
        return all(
            leaving == 0 or self._left[i] + leaving <= movement.may_leave(self._arrived[i])
            for i, movement in enumerate(self._movements)
            for leaving in [self._leaving(movement, trip)]
        )

    def begin(self, trip: Trip) -> None:
        """Count the people of a trip as leaving."""
        for i, movement in enumerate(self._movements):
            self._left[i] += self._leaving(movement, trip)

    def arrive(self, jobs: Sequence[Job]) -> None:
        """Count people as arrived."""
        for i, movement in enumerate(self._movements):
            self._arrived[i] += sum(self._of(job, movement.against_from) for job in jobs)

    def _leaving(self, movement: LinkedMovement, trip: Trip) -> int:
        return sum(self._of(job, movement.people_from) for visit in trip for job in visit.board)

    def _of(self, job: Job, places: Sequence[str]) -> int:
        rows = ((count, *self._size[row]) for row, count in job.groups)
        return sum(count * size for count, place, size in rows if place in places)
