"""Draws the committed results as a chart and writes the tables of docs/benchmarks.md anew.

    python -m benchmarks.chart

The same results give the same bytes.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from benchmarks.roads_tables import read_roads, road_peers_table, roads_size, steps_table
from benchmarks.runner import ROOT, Result
from benchmarks.standing import (
    PLANNERS,
    RESULTS,
    Line,
    effort_table,
    lines,
    measured_with,
    read,
    terms_table,
    title,
    values_table,
)

CHART = ROOT / "docs" / "images" / "benchmarks.svg"
PAGE = ROOT / "docs" / "benchmarks.md"

WIDTH, LEFT, RIGHT, ROW, TOP = 960, 150, 40, 30, 96

MARKS = {
    "circle": '<circle cx="0" cy="0" r="6.5"/>',
    "square": '<rect x="-5" y="-5" width="10" height="10"/>',
    "diamond": '<path d="M0-7 7 0 0 7-7 0Z"/>',
    "up": '<path d="M0-7 7 6-7 6Z"/>',
    "down": '<path d="M0 7-7-6 7-6Z"/>',
    "cross": '<path d="M-6-3.5-3.5-6 0-2.5 3.5-6 6-3.5 2.5 0 6 3.5 3.5 6 0 2.5-3.5 6-6 3.5-2.5 0Z"/>',
    "bar": '<rect x="-2.5" y="-8" width="5" height="16"/>',
}
"""Shapes as well as colours tell planners apart."""

COLOURS = ("#0b3d91", "#767676", "#b35900", "#7a1fa2", "#00796b", "#c2185b", "#5d4037")


def svg(results: Sequence[Result]) -> str:
    """Give the chart: for each instance or set, the gap of every planner to the same bound."""
    found = [line for line in lines(results) if any(gap is not None for gap in line.gaps.values())]
    planners = [planner for planner in PLANNERS if any(planner in line.gaps for line in found)]
    height = TOP + ROW * len(found) + 44
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
        ' role="img" font-family="sans-serif" font-size="13">',
        "<title>Gap of each planner to the same proven bound, by instance</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        *_legend(planners),
        *_axis(height),
    ]
    for number, line in enumerate(found):
        parts += _row(line, TOP + ROW * number + ROW / 2)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _x(gap: float) -> float:
    return round(LEFT + gap * (WIDTH - LEFT - RIGHT), 1)


def _mark(planner: str, x: float, y: float) -> str:
    number = PLANNERS.index(planner)
    shape = list(MARKS.values())[number]
    return (
        f'<g transform="translate({x:g} {y:g})" fill="{COLOURS[number]}" fill-opacity="0.85" stroke="#ffffff"'
        f' stroke-width="0.8">{shape}</g>'
    )


def _legend(planners: Sequence[str]) -> list[str]:
    parts = []
    for number, planner in enumerate(planners):
        x, y = 24 + 230 * (number % 4), 22 + 24 * (number // 4)
        parts += [_mark(planner, x, y), f'<text x="{x + 14}" y="{y + 4.5:g}">{escape(title(planner))}</text>']
    return parts


def _axis(height: int) -> list[str]:
    parts = []
    for tenth in range(0, 11, 2):
        x = _x(tenth / 10)
        parts.append(f'<line x1="{x:g}" y1="{TOP - 8}" x2="{x:g}" y2="{height - 36}" stroke="#dddddd"/>')
        parts.append(f'<text x="{x:g}" y="{TOP - 14}" text-anchor="middle" fill="#555555">{10 * tenth} %</text>')
    words = "Gap between the plan and our proven bound, as a share of the plan's value. Further left is better."
    parts.append(f'<text x="{LEFT}" y="{height - 14}" fill="#555555">{escape(words)}</text>')
    return parts


def _row(line: Line, y: float) -> list[str]:
    known = {planner: gap for planner, gap in line.gaps.items() if gap is not None}
    low, high = min(known.values()), max(known.values())
    parts = [
        f'<text x="{LEFT - 14}" y="{y + 4.5:g}" text-anchor="end">{escape(line.name)}</text>',
        f'<line x1="{_x(low):g}" y1="{y:g}" x2="{_x(high):g}" y2="{y:g}" stroke="#bbbbbb"/>',
    ]
    return parts + [_mark(planner, _x(gap), y) for planner, gap in reversed(known.items())]


def page(text: str, path: Path = RESULTS) -> str:
    """Give the page with its generated parts written anew; they stand between comments that name them."""
    measured_on, results = read(path)
    roads = read_roads()
    parts = {
        "measured": measured_with(measured_on),
        "values": values_table(results),
        "effort": effort_table(results),
        "terms": terms_table(),
        "roads measured": roads_size(roads),
        "roads steps": steps_table(roads),
        "roads beside others": road_peers_table(roads),
    }
    for name, part in parts.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->\n"
        before, _, rest = text.partition(begin)
        _, _, after = rest.partition(end)
        text = f"{before}{begin}\n{part}\n{end}{after}"
    return text


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the chart and the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.chart", description=__doc__)
    parser.parse_args(arguments)
    CHART.write_text(svg(read()[1]), encoding="utf-8")
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
