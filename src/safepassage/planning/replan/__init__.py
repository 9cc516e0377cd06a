"""Going on from a plan while it is carried out."""

from safepassage.planning.replan.replan import COST_OF_CHANGE_S, Replanned, replan

__all__ = ["COST_OF_CHANGE_S", "Replanned", "replan"]
