"""What the fields of commands mean, to whoever types them."""

from collections.abc import Mapping
from types import MappingProxyType

MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "answer": "What they decided.",
        "counted_by": "Who counted, if somebody else.",
        "crew": "How many of the crew, apart from the passengers.",
        "duties": "Their roles.",
        "informed_by": "Who told them, if somebody else.",
        "informed_of": "What they were told of before they answered.",
        "language": "In which language they were told.",
        "onward": "They wait here for another vehicle, and have not arrived.",
        "passengers": "How many passengers were counted, without looking at the scans.",
        "person": "Their name, as they give commands.",
        "place": "The place.",
        "private": "Whether nobody else listened.",
        "proxy": "Who answered for them, and by what right; nobody if left out.",
        "scope": "A place, vehicle or movement that they act for, if not for all; may be given again.",
        "tokens": "Tokens of persons, as on their cards.",
        "uncounted": "Why the passengers cannot be counted first: only where danger does not wait.",
        "vehicle": "The vehicle, such as bus-7.",
        "wished": "Where they wish to go.",
    }
)
"""By the name of the field."""
