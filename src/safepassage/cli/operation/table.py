"""The table of all commands of an operation that are typed as their values are."""

from safepassage.cli.operation.typed import Entry
from safepassage.operations.commands import (
    agreeing,
    appointing,
    boarding,
    convoys,
    drafting,
    incidents,
    kinship,
    losing,
    moving,
    opening,
    reception,
    registering,
    settling,
    vehicles,
    withdrawing,
)

AT_VEHICLE = ("vehicle", "place")
PERSONS = ("place", "tokens")
ROAD = ("origin", "destination")
MOVEMENT = ("movement",)
WITH_PARTY = ("movement", "party")
LIGHT = ("movement", "crossing", "party")
FILE = ("movement", "origin", "destination")

CREW = "Assign a crew of so many, led by a named person, who check in at least every so many minutes (0: never)."
EXCHANGE = "Let all passengers of a vehicle change over to another one, where both are."
CONVOY = "Form a convoy of vehicles at a place: the first leads, the last is the tail; spare ones drive along empty."
SPLIT = "Let some vehicles of a convoy go on by themselves, as another convoy."
INCIDENT = "Report an incident at a place, and what closed by it; it has a name from now on."
ASSESSED = "Record what an assessor found on a road, and until when that holds."
VIOLATED = "Report that the agreement was violated; who said so is kept, and shown nowhere."
DISMISSED = "Find, with a reason, that a reported violation does not stand."
GREEN = "Say that a party gave a green light at a crossing, from when and until when."
LEAVES = "Let a movement leave; then each of its vehicles departs by a command of its own."
MOVED = {"persons": "How many; if left out, as many as were counted or, where nobody did, scanned aboard."}

OF_OPERATION: tuple[Entry, ...] = (
    Entry("operation appoint", appointing.Appoint, ("person", "duties")),
    Entry("operation dismiss", appointing.Dismiss, ("person",)),
    Entry("operation write", opening.WriteSection, ("section", "text")),
    Entry("operation check-off", opening.CheckOff, ("item",)),
    Entry("operation sign", opening.SignRecord, ("capacity", "digest"), says="Sign the opening record in a capacity."),
    Entry("operation open", opening.OpenOperation),
    Entry("operation close", opening.CloseOperation),
)

OF_PEOPLE: tuple[Entry, ...] = (
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

OF_VEHICLES: tuple[Entry, ...] = (
    Entry("vehicle list", vehicles.ListVehicle, ("vehicle", "type", "place", "seats")),
    Entry("vehicle crew", vehicles.AssignCrew, ("vehicle", "leader", "crew"), ("check_in_s",), says=CREW),
    Entry("vehicle check-in", vehicles.CheckIn, ("vehicle",), says="Say that a crew was heard of."),
    Entry("vehicle broken", vehicles.BreakDown, AT_VEHICLE),
    Entry("vehicle repaired", vehicles.Repair, AT_VEHICLE),
    Entry("vehicle refused", vehicles.RefuseTrip, AT_VEHICLE),
    Entry("vehicle withdraw", vehicles.Withdraw, AT_VEHICLE),
    Entry("vehicle exchange", vehicles.Exchange, (*AT_VEHICLE, "other"), says=EXCHANGE),
    Entry("convoy form", convoys.FormConvoy, ("convoy", "place", "leader", "vehicles"), says=CONVOY),
    Entry("convoy split", convoys.SplitConvoy, ("convoy", "into", "vehicles"), says=SPLIT),
    Entry("convoy spare", convoys.TakeSpare, ("convoy", "replaced", "spare")),
)

OF_ROADS: tuple[Entry, ...] = (
    Entry("incident report", incidents.ReportIncident, ("incident", "kind", "place", "severity"), says=INCIDENT),
    Entry("incident resolve", incidents.ResolveIncident, ("incident",)),
    Entry("road closed", incidents.CloseRoad, ROAD),
    Entry("road reopened", incidents.ReopenRoad, ROAD),
    Entry("road require-assessment", incidents.RequireAssessment, ROAD),
    Entry("road assessed", incidents.AssessRoute, (*ROAD, "finding", "assessor"), says=ASSESSED),
    Entry("crossing opened", incidents.OpenCrossing, ("place",)),
    Entry("crossing closed", incidents.CloseCrossing, ("place",)),
)

OF_RECEPTION: tuple[Entry, ...] = (
    Entry("reception capacity", reception.DeclareCapacity, ("place", "people", "stretchers", "declared_by")),
    Entry("reception accept", reception.AcceptPatient, ("place", "token", "accepted_by")),
    Entry("reception withdraw", reception.WithdrawAcceptance, ("place", "token")),
    Entry("reception confirm", reception.ConfirmArrival, ("place", "vehicle", "people", "confirmed_by")),
    Entry("reception follow-up", reception.FollowUp, ("place", "day", "after_days")),
)

OF_AGREEMENT: tuple[Entry, ...] = (
    Entry("agreement agree", agreeing.Agree, ("party",)),
    Entry("agreement enter-into-force", agreeing.EnterIntoForce),
    Entry("agreement suspend", agreeing.Suspend),
    Entry("agreement re-establish", agreeing.Reestablish),
    Entry("agreement violated", agreeing.ReportViolation, ("what",), means={"what": "What happened."}, says=VIOLATED),
    Entry("agreement dismiss-violation", agreeing.DismissViolation, ("violation",), says=DISMISSED),
    Entry("agreement complete", agreeing.CompleteAgreement),
    Entry("movement draft", drafting.Draft, FILE, says="Draft a movement file."),
    Entry("movement change", drafting.Change, FILE, says="Change a movement file: the parties are told anew."),
    Entry("movement notify", drafting.Notify, WITH_PARTY),
    Entry("movement acknowledge", drafting.Acknowledge, WITH_PARTY),
    Entry("movement green-light", drafting.GiveGreenLight, LIGHT, says=GREEN),
    Entry("movement no-light", drafting.WithdrawGreenLight, LIGHT),
    Entry("movement go", drafting.GiveGo, MOVEMENT),
    Entry("movement call-off", drafting.CallOff, MOVEMENT),
    Entry("movement depart", moving.DepartMovement, MOVEMENT, means=MOVED, says=LEAVES),
    Entry("movement pass", moving.PassCrossing, ("movement", "crossing")),
    Entry("movement order", moving.OrderMovement, ("movement", "order")),
    Entry("movement complete", moving.CompleteMovement, MOVEMENT),
    Entry("movement review-links", moving.ReviewLinks),
)

ENTRIES = OF_OPERATION + OF_PEOPLE + OF_VEHICLES + OF_ROADS + OF_RECEPTION + OF_AGREEMENT
"""In the order in which they are listed."""
