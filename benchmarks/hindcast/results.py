"""The whole hindcast: calibrate, predict, compare; what is written down of it.

The same seed gives the same figures, whoever shares the work: each draw is a function of seed and number.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from benchmarks.hindcast.calibration import ACCOUNTS, PARAMETERS, PRIORS, accounts_of, drawn_rhythm
from benchmarks.hindcast.comparison import (
    Band,
    Score,
    Verdict,
    band_of,
    by_claimant,
    by_kind,
    by_window,
    counted,
    mean_interval_score,
    score,
    verdict,
)
from benchmarks.hindcast.curves import CROSSED, PEOPLE
from benchmarks.hindcast.prediction import VARIANTS, people_in_the_pocket, predict
from benchmarks.hindcast.record import Count, read_counts, second_of
from benchmarks.hindcast.towns import kept_draws, load_band, read_town_counts, town_verdicts
from benchmarks.runner import ROOT

RESULTS = ROOT / "benchmarks" / "results" / "hindcast.json"
SEED = 2016
DRAWS = 1600
FUTURES = 60
"""Draws from the priors, and futures for each account; an account with fewer kept draws has several of each."""

GRID_S = tuple(range(second_of("2016-12-15T12:00"), second_of("2016-12-23T12:00") + 1, 3600))
DRAWS_AT_A_TIME = 50
"""So many draws are given to a worker at once."""


@dataclass(frozen=True, slots=True)
class Observed:
    """What came of one future by one prediction: people out at each second of the grid, each count, and in the end."""

    grid: tuple[int, ...]
    counts: tuple[int, ...]
    people: int


@dataclass(frozen=True, slots=True)
class Future:
    """A kept draw, and which of its futures."""

    account: str
    draw: int
    number: int


def hindcast(seed: int = SEED, draws: int = DRAWS, futures: int = FUTURES, workers: int = 2) -> dict[str, Any]:
    """Do all of it; gives what is written down."""
    counts = read_counts()
    with ProcessPoolExecutor(workers) as executor:
        work = partial(executor.map, chunksize=DRAWS_AT_A_TIME)
        kept = kept_by_account(list(work(partial(accounts_of, seed), range(draws))))
        chosen = futures_of(kept, futures)
        carried = list(executor.map(partial(carried_out, seed, counts), chosen, chunksize=5))
    verdicts = {
        variant: tuple(
            verdict(count, [each[variant].counts[number] for each in carried], variant)
            for number, count in enumerate(counts)
        )
        for variant in VARIANTS
    }
    return {
        "seed": seed,
        "draws": draws,
        "futures": len(chosen),
        "kept": {account: len(numbers) for account, numbers in kept.items()},
        "parameters": _parameters(seed, [future.draw for future in chosen]),
        "in_the_pocket": asdict(band_of([people_in_the_pocket(seed, f.draw, f.number) for f in chosen])),
        "people_out": {variant: asdict(band_of([each[variant].people for each in carried])) for variant in VARIANTS},
        "curves": {variant: _curve([each[variant].grid for each in carried]) for variant in VARIANTS},
        "counts": [_count(number, verdicts) for number in range(len(counts))],
        "scores": {variant: _scores(verdicts[variant]) for variant in VARIANTS},
        "towns": _towns(seed),
    }


def kept_by_account(found: Sequence[tuple[str, ...]]) -> dict[str, list[int]]:
    """Give the draws that agree with each account."""
    return {account: [draw for draw, names in enumerate(found) if account in names] for account in ACCOUNTS}


def futures_of(kept: Mapping[str, Sequence[int]], futures: int) -> list[Future]:
    """Give as many futures to each account that has any draw, going round its draws."""
    return [
        Future(account, numbers[index % len(numbers)], index // len(numbers))
        for account, numbers in kept.items()
        if numbers
        for index in range(futures)
    ]


def carried_out(seed: int, counts: Sequence[Count], future: Future) -> dict[str, Observed]:
    """Carry out one future by both predictions, and look at it as those who counted did."""
    seen = {}
    for variant, history in predict(seed, future.draw, future.number).items():
        number = future.draw * 1000 + future.number
        seen[variant] = Observed(
            tuple(history.by(CROSSED, PEOPLE, at_s) for at_s in GRID_S),
            tuple(counted(history, count, seed, number) for count in counts),
            history.people,
        )
    return seen


def _parameters(seed: int, draws: Sequence[int]) -> dict[str, Any]:
    rhythms = [asdict(drawn_rhythm(seed, draw)) for draw in draws]
    return {
        name: asdict(PRIORS[name]) | {"kept": _rounded(band_of([rhythm[name] for rhythm in rhythms]))}
        for name in PARAMETERS
    }


def _rounded(band: Band) -> list[float]:
    return [round(value, 2) for value in (band.low, band.middle, band.high)]


def _curve(grids: Sequence[Sequence[int]]) -> list[list[float]]:
    bands = (band_of(values) for values in zip(*grids, strict=True))
    return [[at_s, band.low, band.middle, band.high] for at_s, band in zip(GRID_S, bands, strict=True)]


def _count(number: int, verdicts: Mapping[str, Sequence[Verdict]]) -> dict[str, Any]:
    found = {variant: each[number] for variant, each in verdicts.items()}
    bands = {
        variant: asdict(each.band) | {"inside": each.inside, "tested": each.tested} for variant, each in found.items()
    }
    return {"id": next(iter(found.values())).count.id} | bands


def _scores(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    groups: tuple[tuple[str, Callable[[Iterable[Verdict]], Mapping[str, Score]]], ...] = (
        ("window", by_window),
        ("claimant", by_claimant),
        ("kind", by_kind),
    )
    mean = mean_interval_score(verdicts, PEOPLE)
    grouped = {name: {key: asdict(each) for key, each in by(verdicts).items()} for name, by in groups}
    return {
        "all": asdict(score(verdicts)),
        "people_interval_score": round(mean) if mean is not None else None,
    } | grouped


def _towns(seed: int) -> dict[str, Any]:
    counts = read_town_counts()
    draws = kept_draws(seed, counts)
    return {
        "kept": len(draws),
        "people_per_bus": _rounded(load_band(seed, draws)),
        "counts": [
            {"id": each.count.id} | asdict(each.band) | {"inside": each.inside}
            for each in town_verdicts(seed, draws, counts)
        ],
    }


def text_of(results: Mapping[str, Any]) -> str:
    """Give the results as they are committed."""
    return json.dumps(results, indent=1, ensure_ascii=False) + "\n"
