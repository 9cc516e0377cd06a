"""The table of all commands of an operation that are typed as their values are."""

from safepassage.cli.operation.typed import Entry
from safepassage.operations.commands import appointing, boarding, registering

AT_VEHICLE = ("vehicle", "place")
PERSONS = (*AT_VEHICLE, "tokens")

ENTRIES: tuple[Entry, ...] = (
    Entry("operation appoint", appointing.Appoint, ("person", "duties")),
    Entry("operation dismiss", appointing.Dismiss, ("person",)),
    Entry("choice", registering.RecordChoice, ("tokens",)),
    Entry("board", boarding.Board, PERSONS),
    Entry("alight", boarding.Alight, PERSONS),
    Entry("headcount", boarding.TakeHeadcount, (*AT_VEHICLE, "passengers", "crew")),
    Entry("depart", boarding.Depart, AT_VEHICLE),
    Entry("arrive", boarding.Arrive, AT_VEHICLE),
)
"""In the order in which they are listed."""
