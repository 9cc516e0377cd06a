"""The one place that picks what the rest is given: settings, budgets, and where the examples lie."""

from pathlib import Path

from safepassage.domain.errors import UnusableInputError

PACKAGE = Path(__file__).parent

EXAMPLE_SHELVES = (PACKAGE / "examples", PACKAGE.parents[1] / "scenarios")
"""Where example scenarios may lie: in an installed package, and in the repository."""

DEMO_SCENARIO = "aleppo-2016"

TIME_LIMIT_S = 15.0
"""Seconds to plan, if nothing else is said."""

SEED = 1
"""Of the planner's search, if nothing else is said."""


def example(name: str) -> Path:
    """Give the folder of an example scenario that comes with Safe Passage."""
    for shelf in EXAMPLE_SHELVES:
        if (shelf / name / "scenario.toml").is_file():
            return shelf / name
    known = sorted({folder.parent.name for shelf in EXAMPLE_SHELVES for folder in shelf.glob("*/scenario.toml")})
    raise UnusableInputError(f"There is no example {name!r}: choose one of {', '.join(known)}.")
