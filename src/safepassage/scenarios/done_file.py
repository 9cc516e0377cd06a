"""Reads done.json: what really happened of a plan so far, strict about every key and type."""

from collections.abc import Mapping
from pathlib import Path

from safepassage.domain.done import Done, DoneStop
from safepassage.scenarios.json_values import Value, read_json
from safepassage.scenarios.plan_file import LARGEST_PLAN, LATEST, LONGEST_NAME, groups_of
from safepassage.scenarios.wording import shown

FORMAT = "safepassage-done-1"
NEEDED = ("format", "scenario")
OPTIONAL = ("vehicles", "lost", "late")
VEHICLE_KEYS = ("vehicle", "stops")
STOP_KEYS = ("place", "arrive")
STOP_OPTIONAL = ("depart", "board", "alight")
LATE_KEYS = ("vehicle", "from")


def read_done(path: Path) -> Done:
    """Give what happened, from a file.

    Raises
    ------
    UnusableInputError
        With one sentence that says where the first problem stands, such as `vehicles[3].stops[2].depart`.
    """
    return done_of(read_json(path, LARGEST_PLAN))


def done_of(root: Value) -> Done:
    """Give what happened as a JSON value says it; UnusableInputError if it does not."""
    if isinstance(root.value, dict) and root.value.get("format", FORMAT) != FORMAT:
        root.key("format").refuse(f'must be "{FORMAT}": this version reads no other.')
    keys = root.table(NEEDED, OPTIONAL)
    lost = [item.text(LONGEST_NAME) for item in keys["lost"].items()] if "lost" in keys else []
    return Done(
        scenario=keys["scenario"].text(LONGEST_NAME),
        stops=_vehicles(keys["vehicles"]) if "vehicles" in keys else {},
        lost=frozenset(lost),
        late=_late(keys["late"]) if "late" in keys else {},
    )


def _vehicles(value: Value) -> Mapping[str, tuple[DoneStop, ...]]:
    found: dict[str, tuple[DoneStop, ...]] = {}
    for item in value.items():
        keys = item.table(VEHICLE_KEYS)
        name = keys["vehicle"].text(LONGEST_NAME)
        if name in found:
            keys["vehicle"].refuse(f"names {shown(name)} a second time: put all its stops in one list.")
        stops = keys["stops"].items()
        found[name] = tuple(_stop(stop, last=i == len(stops) - 1) for i, stop in enumerate(stops))
    return found


def _stop(value: Value, *, last: bool) -> DoneStop:
    keys = value.table(STOP_KEYS, STOP_OPTIONAL)
    if "depart" not in keys:
        if not last:
            value.refuse("lacks the key depart: only at its last stop may a vehicle still stand.")
        for name in ("board", "alight"):
            if name in keys:
                keys[name].refuse("counts only once the vehicle has left: add depart, or leave it out.")
    depart_s = keys["depart"].whole(0, LATEST) if "depart" in keys else None
    groups = {name: groups_of(keys[name]) for name in ("board", "alight") if name in keys}
    return DoneStop(keys["place"].text(LONGEST_NAME), keys["arrive"].whole(0, LATEST), depart_s, **groups)


def _late(value: Value) -> Mapping[str, int]:
    late: dict[str, int] = {}
    for item in value.items():
        keys = item.table(LATE_KEYS)
        late[keys["vehicle"].text(LONGEST_NAME)] = keys["from"].whole(0, LATEST)
    return late
