"""However people act, no movement departs without agreement in force, every acknowledgement, green lights and a go.

What must hold is looked up in the list of all that was told, without the code that is tested.
"""

from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from safepassage.agreement import agreement_course, movement_course
from safepassage.agreement.departures import AtDeparture, may_depart
from safepassage.domain.events import AgreementReestablished, AgreementSuspended, Fact
from safepassage.domain.live import agreement as facts
from safepassage.domain.live import movements as moves
from tests.agreement.telling import AGREED, FILE, GATE, NORTH, PARTIES, SOUTH, M, told

NEEDED = [(GATE, NORTH), (GATE, SOUTH)]


def in_force(said: list[Fact]) -> bool:
    """Look up whether the agreement is in force and no violation is open."""
    force, suspended, open_ = False, False, 0
    for fact in said:
        match fact:
            case facts.AgreementEnteredIntoForce():
                force = True
            case AgreementSuspended() if force:
                open_, suspended = open_ if suspended else 0, True
            case AgreementReestablished():
                suspended = False
            case facts.AgreementViolationReported():
                open_ += force
            case facts.AgreementViolationDismissed():
                open_ -= 1
            case facts.AgreementCompleted():
                return False
    return force and not suspended and open_ <= 0


def since_change(said: list[Fact]) -> list[Fact]:
    changes = [at for at, fact in enumerate(said) if isinstance(fact, moves.MovementChanged)]
    return said[changes[-1] :] if changes else said


def acknowledged(said: list[Fact]) -> bool:
    heard = {fact.party for fact in since_change(said) if isinstance(fact, moves.MovementAcknowledged)}
    return heard >= set(PARTIES)


def lit(said: list[Fact], at_s: int) -> bool:
    lights: dict[tuple[str, str], tuple[int, int]] = {}
    for fact in since_change(said):
        if isinstance(fact, moves.CrossingGreenLit):
            lights[fact.crossing, fact.party] = fact.from_s, fact.until_s
        if isinstance(fact, moves.GreenLightWithdrawn):
            lights.pop((fact.crossing, fact.party), None)
    return all(key in lights and lights[key][0] <= at_s < lights[key][1] for key in NEEDED)


def has_go(said: list[Fact], now_s: int) -> bool:
    """Look up whether a go stands: one after which every light held at every second until now."""
    gos = [fact.at_s for fact in since_change(said) if isinstance(fact, moves.MovementGoGiven)]
    return any(all(lit([f for f in said if f.at_s <= s], s) for s in range(go_s, now_s + 1)) for go_s in gos)


