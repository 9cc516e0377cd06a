"""The chart: bands of people out over time by both predictions, and every count of people, each at its own time."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from markupsafe import Markup

from benchmarks.hindcast.curves import PEOPLE
from benchmarks.hindcast.prediction import KNOWN_THEN, LATER, VEHICLES_GIVEN
from benchmarks.hindcast.record import DAY_ONE, Count, second_of
from benchmarks.runner import ROOT
from safepassage.reporting.svg import box, element, group, line, path, polyline, text, title

CHART = ROOT / "docs" / "images" / "hindcast-aleppo.svg"

WIDTH, HEIGHT = 1000, 640
LEFT, RIGHT, TOP, BOTTOM = 66, 24, 128, 46
MOST = 75_000
BEGIN_S, END_S = second_of("2016-12-15T12:00"), second_of("2016-12-23T18:00")
DAY_S = 86_400
TOTALS_FROM_S, TOTALS_APART_S = second_of("2016-12-22T23:00"), 2.6 * 3600

OPEN = (
    (second_of("2016-12-15T14:30"), second_of("2016-12-16T11:00")),
    *((departs_s, sum(closes_s) // 2) for departs_s, closes_s in LATER),
)
"""The open windows as shaded: a closing that is uncertain at the middle of its range."""

MARKS = {
    "ICRC": ("Red Cross (ICRC)", "M-6 -2H-2V-6H2V-2H6V2H2V6H-2V2H-6Z"),
    "UN": ("UN: OCHA, WHO, Secretary-General", "M0 -7L7 0L0 7L-7 0Z"),
    "SOHR": ("Syrian Observatory", "M-5.5 -5.5H5.5V5.5H-5.5Z"),
    "Turkey": ("Turkish ministers", "M0 -7L7 5.5H-7Z"),
    "Russia, Syria": ("Russian and Syrian authorities, SANA", "M0 7L7 -5.5H-7Z"),
    "others": ("tracing of arrivals (NPM)", "M-6 0A6 6 0 1 1 6 0A6 6 0 1 1 -6 0Z"),
}
"""Who counted: words and a shape, as colours do not tell enough."""

WORDS_OF = {
    "ICRC": "ICRC",
    "OCHA": "UN",
    "WHO Europe": "UN",
    "UN Secretary-General": "UN",
    "Syrian Observatory": "SOHR",
    "Turkish foreign minister": "Turkey",
    "Turkish prime minister": "Turkey",
    "Russian centre": "Russia, Syria",
    "Russian General Staff": "Russia, Syria",
    "Syrian military": "Russia, Syria",
    "SANA": "Russia, Syria",
}

STYLE = """
svg{font-family:sans-serif;font-size:13px;background:#fff}
.paper{fill:#fff}.ink{fill:#1c1c1c}.soft{fill:#555}.open{fill:#eef0f2}.grid{stroke:#d8d8d8;fill:none}
.a{fill:#0b3d91;fill-opacity:.2}.ae{stroke:none;fill:none}.am{stroke:#0b3d91;stroke-width:2.2;fill:none}
.b{fill:#b35900;fill-opacity:.1}.be{stroke:#b35900;stroke-width:1.3;stroke-dasharray:5 3;fill:none}
.bm{stroke:#b35900;stroke-width:1.8;stroke-dasharray:5 3;fill:none}
.in{fill:#1c1c1c;stroke:#fff;stroke-width:1}.out{fill:#fff;stroke:#c4001d;stroke-width:2}
.fit{fill:#8a8a8a;stroke:#fff;stroke-width:1}.span{stroke:#1c1c1c;stroke-width:1.2;fill:none}
@media (prefers-color-scheme:dark){
svg{background:#14171a}
.paper{fill:#14171a}.ink{fill:#ececec}.soft{fill:#a9b0b7}.open{fill:#20262c}.grid{stroke:#3a4148}
.a{fill:#78a9ff;fill-opacity:.26}.am{stroke:#78a9ff}.b{fill:#ffb066;fill-opacity:.1}.be{stroke:#ffb066}.bm{stroke:#ffb066}
.in{fill:#f2f2f2;stroke:#14171a}.out{fill:#14171a;stroke:#ff6b7d}.fit{fill:#8f979e;stroke:#14171a}.span{stroke:#d0d0d0}
}
"""


def svg(results: Mapping[str, Any], counts: Sequence[Count]) -> str:
    """Give the chart of committed results."""
    verdicts = {each["id"]: each for each in results["counts"]}
    shown = [count for count in counts if count.kind == PEOPLE and count.since_s is None]
    label = "People out of eastern Aleppo over time: two predicted bands, and every count that was published"
    drawing = element(
        "svg",
        title(label),
        element("style", Markup(STYLE)),  # noqa: S704 - a constant of this module
        box(0, 0, WIDTH, HEIGHT, "paper"),
        *_windows(),
        *_grid(),
        *_bands(results["curves"]),
        *(_point(count, number, verdicts[count.id]) for number, count in _placed(shown)),
        *_legend(results["futures"]),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        width=WIDTH,
        height=HEIGHT,
        role="img",
        aria_label=label,
    )
    return str(drawing) + "\n"


def _x(at_s: float) -> float:
    return LEFT + (at_s - BEGIN_S) / (END_S - BEGIN_S) * (WIDTH - LEFT - RIGHT)


def _y(people: float) -> float:
    return HEIGHT - BOTTOM - min(people, MOST) / MOST * (HEIGHT - TOP - BOTTOM)


def _windows() -> list[Markup]:
    return [box(_x(a), TOP, _x(b) - _x(a), HEIGHT - TOP - BOTTOM, "open") for a, b in OPEN]


def _grid() -> list[Markup]:
    parts = []
    for people in range(0, MOST + 1, 10_000):
        parts.append(line(LEFT, _y(people), WIDTH - RIGHT, _y(people), "grid"))
        parts.append(text(LEFT - 8, _y(people) + 4.5, f"{people:,}", "soft", "end"))
    for day in range(1, 9):
        at_s = day * DAY_S
        name = f"{(DAY_ONE + timedelta(days=day)).day} December"
        parts.append(line(_x(at_s), HEIGHT - BOTTOM, _x(at_s), HEIGHT - BOTTOM + 6, "grid"))
        parts.append(text(_x(at_s), HEIGHT - BOTTOM + 22, name, "soft", "middle"))
    return parts


def _bands(curves: Mapping[str, Sequence[Sequence[float]]]) -> list[Markup]:
    parts = []
    for variant, band, middle in ((KNOWN_THEN, "a", "am"), (VEHICLES_GIVEN, "b", "bm")):
        rows = curves[variant]
        low = [(_x(row[0]), _y(row[1])) for row in rows]
        high = [(_x(row[0]), _y(row[3])) for row in rows]
        parts.append(path(polyline([*low, *reversed(high)]) + "Z", band))
        parts += [path(polyline(side), f"{band}e") for side in (low, high)]
        parts.append(path(polyline([(_x(row[0]), _y(row[2])) for row in rows]), middle))
    return parts


def _placed(counts: Sequence[Count]) -> list[tuple[int, Count]]:
    """Give each count with a number: the totals, which are for one time, stand beside each other by it."""
    totals = [count for count in counts if count.window == "total"]
    return [(totals.index(count) if count in totals else 0, count) for count in counts]


def _point(count: Count, number: int, verdict: Mapping[str, Any]) -> Markup:
    middle_s = (count.from_s + count.until_s) / 2
    at_s = TOTALS_FROM_S + number * TOTALS_APART_S if count.window == "total" else middle_s
    x, low, high = _x(at_s), _y(count.low), _y(count.high if count.high is not None else count.low)
    parts = []
    if count.window != "total":
        parts.append(line(_x(count.from_s), (low + high) / 2, _x(count.until_s), (low + high) / 2, "span"))
    if count.high is None:
        parts.append(path(f"M{x:.1f} {low:.1f}V{low - 19:.1f}M{x - 4:.1f} {low - 14:.1f}L{x:.1f} {low - 20:.1f}"
                          f"L{x + 4:.1f} {low - 14:.1f}", "span"))  # fmt: skip
    state = "fit" if count.use != "test" else "in" if verdict[KNOWN_THEN]["inside"] else "out"
    shape = MARKS[WORDS_OF.get(count.claimant, "others")][1]
    parts.append(path(shape, state, transform=f"translate({x:.1f} {(low + high) / 2:.1f})"))
    return group(title(f"{count.claimant}: {count.words}"), *parts)


HEADING = "People out of eastern Aleppo, 15 to 22 December 2016: predicted bands, and what was counted"


def _legend(futures: int) -> list[Markup]:
    words = f"Bands and lines: 5, 50 and 95 % of {futures} futures."
    parts = [text(LEFT, 22, HEADING, "ink", font_weight="bold", font_size="15")]
    bands = (
        ("a", "am", "A: known after the first window"),
        ("b", "bm", "B: vehicles given that came later"),
        ("open", "", "crossing open (given)"),
    )
    for number, (kind, middle, name) in enumerate(bands):
        x = LEFT + 290 * number
        parts += [box(x, 36, 26, 13, kind), text(x + 34, 47, name, "ink")]
        if middle:
            parts.append(line(x, 42.5, x + 26, 42.5, middle))
    parts.append(text(LEFT, HEIGHT - 5, words, "soft"))
    for number, (name, shape) in enumerate(MARKS.values()):
        x, y = LEFT + 6 + 290 * (number % 3), 70 + 22 * (number // 3)
        parts += [path(shape, "in", transform=f"translate({x} {y})"), text(x + 14, y + 4.5, name, "ink")]
    states = (("in", "inside A"), ("out", "outside A"), ("fit", "of the first window, no test"))
    for number, (state, name) in enumerate(states):
        x = LEFT + 6 + 290 * number
        parts += [path(MARKS["others"][1], state, transform=f"translate({x} 114)"), text(x + 14, 118.5, name, "ink")]
    return parts
