"""`safepassage verify`: the judge's verdict on a plan, for people and for programs."""

import json
from collections.abc import Iterator
from math import isfinite
from pathlib import Path
from typing import Annotated, Any

import typer

from safepassage.cli.trouble import Exit
from safepassage.domain.plan import Plan
from safepassage.planning.verify import MEANINGS, Summary, Verdict, Violation, verify
from safepassage.scenarios import read_plan, read_scenario
from safepassage.scenarios.wording import plain


def verify_plan(
    scenario: Annotated[Path, typer.Argument(help="Scenario folder or .xlsx workbook.", show_default=False)],
    plan: Annotated[Path, typer.Argument(help="The plan.json to judge.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Write the verdict as JSON.")] = False,
) -> None:
    """Judge any plan by every rule: exit 0 and a summary, or exit 1 and every violation."""
    judged = read_plan(plan)
    verdict = verify(read_scenario(scenario), judged)
    if as_json:
        typer.echo(json.dumps(verdict_as_json(verdict), indent=2))
    else:
        typer.echo("\n".join(verdict_in_words(judged, verdict)))
    if not verdict.ok:
        raise typer.Exit(Exit.ANSWER_IS_NO)


def verdict_in_words(plan: Plan, verdict: Verdict) -> Iterator[str]:
    """Yield the lines that a person reads."""
    if verdict.ok:
        yield f"The plan for {plan.scenario} respects every rule."
        yield from summary_in_words(verdict.summary)
        return
    for violation in verdict.violations:
        yield plain(f"{where(plan, violation)}: {violation.message} [{violation.rule}]")
    count = len(verdict.violations)
    yield f"The plan breaks the rules: {count} violation{'' if count == 1 else 's'}."


def where(plan: Plan, violation: Violation) -> str:
    """Name the point of the plan: the vehicle and its stop, counted from 0 as in the file, with its place."""
    if violation.stop is None:
        return violation.vehicle or "The plan"
    stops = [each.stops for each in plan.itineraries if each.vehicle == violation.vehicle]
    at_one = stops[0][violation.stop].place if len(stops) == 1 else ""
    return f"{violation.vehicle}, stop {violation.stop}" + (f" ({at_one})" if at_one else "")


def summary_in_words(summary: Summary) -> Iterator[str]:
    """Yield what the plan does, a line a figure."""
    by_priority = ", ".join(f"{out:,} of priority {n}" for n, out in enumerate(summary.out_by_priority, start=1) if out)
    yield f"  people out        {summary.people_out:,}" + (f" ({by_priority})" if by_priority else "")
    yield f"  people remaining  {summary.people_remaining:,}"
    yield f"  completion time   {summary.completion_clock}"
    yield f"  vehicles used     {summary.vehicles_used:,}, with {summary.stops:,} stops"
    yield f"  driven            {float(summary.km):,.1f} km, risk {float(summary.risk):,.4g}"
    if summary.checks:
        yield f"  checks            {summary.checks:,}"
    if summary.convoys:
        yield f"  convoys           {summary.convoys:,}, the largest of {summary.largest_convoy:,} vehicles"


def verdict_as_json(verdict: Verdict) -> dict[str, Any]:
    """Give the verdict as plain data; km and risk are the nearest floats."""
    summary = verdict.summary
    return {
        "ok": verdict.ok,
        "violations": [
            {
                "rule": str(violation.rule),
                "asks": MEANINGS[violation.rule],
                "vehicle": violation.vehicle or None,
                "stop": violation.stop,
                "message": violation.message,
            }
            for violation in verdict.violations
        ],
        "summary": {
            "people_out": summary.people_out,
            "people_remaining": summary.people_remaining,
            "out_by_priority": list(summary.out_by_priority),
            "remaining_by_priority": list(summary.remaining_by_priority),
            "completion_seconds": summary.completion_s,
            "value": _finite(summary.value),
            "vehicles_used": summary.vehicles_used,
            "stops": summary.stops,
            "km": float(summary.km),
            "risk": float(summary.risk),
            "checks": summary.checks,
            "convoys": summary.convoys,
            "largest_convoy": summary.largest_convoy,
        },
    }


def _finite(value: float | None) -> float | None:
    """Give the value, or None where JSON has no number for it."""
    return value if value is not None and isfinite(value) else None
