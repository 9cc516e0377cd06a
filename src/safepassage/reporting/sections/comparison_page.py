"""The page that sets plans against each other on the same futures: one HTML file that needs no network."""

from pathlib import Path

from safepassage import __version__
from safepassage.domain.comparison import Comparison
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.scenario import Scenario
from safepassage.reporting.clock import LocalClock
from safepassage.reporting.sections.compared import difference_pictures, mean_table, verdict_table
from safepassage.reporting.sections.rehearsal_assumed import assumed_table, certain_words, interval_note
from safepassage.reporting.templating import environment, style
from safepassage.reporting.words import counted, isolated
from safepassage.scenarios.files import write_files


def write_comparison_page(scenario: Scenario, comparison: Comparison, path: Path) -> None:
    """Write the page on a comparison.

    Raises
    ------
    UnusableInputError
        If the comparison is of another scenario or does not fit together, or the file cannot be written.
    """
    write_files(path.parent, {path.name: render_comparison_page(scenario, comparison).encode()})


def render_comparison_page(scenario: Scenario, comparison: Comparison) -> str:
    """Give the page on a comparison as HTML; see `write_comparison_page`."""
    _refuse_unfit(scenario, comparison)
    clock = LocalClock.of(scenario)
    first = isolated(comparison.plans[0].plan)
    page = environment().get_template("comparison.html.j2")
    return page.render(
        title=scenario.title or scenario.name,
        times=clock.zone_words(),
        style=style("report.css") + style("dark.css"),
        another_state=comparison.scenario_digest != scenario.digest,
        plans=counted(len(comparison.plans), "plan"),
        runs=counted(comparison.runs, "run"),
        first=first,
        verdicts=verdict_table(comparison),
        means=mean_table(comparison, clock),
        differences=difference_pictures(comparison),
        certain=certain_words(comparison.uncertainty),
        assumed=assumed_table(
            {place.id: place.label for place in scenario.places}, comparison.policy, comparison.uncertainty
        ),
        intervals=interval_note(comparison.runs, comparison.seed, comparison.confidence),
        scenario_name=scenario.name,
        version=__version__,
    )


def _refuse_unfit(scenario: Scenario, comparison: Comparison) -> None:
    if comparison.scenario != scenario.name:
        raise UnusableInputError(
            f"The comparison is of the scenario “{isolated(comparison.scenario)}”, not of “{isolated(scenario.name)}”: "
            "compare the plans anew with 'safepassage compare'."
        )
    figures = {tuple(figure.figure for figure in plan.figures) for plan in comparison.plans}
    if len(comparison.plans) <= 1 or len(figures) != 1:
        raise UnusableInputError(
            "The comparison does not hold the same figures of two plans or more: compare the plans anew with "
            "'safepassage compare'."
        )
