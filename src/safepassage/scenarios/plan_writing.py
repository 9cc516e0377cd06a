"""Writes plan.json: one line a stop, so that people and version control can read it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.plan import Itinerary, Plan, Remaining, Stop, TripChange
from safepassage.scenarios.files import write_files
from safepassage.scenarios.json_values import parse_json
from safepassage.scenarios.plan_file import FORMAT, plan_of
from safepassage.scenarios.values_json import plain_of


def write_plan(plan: Plan, path: Path) -> None:
    """Write a plan to a file; an older one in its place is replaced only once the new one is whole.

    Raises
    ------
    UnusableInputError
        When it would not be read back as the same plan, or the path cannot be written to.
    """
    write_files(path.parent, {path.name: plan_text(plan).encode()})


def plan_text(plan: Plan) -> str:
    """Give the text of plan.json; UnusableInputError if it would not be read back as the same plan."""
    keys: dict[str, object] = {
        "format": FORMAT,
        "scenario": plan.scenario,
        "objective": plan.objective.value,
        "completion_seconds": plan.completion_seconds,
        "value": _number(plan.value),
        "bound": None if plan.bound is None else _number(plan.bound),
        "proof": plan.proof.value,
        "people_out": plan.people_out,
        "people_remaining": plan.people_remaining,
        "people_out_bound": plan.people_out_bound,
        "people_out_by_priority": plan.people_out_by_priority,
        "people_out_bound_by_priority": plan.people_out_bound_by_priority,
        "bound_explained": plan.bound_explained,
    }
    if plan.scenario_digest:
        keys["scenario_digest"] = plan.scenario_digest
    if plan.robust is not None:
        keys["robust"] = plain_of(plan.robust, _number)
    lines = [f"{_json(name)}: {_json(value)}" for name, value in keys.items()]
    lines.append(_list("remaining", (_json(_remaining(entry)) for entry in plan.remaining)))
    if plan.changed:
        lines.append(_list("changed", (_json(_change(change)) for change in plan.changed)))
    lines.append(_list("itineraries", map(_itinerary, plan.itineraries)))
    text = "{" + ",\n ".join(lines) + "}\n"
    if plan_of(parse_json("The plan to be written", text)) != plan:
        raise UnusableInputError("The plan holds something that plan.json has no form for, so it cannot be written.")
    return text


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _number(value: float) -> float | int:
    return int(value) if float(value).is_integer() and abs(value) < 2**53 else float(value)


def _list(name: str, entries: Iterator[str]) -> str:
    return f"{_json(name)}: [" + ",".join(f"\n  {entry}" for entry in entries) + "]"


def _remaining(entry: Remaining) -> dict[str, Any]:
    return {
        "people": entry.people,
        "groups": entry.groups,
        "persons": entry.persons,
        "reasons": list(entry.reasons),
    }


def _change(change: TripChange) -> dict[str, Any]:
    keys = {
        "what": change.what.value,
        "vehicle": change.vehicle,
        "place": change.place,
        "from": change.from_s,
        "to": change.to_s,
        "from_vehicle": change.from_vehicle or None,
    }
    return {name: value for name, value in keys.items() if value is not None}


def _itinerary(itinerary: Itinerary) -> str:
    stops = ",".join(f"\n    {_json(_stop(stop))}" for stop in itinerary.stops)
    return f'{{"vehicle": {_json(itinerary.vehicle)}, "stops": [{stops}]}}'


def _stop(stop: Stop) -> dict[str, Any]:
    keys: dict[str, Any] = {"place": stop.place, "arrive": stop.arrive_s, "depart": stop.depart_s}
    if stop.board:
        keys["board"] = dict(stop.board)
    if stop.alight:
        keys["alight"] = dict(stop.alight)
    return keys
