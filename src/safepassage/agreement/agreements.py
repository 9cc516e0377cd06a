"""What is known of the agreement at a moment: its state, its terms, who agreed, and what was reported of it."""

from dataclasses import dataclass, field

from safepassage.agreement.states import DEPARTS, AgreementState
from safepassage.domain.live.agreement import AgreedCrossing, AgreedTerms
from safepassage.domain.live.discrepancies import Discrepancy


@dataclass(frozen=True, slots=True)
class Violation:
    """A reported violation, by the id of its `event`. It is open until it is dismissed or a suspension answers it.

    Who reported it is not kept here: that is restricted, and stands in the ledger.
    """

    event: str
    at_s: int
    what: str
    open: bool = True


@dataclass(frozen=True, slots=True)
class Turn:
    """When the agreement came into a state."""

    at_s: int
    state: AgreementState


@dataclass(frozen=True, slots=True)
class LiveAgreement:
    """What is known of the agreement. `agreed` are the parties that agreed to these terms; `turns` its history.

    `last` is the trace of what was followed last, by which a repetition is known.
    """

    status: AgreementState = AgreementState.NONE
    parties: tuple[str, ...] = ()
    terms: AgreedTerms = field(default_factory=AgreedTerms)
    reference: str = ""
    agreed: tuple[str, ...] = ()
    violations: tuple[Violation, ...] = ()
    turns: tuple[Turn, ...] = ()
    last: str = ""
    found: tuple[Discrepancy, ...] = ()
    settled: tuple[str, ...] = ()

    @property
    def in_force(self) -> bool:
        """Whether the agreement forbids no departure now; alone it permits none."""
        return self.status in DEPARTS

    @property
    def suspended_s(self) -> int | None:
        """Since when it is suspended; None if it is not."""
        return self.turns[-1].at_s if self.status is AgreementState.SUSPENDED else None

    @property
    def open_violations(self) -> tuple[Violation, ...]:
        """Reported violations that nobody dismissed and no suspension answered."""
        return tuple(each for each in self.violations if each.open)

    def state_at(self, at_s: int) -> AgreementState:
        """Give the state at a second, after all that was told of it."""
        return next((turn.state for turn in reversed(self.turns) if turn.at_s <= at_s), AgreementState.NONE)

    def crossing(self, place: str) -> AgreedCrossing | None:
        """Give what was agreed of a crossing; None: nothing."""
        return next((each for each in self.terms.crossings if each.place == place), None)


def terms_fault(terms: AgreedTerms, parties: tuple[str, ...]) -> str:
    """Give what makes terms unusable, as a sentence; "" if nothing does."""
    if not parties:
        return "An agreement needs a party at least."
    for crossing in terms.crossings:
        if not crossing.lights_from or not set(crossing.lights_from) <= set(parties):
            return f"Green lights at {crossing.place} must come from one or more of the parties."
    places = [crossing.place for crossing in terms.crossings]
    if len(set(places)) < len(places):
        return "A crossing stands in the terms twice."
    astray = sorted({quota.crossing for quota in terms.quotas} - set(places))
    return f"There is a quota at {astray[0]}, which is no crossing of the terms." if astray else ""
