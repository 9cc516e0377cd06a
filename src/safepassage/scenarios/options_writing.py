"""Writes options.json: what each term is worth, for programs; one line an entry, so that people can read it as well."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from safepassage.domain.options import (
    Change,
    ChangeSet,
    EndingHour,
    LastDeparture,
    Options,
    PeopleGain,
    Replan,
    SmallestSet,
    TimeGain,
    Worth,
)
from safepassage.scenarios.files import write_files

FORMAT = "safepassage-options-1"


def write_options(options: Options, path: Path) -> None:
    """Write what each term is worth to a file, which is replaced only once the new one is whole.

    Raises
    ------
    UnusableInputError
        When the path cannot be written to.
    """
    write_files(path.parent, {path.name: options_text(options).encode()})


def options_text(options: Options) -> str:
    """Give the text of options.json."""
    keys: dict[str, Any] = {
        "format": FORMAT,
        "scenario": options.scenario,
        "persons": options.persons,
        "deadline_seconds": options.deadline_s,
        "deadline_asked": options.asked_deadline,
        "complete": options.complete,
        "replans": options.replans,
        "seed": options.seed,
        "time_limit_seconds": options.time_limit_s,
        "has_crossings": options.has_crossings,
        "base": _replan(options.base),
        "base_in_the_end": _replan(options.base_in_the_end),
        "smallest_set": None if options.smallest_set is None else _smallest(options.smallest_set),
    }
    lines = [f"{json.dumps(name)}: {_json(value)}" for name, value in keys.items()]
    lines.append(_list("worth", map(_worth, options.worth)))
    lines.append(_list("together", map(_worth, options.together)))
    lines.append(_list("not_tried", map(_change, options.not_tried)))
    lines.append(_list("last_departures", map(_departure, options.last_departures)))
    lines.append(_list("ending", map(_ending, options.ending)))
    return "{" + ",\n ".join(lines) + "}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _list(name: str, entries: Iterable[dict[str, Any]]) -> str:
    return f"{json.dumps(name)}: [" + ",".join(f"\n  {_json(entry)}" for entry in entries) + "]"


def _replan(replan: Replan | None) -> dict[str, Any] | None:
    if replan is None:
        return None
    return {
        "people_out": replan.people_out,
        "people_out_by_priority": list(replan.people_out_by_priority),
        "people_out_bound": replan.people_out_bound,
        "people_out_bound_by_priority": list(replan.people_out_bound_by_priority),
        "completion_seconds": replan.completion_s,
        "completion_bound_seconds": replan.completion_bound_s,
        "plan_without_change_stands": replan.stands,
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "id": change.id,
        "term": change.term.value,
        "words": change.words,
        "effort": change.effort,
        "amount": change.amount,
        "rows": list(change.rows),
        "moments": list(change.moments_s),
        "place": change.place or None,
    }


def _people(gain: PeopleGain | None) -> dict[str, Any] | None:
    if gain is None:
        return None
    return {
        "found": gain.found,
        "at_least": gain.at_least,
        "at_most": gain.at_most,
        "by_priority": list(gain.by_priority),
    }


def _time(gain: TimeGain | None) -> dict[str, Any] | None:
    if gain is None:
        return None
    return {"found": gain.found_s, "at_least": gain.at_least_s, "at_most": gain.at_most_s}


def _worth(worth: Worth) -> dict[str, Any]:
    return {
        "changes": [_change(change) for change in worth.changes],
        "people_more": _people(worth.people),
        "seconds_earlier": _time(worth.time),
        "by_deadline": _replan(worth.by_deadline),
        "in_the_end": _replan(worth.in_the_end),
    }


def _set(found: ChangeSet) -> dict[str, Any]:
    return {"changes": [_change(change) for change in found.changes], "replan": _replan(found.replan)}


def _smallest(smallest: SmallestSet) -> dict[str, Any]:
    return {
        "size": smallest.size,
        "proven": smallest.proven,
        "proven_size": smallest.proven_size,
        "tried": smallest.tried,
        "largest_tried": smallest.largest_tried,
        "found": [_set(found) for found in smallest.found],
        "nearest": None if smallest.nearest is None else _set(smallest.nearest),
    }


def _departure(departure: LastDeparture) -> dict[str, Any]:
    return {
        "place": departure.place,
        "vehicle_type": departure.vehicle_type,
        "safe_seconds": departure.safe_s,
        "last_seconds": departure.last_s,
        "through": departure.through or None,
        "arrives_seconds": departure.arrives_s,
    }


def _ending(hour: EndingHour) -> dict[str, Any]:
    return {
        "at_seconds": hour.at_s,
        "announced": hour.announced,
        "known": hour.known,
        "at_most": hour.at_most,
        "planned": hour.planned,
    }
