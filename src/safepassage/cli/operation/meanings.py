"""What the fields of commands mean, to whoever types them."""

from collections.abc import Mapping
from types import MappingProxyType

MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "answer": "What they decided.",
        "counted_by": "Who counted, if somebody else.",
        "crew": "How many of the crew, apart from the passengers.",
        "discrepancy": "Its name, as the status shows it.",
        "duties": "Their roles.",
        "groups": "Tokens of travel groups.",
        "holder": "The place, or for those aboard the vehicle.",
        "informed_by": "Who told them, if somebody else.",
        "informed_of": "What they were told of before they answered.",
        "language": "In which language they were told.",
        "mother": "The mother's token.",
        "notice": "Its name, as the status shows it.",
        "onward": "They wait here for another vehicle, and have not arrived.",
        "party": "The party to the agreement.",
        "passed": "How many passed, by that party's count.",
        "passengers": "How many passengers were counted, without looking at the scans.",
        "person": "Their name, as they give commands.",
        "place": "The place.",
        "presented": "How many were presented, by that party's count.",
        "private": "Whether nobody else listened.",
        "proxy": "Who answered for them, and by what right; nobody if left out.",
        "reason": "Why.",
        "scope": "A place, vehicle or movement that they act for, if not for all; may be given again.",
        "separated_because": "Why children may board without an adult of their travel group.",
        "subject": "What it is of, as the status shows it, such as vehicle/bus-7.",
        "taken_aside": "How many were taken aside, by that party's count.",
        "token": "The token on the card for the child.",
        "tokens": "Tokens of persons, as on their cards.",
        "turned_back": "How many were turned back, by that party's count.",
        "uncounted": "Why the passengers cannot be counted first: only where danger does not wait.",
        "vehicle": "The vehicle, such as bus-7.",
        "where": "As what they are there.",
        "wished": "Where they wish to go.",
    }
)
"""By the name of the field."""
