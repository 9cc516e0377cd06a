"""outcome.json: what an ensemble says, for programs; one line an entry, so that people can read it as well."""

import json
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from typing import Any

from safepassage.domain.uncertainty import Uncertainty
from safepassage.simulation.estimates import Estimate
from safepassage.simulation.outcome import QUANTILES, CrossingUse, OutAt, Outcome, VehicleUse
from safepassage.simulation.policy import Policy

FORMAT = "safepassage-outcome-1"
DECIMALS = 4


def outcome_text(outcome: Outcome, policy: Policy, uncertainty: Uncertainty) -> str:
    """Give the text of outcome.json."""
    keys: dict[str, Any] = {
        "format": FORMAT,
        "scenario": outcome.scenario,
        "scenario_digest": outcome.scenario_digest,
        "runs": outcome.runs,
        "seed": outcome.seed,
        "policy": {"ahead_seconds": policy.ahead_s, "patience_seconds": policy.patience_s},
        "uncertainty": _uncertainty(uncertainty),
        "confidence": 0.95,
        "quantiles": list(QUANTILES),
        "persons": outcome.persons,
        "planned_out": outcome.planned_out,
        "planned_completion_seconds": outcome.planned_completion_s,
        "complete": _estimate(outcome.complete),
        "completion_seconds": [_estimate(found) for found in outcome.completion_s],
        "mean_completion_seconds": _estimate(outcome.mean_completion_s),
        "people_out": _estimate(outcome.people_out),
        "people_out_by_priority": [_estimate(found) for found in outcome.people_out_by_priority],
        "mean_aboard_seconds": _rounded(outcome.mean_aboard_s),
        "longest_aboard_seconds": _estimate(outcome.longest_aboard_s),
        "people_aboard_too_long": _estimate(outcome.people_aboard_too_long),
        "vehicles_withdrawn": _estimate(outcome.vehicles_withdrawn),
        "vehicles_left_behind": _estimate(outcome.vehicles_left_behind),
    }
    lines = [f"{json.dumps(name)}: {_json(value)}" for name, value in keys.items()]
    lines.append(_list("complete_by", ({"at_seconds": at, **_estimate(found)} for at, found in outcome.complete_by)))
    lines.append(_list("people_out_over_time", map(_out_at, outcome.curve)))
    lines.append(_list("crossings", map(_crossing, outcome.crossings)))
    lines.append(_list("vehicles", map(_vehicle, outcome.vehicles)))
    return "{" + ",\n ".join(lines) + "}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _list(name: str, entries: Iterable[dict[str, Any]]) -> str:
    return f"{json.dumps(name)}: [" + ",".join(f"\n  {_json(entry)}" for entry in entries) + "]"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS)


def _estimate(found: Estimate) -> dict[str, float | None]:
    return {"value": _rounded(found.value), "low": _rounded(found.low), "high": _rounded(found.high)}


def _uncertainty(uncertainty: Uncertainty) -> dict[str, Any]:
    """Give what is uncertain; what is certain is left away."""
    named = ((field.name, getattr(uncertainty, field.name), field.default) for field in fields(uncertainty))
    return {name: _plain(value) for name, value, certain in named if value != certain}


def _plain(value: object) -> object:
    """Give a value of the domain as JSON has it: units are written out, enumerations by their words."""
    if is_dataclass(value):
        return {_key(field.name): _plain(getattr(value, field.name)) for field in fields(value)}
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def _key(name: str) -> str:
    return f"{name.removesuffix('_s')}_seconds" if name.endswith("_s") else name


def _out_at(point: OutAt) -> dict[str, Any]:
    return {"at_seconds": point.at_s, "mean": _rounded(point.mean), "quantiles": list(point.quantiles)}


def _crossing(crossing: CrossingUse) -> dict[str, Any]:
    return {
        "place": crossing.place,
        "passages": _estimate(crossing.passages),
        "mean_wait_seconds": _rounded(crossing.mean_wait_s),
        "longest_wait_seconds": _estimate(crossing.longest_wait_s),
        "most_queued": _estimate(crossing.most_queued),
    }


def _vehicle(vehicle: VehicleUse) -> dict[str, Any]:
    return {
        "vehicle": vehicle.vehicle,
        "used": _rounded(vehicle.used),
        "driven_seconds": _rounded(vehicle.driven_s),
        "out_seconds": _rounded(vehicle.out_s),
        "persons": _rounded(vehicle.persons),
    }
