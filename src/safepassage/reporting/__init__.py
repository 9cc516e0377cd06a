"""Measures of plans, and what is printed from them: the report and the field sheets."""

from safepassage.reporting.field.sheets import write_field_sheets
from safepassage.reporting.report import render_report, write_report

__all__ = ["render_report", "write_field_sheets", "write_report"]
