"""Places, people and vehicles that the roads do not connect, and crossings that cut people off."""

from collections.abc import Callable, Collection, Iterable, Iterator

from safepassage.domain.notices import Severity
from safepassage.domain.people import TravelGroups
from safepassage.domain.vehicles import VehicleRow
from safepassage.scenarios.checks.journeys import Journeys, Outcome
from safepassage.scenarios.checks.people import all_who, who
from safepassage.scenarios.checks.rules import Finding, Found, rule
from safepassage.scenarios.checks.survey import PEOPLE, PLACES, VEHICLES, Survey
from safepassage.scenarios.checks.wording import quoted


@rule("place-out-of-reach", Severity.WARNING)
def place_out_of_reach(survey: Survey) -> Found:
    """No road leads from any vehicle's start to a place that is used, even if every crossing is open."""
    if not survey.fleet:
        return
    journeys = survey.shared(Journeys)
    reached, linked = journeys.reached_by_any(), _linked_places(survey)
    starts = {v.start for v in survey.scenario.vehicles}
    spots = _Spots()
    for row, place in enumerate(survey.scenario.places):
        bit = journeys.atlas.bit(place.id)
        if not bit or bit & reached or place.id in starts or survey.place_rows[place.id] != row:
            continue
        since = _since(survey, place.id, starts)
        if place.id in linked:
            chain = "no chain of links leads there from a vehicle's start"
            message = f"No vehicle can drive to '{place.id}'{since}: {chain}."
        else:
            message = f"No road reaches '{place.id}'{since}: no link names it."
        yield Finding(PLACES, row, "id", message, _mend(since), spots.named(place.id, since))


def _since(survey: Survey, place: str, others: Collection[str]) -> str:
    """Say which closures part a place from all of the others, as far as its routes tell; an empty text if none."""
    around = survey.closures_around
    closures = around.get(place, ())
    if not closures and all(other in around for other in others):
        closures = tuple(dict.fromkeys(closure for other in sorted(others) for closure in around[other]))
    return f", since {quoted(closures)} {'is' if len(closures) == 1 else 'are'} closed" if closures else ""


class _Spots:
    """Names the spots of findings, saying of closures only what differs from the first."""

    def __init__(self) -> None:
        self._first: str | None = None

    def named(self, place: str, since: str) -> str:
        """Give the name of a spot for a list that follows the first finding."""
        if self._first is None:
            self._first = since
        return f"'{place}'" if since == self._first else f"'{place}'{since or ', for no closure'}"


def _mend(since: str) -> str:
    if since:
        return "Have the road opened and the links made anew without that closure, or add another way in links.csv."
    return "Add the missing link in links.csv; check both_ways there, and through in places.csv."


def _linked_places(survey: Survey) -> set[str]:
    apart = [link for link in survey.scenario.links if link.from_place != link.to_place]
    return {link.from_place for link in apart} | {link.to_place for link in apart}


@rule("vehicle-cannot-return", Severity.WARNING)
def vehicle_cannot_return(survey: Survey) -> Found:
    """No road leads a vehicle to its `return_to`, so that it cannot be used."""
    journeys = survey.shared(Journeys)
    for row, vehicles in _fleet_rows(survey):
        if vehicles.return_to is not None and not journeys.can_return(vehicles):
            message = f"No road leads '{vehicles.type}' from '{vehicles.start}' back to '{vehicles.return_to}'."
            mend = "Add the missing link in links.csv, or leave return_to blank."
            yield Finding(VEHICLES, row, "return_to", message, mend, f"'{vehicles.type}'")


def _fleet_rows(survey: Survey) -> Iterator[tuple[int, VehicleRow]]:
    for row, vehicles in enumerate(survey.scenario.vehicles):
        if vehicles.count > 0 and survey.knows(vehicles.start):
            yield row, vehicles


def _placed(survey: Survey) -> Iterator[tuple[int, TravelGroups]]:
    """Yield the travel groups for whom there is a vehicle and a destination, if roads and crossings allow."""
    for index, row in survey.sound_people():
        if survey.fitting(row) and survey.takers(row) and survey.in_time(row):
            yield index, row


def _with_outcome(survey: Survey, outcome: Outcome) -> Iterator[tuple[int, TravelGroups]]:
    return ((index, row) for index, row, found in survey.shared(_outcomes) if found is outcome)


def _outcomes(survey: Survey) -> tuple[tuple[int, TravelGroups, Outcome], ...]:
    journeys = survey.shared(Journeys)
    return tuple((index, row, journeys.outcome(row)) for index, row in _placed(survey))


def _together(
    survey: Survey, outcome: Outcome, alike: Callable[[TravelGroups], object]
) -> Iterator[list[tuple[int, TravelGroups]]]:
    """Yield the travel groups with an outcome, those who wait at one place and are alike together."""
    found: dict[object, list[tuple[int, TravelGroups]]] = {}
    for index, row in _with_outcome(survey, outcome):
        found.setdefault((row.place, alike(row)), []).append((index, row))
    yield from found.values()


