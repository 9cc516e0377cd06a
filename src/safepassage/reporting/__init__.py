"""Measures of plans, and what is printed from them: the report and the field sheets; cards for people."""

from safepassage.reporting.cards import Card, Layout, render_cards, write_cards
from safepassage.reporting.field.sheets import write_field_sheets
from safepassage.reporting.maps.ground import Ground
from safepassage.reporting.options.page import render_options_page, write_options_page
from safepassage.reporting.report import render_report, write_report
from safepassage.reporting.sections.comparison_page import write_comparison_page

__all__ = [
    "Card",
    "Ground",
    "Layout",
    "render_cards",
    "render_options_page",
    "render_report",
    "write_cards",
    "write_comparison_page",
    "write_field_sheets",
    "write_options_page",
    "write_report",
]
