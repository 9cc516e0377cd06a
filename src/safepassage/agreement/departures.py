"""Whether a movement may depart: every rule that can forbid it, in the order in which they are asked.

The agreement is necessary and never sufficient; so are the acknowledgements, each green light and the go. Where no rule
forbids a departure, that is no promise of anybody that the way is safe.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from safepassage.agreement.agreements import LiveAgreement
from safepassage.agreement.links import links_against
from safepassage.agreement.movement import MovementState
from safepassage.agreement.movements import Movement
from safepassage.agreement.quotas import quota_left
from safepassage.domain.live.movements import MovementFile


class DepartureRule(StrEnum):
    """The code of a rule that forbids a departure; the last three are of a vehicle, all others of a movement."""

    AGREEMENT_NOT_IN_FORCE = "agreement-not-in-force"
    NOT_STILL_TO_DEPART = "not-still-to-depart"
    PARTY_MISSING = "party-missing"
    CROSSING_NOT_AGREED = "crossing-not-agreed"
    WINDOW_OVER = "window-over"
    NOT_ACKNOWLEDGED = "not-acknowledged"
    NO_GREEN_LIGHT = "no-green-light"
    HELD_BY_LINK = "held-by-link"
    QUOTA_USED_UP = "quota-used-up"
    NO_GO = "no-go"
    MOVEMENT_NOT_DEPARTED = "movement-not-departed"
    MOVEMENT_HELD = "movement-held"
    DECISION_PENDING = "decision-pending"


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A rule that forbids something, and a plain sentence that says what it is about."""

    code: DepartureRule
    sentence: str


@dataclass(frozen=True, slots=True)
class AtDeparture:
    """What else bears on a departure at `at_s`.

    `persons` are aboard; None: as many as the movement file says. `movements` are all of the operation. `left` and
    `arrived` are persons who left and who alighted at a destination, by the place that they came from.
    """

    at_s: int
    persons: int | None = None
    movements: tuple[Movement, ...] = ()
    left: Mapping[str, int] = field(default_factory=dict)
    arrived: Mapping[str, int] = field(default_factory=dict)


def may_depart(agreement: LiveAgreement, movement: Movement, situation: AtDeparture) -> Forbidden | None:
    """Give the first rule that forbids a movement to depart now; None: none does."""
    if not agreement.in_force:
        state = agreement.status
        sentence = f"{movement.movement} may not depart: the agreement's state is {state}."
        return Forbidden(DepartureRule.AGREEMENT_NOT_IN_FORCE, sentence)
    if movement.file is None or not movement.still_to_depart:
        sentence = f"{movement.movement} cannot depart: its state is {movement.status}."
        return Forbidden(DepartureRule.NOT_STILL_TO_DEPART, sentence)
    asked = _Asked(agreement, movement, movement.file, situation)
    against = ((code, check(asked)) for code, check in _CHECKS)
    found = next(((code, why) for code, why in against if why), None)
    return Forbidden(found[0], f"{movement.movement} may not depart: {found[1]}.") if found else None


@dataclass(frozen=True, slots=True)
class _Asked:
    agreement: LiveAgreement
    movement: Movement
    file: MovementFile
    situation: AtDeparture

    @property
    def persons(self) -> int:
        aboard = self.situation.persons
        return self.file.persons if aboard is None else aboard


def _party_missing(asked: _Asked) -> str:
    untold = sorted(set(asked.agreement.parties) - set(asked.file.parties))
    if untold:
        return f"its file is not for {untold[0]}, a party to the agreement"
    for passage in asked.file.passages:
        agreed = asked.agreement.crossing(passage.crossing)
        unasked = sorted(set(agreed.lights_from if agreed else ()) - set(passage.lights_from))
        if unasked:
            return f"its file asks for no green light of {unasked[0]} at {passage.crossing}"
    return ""


def _crossing_not_agreed(asked: _Asked) -> str:
    crossings = [passage.crossing for passage in asked.file.passages]
    astray = [place for place in crossings if asked.agreement.crossing(place) is None]
    return f"the agreement does not name the crossing {astray[0]}" if astray else ""


def _window_over(asked: _Asked) -> str:
    for passage in asked.file.passages:
        agreed = asked.agreement.crossing(passage.crossing)
        windows = agreed.windows if agreed else None
        if windows is not None and all(window.closes_s <= asked.situation.at_s for window in windows):
            return f"{passage.crossing} does not open any more"
    return ""


def _not_acknowledged(asked: _Asked) -> str:
    silent = [party for party in asked.file.parties if party not in asked.movement.acknowledged]
    return f"{silent[0]} has not acknowledged it" if silent else ""


def _no_green_light(asked: _Asked) -> str:
    unlit = asked.movement.unlit(asked.situation.at_s)
    return f"no green light of {unlit[0][1]} holds at {unlit[0][0]} now" if unlit else ""


def _held_by_link(asked: _Asked) -> str:
    now = asked.situation
    linked = asked.agreement.terms.linked
    against = links_against(linked, asked.file.origin, asked.persons, now.left, now.arrived)
    if against:
        more = against[0].waits_for
        until = f"until {more} more have arrived against it" if more is not None else "and no step is left"
        return f"a linked movement lets {against[0].room} leave {asked.file.origin}, {until}"
    return "a linked movement holds it and was not told to have released it" if asked.movement.held_by else ""


def _quota_used_up(asked: _Asked) -> str:
    terms, now, vehicles = asked.agreement.terms, asked.situation, len(asked.file.vehicles)
    for passage in asked.file.passages:
        left = quota_left(terms, now.movements, passage.crossing, now.at_s, asked.movement.movement)
        short = [each for each in left if each.forbids(asked.persons, vehicles)]
        if short:
            return (
                f"{asked.persons} persons in {vehicles} vehicles are more than a quota at {passage.crossing} has left"
            )
    return ""


def _no_go(asked: _Asked) -> str:
    return "" if asked.movement.status is MovementState.GO else "nobody has given the go"


_CHECKS: tuple[tuple[DepartureRule, Callable[[_Asked], str]], ...] = (
    (DepartureRule.PARTY_MISSING, _party_missing),
    (DepartureRule.CROSSING_NOT_AGREED, _crossing_not_agreed),
    (DepartureRule.WINDOW_OVER, _window_over),
    (DepartureRule.NOT_ACKNOWLEDGED, _not_acknowledged),
    (DepartureRule.NO_GREEN_LIGHT, _no_green_light),
    (DepartureRule.HELD_BY_LINK, _held_by_link),
    (DepartureRule.QUOTA_USED_UP, _quota_used_up),
    (DepartureRule.NO_GO, _no_go),
)
