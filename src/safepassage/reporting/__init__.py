"""Measures of plans, and what is printed from them: the report and the field sheets."""

from safepassage.reporting.field.sheets import write_field_sheets
from safepassage.reporting.maps.ground import Ground
from safepassage.reporting.options.page import render_options_page, write_options_page
from safepassage.reporting.report import render_report, write_report
from safepassage.reporting.sections.comparison_page import write_comparison_page

__all__ = [
    "Ground",
    "render_options_page",
    "render_report",
    "write_comparison_page",
    "write_field_sheets",
    "write_options_page",
    "write_report",
]
