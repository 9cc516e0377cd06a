"""Reads plan.json: strict about every key and type, whatever program wrote it."""

from collections.abc import Mapping
from pathlib import Path

from safepassage.domain.plan import Itinerary, Plan, Proof, Remaining, Stop, TripChange, TripChangeKind
from safepassage.domain.robustness import Robustness
from safepassage.domain.scenario import Objective
from safepassage.scenarios.json_values import Value, read_json
from safepassage.scenarios.values_json import value_of
from safepassage.scenarios.wording import shown

FORMAT = "safepassage-plan-1"
LARGEST_PLAN = 128 * 2**20
"""Bytes in a plan that is read."""
LATEST = 36_600 * 86_400
"""Seconds after the start in a plan: a hundred years."""
MOST = 10**13
"""The largest count in a plan."""
LARGEST_VALUE = 1e30
LONGEST_NAME = 10_000
LONGEST_TEXT = 100_000

NEEDED = (
    "format",
    "scenario",
    "objective",
    "completion_seconds",
    "value",
    "bound",
    "proof",
    "people_out",
    "people_remaining",
    "people_out_bound",
    "itineraries",
)
OPTIONAL = (
    "people_out_by_priority",
    "people_out_bound_by_priority",
    "remaining",
    "bound_explained",
    "changed",
    "scenario_digest",
    "robust",
)
CHANGE_KEYS = ("what", "vehicle", "place")
CHANGE_OPTIONAL = ("from", "to", "from_vehicle")
ITINERARY_KEYS = ("vehicle", "stops")
STOP_KEYS = ("place", "arrive", "depart")
STOP_OPTIONAL = ("board", "alight")
REMAINING_KEYS = ("people", "groups", "persons")
REMAINING_OPTIONAL = ("reasons",)


def read_plan(path: Path) -> Plan:
    """Give the plan in a file.

    Raises
    ------
    UnusableInputError
        With one sentence that says where the first problem stands, such as `itineraries[3].stops[2].board`.
    """
    return plan_of(read_json(path, LARGEST_PLAN))


def plan_of(root: Value) -> Plan:
    """Give the plan that a JSON value holds; UnusableInputError if it holds none."""
    if isinstance(root.value, dict) and root.value.get("format", FORMAT) != FORMAT:
        root.key("format").refuse(f'must be "{FORMAT}": this version reads no other.')
    keys = root.table(NEEDED, OPTIONAL)
    return Plan(
        scenario=keys["scenario"].text(LONGEST_NAME),
        objective=Objective(_one_of(keys["objective"], Objective)),
        itineraries=tuple(_itinerary(item) for item in keys["itineraries"].items()),
        value=keys["value"].number(LARGEST_VALUE),
        bound=None if keys["bound"].value is None else keys["bound"].number(LARGEST_VALUE),
        proof=Proof(_one_of(keys["proof"], Proof)),
        completion_seconds=keys["completion_seconds"].whole(0, LATEST),
        people_out=keys["people_out"].whole(0, MOST),
        people_remaining=keys["people_remaining"].whole(0, MOST),
        people_out_bound=keys["people_out_bound"].whole(0, MOST),
        people_out_by_priority=_by_priority(keys, "people_out_by_priority"),
        people_out_bound_by_priority=_by_priority(keys, "people_out_bound_by_priority"),
        remaining=tuple(_remaining(item) for item in keys["remaining"].items()) if "remaining" in keys else (),
        bound_explained=keys["bound_explained"].text(LONGEST_TEXT) if "bound_explained" in keys else "",
        changed=tuple(_change(item) for item in keys["changed"].items()) if "changed" in keys else (),
        scenario_digest=keys["scenario_digest"].text(LONGEST_NAME) if "scenario_digest" in keys else "",
        robust=value_of(Robustness, keys["robust"]) if "robust" in keys else None,
    )


def _one_of(value: Value, words: type[Objective] | type[Proof] | type[TripChangeKind]) -> str:
    known = [word.value for word in words]
    if value.value not in known:
        value.refuse(f"must be one of: {', '.join(known)}.")
    return str(value.value)


def _by_priority(keys: Mapping[str, Value], name: str) -> tuple[int, int, int]:
    if name not in keys:
        return (0, 0, 0)
    items = keys[name].items()
    if len(items) != 3:
        keys[name].refuse("must be a list of three whole numbers.")
    first, second, third = (item.whole(0, MOST) for item in items)
    return (first, second, third)


def _itinerary(value: Value) -> Itinerary:
    keys = value.table(ITINERARY_KEYS)
    return Itinerary(keys["vehicle"].text(LONGEST_NAME), tuple(_stop(item) for item in keys["stops"].items()))


def _stop(value: Value) -> Stop:
    keys = value.table(STOP_KEYS, STOP_OPTIONAL)
    place = keys["place"].text(LONGEST_NAME)
    arrive, depart = keys["arrive"].whole(0, LATEST), keys["depart"].whole(0, LATEST)
    return Stop(place, arrive, depart, **{name: groups_of(keys[name]) for name in STOP_OPTIONAL if name in keys})


def groups_of(value: Value) -> Mapping[str, int]:
    """Give groups counted by id."""
    if not isinstance(value.value, dict):
        value.refuse('must be an object that counts groups by id, such as {"families": 12}.')
    counts = (Value(value.file, f"{value.where}[{shown(name)}]", count) for name, count in value.value.items())
    names = (Value(value.file, value.where, name).text(LONGEST_NAME) for name in value.value)
    return {name: count.whole(1, MOST) for name, count in zip(names, counts, strict=True)}


def _remaining(value: Value) -> Remaining:
    keys = value.table(REMAINING_KEYS, REMAINING_OPTIONAL)
    reasons = tuple(item.text(LONGEST_TEXT) for item in keys["reasons"].items()) if "reasons" in keys else ()
    people = keys["people"].text(LONGEST_NAME)
    return Remaining(people, keys["groups"].whole(0, MOST), keys["persons"].whole(0, MOST), reasons)


def _change(value: Value) -> TripChange:
    keys = value.table(CHANGE_KEYS, CHANGE_OPTIONAL)
    return TripChange(
        what=TripChangeKind(_one_of(keys["what"], TripChangeKind)),
        vehicle=keys["vehicle"].text(LONGEST_NAME),
        place=keys["place"].text(LONGEST_NAME),
        from_s=keys["from"].whole(0, LATEST) if "from" in keys else None,
        to_s=keys["to"].whole(0, LATEST) if "to" in keys else None,
        from_vehicle=keys["from_vehicle"].text(LONGEST_NAME) if "from_vehicle" in keys else "",
    )
