"""What each term is worth: exact re-plans of changed scenarios, and what follows from them."""

from safepassage.planning.options.replans import Desk, Effort
from safepassage.planning.options.study import Request, study_options

__all__ = ["Desk", "Effort", "Request", "study_options"]
