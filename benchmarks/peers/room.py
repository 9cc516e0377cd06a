"""Room at destinations: who finds some, and who goes elsewhere when a peer fills a place beyond its room."""

from dataclasses import dataclass

from benchmarks.peers.jobs import Job
from benchmarks.peers.trips import Case, Programs, Trip, Visit, nominal_ends
from safepassage.domain.vehicles import VehicleRow


class Room:
    """Shelter places and beds that are left at each destination; fewer than none where a peer has sent too many."""

    def __init__(self, case: Case) -> None:
        self._shelter, self._beds = dict(case.shelter), dict(case.beds)

    def holds(self, place: str, job: Job) -> bool:
        """Whether the whole job still finds room there."""
        return job.sheltered <= self._shelter[place] and job.stretcher <= self._beds[place]

    def take(self, place: str, job: Job, times: int = 1) -> None:
        """Give the job its room, or with -1 take it back."""
        self._shelter[place] -= times * job.sheltered
        self._beds[place] -= times * job.stretcher

    def overfull(self, place: str) -> bool:
        """Whether more were sent there than find room."""
        return self._shelter[place] < 0 or self._beds[place] < 0

    def too_much(self, place: str, job: Job) -> bool:
        """Whether the place would be less overfull without this job."""
        return (self._shelter[place] < 0 < job.sheltered) or (self._beds[place] < 0 < job.stretcher)


@dataclass(slots=True)
class Ride:
    """Where a job is to go, with which vehicle; `last` if on its last trip."""

    job: Job
    vehicle: str
    row: VehicleRow
    place: str | None
    last: bool


def within_room(case: Case, programs: Programs) -> Programs:
    """Send jobs elsewhere from places that a peer has filled beyond their room: those first whose vehicles end soonest.

    Who finds room nowhere is left out, and so is a trip with nobody left.
    """
    rides = _rides(case, programs)
    room, ends = Room(case), nominal_ends(case, programs)
    for ride in rides.values():
        if ride.place is not None:
            room.take(ride.place, ride.job)
    for place in sorted({ride.place for ride in rides.values() if ride.place is not None}):
        while room.overfull(place):
            there = [ride for ride in rides.values() if ride.place == place and room.too_much(place, ride.job)]
            _divert(case, room, ends, there)
    kept = {name: [_rebuilt(trip, rides) for trip in trips] for name, trips in programs.items()}
    return {name: [trip for trip in trips if trip] for name, trips in kept.items()}


def _rides(case: Case, programs: Programs) -> dict[Job, Ride]:
    rows = {vehicle.name: vehicle.row for vehicle in case.vehicles}
    return {
        job: Ride(job, name, rows[name], visit.place if visit.place in job.destinations else None, trip is trips[-1])
        for name, trips in programs.items()
        for trip in trips
        for visit in trip
        for job in visit.alight
    }


def _divert(case: Case, room: Room, ends: dict[str, int], there: list[Ride]) -> None:
    """Send the one job elsewhere that makes its vehicle end soonest, or leave the smallest job out."""
    choices = [
        (ends[ride.vehicle] + _longer_s(case, ride, place), ride.job.number, place, ride)
        for ride in there
        for place in ride.job.destinations
        if room.holds(place, ride.job) and case.trip_s(ride.row, ride.job, place) is not None
    ]
    if choices:
        end_s, _, place, ride = min(choices, key=lambda choice: choice[:3])
        ends[ride.vehicle] = end_s
        room.take(place, ride.job)
    else:
        place, ride = None, min(there, key=lambda r: (r.job.persons, r.job.number))
    if ride.place is not None:
        room.take(ride.place, ride.job, -1)
    ride.place = place


def _longer_s(case: Case, ride: Ride, place: str) -> int:
    """Seconds that a vehicle is about later if it brings the job there instead: out, and back if it is not its last."""
    before = case.trip_s(ride.row, ride.job, ride.place) if ride.place is not None else None
    after = case.trip_s(ride.row, ride.job, place)
    return (after or 0) * (1 if ride.last else 2) - (before or 0) * (1 if ride.last else 2)


def _rebuilt(trip: Trip, rides: dict[Job, Ride]) -> Trip:
    """Give the trip with everybody brought to the place of their ride, in the order of the trip."""
    if all(visit.place == rides[job].place for visit in trip for job in visit.alight):
        return trip
    boarding = [v._replace(board=tuple(j for j in v.board if rides[j].place is not None), alight=()) for v in trip]
    jobs = [job for visit in trip for job in visit.alight]
    places = dict.fromkeys(place for job in jobs if (place := rides[job].place) is not None)
    alighting = [Visit(place, alight=tuple(j for j in jobs if rides[j].place == place)) for place in places]
    return (*(visit for visit in boarding if visit.board), *alighting)


def nearest_with_room(case: Case, room: Room, row: VehicleRow, job: Job) -> str | None:
    """Give the destination that this vehicle reaches first with the job among those that have room, or None."""
    seconds = {d: case.trip_s(row, job, d) for d in job.destinations if room.holds(d, job)}
    reached = {d: s for d, s in seconds.items() if s is not None}
    return min(reached, key=lambda d: reached[d], default=None)


def nearest_end(case: Case, row: VehicleRow, job: Job) -> str:
    """Give the destination that this vehicle reaches first with the job, whatever its room."""
    seconds = {d: case.trip_s(row, job, d) for d in job.destinations}
    return min(job.destinations, key=lambda d: (seconds[d] is None, seconds[d]))
