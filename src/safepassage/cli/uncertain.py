"""What is uncertain in a rehearsal: what the scenario says, a file, or assumptions, with single causes changed."""

from dataclasses import dataclass, replace
from pathlib import Path

from safepassage.domain.scenario import Scenario
from safepassage.domain.uncertainty import Delay, Shape, Spread, Uncertainty
from safepassage.reporting.words import listed
from safepassage.scenarios import read_uncertainty

CV, COMMON_CV, LATE_MINUTES = 0.2, 0.1, 10.0
"""Spread of single times and of a whole run, and mean lateness of vehicles, if nothing is said: assumptions."""

MINUTE_S = 60
ASSUMED_SOURCE = "assumed, as the scenario says nothing of it"
GIVEN_SOURCE = "given on the command line"
SPREAD = Spread(CV, COMMON_CV, source=ASSUMED_SOURCE)
ASSUMED = Uncertainty(
    travel=SPREAD,
    service=SPREAD,
    check=SPREAD,
    late_start=Delay(chance=1.0, mean_s=LATE_MINUTES * MINUTE_S, source=ASSUMED_SOURCE),
)


@dataclass(frozen=True, slots=True)
class Changes:
    """Single causes that options change; None leaves them. Spreads are coefficients of variation."""

    travel: float | None = None
    service: float | None = None
    checks: float | None = None
    common: float | None = None
    late_minutes: float | None = None

    def options(self) -> list[str]:
        """Name the options that were given."""
        values = {
            "--travel": self.travel,
            "--service": self.service,
            "--checks": self.checks,
            "--common": self.common,
            "--late": self.late_minutes,
        }
        return [option for option, value in values.items() if value is not None]

    def applied_to(self, uncertainty: Uncertainty) -> Uncertainty:
        """Give what is uncertain with these changes."""
        late = uncertainty.late_start
        if self.late_minutes is not None:
            late = Delay(chance=1.0, mean_s=self.late_minutes * MINUTE_S, source=GIVEN_SOURCE)
        return replace(
            uncertainty,
            travel=_spread(uncertainty.travel, self.travel, self.common),
            service=_spread(uncertainty.service, self.service, self.common),
            check=_spread(uncertainty.check, self.checks, self.common),
            late_start=late,
        )


def _spread(spread: Spread, cv: float | None, common_cv: float | None) -> Spread:
    if cv is not None:
        spread = replace(spread, cv=cv, shape=Shape.LOGNORMAL, source=GIVEN_SOURCE)
    return spread if common_cv is None else replace(spread, common_cv=common_cv, source=GIVEN_SOURCE)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is uncertain, and in words who says so."""

    uncertainty: Uncertainty
    words: str


def chosen(case: Scenario, file: Path | None = None, changes: Changes | None = None) -> Chosen:
    """Give what is uncertain: as a file says if one is given, else as the scenario does, else as is assumed.

    Raises
    ------
    UnusableInputError
        If the file cannot be used.
    """
    if file is not None:
        uncertainty, words = read_uncertainty(file, case), f"as {file} says"
    elif case.uncertainty is not None:
        uncertainty, words = case.uncertainty, "as the scenario says"
    else:
        uncertainty, words = ASSUMED, "assumed, as the scenario says nothing of it"
    changes = changes or Changes()
    if changes.options():
        words = f"{words}, changed by {listed(changes.options())}"
    return Chosen(changes.applied_to(uncertainty), words)
