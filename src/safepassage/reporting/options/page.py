"""The negotiator's page as one HTML file that needs no network: a document of its own, and no part of the report."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from safepassage import __version__
from safepassage.domain.options import LastDeparture, Options, Worth
from safepassage.domain.scenario import Scenario
from safepassage.reporting.charts.frame import Span
from safepassage.reporting.clock import LocalClock
from safepassage.reporting.daylight import nights
from safepassage.reporting.options.charts import Gain, ending_chart, gain_bar
from safepassage.reporting.options.words import (
    by_priority,
    deadline_words,
    each_once,
    earlier,
    made_together,
    more_people,
    proven_people,
    proven_time,
    set_words,
    signed,
)
from safepassage.reporting.sections.pictures import both
from safepassage.reporting.tables import NAME, NUMBER, TEXT, Cell, Row, Table, cut, table
from safepassage.reporting.templating import environment, style
from safepassage.reporting.words import DASH, duration, isolated, listed, number
from safepassage.scenarios.files import write_files

WIDE = 940
MOST_DEPARTURES, MOST_SETS_SHOWN = 60, 5
NEVER = -1


@dataclass(frozen=True, slots=True)
class WorthRow:
    """A change as the page shows it: words, and figures with a bar for people and for time.

    There is no bar where nothing was gained or planned.
    """

    words: str
    people: str
    people_proven: str
    people_bar: Markup | None
    note: str
    time: str
    time_proven: str
    time_bar: Markup | None


def write_options_page(scenario: Scenario, options: Options, path: Path) -> None:
    """Write the negotiator's page; UnusableInputError if the file cannot be written."""
    write_files(path.parent, {path.name: render_options_page(scenario, options).encode()})


def render_options_page(scenario: Scenario, options: Options) -> str:
    """Give the negotiator's page as HTML."""
    clock = LocalClock.of(scenario)
    page = environment().get_template("options.html.j2")
    return page.render({**_top(scenario, options, clock), **_body(scenario, options, clock)})


def _top(scenario: Scenario, options: Options, clock: LocalClock) -> Mapping[str, object]:
    base, end = options.base, options.base_in_the_end
    when = "in the end" if options.deadline_s is None else f"by {clock.words(options.deadline_s)}"
    smallest = options.smallest_set
    return {
        "title": scenario.title or scenario.name,
        "times": clock.zone_words(),
        "style": style("report.css"),
        "more_style": style("options.css"),
        "options": options,
        "version": __version__,
        "when": deadline_words(options, clock),
        "out": base.people_out,
        "persons": options.persons,
        "out_most": base.people_out_bound,
        "last_hour": clock.hour_words(end.completion_s) if end.people_out else DASH,
        "last_day": clock.date_words(clock.day(end.completion_s)) if end.people_out else "Nobody comes out",
        "no_earlier": clock.words(end.completion_bound_s) if end.completion_bound_s is not None else "",
        "best": _best(options),
        "smallest": smallest,
        "smallest_words": [] if smallest is None else set_words(smallest, when),
    }


def _best(options: Options) -> tuple[str, str] | None:
    """Name the change that is worth most, with its gain; None where no change gains anything."""
    for each in options.worth[:1]:
        if each.people is not None and each.people.found > 0:
            return f"{signed(each.people.found)} people", made_together(each.changes)
        if each.time is not None and each.time.found_s > 0:
            return f"{earlier(each.time)} earlier", made_together(each.changes)
    return None


def _body(scenario: Scenario, options: Options, clock: LocalClock) -> Mapping[str, object]:
    widest_people = _widest(w.people.found for w in (*options.worth, *options.together) if w.people)
    widest_time = _widest(w.time.found_s for w in (*options.worth, *options.together) if w.time)
    names = {place.id: place.label for place in scenario.places}
    return {
        "rows": [_row(w, widest_people, widest_time) for w in options.worth],
        "groups": [_row(w, widest_people, widest_time) for w in options.together],
        "counts_people": any(w.people for w in (*options.worth, *options.together)),
        "counts_time": any(w.time for w in (*options.worth, *options.together)),
        "sets": _sets(options, clock),
        "departures": _departures(options.last_departures, names, clock),
        "ending": _ending(scenario, options, clock),
        "ending_hours": _ending_table(options, clock),
        "everyone_needed": options.base_in_the_end.people_out,
    }


