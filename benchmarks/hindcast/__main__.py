"""Makes the hindcast anew: results, chart and the tables of docs/cases/hindcast.md.

    python -m benchmarks.hindcast [--show]

The same seed gives the same bytes. It takes some minutes on two cores; with --show, results are not computed anew.
"""

import argparse
import json
import sys
from collections.abc import Sequence

from benchmarks.hindcast.chart import CHART, svg
from benchmarks.hindcast.page import PAGE, page
from benchmarks.hindcast.record import read_counts
from benchmarks.hindcast.results import RESULTS, hindcast, text_of
from benchmarks.hindcast.towns import read_town_counts


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the results, the chart and the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hindcast", description=__doc__)
    parser.add_argument("--show", action="store_true", help="only draw what was computed before")
    options = parser.parse_args(arguments)
    if not options.show:
        RESULTS.write_text(text_of(hindcast()), encoding="utf-8")
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    CHART.write_text(svg(results, read_counts()), encoding="utf-8")
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(page(text, results, read_counts(), read_town_counts()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