class Walk(RuleBasedStateMachine):
    """People act in whatever order, one second after the other."""

    def __init__(self) -> None:
        super().__init__()
        self.now_s = 10
        self.said: list[Fact] = []
        self.agreement = agreement_course.begin()
        self.movement = movement_course.begin(M)

    def say(self, fact: Fact) -> None:
        """Tell a fact now; time goes on."""
        self.now_s += 1
        self.said.append(fact)
        event = told(fact, f"e-{len(self.said)}")
        self.agreement = agreement_course.follow(self.agreement, event)
        self.movement = movement_course.follow(self.movement, event)

    @initialize()
    def begin(self) -> None:
        """Bring an agreement into force and a movement to its go; whatever follows disturbs that."""
        for fact in AGREED:
            self.say(replace(fact, at_s=self.now_s))
        self.say(facts.AgreementEnteredIntoForce(self.now_s))
        self.prepare(20)

    @rule()
    def suspend(self) -> None:
        """Suspend the agreement."""
        self.say(AgreementSuspended(self.now_s))

    @rule()
    def re_establish(self) -> None:
        """Say that the agreement is in force again."""
        self.say(AgreementReestablished(self.now_s))

    @rule(times=st.integers(1, 2))
    def report_violation(self, times: int) -> None:
        """Report violations."""
        for _ in range(times):
            self.say(facts.AgreementViolationReported(self.now_s, "shots", "observer-1"))

    @precondition(lambda self: self.agreement.open_violations)
    @rule()
    def dismiss(self) -> None:
        """Dismiss the first report that is open."""
        violation = self.agreement.open_violations[0].event
        self.say(facts.AgreementViolationDismissed(self.now_s, violation, "thunder"))

    @rule()
    def draft(self) -> None:
        """Draft the movement."""
        self.say(moves.MovementDrafted(self.now_s, M, FILE))

    @rule()
    def change(self) -> None:
        """Change the movement."""
        self.say(moves.MovementChanged(self.now_s, M, FILE, "other hour"))

    @rule(party=st.sampled_from(PARTIES))
    def notify(self, party: str) -> None:
        """Notify a party."""
        self.say(moves.MovementNotified(self.now_s, M, party))

    @rule(party=st.sampled_from(PARTIES))
    def acknowledge(self, party: str) -> None:
        """Let a party acknowledge."""
        self.say(moves.MovementAcknowledged(self.now_s, M, party))

    @rule(party=st.sampled_from(PARTIES), wait_s=st.integers(0, 3), lasts_s=st.integers(1, 12))
    def light(self, party: str, wait_s: int, lasts_s: int) -> None:
        """Let a party give a green light, for now or for later."""
        from_s = self.now_s + wait_s
        self.say(moves.CrossingGreenLit(self.now_s, M, GATE, party, from_s, from_s + lasts_s))

    @rule(party=st.sampled_from(PARTIES))
    def withdraw(self, party: str) -> None:
        """Let a party take back its light."""
        self.say(moves.GreenLightWithdrawn(self.now_s, M, GATE, party))

    @rule()
    def give_go(self) -> None:
        """Give the go."""
        self.say(moves.MovementGoGiven(self.now_s, M, "coordinator-1"))

    @rule(wait_s=st.integers(1, 8))
    def wait(self, wait_s: int) -> None:
        """Let time pass, so that lights end."""
        self.now_s += wait_s

    @rule(lasts_s=st.integers(4, 40))
    def prepare(self, lasts_s: int) -> None:
        """Do all that usually comes before a departure."""
        self.draft()
        for party in PARTIES:
            self.notify(party)
            self.acknowledge(party)
        for party in PARTIES:
            self.light(party, 0, lasts_s)
        self.give_go()

    @rule()
    def hurry(self) -> None:
        """Change the movement, and go on as if every party had acknowledged the change."""
        self.change()
        for party in PARTIES:
            self.notify(party)
        for party in PARTIES:
            self.light(party, 0, 20)
        self.give_go()

    @rule()
    def call_off(self) -> None:
        """Call the movement off, and begin with another."""
        self.say(moves.MovementCalledOff(self.now_s, M, "no fuel"))
        self.movement = movement_course.begin(M)
        self.said = [fact for fact in self.said if not hasattr(fact, "movement")]

    @invariant()
    def whoever_may_depart_has_all_that_is_needed(self) -> None:
        """Ask at every second whether it may depart; look up all that must hold then."""
        situation = AtDeparture(self.now_s, movements=(self.movement,))
        if may_depart(self.agreement, self.movement, situation) is None:
            assert in_force(self.said)
            assert acknowledged(self.said)
            assert lit(self.said, self.now_s)
            assert has_go(self.said, self.now_s)

    @invariant()
    def whatever_is_told_no_departure_is_believed_without_its_papers(self) -> None:
        """Tell at every second that it departed, as somebody may who asked nobody."""
        departed = moves.MovementDeparted(self.now_s, M, 38)
        if movement_course.follow(self.movement, told(departed)).departure is not None:
            assert acknowledged(self.said)
            assert lit(self.said, self.now_s)
            assert has_go(self.said, self.now_s)

    @invariant()
    def who_may_depart_does(self) -> None:
        """Let depart whoever may: what no rule forbids is in order when it is told."""
        situation = AtDeparture(self.now_s, movements=(self.movement,))
        if may_depart(self.agreement, self.movement, situation) is None:
            after = movement_course.follow(self.movement, told(moves.MovementDeparted(self.now_s, M, 38)))
            assert after.on_the_road


Walk.TestCase.settings = settings(max_examples=80, stateful_step_count=25, deadline=None)
TestWalk = Walk.TestCase
