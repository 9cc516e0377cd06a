"""Reads groups.csv: travel groups to register where they wait, each person with no more than the ledger keeps."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.live.people import AgeBand, NeedsClass, SeatClass
from safepassage.domain.live.tokens import TokenKind, kind_of, read_token
from safepassage.scenarios.collector import CellError, Collector
from safepassage.scenarios.columns import Column, Table, required
from safepassage.scenarios.csv_files import csv_lines, raw_table
from safepassage.scenarios.files import read_bytes, text_of
from safepassage.scenarios.kinds import Id, Ids, Kind, Text
from safepassage.scenarios.notice_codes import ReadingCode
from safepassage.scenarios.numbers import Whole
from safepassage.scenarios.times import NO_START
from safepassage.scenarios.typed import records_of
from safepassage.scenarios.wording import plain, shown

MOST_MEMBERS = 99
"""Persons of one kind in a travel group."""

PersonKind = tuple[AgeBand, SeatClass, NeedsClass]
"""What is kept of a person beside the token."""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A travel group to register: its members by age, and as `members` those who need other room or help.

    `group` "" and too few `cards`: fresh tokens are made.
    """

    place: str
    infant: int = 0
    child: int = 0
    adult: int = 0
    older: int = 0
    members: tuple[PersonKind, ...] = ()
    priority: int = 3
    row: str = ""
    stream: str = ""
    destinations: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()
    group: str = ""
    cards: tuple[str, ...] = ()

    def persons(self) -> Iterator[PersonKind]:
        """Yield what is kept of each of them, adults first."""
        for age in (AgeBand.ADULT, AgeBand.OLDER, AgeBand.CHILD, AgeBand.INFANT):
            for _ in range(getattr(self, age.value)):
                yield age, SeatClass.SEATED, NeedsClass.NONE
        yield from self.members


@dataclass(frozen=True, slots=True)
class Persons(Kind):
    """Persons as `age/seat` or `age/seat/help`, separated by spaces."""

    @property
    def wanted(self) -> str:
        """What a value is, in words."""
        return "a list of persons, such as older/wheelchair child/stretcher/medical"

    def parse(self, text: str) -> tuple[PersonKind, ...]:
        """Read persons separated by spaces."""
        return tuple(_person(word) for word in text.split())


def _person(word: str) -> PersonKind:
    words = [*word.lower().split("/"), *("seated", "none")[word.count("/") :]]
    try:
        age, seat, needs = words
        return AgeBand(age), SeatClass(seat), NeedsClass(needs)
    except ValueError:
        known = "; ".join(", ".join(each) for each in (AgeBand, SeatClass, NeedsClass))
        mend = f"Write age/seat/help with words of these: {known}."
        raise CellError(ReadingCode.BAD_LIST, f"{shown(word)} is no person.", mend) from None


@dataclass(frozen=True, slots=True)
class Tokens(Kind):
    """Tokens of one kind, separated by spaces."""

    of: TokenKind

    @property
    def wanted(self) -> str:
        """What a value is, in words."""
        return f"a list of tokens that begin with {self.of}"

    def parse(self, text: str) -> tuple[str, ...]:
        """Read tokens separated by spaces."""
        return tuple(self.one(word) for word in text.split())

    def one(self, text: str) -> str:
        """Read a token."""
        try:
            token = read_token(text)
        except UnusableInputError as trouble:
            raise CellError(ReadingCode.BAD_ID, str(trouble), "") from None
        if kind_of(token) is not self.of:
            raise CellError(ReadingCode.BAD_ID, f"{token} is no token that begins with {self.of}.", "")
        return token


@dataclass(frozen=True, slots=True)
class Token(Tokens):
    """One token."""

    @property
    def wanted(self) -> str:
        """What a value is, in words."""
        return f"a token that begins with {self.of}"

    def parse(self, text: str) -> str:  # type: ignore[override]  # one where the other gives several
        """Read a token."""
        return self.one(text)


def _persons(name: str, meaning: str) -> Column:
    return Column(name, name, Whole(high=MOST_MEMBERS), meaning, 0, "0", unit="people")


GROUPS = Table(
    "groups.csv",
    "groups",
    GroupRow,
    (
        required("place", "place", Id(), "Where the group waits: the id of a place.", ""),
        _persons("adult", "Adults below 60 who sit and need no help."),
        _persons("older", "People from 60 who sit and need no help."),
        _persons("child", "Children from 2 who sit and need no help."),
        _persons("infant", "Children below 2."),
        Column("members", "members", Persons(), "All others, one by one.", (), "nobody"),
        Column("priority", "priority", Whole(1, 3), "1 goes first, then 2, then 3.", 3, "3"),
        Column("row", "row", Id(), "The id in people.csv of the groups that it is one of.", "", "none"),
        Column("stream", "stream", Text(stripped=True), "Its stream.", "", "a stream without a name"),
        Column("destinations", "destinations", Ids(), "The only places where it may be brought.", (), "any"),
        Column("linked", "linked", Tokens(TokenKind.GROUP), "Groups that must reach the same place.", (), "none"),
        Column("group", "group", Token(TokenKind.GROUP), "The group's token, of a printed card.", "", "a fresh one"),
        Column("cards", "cards", Tokens(TokenKind.PERSON), "Tokens of printed cards, adults first.", (), "fresh ones"),
    ),
    "Travel groups to register, one a row.",
    key="group",
)


def read_groups(path: Path) -> tuple[GroupRow, ...]:
    """Give the travel groups in a file.

    Raises
    ------
    UnusableInputError
        With every notice, if any cell cannot be used.
    """
    collector = Collector()
    rows: tuple[GroupRow, ...] = ()
    try:
        raw = raw_table(plain(path.name), csv_lines(text_of(read_bytes(path))), collector)
        if raw is not None:
            found = records_of(GROUPS, raw, NO_START, collector)
            rows = found.records
            for row, line in zip(rows, found.lines, strict=True):
                _check(row, (raw.file, line, ""), collector)
    except CellError as trouble:
        collector.lost(trouble.code, (plain(path.name), 0, ""), trouble.message, trouble.mend)
    if collector.has_errors:
        raise UnusableInputError(f"{plain(str(path))} cannot be used, and nobody was registered:", collector.notices)
    return rows


def _check(row: GroupRow, where: tuple[str, int, str], collector: Collector) -> None:
    persons = sum(1 for _ in row.persons())
    if not persons:
        mend = "Say how many are adult, older, child or infant."
        collector.error(ReadingCode.MISSING_VALUE, where, "The group has nobody.", mend)
    if len(row.cards) > persons:
        message = f"There are {len(row.cards)} cards for {persons} persons."
        collector.error(ReadingCode.BAD_LIST, where, message, "Give at most a card each.")


def group_of(cells: dict[str, str]) -> GroupRow:
    """Give the travel group that was given by options, named as the columns are.

    Raises
    ------
    UnusableInputError
        If one of them cannot be used; the sentence names it.
    """
    values = {}
    for name, text in cells.items():
        column = GROUPS.by_name[name]
        try:
            values[column.field] = column.kind.parse(text)
        except CellError as trouble:
            raise UnusableInputError(f"{name}: {trouble.message} {trouble.mend}".rstrip()) from None
    row, collector = GroupRow(**values), Collector()
    _check(row, ("", 0, ""), collector)
    for notice in collector.notices:
        raise UnusableInputError(f"{notice.message} {notice.mend}")
    return row
