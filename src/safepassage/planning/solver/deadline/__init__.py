"""What can be done by a deadline: bounds from whole paths of seats, and proofs in whole vehicles."""

from safepassage.planning.solver.deadline.bound import SeatBound, last_impossible
from safepassage.planning.solver.deadline.whole_proof import WholeProof

__all__ = ["SeatBound", "WholeProof", "last_impossible"]
