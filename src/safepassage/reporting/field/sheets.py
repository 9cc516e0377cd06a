"""Writes the field sheets of a plan into a folder."""

from pathlib import Path

from safepassage import __version__
from safepassage.domain.plan import Plan
from safepassage.domain.scenario import Scenario
from safepassage.reporting.field.csv_files import convoys_csv, places_csv, vehicles_csv
from safepassage.reporting.field.pages import vehicle_pages
from safepassage.reporting.field.place_pages import place_pages
from safepassage.reporting.field.steps import steps
from safepassage.reporting.identity import plan_identity
from safepassage.reporting.sections.facts import Facts
from safepassage.reporting.templating import environment, style
from safepassage.scenarios.files import write_files

FILES = ("vehicles.html", "places.html", "vehicles.csv", "places.csv", "convoys.csv")
"""What is written."""


def write_field_sheets(scenario: Scenario, plan: Plan, folder: Path) -> None:
    """Write a page for each vehicle and each place to print, and the same as CSV.

    Parameters
    ----------
    scenario, plan
        What was planned, and the plan.
    folder
        Where to write; it is made if need be, and files of the same names are replaced.

    Raises
    ------
    UnusableInputError
        If the plan does not fit the scenario, or the folder cannot be written to.
    """
    facts = Facts.of(scenario, plan)
    every = steps(facts)
    written = (
        _page(facts, "vehicles.html.j2", vehicle_pages(facts, every)),
        _page(facts, "places.html.j2", place_pages(facts, every)),
        vehicles_csv(facts, every),
        places_csv(facts, every),
        convoys_csv(facts),
    )
    write_files(folder, {name: text.encode() for name, text in zip(FILES, written, strict=True)})


def _page(facts: Facts, template: str, pages: tuple[object, ...]) -> str:
    """Render the pages of one kind into one HTML file."""
    return (
        environment()
        .get_template(template)
        .render(
            pages=pages,
            title=facts.scenario.title or facts.scenario.name,
            times=facts.clock.zone_words(),
            plan_id=plan_identity(facts.plan),
            version=__version__,
            style=style("field.css"),
        )
    )
