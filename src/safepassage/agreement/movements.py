"""What is known of a movement at a moment: its file, who was told, which lights hold, and what it did on the road."""

from dataclasses import dataclass

from safepassage.agreement.movement import BEFORE_DEPARTURE, ON_THE_ROAD, MovementState
from safepassage.domain.live.discrepancies import Discrepancy
from safepassage.domain.live.movements import MovementFile, Order


@dataclass(frozen=True, slots=True)
class Light:
    """A green light of a party at a crossing, for `[from_s, until_s)`."""

    crossing: str
    party: str
    from_s: int
    until_s: int

    def holds(self, at_s: int) -> bool:
        """Whether it holds at a second."""
        return self.from_s <= at_s < self.until_s


@dataclass(frozen=True, slots=True)
class Departure:
    """That the movement left its origin, with so many persons, by the id of the event that told it."""

    event: str
    at_s: int
    persons: int


@dataclass(frozen=True, slots=True)
class Passing:
    """That so many persons and vehicles of the movement passed a crossing."""

    event: str
    at_s: int
    crossing: str
    persons: int
    vehicles: int


@dataclass(frozen=True, slots=True)
class OrderGiven:
    """An order that a movement got on the road; `place` "" where none is needed."""

    at_s: int
    order: Order
    place: str


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That a party took back its light at a crossing."""

    at_s: int
    crossing: str
    party: str


@dataclass(frozen=True, slots=True)
class Movement:
    """What is known of a movement. `file` None: it was never drafted.

    `departure` is None before it leaves; `disputed` are departures that were told out of turn. `held_by` are the
    linked movements that hold it, counted from 0 in the agreement's order. `ended_s` is when it was completed or
    called off. `lapsed` says that a light lapsed before it was renewed, after the go. `last` is the trace of what was
    followed last.
    """

    movement: str
    status: MovementState = MovementState.NONE
    file: MovementFile | None = None
    notified: tuple[str, ...] = ()
    acknowledged: tuple[str, ...] = ()
    lights: tuple[Light, ...] = ()
    lapsed: bool = False
    go_by: str = ""
    departure: Departure | None = None
    disputed: tuple[Departure, ...] = ()
    passings: tuple[Passing, ...] = ()
    orders: tuple[OrderGiven, ...] = ()
    withdrawn: tuple[Withdrawal, ...] = ()
    held_by: tuple[int, ...] = ()
    changes: int = 0
    ended_s: int | None = None
    reason: str = ""
    last: str = ""
    found: tuple[Discrepancy, ...] = ()
    settled: tuple[str, ...] = ()

    @property
    def parties(self) -> tuple[str, ...]:
        """All parties that must be told."""
        return self.file.parties if self.file else ()

    @property
    def needed_lights(self) -> tuple[tuple[str, str], ...]:
        """Crossing and party of each green light that the movement needs."""
        passages = self.file.passages if self.file else ()
        return tuple((passage.crossing, party) for passage in passages for party in passage.lights_from)

    @property
    def standing_order(self) -> Order | None:
        """The order that was given last; None: none."""
        return self.orders[-1].order if self.orders else None

    @property
    def still_to_depart(self) -> bool:
        """Whether it has a file and has not left its origin."""
        return self.status in BEFORE_DEPARTURE

    @property
    def on_the_road(self) -> bool:
        """Whether it has people on the road."""
        return self.status in ON_THE_ROAD

    def unlit(self, at_s: int | None = None) -> tuple[tuple[str, str], ...]:
        """Give crossing and party of each light that is needed and does not hold at a second; None: was never given."""
        lit = {(each.crossing, each.party) for each in self.lights if at_s is None or each.holds(at_s)}
        return tuple(each for each in self.needed_lights if each not in lit)

    def unlit_at(self, crossing: str, at_s: int) -> tuple[str, ...]:
        """Give the parties whose light is needed at a crossing and does not hold at a second."""
        return tuple(party for place, party in self.unlit(at_s) if place == crossing)

    def lit_until_s(self) -> int | None:
        """Give the first second at which one of the lights is over; None if it needs none."""
        return min((each.until_s for each in self.lights), default=None)

    def state_at(self, at_s: int) -> MovementState:
        """Give the state to be shown at a second: where lights that are needed do not hold, it is acknowledged only."""
        if self.status in {MovementState.GREEN_LIT, MovementState.GO} and self.unlit(at_s):
            return MovementState.ACKNOWLEDGED
        return self.status

    def on_the_road_for_s(self, now_s: int) -> int | None:
        """Give the seconds since it departed; None if nobody of it is on the road."""
        if not self.on_the_road or self.departure is None:
            return None
        return now_s - self.departure.at_s


def file_fault(file: MovementFile) -> str:
    """Give what makes a movement file unusable, as a sentence; "" if nothing does."""
    if not file.parties:
        return "A movement file is for a party at least."
    if not file.vehicles:
        return "A movement has a vehicle at least."
    for passage in file.passages:
        if not passage.lights_from or not set(passage.lights_from) <= set(file.parties):
            return f"Green lights at {passage.crossing} must come from one or more of the parties."
    astray = [vehicle for vehicle in (file.lead, file.tail, file.spare) if vehicle and vehicle not in file.vehicles]
    return f"{astray[0]} has a part in the convoy, but is none of its vehicles." if astray else ""
