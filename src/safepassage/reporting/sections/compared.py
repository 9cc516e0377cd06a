"""Plans set against each other on the same futures: figures in words, and differences to draw."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from safepassage.domain.comparison import ComparedFigure, ComparedPlan, Comparison
from safepassage.domain.outcome import Estimate
from safepassage.reporting.charts.forest import DifferenceRow, forest
from safepassage.reporting.clock import LocalClock
from safepassage.reporting.sections.pictures import Picture, both
from safepassage.reporting.sections.rehearsal_words import mean_words
from safepassage.reporting.tables import NAME, NUMBER, Cell, Row, Table, table
from safepassage.reporting.words import DASH, HOUR_S, MINUTE_S, decimal, duration, isolated, share

Words = Callable[[float], str]
MOST_PEOPLE_EXACT = 100


@dataclass(frozen=True, slots=True)
class Figure:
    """What is compared: its name, what lies below and above no difference, and whether more of it is better."""

    name: str
    ends: tuple[str, str]
    more_is_better: bool


PEOPLE_ENDS, LESS_ENDS = ("fewer", "more"), ("less", "more")
FIGURES: Mapping[str, Figure] = {
    "people_out": Figure("People out", PEOPLE_ENDS, more_is_better=True),
    "people_out_1": Figure("People of priority 1 out", PEOPLE_ENDS, more_is_better=True),
    "people_out_2": Figure("People of priority 2 out", PEOPLE_ENDS, more_is_better=True),
    "people_out_3": Figure("People of priority 3 out", PEOPLE_ENDS, more_is_better=True),
    "complete": Figure("Nobody left behind", PEOPLE_ENDS, more_is_better=True),
    "completion_seconds": Figure("When the last one is out", ("earlier", "later"), more_is_better=False),
    "mean_aboard_seconds": Figure("Time aboard", ("shorter", "longer"), more_is_better=False),
    "people_aboard_too_long": Figure("People aboard longer than they may be", PEOPLE_ENDS, more_is_better=False),
    "danger_person_seconds": Figure("Person-hours on roads with a risk", PEOPLE_ENDS, more_is_better=False),
    "harm_loaded": Figure("Risk run by vehicles with people aboard", LESS_ENDS, more_is_better=False),
}
"""Every figure that a comparison holds, in the order of the page."""


def figure_of(name: str) -> Figure:
    """Give how a figure is shown; one that is not known keeps its name, and more of it is taken for better."""
    return FIGURES.get(name, Figure(name, LESS_ENDS, more_is_better=True))


def mean_of(name: str, clock: LocalClock) -> Words:
    """Give how the mean of a figure reads."""
    known: Mapping[str, Words] = {
        "complete": share,
        "completion_seconds": lambda value: clock.words(round(value), year=False),
        "mean_aboard_seconds": lambda value: duration(round(value)),
        "danger_person_seconds": lambda value: decimal(value / HOUR_S, 0),
        "harm_loaded": lambda value: decimal(value, 2),
    }
    return known.get(name, mean_words)


def difference_words(name: str, found: Estimate) -> str:
    """Give a difference with its sign and its interval."""
    if found.low is None or found.high is None:
        return "too few runs to tell"
    ends = [end or 0.0 for end in (found.value, found.low, found.high)]
    if not any(ends):
        return "the same in every run"
    middle, low, high = (_signed(name, end) for end in ends)
    return f"{middle} ({low} to {high})"


def _signed(name: str, value: float) -> str:
    """Give a difference with its sign; what reads as 0 has none."""
    words = _size(name, value)
    sign = "" if not any(digit in words for digit in "123456789") else "+" if value > 0 else "\u2212"
    return f"{sign}{words}"


def _size(name: str, value: float) -> str:
    """Give a difference without its sign; points are those of a percentage."""
    size = abs(value)
    if name == "complete":
        return counted_points(100 * size)
    if name in ("completion_seconds", "mean_aboard_seconds"):
        return duration(round(size / MINUTE_S) * MINUTE_S) if size >= MINUTE_S else f"{round(size)} s"
    if name == "danger_person_seconds":
        return decimal(size / HOUR_S, 0)
    return decimal(size, 2 if name == "harm_loaded" else 0 if size >= MOST_PEOPLE_EXACT else 1)


def counted_points(points: float) -> str:
    """Give points of a percentage, such as `1 point` or `2.5 points`."""
    words = decimal(points)
    return f"{words} point" if words == "1" else f"{words} points"


def mean_table(found: Comparison, clock: LocalClock) -> Table:
    """Give the figures of every plan, a row a figure."""
    columns = (("on average", NAME), *((isolated(plan.plan), NUMBER) for plan in found.plans))
    rows = zip(*(plan.figures for plan in found.plans), strict=True)
    return table(columns, [_means(row, clock) for row in rows if is_shown(row)])


def is_shown(row: Sequence[ComparedFigure]) -> bool:
    """Whether any plan has anything of a figure."""
    return any(figure.mean.value for figure in row)


def _means(row: Sequence[ComparedFigure], clock: LocalClock) -> Row:
    words = mean_of(row[0].figure, clock)
    cells = (DASH if figure.mean.value is None else words(figure.mean.value) for figure in row)
    return (figure_of(row[0].figure).name, *(Cell(cell) for cell in cells))


def difference_pictures(found: Comparison) -> tuple[Picture, ...]:
    """Draw for each figure how much every other plan differs from the first in the same runs."""
    pictures = []
    for row in zip(*(plan.figures for plan in found.plans[1:]), strict=True):
        rows = [
            _difference(plan, figure)
            for plan, figure in zip(found.plans[1:], row, strict=True)
            if figure.difference is not None and figure.difference.value is not None
        ]
        if rows and any(each.low or each.high for each in rows):
            pictures.append(_picture(row[0].figure, rows))
    return tuple(pictures)


def _picture(name: str, rows: Sequence[DifferenceRow]) -> Picture:
    figure = figure_of(name)

    def drawn(width: float) -> Markup:
        return forest(rows, figure.ends, lambda value: _size(name, value), width=width, label=label)

    label = f"{figure.name}, difference to the first plan: {'; '.join(f'{row.name} {row.words}' for row in rows)}"
    return Picture(figure.name, both(drawn))


def _difference(plan: ComparedPlan, figure: ComparedFigure) -> DifferenceRow:
    found = figure.difference or Estimate(None, None, None)
    value = found.value or 0.0
    low, high = (value if end is None else end for end in (found.low, found.high))
    sure = (found.low or 0.0) > 0 or (found.high or 0.0) < 0
    better = (value > 0) == figure_of(figure.figure).more_is_better
    words = difference_words(figure.figure, found)
    return DifferenceRow(plan.plan, value, low, high, words, ("better" if better else "worse") if sure else "")


def verdict_table(found: Comparison) -> Table:
    """Give in which share of runs each plan does better than the first, and worse."""
    columns = (("plan", NAME), ("better in", NUMBER), ("worse in", NUMBER))
    note = (
        "Better is: more people of priority 1 out, or as many and more of 2, then of 3, then the last one out earlier."
    )
    rows = [(plan.plan, _share(plan.better), _share(plan.worse)) for plan in found.plans[1:]]
    return table(columns, rows, note=note)


def _share(found: Estimate | None) -> str | Cell:
    if found is None or found.value is None:
        return DASH
    return Cell(
        f"{share(found.value)} of runs", f"{share(found.low or 0.0)} to {share(found.high or 0.0)}", strong=True
    )
