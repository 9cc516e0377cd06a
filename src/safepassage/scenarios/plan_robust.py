"""The key `robust` of plan.json: how a plan was chosen on a sample of futures, and what it costs on a calm day."""

from typing import Any

from safepassage.domain.robustness import Difference, RobustFor, Robustness, SampleWorth
from safepassage.scenarios.json_values import Value

LARGEST = 1e30
LATEST = 36_600 * 86_400
MOST = 10**13
MOST_FUTURES = 10**9
LARGEST_SEED = 2**64
LONGEST_TEXT = 100_000

KEYS = ("futures", "seed", "fresh_seed", "for", "made_for", "tried", "horizon", "in_sample", "fresh", "calm_day")
PLANS = ("nominal", "chosen")
FRESH = (*PLANS, "people_out_difference", "value_difference")
WORTH = ("people_out_by_priority", "value")
DIFFERENCE = ("value", "low", "high")
CALM_DAY = ("people_out", "completion_seconds", "value")


def robust_keys(robust: Robustness) -> dict[str, Any]:
    """Give the keys as JSON has them."""
    return {
        "futures": robust.futures,
        "seed": robust.seed,
        "fresh_seed": robust.fresh_seed,
        "for": robust.robust_for.value,
        "made_for": robust.made_for,
        "tried": robust.tried,
        "horizon": robust.horizon_s,
        "in_sample": {"nominal": _worth_keys(robust.nominal), "chosen": _worth_keys(robust.chosen)},
        "fresh": {
            "nominal": _worth_keys(robust.fresh_nominal),
            "chosen": _worth_keys(robust.fresh_chosen),
            "people_out_difference": _difference_keys(robust.people_difference),
            "value_difference": _difference_keys(robust.value_difference),
        },
        "calm_day": {
            "people_out": robust.calm_people,
            "completion_seconds": robust.calm_completion_s,
            "value": robust.calm_value,
        },
    }


def _worth_keys(worth: SampleWorth) -> dict[str, Any]:
    return {"people_out_by_priority": list(worth.people_out_by_priority), "value": worth.value}


def _difference_keys(found: Difference) -> dict[str, float]:
    return {"value": found.value, "low": found.low, "high": found.high}


def robustness_of(value: Value) -> Robustness:
    """Give what the key holds; UnusableInputError with one sentence if anything in it is wrong."""
    keys = value.table(KEYS)
    if keys["for"].value not in list(RobustFor):
        keys["for"].refuse(f"must be one of: {', '.join(RobustFor)}.")
    sample, fresh, calm = keys["in_sample"].table(PLANS), keys["fresh"].table(FRESH), keys["calm_day"].table(CALM_DAY)
    return Robustness(
        futures=keys["futures"].whole(1, MOST_FUTURES),
        seed=keys["seed"].whole(0, LARGEST_SEED),
        fresh_seed=keys["fresh_seed"].whole(0, LARGEST_SEED),
        robust_for=RobustFor(keys["for"].value),
        made_for=keys["made_for"].text(LONGEST_TEXT),
        tried=keys["tried"].whole(1, MOST),
        horizon_s=keys["horizon"].whole(0, LATEST),
        nominal=_worth(sample["nominal"]),
        chosen=_worth(sample["chosen"]),
        fresh_nominal=_worth(fresh["nominal"]),
        fresh_chosen=_worth(fresh["chosen"]),
        people_difference=_difference(fresh["people_out_difference"]),
        value_difference=_difference(fresh["value_difference"]),
        calm_people=calm["people_out"].whole(-MOST, MOST),
        calm_completion_s=calm["completion_seconds"].whole(-LATEST, LATEST),
        calm_value=calm["value"].number(LARGEST),
    )


def _worth(value: Value) -> SampleWorth:
    keys = value.table(WORTH)
    items = keys["people_out_by_priority"].items()
    if len(items) != 3:
        keys["people_out_by_priority"].refuse("must be a list of three numbers.")
    first, second, third = (item.number(LARGEST) for item in items)
    return SampleWorth((first, second, third), keys["value"].number(LARGEST))


def _difference(value: Value) -> Difference:
    keys = value.table(DIFFERENCE)
    return Difference(keys["value"].number(LARGEST), keys["low"].number(LARGEST), keys["high"].number(LARGEST))
