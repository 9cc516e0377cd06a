"""Every rule that the judge knows: its name and what it asks for."""

from collections.abc import Mapping
from enum import StrEnum


class Rule(StrEnum):
    """Stable names of the rules, as they stand in verdicts, in `--json` output and in the reference page."""

    UNKNOWN_PLACE = "unknown-place"
    BEFORE_START = "before-start"
    DEPARTS_BEFORE_ARRIVAL = "departs-before-arrival"
    ARRIVES_BEFORE_DEPARTURE = "arrives-before-departure"
    NO_ROAD = "no-road"
    TOO_FAST = "too-fast"
    STOP_WITHOUT_PURPOSE = "stop-without-purpose"

    UNKNOWN_VEHICLE = "unknown-vehicle"
    VEHICLE_TWICE = "vehicle-twice"
    EMPTY_ITINERARY = "empty-itinerary"
    STARTS_ELSEWHERE = "starts-elsewhere"
    BEFORE_AVAILABLE = "before-available"
    AFTER_AVAILABLE = "after-available"
    DUTY_TOO_LONG = "duty-too-long"
    TOO_MANY_KM = "too-many-km"
    ENDS_ELSEWHERE = "ends-elsewhere"
    CROSSING_NOT_ALLOWED = "crossing-not-allowed"

    SERVICE_TOO_SHORT = "service-too-short"
    BOARDS_BEFORE_READY = "boards-before-ready"
    BAYS_FULL = "bays-full"

    UNKNOWN_PEOPLE = "unknown-people"
    COUNT_BELOW_ONE = "count-below-one"
    BOARDS_ELSEWHERE = "boards-elsewhere"
    BOARDS_MORE_THAN_THERE = "boards-more-than-there"
    ALIGHTS_NOT_ABOARD = "alights-not-aboard"
    ALIGHTS_NOWHERE = "alights-nowhere"
    DESTINATION_NOT_ALLOWED = "destination-not-allowed"
    ALIGHTS_WHERE_BOARDED = "alights-where-boarded"
    LOAD_DOES_NOT_FIT = "load-does-not-fit"
    STREAMS_MIXED = "streams-mixed"
    TYPE_NOT_ALLOWED = "type-not-allowed"
    ABOARD_TOO_LONG = "aboard-too-long"
    ABOARD_AT_END = "aboard-at-end"
    LEFT_AT_TRANSFER = "left-at-transfer"
    SHELTER_FULL = "shelter-full"
    BEDS_FULL = "beds-full"

    CHECK_TOO_SHORT = "check-too-short"
    OUTSIDE_WINDOW = "outside-window"
    LANES_FULL = "lanes-full"

    CONVOY_TOO_SMALL = "convoy-too-small"
    CONVOY_TOO_LARGE = "convoy-too-large"
    CONVOY_HEADWAY = "convoy-headway"

    LINKED_STEP = "linked-step"

    NUMBER_TOO_LARGE = "number-too-large"
    SCENARIO_NAME = "scenario-name"
    OBJECTIVE = "objective"
    COMPLETION_SECONDS = "completion-seconds"
    VALUE = "value"
    BOUND = "bound"
    PROOF = "proof"
    PEOPLE_OUT = "people-out"
    PEOPLE_REMAINING = "people-remaining"
    PEOPLE_OUT_BOUND = "people-out-bound"
    BY_PRIORITY = "by-priority"
    REMAINING_LIST = "remaining-list"


