"""Templates: everything is escaped, and a missing value is an error."""

from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from safepassage.reporting.words import number


def environment() -> Environment:
    """Give the environment of the report's templates."""
    made = Environment(
        loader=PackageLoader("safepassage.reporting"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["number"] = number
    return made


def style(name: str) -> Markup:
    """Give a style sheet of this package, to stand in a style element."""
    sheet = files("safepassage.reporting").joinpath("templates", name)
    return Markup(sheet.read_text(encoding="utf-8"))  # noqa: S704 - a file of this package, not of a user
