"""The table of all commands of an operation that are typed as their values are."""

from safepassage.cli.operation.typed import Entry
from safepassage.operations.commands import (
    appointing,
    boarding,
    kinship,
    losing,
    registering,
    settling,
    withdrawing,
)

AT_VEHICLE = ("vehicle", "place")
PERSONS = ("place", "tokens")

ENTRIES: tuple[Entry, ...] = (
    Entry("operation appoint", appointing.Appoint, ("person", "duties")),
    Entry("operation dismiss", appointing.Dismiss, ("person",)),
    Entry("choice", registering.RecordChoice, ("tokens",)),
    Entry("withdraw", withdrawing.Withdraw, ("tokens",)),
    Entry("link", kinship.LinkGroups, ("groups",)),
    Entry("birth", kinship.RecordBirth, ("mother", "token")),
    Entry("board", boarding.Board, (*AT_VEHICLE, "tokens"), says="Let persons board."),
    Entry("alight", boarding.Alight, (*AT_VEHICLE, "tokens"), says="Let persons alight."),
    Entry("headcount", boarding.TakeHeadcount, (*AT_VEHICLE, "passengers", "crew")),
    Entry("depart", boarding.Depart, AT_VEHICLE, says="Let a vehicle depart."),
    Entry("arrive", boarding.Arrive, AT_VEHICLE),
    Entry("screening", losing.CountScreening, ("place", "party"), says="Pass on what a party counted at a crossing."),
    Entry("turned-back", losing.TurnBack, PERSONS),
    Entry("removed", losing.Remove, PERSONS),
    Entry("died", losing.RecordDeath, PERSONS),
    Entry("missing", losing.ReportMissing, PERSONS, says="Say that nobody knows where persons are."),
    Entry("found", losing.Find, PERSONS),
    Entry(
        "settle person", settling.SettleWhereabouts, ("tokens",), says="Say where persons are, and settle all of it."
    ),
    Entry("settle discrepancy", settling.SettleDiscrepancy, ("subject", "discrepancy"), says="Settle one discrepancy."),
    Entry(
        "settle notice", kinship.AnswerNotice, ("subject", "notice"), says="Answer a notice about a family or a list."
    ),
)
"""In the order in which they are listed."""
