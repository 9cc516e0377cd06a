"""Compared plans as a table of the terminal: a column a plan, a row a figure, with differences to the first plan."""

from collections.abc import Callable, Iterator, Mapping

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from safepassage.domain.comparison import ComparedFigure, ComparedPlan, Comparison
from safepassage.domain.outcome import Estimate
from safepassage.domain.scenario import Scenario
from safepassage.reporting.clock import LocalClock
from safepassage.reporting.words import DASH, HOUR_S, MINUTE_S, decimal, duration, isolated, share

NAMES = {
    "people_out": "People out",
    "people_out_1": "  of priority 1",
    "people_out_2": "  of priority 2",
    "people_out_3": "  of priority 3",
    "complete": "Nobody left behind",
    "completion_seconds": "Last one out, if all are",
    "mean_aboard_seconds": "Time aboard",
    "people_aboard_too_long": "Aboard too long",
    "danger_person_seconds": "Hours in danger",
    "harm_loaded": "Expected harm",
}
Words = Callable[[float], str]
UNITS: Mapping[str, tuple[float, str, int]] = {
    "complete": (0.01, " points", 0),
    "completion_seconds": (MINUTE_S, " min", 0),
    "mean_aboard_seconds": (MINUTE_S, " min", 0),
    "danger_person_seconds": (HOUR_S, "", 0),
    "harm_loaded": (1, "", 2),
}
"""What a difference is divided by, the unit behind it, and its decimals; others are counts."""
FINEST = 4
"""Decimals at most: of a difference that is no chance, none of the ends reads as 0."""


def comparison_table(case: Scenario, found: Comparison) -> Table:
    """Give the table; a difference whose interval does not hold 0 stands in bold, for it is no chance."""
    clock = LocalClock.of(case)
    means: Mapping[str, Words] = {
        "complete": share,
        "completion_seconds": lambda value: clock.words(round(value), year=False),
        "mean_aboard_seconds": lambda value: duration(round(value)),
        "danger_person_seconds": lambda value: decimal(value / HOUR_S, 0),
        "harm_loaded": lambda value: decimal(value, 2),
    }
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("")
    for plan in found.plans:
        table.add_column(Text(isolated(plan.plan)), justify="right", no_wrap=True)
    for rows in zip(*(plan.figures for plan in found.plans), strict=True):
        name = rows[0].figure
        if name.startswith("people_out_") and not any(row.mean.value for row in rows):
            continue
        table.add_row(NAMES[name], *(cell(row, means.get(name, _count)) for row in rows))
    return table


def _count(value: float) -> str:
    return decimal(value, 0 if abs(value) >= 100 else 1)


def cell(row: ComparedFigure, mean: Words) -> Text:
    """Give the mean, and below it the difference with its interval."""
    cell = Text(DASH if row.mean.value is None else mean(row.mean.value))
    if row.difference is not None and row.difference.value is not None:
        style = "bold" if _is_sure(row.difference) else "dim"
        cell.append(f"\n{_signed(row.difference, *UNITS.get(row.figure, (1, '', 1)))}", style=style)
    return cell


def _signed(found: Estimate, by: float, unit: str, places: int) -> str:
    ends = tuple((end or 0.0) / by for end in (found.value, found.low, found.high))
    if found.low is None or found.high is None:
        return "too few runs to tell a difference"
    if not any(ends):
        return "the same"
    places = 0 if abs(ends[0]) >= 100 else places
    if not _is_sure(found):
        _, low, high = (_with_sign(end, places) for end in ends)
        return "no difference to be told" + (f"\n({low} to {high}{unit})" if low != high else "")
    while places < FINEST and not all(round(end, places) for end in ends):
        places += 1
    middle, low, high = (_with_sign(end, places) for end in ends)
    return f"{middle}{unit[:-1] if unit == ' points' and middle in ('+1', '-1') else unit} ({low} to {high})"


def _with_sign(value: float, places: int) -> str:
    """Give a difference with its sign; what reads as 0 has none."""
    words = decimal(abs(value), places)
    sign = "" if words == "0" else "+" if value > 0 else "-"
    return f"{sign}{words}"


def _is_sure(found: Estimate) -> bool:
    return bool((found.low or 0.0) > 0 or (found.high or 0.0) < 0)


def come_to_the_same(found: Comparison) -> Iterator[str]:
    """Yield which plans come to the same as the first one in every run."""
    for plan in found.plans[1:]:
        if _is_same(plan):
            yield f"In every run {isolated(plan.plan)} and {isolated(found.plans[0].plan)} come to the same."


def _is_same(plan: ComparedPlan) -> bool:
    """Tell whether no figure differs in any run: neither a mean difference, nor its interval."""
    differences = [row.difference for row in plan.figures if row.difference is not None]
    return not any(each.value or each.low or each.high for each in differences)


def verdicts(found: Comparison) -> Iterator[str]:
    """Yield in which share of runs each plan does better than the first, and worse, where they are not the same."""
    differing = [plan for plan in found.plans[1:] if not _is_same(plan)]
    for plan in differing:
        yield f"{isolated(plan.plan)} does better than {isolated(found.plans[0].plan)} {_runs(plan)}."
    if differing:
        yield "Better is: more people of priority 1 out, then of 2, then of 3, then the last one out earlier."


def _runs(plan: ComparedPlan) -> str:
    better, worse = ((found.value if found else 0.0) or 0.0 for found in (plan.better, plan.worse))
    return f"in {share(better)} of runs, worse in {share(worse)}"
