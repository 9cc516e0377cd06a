"""Whether the agreement, or the movement that a vehicle belongs to, keeps the vehicle where it is."""

from safepassage.agreement.decisions import convoys_to_decide
from safepassage.agreement.departures import DepartureRule
from safepassage.agreement.movement import MovementState
from safepassage.agreement.movements import Movement
from safepassage.agreement.states import AgreementState
from safepassage.domain.live.fleet import Vehicle
from safepassage.operations.deciding import RefusedError
from safepassage.operations.operation import Operation


def must_be_released(operation: Operation, vehicle: Vehicle) -> None:
    """Refuse that a vehicle leaves a place where its movement or the agreement keeps it.

    Where nothing was ever proposed, no agreement restricts anything. An empty vehicle may always be brought to where it
    is needed, unless it would leave ahead of its movement.

    Raises
    ------
    RefusedError
        If it must stay.
    """
    mine = [each for each in operation.movements() if each.file and vehicle.vehicle in each.file.vehicles]
    under_way = [each for each in mine if each.on_the_road]
    for each in under_way:
        _must_not_be_kept(operation, vehicle, each)
    if under_way:
        return
    ahead = [each for each in mine if each.still_to_depart and each.file and each.file.origin == vehicle.place]
    if ahead:
        sentence = f"{vehicle.vehicle} must stay: {ahead[0].movement} has not departed; let the movement depart first."
        raise RefusedError(DepartureRule.MOVEMENT_NOT_DEPARTED, sentence)
    _must_be_in_force(operation, vehicle)


def _must_not_be_kept(operation: Operation, vehicle: Vehicle, movement: Movement) -> None:
    if convoys_to_decide(operation.agreement, [movement]):
        sentence = f"{vehicle.vehicle} must stay: somebody must choose first what {movement.movement} does."
        raise RefusedError(DepartureRule.DECISION_PENDING, sentence)
    if movement.status is MovementState.HELD:
        sentence = f"{vehicle.vehicle} must stay: {movement.movement} is held, and somebody must order it to go on."
        raise RefusedError(DepartureRule.MOVEMENT_HELD, sentence)


def _must_be_in_force(operation: Operation, vehicle: Vehicle) -> None:
    agreement = operation.agreement
    if not _loaded(vehicle) or agreement.in_force or agreement.status is AgreementState.NONE:
        return
    sentence = f"{vehicle.vehicle} must stay: the agreement's state is {agreement.status}."
    raise RefusedError(DepartureRule.AGREEMENT_NOT_IN_FORCE, sentence)


def _loaded(vehicle: Vehicle) -> bool:
    """Whether anybody is aboard, by the scans or by a count; who was counted beyond the scans left by no scan."""
    if vehicle.manifest or vehicle.count is None:
        return bool(vehicle.manifest)
    return vehicle.count.passengers > (0 if vehicle.holds else vehicle.count.scanned)