FAMILIES: Mapping[str, Mapping[Rule, str]] = {
    "Roads and times": {
        Rule.UNKNOWN_PLACE: "Every stop is at a place of the scenario.",
        Rule.BEFORE_START: "No time lies before the scenario's start.",
        Rule.DEPARTS_BEFORE_ARRIVAL: "No stop is left before it is reached.",
        Rule.ARRIVES_BEFORE_DEPARTURE: "No stop is reached before the previous stop is left.",
        Rule.NO_ROAD: "A way leads from stop to stop that passes through no crossing and no place with through=no.",
        Rule.TOO_FAST: "A drive takes at least the time of the fastest way, rounded up to a whole second.",
        Rule.STOP_WITHOUT_PURPOSE: "A place with through=no is visited only to board, to alight, to start or to end.",
    },
    "Vehicles": {
        Rule.UNKNOWN_VEHICLE: "Every itinerary is that of a vehicle of the scenario.",
        Rule.VEHICLE_TWICE: "A vehicle has one itinerary.",
        Rule.EMPTY_ITINERARY: "An itinerary has at least one stop; a vehicle that is not used is left out.",
        Rule.STARTS_ELSEWHERE: "The first stop is at the vehicle's start.",
        Rule.BEFORE_AVAILABLE: "Before available_from the vehicle neither leaves its first stop nor boards or alights.",
        Rule.AFTER_AVAILABLE: "The vehicle leaves no stop after available_until.",
        Rule.DUTY_TOO_LONG: "From the first departure to the last it is at most max_duty_minutes.",
        Rule.TOO_MANY_KM: "All the ways driven are together at most max_km.",
        Rule.ENDS_ELSEWHERE: "The last stop is at return_to, where the vehicle has one.",
        Rule.CROSSING_NOT_ALLOWED: "The vehicle stops only at crossings that it may pass.",
    },
    "Boarding and alighting places": {
        Rule.SERVICE_TOO_SHORT: "Between arrival and departure there is time to alight and then to board.",
        Rule.BOARDS_BEFORE_READY: "Boarding begins when the people are ready, or later.",
        Rule.BAYS_FULL: "At most as many vehicles board or alight at once as the place has bays.",
    },
    "People": {
        Rule.UNKNOWN_PEOPLE: "Whoever boards, alights or remains is a row of people.csv.",
        Rule.COUNT_BELOW_ONE: "Whoever boards or alights is at least one travel group.",
        Rule.BOARDS_ELSEWHERE: "Travel groups board where they wait, or at a transfer place.",
        Rule.BOARDS_MORE_THAN_THERE: "No more travel groups board than are there at that second.",
        Rule.ALIGHTS_NOT_ABOARD: "No more travel groups alight than are aboard.",
        Rule.ALIGHTS_NOWHERE: "Travel groups alight only at destinations and transfer places.",
        Rule.DESTINATION_NOT_ALLOWED: "Travel groups alight only at destinations that are allowed to them.",
        Rule.ALIGHTS_WHERE_BOARDED: "No travel group alights where it waited, or where it boarded this vehicle.",
        Rule.LOAD_DOES_NOT_FIT: "Whoever is aboard fits the vehicle's seats, wheelchair and stretcher places.",
        Rule.STREAMS_MIXED: "People of different streams are never aboard one vehicle together.",
        Rule.TYPE_NOT_ALLOWED: "Travel groups board only the vehicle types that may carry them.",
        Rule.ABOARD_TOO_LONG: "From the boarding stop's departure to the alighting stop's it is at most "
        "max_aboard_minutes.",
        Rule.ABOARD_AT_END: "At the end of an itinerary nobody is aboard.",
        Rule.LEFT_AT_TRANSFER: "At the end of the plan nobody waits at a transfer place.",
        Rule.SHELTER_FULL: "No more people who sit or use a wheelchair arrive than there are shelter places.",
        Rule.BEDS_FULL: "No more people on stretchers arrive than there are beds.",
    },
    "Crossings": {
        Rule.CHECK_TOO_SHORT: "Between arrival and departure there is time for the check.",
        Rule.OUTSIDE_WINDOW: "The whole check lies within one window of the crossing.",
        Rule.LANES_FULL: "At most as many vehicles are checked at once as the crossing has lanes.",
    },
    "Convoys": {
        Rule.CONVOY_TOO_SMALL: "A convoy, except the last of its rule, has at least min_vehicles.",
        Rule.CONVOY_TOO_LARGE: "A convoy has at most max_vehicles.",
        Rule.CONVOY_HEADWAY: "Convoys of one rule leave at least the headway apart.",
    },
    "Linked movements": {
        Rule.LINKED_STEP: "No more people have left than the arrivals of the other side allow at that second.",
    },
    "The plan's own figures": {
        Rule.NUMBER_TOO_LARGE: "No time, count or total is beyond 1,000,000,000,000.",
        Rule.SCENARIO_NAME: "The plan names the scenario that it is judged against.",
        Rule.OBJECTIVE: "The scenario has what the plan's objective needs (before-breakdown: expected_calm_hours).",
        Rule.COMPLETION_SECONDS: "completion_seconds is when the last person alights at a destination, else 0.",
        Rule.VALUE: "value is the objective's value of these itineraries.",
        Rule.BOUND: "bound is finite, and no worse than the plan's true value.",
        Rule.PROOF: "A plan with proof has a bound; an optimal plan reaches it, and brings out as many as can be.",
        Rule.PEOPLE_OUT: "people_out is how many people alight at a destination to stay.",
        Rule.PEOPLE_REMAINING: "people_remaining is how many do not.",
        Rule.PEOPLE_OUT_BOUND: "people_out_bound is at least as many as are brought out.",
        Rule.BY_PRIORITY: "Figures by priority, if given, are true; bounds not below what is out or the bound on all.",
        Rule.REMAINING_LIST: "The list of who remains, if given, is exactly who is not brought out.",
    },
}
"""The rules by family, each with what it asks for."""

MEANINGS: Mapping[Rule, str] = {rule: meaning for family in FAMILIES.values() for rule, meaning in family.items()}
"""What each rule asks for, in one sentence."""
