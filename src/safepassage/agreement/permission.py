"""What may be shown of a movement's permission, in words: no notification looks like one, and none like a guarantee."""

from dataclasses import dataclass

from safepassage.agreement.agreements import LiveAgreement
from safepassage.agreement.movement import MovementState
from safepassage.agreement.movements import Movement

NO_GUARANTEE = "That guarantees nothing."
"""What is said wherever a permission is shown."""


@dataclass(frozen=True, slots=True)
class Permission:
    """What to show. `permitted`: the parties permit the movement at this second, until `until_s` (None: no end)."""

    permitted: bool
    sentence: str
    until_s: int | None = None


def permission(agreement: LiveAgreement, movement: Movement, at_s: int) -> Permission:
    """Give what the parties permit a movement at a second, and the words for it."""
    state = movement.state_at(at_s)
    if movement.still_to_depart and not agreement.in_force:
        return Permission(False, f"No permission: the agreement's state is {agreement.status}.")
    if state in {MovementState.GREEN_LIT, MovementState.GO}:
        return _permitted(movement, state)
    if movement.on_the_road:
        return _on_the_road(agreement, movement, at_s)
    return Permission(False, _without(movement, state, at_s))


def _permitted(movement: Movement, state: MovementState) -> Permission:
    go = f"{movement.go_by} gave the go." if state is MovementState.GO else "Nobody has given the go."
    lit = "Green lights hold at every crossing." if movement.needed_lights else "No green light is needed."
    return Permission(True, f"{lit} {NO_GUARANTEE} {go}", movement.lit_until_s())


def _on_the_road(agreement: LiveAgreement, movement: Movement, at_s: int) -> Permission:
    standing = "Held on the road" if movement.status is MovementState.HELD else "On the road"
    if not agreement.in_force:
        return Permission(False, f"{standing}. No permission: the agreement's state is {agreement.status}.")
    behind = {each.crossing for each in movement.passings}
    ahead = [place for place, _ in movement.unlit(at_s) if place not in behind]
    if ahead:
        return Permission(False, f"{standing}. No permission to pass {ahead[0]}: no green light holds there.")
    until_s = min((each.until_s for each in movement.lights if each.crossing not in behind), default=None)
    return Permission(True, f"{standing}. Green lights hold at every crossing ahead. {NO_GUARANTEE}", until_s)


def _without(movement: Movement, state: MovementState, at_s: int) -> str:
    match state:
        case MovementState.DRAFTED:
            return "No permission: drafted, and no party was told."
        case MovementState.NOTIFIED:
            silent = [party for party in movement.parties if party not in movement.acknowledged]
            return f"No permission: the parties are being told, and {', '.join(silent)} must still acknowledge."
        case MovementState.ACKNOWLEDGED:
            unlit = sorted({place for place, _ in movement.unlit(at_s)})
            return f"No permission: every party knows of it, and no green light holds at {', '.join(unlit)}."
        case MovementState.NONE:
            return "No permission: there is no movement file."
        case _:
            return "No permission: it is over."
