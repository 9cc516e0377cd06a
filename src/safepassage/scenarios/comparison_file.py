"""compare.json: plans set against each other on the same futures, for programs."""

from pathlib import Path

from safepassage.domain.comparison import Comparison
from safepassage.scenarios.files import write_files
from safepassage.scenarios.json_values import read_json
from safepassage.scenarios.outcome_file import LARGEST_OUTCOME, lines_of, without_format
from safepassage.scenarios.values_json import plain_of, value_of

FORMAT = "safepassage-comparison-1"


def read_comparison(path: Path) -> Comparison:
    """Give the comparison in a file.

    Raises
    ------
    UnusableInputError
        With one sentence that says where the first problem stands.
    """
    return value_of(Comparison, without_format(read_json(path, LARGEST_OUTCOME), FORMAT))


def write_comparison(comparison: Comparison, path: Path) -> None:
    """Write a comparison to a file, which is replaced only once the new one is whole.

    Raises
    ------
    UnusableInputError
        When the path cannot be written to.
    """
    write_files(path.parent, {path.name: comparison_text(comparison).encode()})


def comparison_text(comparison: Comparison) -> str:
    """Give the text of compare.json."""
    return lines_of({"format": FORMAT, **plain_of(comparison)})
