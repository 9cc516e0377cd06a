"""Where everybody is, worked out the slow and simple way: from the beginning, over everything, with plain sets.

It shares no code with the states of the operation; only the words of the facts.
"""

from collections.abc import Iterable

from safepassage.domain.custody import Whereabouts
from safepassage.domain.live import people as facts
from safepassage.domain.live.people import Answer, SeatClass
from safepassage.domain.live.told import Told

UNKNOWN = ("", "")


class World:
    """People in exactly one place each; `at` maps a token to the word for where it is, and who holds it."""

    def __init__(self) -> None:
        self.at: dict[str, tuple[str, str]] = {}
        self.known: set[str] = set()
        self.born: set[str] = set()
        self.seats: dict[str, SeatClass] = {}
        self.answers: dict[str, Answer] = {}
        self.came_from: dict[str, tuple[str, str]] = {}
        self.manifests: dict[str, set[str]] = {}

    def counted(self) -> dict[Whereabouts, int]:
        """Give how many persons are where, of those whom somebody registered."""
        found = dict.fromkeys(Whereabouts, 0)
        for who in self.known:
            found[Whereabouts(self.at[who][0])] += 1
        return found

    def move(self, who: str, goal: tuple[str, str], allowed: bool) -> bool:
        """Move somebody, or lose track of them; say whether they moved."""
        here = self.at.get(who, UNKNOWN)
        if here == goal:
            return False
        if not allowed or here[0] in {"unresolved", "died"}:
            self.at[who] = ("unresolved", here[1])
            return False
        self.at[who] = goal
        return True

    def register(self, who: str, goal: tuple[str, str]) -> None:
        """Make somebody known, who was nowhere before."""
        self.known.add(who)
        self.at.setdefault(who, goal)

    def out_of(self, who: str, vehicle: str) -> bool:
        """Say whether somebody is aboard this vehicle, or for "" aboard none."""
        here = self.at.get(who, UNKNOWN)
        return (here[1] if here[0] == "aboard" else "") == vehicle

    def lose(self, who: str, goal: str, holder: str, vehicle: str) -> None:
        """Let somebody be taken away, die or go missing."""
        missing = self.at.get(who, UNKNOWN)[0] == "missing"
        self.move(who, (goal, holder), missing or self.out_of(who, vehicle))

    def board(self, who: str, fact: facts.PeopleBoarded) -> None:
        """Let somebody board."""
        here = self.at.get(who, UNKNOWN)
        if self.move(who, ("aboard", fact.vehicle), here[0] not in {"aboard", "arrived", "in-hospital"}):
            as_before = here[0] if here[0] in {"at-transfer", "turned-back"} else "waiting"
            self.came_from[who] = (as_before, fact.place)

    def alight(self, who: str, fact: facts.PeopleAlighted) -> None:
        """Let somebody alight."""
        came_from = self.came_from.get(who, UNKNOWN)
        if fact.onward:
            goal = "at-transfer"
        elif came_from[1] == fact.place:
            stays = came_from[0] == "waiting" and self.answers.get(who) is Answer.STAY
            goal = "stayed" if stays else came_from[0]
        else:
            goal = "in-hospital" if self.seats.get(who) is SeatClass.STRETCHER else "arrived"
        self.move(who, (goal, fact.place), self.out_of(who, fact.vehicle))


def world_of(told: Iterable[Told]) -> World:
    """Give where everybody is after all that was told, in the order in which it happened."""
    world = World()
    for each in sorted(told, key=lambda one: (one.fact.at_s, one.reported, one.id)):
        _manifests(world, each.fact)
        _people(world, each.fact)
    return world


def _people(world: World, fact: object) -> None:  # noqa: C901, PLR0912 - one plain list of cases is easiest to trust
    match fact:
        case facts.GroupRegistered():
            for member in fact.members:
                if member.token not in world.known:
                    world.seats[member.token] = member.seat
                stays = world.answers.get(member.token) is Answer.STAY
                world.register(member.token, ("stayed" if stays else "waiting", fact.place))
        case facts.PersonBorn(token=who, where=where, holder=holder):
            world.born |= {who} - world.known
            world.register(who, (where.value, holder))
        case facts.ChoiceRecorded(tokens=tokens, answer=answer):
            for who in tokens:
                world.answers[who] = answer
                word, place = world.at.get(who, UNKNOWN)
                if word in {"waiting", "stayed"}:
                    world.at[who] = ("stayed" if answer is Answer.STAY else "waiting", place)
        case facts.PeopleBoarded(tokens=tokens):
            for who in tokens:
                world.board(who, fact)
        case facts.PeopleAlighted(tokens=tokens):
            for who in tokens:
                world.alight(who, fact)
        case facts.PeopleTurnedBack(tokens=tokens, vehicle=vehicle, place=place):
            for who in tokens:
                there = world.at.get(who, UNKNOWN)[0] in {"aboard", "waiting", "at-transfer"}
                world.move(who, ("turned-back", place), there and world.out_of(who, vehicle))
        case facts.PeopleRemoved(tokens=tokens, vehicle=vehicle, place=place):
            for who in tokens:
                world.lose(who, "removed", place, vehicle)
        case facts.PersonDied(token=who, vehicle=vehicle, place=place):
            world.lose(who, "died", place, vehicle)
        case facts.PersonMissed(token=who, vehicle=vehicle):
            world.lose(who, "missing", world.at.get(who, UNKNOWN)[1], vehicle)
        case facts.PeopleFound(tokens=tokens, where=where, holder=holder):
            for who in tokens:
                gone = world.at.get(who, UNKNOWN)[0] in {"missing", "removed"}
                world.move(who, (where.value, holder), gone)
        case facts.WhereaboutsSettled(tokens=tokens, where=where, holder=holder):
            if where is not Whereabouts.UNRESOLVED:
                world.at.update(dict.fromkeys(tokens, (where.value, holder)))


def _manifests(world: World, fact: object) -> None:
    match fact:
        case facts.PeopleBoarded(vehicle=vehicle, tokens=tokens):
            world.manifests.setdefault(vehicle, set()).update(tokens)
        case facts.PersonBorn(where=Whereabouts.ABOARD, holder=vehicle, token=who):
            world.manifests.setdefault(vehicle, set()).add(who)
        case facts.PeopleAlighted() | facts.PeopleTurnedBack() | facts.PeopleRemoved():
            world.manifests.setdefault(fact.vehicle, set()).difference_update(fact.tokens)
        case facts.PersonDied() | facts.PersonMissed():
            world.manifests.setdefault(fact.vehicle, set()).discard(fact.token)
        case facts.WhereaboutsSettled(vehicles=vehicles, tokens=tokens, where=where, holder=holder):
            for vehicle in vehicles:
                world.manifests.setdefault(vehicle, set()).difference_update(tokens)
                if (where, holder) == (Whereabouts.ABOARD, vehicle):
                    world.manifests[vehicle].update(tokens)
