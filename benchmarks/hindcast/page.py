"""The generated parts of docs/cases/hindcast.md, each between comments that name it."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from benchmarks.hindcast.prediction import KNOWN_THEN, VARIANTS
from benchmarks.hindcast.record import DAY_ONE, Count
from benchmarks.hindcast.towns import TownCount
from benchmarks.runner import ROOT

PAGE = ROOT / "docs" / "cases" / "hindcast.md"

WINDOWS = {
    "first": "15 to 16 December",
    "second": "18 to 20 December",
    "third": "21 to 22 December",
    "total": "the whole",
}
PARAMETERS = {
    "people_per_bus": "mean load of a bus",
    "load_cv": "variation of it between columns",
    "buses_per_column": "mean buses in a column",
    "size_cv": "variation of it between columns",
    "ambulances_per_column": "mean ambulances in a column",
    "companions": "companions in an ambulance",
    "patients_per_bus": "patients in a bus",
    "pause_min": "pause between columns",
    "check_min": "check of a column",
    "transit_min": "from the crossing to the arrival",
    "board_min": "boarding",
    "alight_min": "alighting",
}
MOVEMENTS = {
    "second": "19 April 2017",
    "final": "18 and 19 July 2018",
    "held": "buses held on the way, July 2018",
}


def page(text: str, results: Mapping[str, Any], counts: Sequence[Count], towns: Sequence[TownCount]) -> str:
    """Give the page with its generated parts written anew."""
    parts = {
        "in short": in_short(results),
        "accounts": accounts(results),
        "parameters": parameters(results),
        "by window": scores(results, "window", WINDOWS),
        "by source": scores(results, "claimant", {}),
        "by kind": scores(results, "kind", {}),
        "counts": every_count(results, counts),
        "towns": town_table(results["towns"], towns),
    }
    for name, part in parts.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->\n"
        before, _, rest = text.partition(begin)
        _, _, after = rest.partition(end)
        text = f"{before}{begin}\n{part}\n\n{end}{after}"
    return text


def number(value: float) -> str:
    """Give a whole number as people write it."""
    return f"{round(value):,}"


def band_words(band: Mapping[str, Any]) -> str:
    """Give the ends of a band, and its middle between them."""
    return f"{number(band['low'])}, **{number(band['middle'])}**, {number(band['high'])}"


def out_of(score: Mapping[str, int] | None) -> str:
    """Give how many of how many; `none` where nothing was tested."""
    return f"{score['inside']} of {score['counts']}" if score else "none"


def in_short(results: Mapping[str, Any]) -> str:
    """Give the figures that one remembers."""
    rows = ["| | A: known after the first window | B: later vehicles given |", "|---|---|---|"]
    of = {variant: results["scores"][variant]["all"] for variant in VARIANTS}
    rows.append(_row("published counts inside the 90 % band", *(out_of(of[v]) for v in VARIANTS)))
    rows.append(
        _row(
            "of these only lower bounds (a weak test)",
            *(f"{of[v]['inside_bounds']} of {of[v]['bounds']}" for v in VARIANTS),
        )
    )
    rows.append(_row("people out in the end: 5, 50, 95 %", *(band_words(results["people_out"][v]) for v in VARIANTS)))
    scores_of_people = (number(results["scores"][v]["people_interval_score"]) for v in VARIANTS)
    rows.append(_row("mean interval score of counts of people (lower is better)", *scores_of_people))
    return "\n".join(rows)


def accounts(results: Mapping[str, Any]) -> str:
    """Give who is believed, and how many draws agree."""
    kept = results["kept"].items()
    rows = [f"| account of the first window | draws kept, of {number(results['draws'])} |", "|---|---|"]
    return "\n".join([*rows, *(_row(account, number(draws)) for account, draws in kept)])


def parameters(results: Mapping[str, Any]) -> str:
    """Give priors, and what the first window made of them."""
    rows = ["| | before | after: 5, 50, 95 % | unit | why |", "|---|---|---|---|---|"]
    for name, each in results["parameters"].items():
        kept = ", ".join(f"{value:g}" for value in each["kept"])
        prior = f"{each['low']:g} to {each['high']:g}"
        rows.append(_row(PARAMETERS[name], prior, kept, each["unit"] or "cv", each["why"]))
    return "\n".join(rows)


def scores(results: Mapping[str, Any], group: str, words: Mapping[str, str]) -> str:
    """Give how many counts lie inside, by window, by who counted or by what."""
    heads = {"window": "window", "claimant": "who counted", "kind": "what"}
    found = {variant: results["scores"][variant][group] for variant in VARIANTS}
    rows = [
        _row(words.get(name, name), *(out_of(found[variant].get(name)) for variant in VARIANTS))
        for name in found[KNOWN_THEN]
    ]
    return "\n".join([f"| {heads[group]} | A | B |", "|---|---|---|", *rows])


def every_count(results: Mapping[str, Any], counts: Sequence[Count]) -> str:
    """Give each count beside the bands at its time; a reason where it is outside."""
    verdicts = {each["id"]: each for each in results["counts"]}
    rows = [
        "| | when, local time | what | who | counted | A | B | why outside |",
        "|---|---|---|---|---|---|---|---|",
    ]
    rows += [_count_row(count, verdicts[count.id]) for count in counts]
    return "\n".join(rows)


def _count_row(count: Count, verdict: Mapping[str, Any]) -> str:
    since = f", since {moment(count.since_s)}" if count.since_s is not None else ""
    who = f"[{count.claimant}]({address(count.url)}) ({count.reported_in})"
    when = f"{moment(count.from_s)} to {moment(count.until_s)}"
    bands = [_verdict_words(verdict[variant], count.use) for variant in VARIANTS]
    return _row(count.id, when, f"{count.kind}{since}", who, count.words, *bands, count.why)


def _verdict_words(verdict: Mapping[str, Any], use: str) -> str:
    ends = f"{number(verdict['low'])} to {number(verdict['high'])}"
    if use == "fit":
        return f"{ends}; used"
    if use == "seen":
        return f"{ends}; {'in' if verdict['inside'] else 'out'}, no test"
    if not verdict["tested"]:
        return f"{ends}; given"
    return f"{ends}; in" if verdict["inside"] else f"{ends}; **out**"


NOT_OUR_WORDS = re.compile("(?<=evacue)e|(?<=reconciliatio)n", flags=re.IGNORECASE)
"""The last letters of words that the glossary warns of; addresses of others have them."""


def address(url: str) -> str:
    """Give an address for a page in our own words: the same address, with some letters by their number (RFC 3986)."""
    return NOT_OUR_WORDS.sub(lambda letter: f"%{ord(letter.group()):02X}", url)


def moment(at_s: int) -> str:
    """Give a second after DAY_ONE as day and clock time."""
    local = DAY_ONE + timedelta(seconds=at_s)
    return f"{local.day} Dec {local:%H:%M}"


def town_table(results: Mapping[str, Any], counts: Sequence[TownCount]) -> str:
    """Give the counts of the second operation beside their bands."""
    verdicts = {each["id"]: each for each in results["counts"]}
    buses = {count.movement: count for count in counts if count.kind == "buses" and count.use == "given"}
    rows = ["| movement | buses (given) | who | people counted | 5, 50, 95 % | |", "|---|---|---|---|---|---|"]
    for count in counts:
        if count.use == "test":
            came, verdict = buses[count.movement], verdicts[count.id]
            number_of_buses = f"{came.low}" if came.low == came.high else f"{came.low} or {came.high}"
            who = f"[{count.claimant}]({address(count.url)}) ({count.reported_in})"
            state = "in" if verdict["inside"] else f"**out**: {count.why}"
            movement = MOVEMENTS[count.movement]
            rows.append(_row(movement, number_of_buses, who, number(count.low), band_words(verdict), state))
    return "\n".join(rows)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