@rule("no-vehicle-comes", Severity.WARNING)
def no_vehicle_comes(survey: Survey) -> Found:
    """No road leads a vehicle that fits a travel group to where the group waits."""
    spots = _Spots()
    for together in _together(survey, Outcome.NO_VEHICLE_COMES, lambda _: None):
        (index, first), rows = together[0], [row for _, row in together]
        since = _since(survey, first.place, {vehicle.start for row in rows for vehicle in survey.in_time(row)})
        message = f"No vehicle that fits {all_who(rows)} can drive to '{first.place}'{since}."
        yield Finding(PEOPLE, index, "place", message, _mend(since), spots.named(first.place, since))


@rule("no-reachable-destination", Severity.WARNING)
def no_reachable_destination(survey: Survey) -> Found:
    """No road leads from where travel groups wait to a destination that takes them."""

    def alike(row: TravelGroups) -> object:
        return survey.takers(row), bool(row.destinations), _all_return(survey, row)

    spots = _Spots()
    for together in _together(survey, Outcome.NO_WAY_OUT, alike):
        (index, first), rows = together[0], [row for _, row in together]
        takers = quoted(sorted(survey.takers(first)))
        since = _since(survey, first.place, survey.takers(first))
        back = ", or none leads on to where the vehicle must end" if _all_return(survey, first) else ""
        message = f"No road leads {all_who(rows)} from '{first.place}' to a destination that takes them ({takers})"
        column = "destinations" if first.destinations else "place"
        spot = spots.named(first.place, since)
        yield Finding(PEOPLE, index, column, f"{message}{since}{back}.", _mend(since), spot)


def _all_return(survey: Survey, row: TravelGroups) -> bool:
    return all(vehicle.return_to is not None for vehicle in survey.in_time(row))


@rule("cut-off-by-crossings", Severity.WARNING)
def cut_off_by_crossings(survey: Survey) -> Found:
    """All ways out lead over crossings that are closed once a group is ready, or that no fitting vehicle may pass."""
    for index, row in _with_outcome(survey, Outcome.CUT_OFF):
        barred = _barred(survey, row)
        over = " and ".join(barred) if barred else "crossings that stay shut to them"
        message = f"{who(row)} at '{row.place}' are cut off: the only ways out lead over {over}."
        mend = "Check windows in agreement.toml, crossings in vehicles.csv, and ready in people.csv."
        yield Finding(PEOPLE, index, "place", message, mend, f"'{row.id}'")


def _barred(survey: Survey, row: TravelGroups) -> list[str]:
    """Say which crossings are shut to the group, and why."""
    gates, vehicles = survey.shared(Journeys).gates, survey.in_time(row)
    rank = gates.rank(survey.boarded_s(row))
    known = sorted(filter(survey.knows, survey.crossings))
    closed = [c for c in known if gates.is_over(c, rank)]
    others = [c for c in known if not any(not v.crossings or c in v.crossings for v in vehicles)]
    said = [f"{quoted(closed)}, not open once they are ready"] if closed else []
    return said + ([f"{quoted(others)}, which no vehicle that fits them may pass"] if others else [])


@rule("vehicle-helps-nobody", Severity.WARNING)
def vehicle_helps_nobody(survey: Survey) -> Found:
    """A vehicle can bring nobody out, although nobody whom it might carry is held back otherwise."""
    journeys = survey.shared(Journeys)
    helped = {_needs(row): row for _, row in _with_outcome(survey, Outcome.OUT)}
    troubled = [row for row in survey.scenario.people if _needs(row) not in helped]
    for index, vehicles in _fleet_rows(survey) if helped else ():
        if any(not row.vehicles or vehicles.type in row.vehicles for row in troubled):
            continue
        why = _why_idle(survey, journeys, vehicles, helped.values())
        if why:
            message = f"'{vehicles.type}' can bring nobody out: {why}."
            mend = "Check its row, and vehicles in people.csv."
            yield Finding(VEHICLES, index, "type", message, mend, f"'{vehicles.type}'")


def _needs(row: TravelGroups) -> tuple[object, ...]:
    return (row.place, row.seated, row.wheelchair, row.stretcher, row.vehicles, row.destinations, row.ready_s)


def _why_idle(survey: Survey, journeys: Journeys, vehicles: VehicleRow, rows: Iterable[TravelGroups]) -> str:
    """Say why a vehicle helps none of these travel groups; an empty text if it helps one."""
    if any(journeys.helps(vehicles, row) for row in rows):
        return ""
    if not any(survey.may_carry(vehicles, row) for row in rows):
        return "no travel group that it may carry fits it while it is available"
    return "roads and crossings lead it to none of those it may carry and on to a destination"


RULES = (
    place_out_of_reach,
    vehicle_cannot_return,
    no_vehicle_comes,
    no_reachable_destination,
    cut_off_by_crossings,
    vehicle_helps_nobody,
)
