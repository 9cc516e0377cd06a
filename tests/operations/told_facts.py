"""Facts as they may be told of a few people, two buses and three places: possible, impossible, twice, in any order."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import strategies as st

from safepassage.domain.custody import Whereabouts
from safepassage.domain.events import Fact, VehicleArrived, VehicleDeparted
from safepassage.domain.live import people as facts
from safepassage.domain.live.people import AgeBand, Answer, InformedOf, Member, NeedsClass, SeatClass
from safepassage.domain.live.told import Told
from safepassage.domain.live.vehicles import VehicleListed

GROUPS = {
    "G1": (("a", AgeBand.ADULT, SeatClass.SEATED), ("b", AgeBand.CHILD, SeatClass.SEATED)),
    "G2": (("c", AgeBand.OLDER, SeatClass.STRETCHER), ("d", AgeBand.ADULT, SeatClass.SEATED)),
}
TOKENS = ("a", "b", "c", "d", "n", "x")
"""`n` is to be born, `x` is nobody."""
BUSES, PLACES, PARTIES = ("bus-1", "bus-2"), ("square", "camp", "gate"), ("army", "police")

places, buses, parties = st.sampled_from(PLACES), st.sampled_from(BUSES), st.sampled_from(PARTIES)
seconds = st.integers(0, 12)
token = st.sampled_from(TOKENS)
some = st.lists(token, min_size=1, max_size=3, unique=True).map(tuple)
out_of = st.sampled_from((*BUSES, ""))
where_found = st.sampled_from([Whereabouts.WAITING, Whereabouts.ARRIVED])


def registration(group: str, at_s: int = 0, place: str = "square") -> facts.GroupRegistered:
    """Give the registration of one of the groups."""
    members = tuple(Member(who, age, seat, NeedsClass.NONE) for who, age, seat in GROUPS[group])
    return facts.GroupRegistered(at_s, group, place, "", 1, "", ("camp",), (), members, len(members))


def _settled(at_s: int, tokens: tuple[str, ...], where: Whereabouts, place: str, bus: str) -> facts.WhereaboutsSettled:
    holder = bus if where is Whereabouts.ABOARD else place
    return facts.WhereaboutsSettled(at_s, tokens, BUSES, where, holder, "seen there", len(tokens))


fact = st.one_of(
    st.builds(registration, st.sampled_from(tuple(GROUPS)), seconds, places),
    st.builds(
        lambda at_s, answer, who, told: facts.ChoiceRecorded(
            at_s, who, answer, told, "ar", "Omar", True, "", "camp", 1
        ),
        seconds,
        st.sampled_from(Answer),
        some,
        st.sampled_from([tuple(InformedOf), ()]),
    ),
    st.builds(
        lambda at_s, bus, place, who: facts.PeopleBoarded(at_s, bus, place, who, len(who)), seconds, buses, places, some
    ),
    st.builds(
        lambda at_s, bus, place, who, onward: facts.PeopleAlighted(at_s, bus, place, who, onward, len(who)),
        seconds,
        buses,
        places,
        some,
        st.booleans(),
    ),
    st.builds(
        lambda at_s, bus, place, who, party: facts.PeopleTurnedBack(at_s, bus, place, who, party, len(who)),
        seconds,
        out_of,
        places,
        some,
        parties,
    ),
    st.builds(
        lambda at_s, bus, place, who, party: facts.PeopleRemoved(at_s, bus, place, who, party, len(who)),
        seconds,
        out_of,
        places,
        some,
        parties,
    ),
    st.builds(lambda at_s, who, bus, place: facts.PersonDied(at_s, who, bus, place, 1), seconds, token, out_of, places),
    st.builds(lambda at_s, who, bus: facts.PersonMissed(at_s, who, bus, 1), seconds, token, out_of),
    st.builds(
        lambda at_s, who, where, place: facts.PeopleFound(at_s, who, where, place, len(who)),
        seconds,
        some,
        where_found,
        places,
    ),
    st.builds(
        lambda at_s, where, place: facts.PersonBorn(at_s, "G1", "", 1, "n", "a", where, place, 1),
        seconds,
        st.sampled_from([Whereabouts.WAITING, Whereabouts.STAYED]),
        places,
    ),
    st.builds(
        lambda at_s, bus: facts.PersonBorn(at_s, "G1", "", 1, "n", "a", Whereabouts.ABOARD, bus, 1), seconds, buses
    ),
    st.builds(_settled, seconds, some, st.sampled_from(Whereabouts), places, buses),
    st.builds(
        lambda at_s, bus, place, many: facts.HeadcountTaken(at_s, bus, place, "Rana", many, 1),
        seconds,
        buses,
        places,
        st.integers(0, 4),
    ),
    st.builds(
        lambda at_s, place, party, passed: facts.ScreeningCounted(at_s, place, party, "", 3, passed, 1, 0),
        seconds,
        places,
        parties,
        st.integers(1, 3),
    ),
    st.builds(VehicleDeparted, seconds, buses, places),
    st.builds(VehicleArrived, seconds, buses, places),
    st.builds(lambda at_s, bus: facts.CountWaived(at_s, bus, "square", "shells"), seconds, buses),
    st.builds(lambda at_s, bus: VehicleListed(at_s, bus, "bus", "square", 2, 0, 1, 0, 0), seconds, buses),
    st.builds(
        lambda at_s, kind, name, event: facts.DiscrepancySettled(
            at_s, f"{kind}/{name}", f"boarded-twice/{event}", "seen"
        ),
        seconds,
        st.just("person"),
        token,
        st.sampled_from(["e03", "e05"]),
    ),
    st.builds(
        lambda at_s: facts.NoticeAnswered(
            at_s, "group/G1", "separated-child/b@bus-1", facts.NoticeAnswer.ACCEPTED, "with her teacher"
        ),
        seconds,
    ),
    st.builds(lambda at_s: facts.GroupsLinked(at_s, ("G1", "G2"), "brothers"), seconds),
)
"""Any fact; most of them contradict what was told before."""


def as_told(told: Sequence[Fact]) -> list[Told]:
    """Give facts as if each had been told once, in this order."""
    return [
        Told(each, f"e{number:02}", "Omar", "radio", f"2016-12-15T0{number % 3}", number)
        for number, each in enumerate(told, 1)
    ]


def arriving(order: Sequence[Told]) -> list[Told]:
    """Give what was told as it would stand in a ledger that it reached in this order."""
    return [replace(each, position=number) for number, each in enumerate(order, 1)]


def _deed(at_s: int, what: str, bus: str, place: str, who: tuple[str, ...]) -> list[Fact]:
    """Give what somebody does or meets with next, who was last in this bus."""
    many = len(who)
    match what:
        case "board":
            return [facts.PeopleBoarded(at_s, bus, place, who, many)]
        case "alight" | "change":
            return [facts.PeopleAlighted(at_s, bus, place, who, what == "change", many)]
        case "turned back" | "taken":
            kind = facts.PeopleTurnedBack if what == "turned back" else facts.PeopleRemoved
            return [kind(at_s, bus, place, who, "army", many)]
        case "die":
            return [facts.PersonDied(at_s, each, bus, place, 1) for each in who]
        case "missed":
            return [facts.PersonMissed(at_s, each, bus, 1) for each in who]
        case "found":
            return [facts.PeopleFound(at_s, who, Whereabouts.WAITING, place, many)]
        case _:
            answer = Answer.STAY if what == "stay" else Answer.LEAVE
            return [facts.ChoiceRecorded(at_s, who, answer, tuple(InformedOf), "ar", "Omar", True, "", "camp", many)]


DEEDS = ("alight", "change", "turned back", "taken", "die", "missed", "found", "stay", "leave")


@st.composite
def journey(draw: st.DrawFn) -> list[Fact]:
    """Give what one or two people do one after the other, mostly with one bus: often possible, not always."""
    who, bus = draw(some), draw(buses)
    told: list[Fact] = []
    for at_s in range(1, draw(st.integers(2, 6)) + 1):
        what = "board" if at_s % 2 else draw(st.sampled_from(DEEDS))
        told += _deed(at_s, what, bus, draw(places), who)
    return told


stories = st.builds(
    lambda begin, journeys, more: as_told([*begin, *(each for way in journeys for each in way), *more]),
    st.sampled_from(
        [[], [registration("G1"), registration("G2"), VehicleListed(0, "bus-1", "bus", "square", 2, 0, 1, 0, 0)]]
    ),
    st.lists(journey(), min_size=1, max_size=3),
    st.lists(fact, max_size=10),
)
"""What a few people did, with other things told between."""