def _widest(found: Iterable[int]) -> float:
    return 1.25 * max(found, default=0)


def _row(worth: Worth, widest_people: float, widest_time: float) -> WorthRow:
    people, time = worth.people, worth.time
    words = made_together(worth.changes)
    people_bar = time_bar = None
    if people is not None and people.found > 0:
        gain = Gain(people.found, people.at_least, people.at_most)
        people_bar = gain_bar(gain, widest_people, f"{more_people(people)} people, proven {proven_people(people)}")
    if time is not None and time.found_s > 0:
        gain = Gain(time.found_s, time.at_least_s, time.at_most_s)
        time_bar = gain_bar(gain, widest_time, f"{earlier(time)} earlier, proven {proven_time(time)}")
    return WorthRow(
        words=words,
        people=more_people(people),
        people_proven=proven_people(people),
        people_bar=people_bar,
        note=by_priority(people),
        time=earlier(time),
        time_proven=proven_time(time),
        time_bar=time_bar,
    )


def _sets(options: Options, clock: LocalClock) -> Table | None:
    found = options.smallest_set.found if options.smallest_set else ()
    if not found or not found[0].changes:
        return None
    rows = [("; ".join(each_once(each.changes)), clock.words(each.replan.completion_s)) for each in found]
    shown, note = cut(rows, MOST_SETS_SHOWN, "{} more sets of this size do it as well; the JSON file has them.")
    return table([("Changes", TEXT), ("Last one arrives", NUMBER)], shown, note=note)


def _departures(departures: Sequence[LastDeparture], names: Mapping[str, str], clock: LocalClock) -> Table | None:
    """Give a row for the types of vehicles that leave a place at the same last second."""
    alike: dict[tuple[str, int | None, int | None, str], list[str]] = {}
    for each in departures:
        alike.setdefault((each.place, each.safe_s, each.last_s, each.through), []).append(each.vehicle_type)
    if not alike:
        return None
    differ = any(safe != last for _, safe, last, _ in alike)
    columns = [("Place", NAME), ("Vehicles", TEXT), ("Last safe departure", NUMBER)]
    rows: list[Row] = []
    for (place, safe, last, through), types in alike.items():
        when = Cell(_moment(safe, clock), f"through {isolated(names[through])}" if through else "")
        row = (isolated(names[place]), listed(types), when)
        rows.append((*row, DASH if last == safe else _moment(last, clock)) if differ else row)
    shown, note = cut(rows, MOST_DEPARTURES, "{} more rows stand in the JSON file.")
    return table([*columns, ("For some of them even", NUMBER)] if differ else columns, shown, note=note)


def _moment(seconds: int | None, clock: LocalClock) -> str:
    if seconds is None:
        return "any time"
    return "never in time" if seconds == NEVER else clock.words(seconds, year=False)


def _ending(scenario: Scenario, options: Options, clock: LocalClock) -> Markup | None:
    if len(options.ending) < 2:
        return None
    last = options.ending[-1].at_s
    span = Span(clock, 0, last, nights(scenario, clock, 0, last))
    label = "People who come out, against the hour at which the agreement ends"

    def draw(width: float) -> Markup:
        height = 320 if width == WIDE else 270
        return ending_chart(options.ending, options.persons, span, width=width, height=height, label=label)

    return both(draw)


def _ending_table(options: Options, clock: LocalClock) -> Table | None:
    everyone = options.base_in_the_end.people_out
    rows = [
        (
            Cell(clock.words(hour.at_s, year=False), f"{duration(hour.at_s)} after the start"),
            number(everyone - hour.announced),
            number(everyone - hour.known),
            DASH if hour.at_most is None else number(max(0, everyone - hour.at_most)),
        )
        for hour in options.ending
        if hour.planned
    ]
    if not rows:
        return None
    columns = [
        ("Agreement ends", TEXT),
        ("Fewer out of the announced plan", NUMBER),
        ("Fewer, had it been known", NUMBER),
        ("At least, as is proven", NUMBER),
    ]
    return table(columns, rows)
