"""Commands for a few people, two buses and three places: allowed, forbidden, in any order."""

from hypothesis import strategies as st

from safepassage.domain.custody import Whereabouts
from safepassage.domain.live.people import Answer, InformedOf, Member, NeedsClass, NoticeAnswer
from safepassage.operations.commands.boarding import Alight, Arrive, Board, Depart, TakeHeadcount
from safepassage.operations.commands.kinship import AnswerNotice, LinkGroups, RecordBirth
from safepassage.operations.commands.losing import (
    CountScreening,
    Find,
    RecordDeath,
    Remove,
    ReportMissing,
    TurnBack,
)
from safepassage.operations.commands.registering import RecordChoice, Register
from safepassage.operations.commands.settling import SettleDiscrepancy, SettleWhereabouts
from safepassage.operations.commands.withdrawing import Withdraw
from safepassage.operations.deciding import Command
from tests.operations.told_facts import BUSES, GROUPS, PLACES, TOKENS

place = st.sampled_from(("square", *PLACES))
bus = st.sampled_from(("bus-1", *BUSES))
party = st.just("army")
whole = st.sampled_from([("a", "b"), ("c", "d")])
some = st.one_of(whole, st.lists(st.sampled_from(TOKENS), min_size=1, max_size=3, unique=True).map(tuple))
reason = st.sampled_from(["seen there", ""])


def registration(group: str) -> Register:
    members = tuple(Member(who, age, seat, NeedsClass.NONE) for who, age, seat in GROUPS[group])
    return Register(group, "square", members, destinations=("camp",))


def _choice(tokens: tuple[str, ...], answer: Answer, proxy: str) -> RecordChoice:
    return RecordChoice(tokens, answer, tuple(InformedOf), "ar", private=True, proxy=proxy, wished="camp")


groups = st.sampled_from(tuple(GROUPS))
choice = st.builds(_choice, some, st.sampled_from([Answer.LEAVE, Answer.LEAVE, *Answer]), st.sampled_from(["son", ""]))
board = st.builds(Board, bus, place, some, reason)
alight = st.builds(Alight, bus, place, some, st.booleans())
count = st.builds(TakeHeadcount, bus, place, st.integers(0, 4), st.just(1))
depart = st.builds(Depart, bus, place, st.sampled_from(["shells", ""]))
arrive = st.builds(Arrive, bus, place)
rare = st.one_of(
    st.builds(Withdraw, some, st.just("ar"), st.just(True), st.sampled_from(["", "son"])),
    st.builds(RecordBirth, st.sampled_from(TOKENS), st.just("n")),
    st.builds(LinkGroups, st.just(("G1", "G2")), reason),
    st.builds(
        AnswerNotice, st.just("group/G1"), st.just("separated-child/b@bus-1"), st.sampled_from(NoticeAnswer), reason
    ),
    st.builds(TurnBack, place, some, st.just(""), party),
    st.builds(Remove, place, some, st.just(""), party),
    st.builds(RecordDeath, place, some),
    st.builds(ReportMissing, place, some),
    st.builds(Find, place, some, st.just(""), st.sampled_from([Whereabouts.WAITING, Whereabouts.ARRIVED])),
    st.builds(CountScreening, place, party, st.just(3), st.just(1), st.integers(0, 1), st.integers(0, 1)),
    st.builds(SettleWhereabouts, some, st.sampled_from(Whereabouts), st.sampled_from(("camp", *BUSES)), reason),
    st.builds(SettleDiscrepancy, st.just("person/a"), st.just("boarded-twice/c1.1"), reason),
)
command: st.SearchStrategy[Command] = st.one_of(
    st.builds(registration, groups), choice, board, alight, count, depart, arrive, rare
)
"""Any command."""
