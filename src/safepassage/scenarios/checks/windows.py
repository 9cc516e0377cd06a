"""Windows: when crossings are open."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from safepassage.domain.notices import Severity
from safepassage.domain.terms import CrossingRule, Window
from safepassage.scenarios.checks.rules import Finding, Found, rule
from safepassage.scenarios.checks.survey import CROSSINGS, Survey
from safepassage.scenarios.checks.wording import hours


def _each_window(survey: Survey) -> Iterator[tuple[int, CrossingRule, Window]]:
    for row, crossing in enumerate(survey.scenario.agreement.crossings):
        for window in crossing.windows or ():
            yield row, crossing, window


@rule("window-ends-before-it-begins", Severity.ERROR)
def window_ends_before_it_begins(survey: Survey) -> Found:
    """A window of a crossing does not end after it begins."""
    for row, crossing, window in _each_window(survey):
        if window.closes_s <= window.opens_s:
            yield Finding(
                CROSSINGS,
                row,
                "windows",
                f"A window of '{crossing.place}' closes at {hours(window.closes_s)}, but opens at "
                f"{hours(window.opens_s)} after the start.",
                "Write each window as [opens, closes], with closes after opens.",
                f"'{crossing.place}'",
            )


@rule("windows-overlap", Severity.ERROR)
def windows_overlap(survey: Survey) -> Found:
    """Two windows of one entry of a crossing overlap."""
    for row, crossing in enumerate(survey.scenario.agreement.crossings):
        forward = sorted(
            ((w.opens_s, w.closes_s) for w in crossing.windows or () if w.opens_s < w.closes_s),
        )
        for (_, closes), (opens, _) in pairwise(forward):
            if opens < closes:
                yield Finding(
                    CROSSINGS,
                    row,
                    "windows",
                    f"A window of '{crossing.place}' opens at {hours(opens)} after the start, before the one before it "
                    f"closes at {hours(closes)}.",
                    "Join the two windows, or correct their times.",
                    f"'{crossing.place}'",
                )


@rule("window-past", Severity.WARNING)
def window_past(survey: Survey) -> Found:
    """A window is over before the scenario starts, while others of the entry are still to come."""
    for row, crossing, window in _each_window(survey):
        if window.opens_s < window.closes_s <= 0 and any(w.closes_s > 0 for w in crossing.windows or ()):
            message = f"A window of '{crossing.place}' closes at {hours(window.closes_s)}, before the start."
            mend = "Check the window, and start in scenario.toml."
            yield Finding(CROSSINGS, row, "windows", message, mend, f"'{crossing.place}'")


@rule("window-too-short", Severity.WARNING)
def window_too_short(survey: Survey) -> Found:
    """A window is shorter than the check of one vehicle, while other windows of the entry are long enough."""
    for row, crossing, window in _each_window(survey):
        if (
            window.opens_s < window.closes_s < window.opens_s + crossing.check_s
            and _longest(crossing) >= crossing.check_s
        ):
            message = (
                f"The window of '{crossing.place}' at {hours(window.opens_s)} is shorter than the check of a vehicle."
            )
            yield Finding(
                CROSSINGS, row, "windows", message, "Check the window and minutes_per_vehicle.", f"'{crossing.place}'"
            )


def _longest(crossing: CrossingRule) -> int:
    return max((w.closes_s - w.opens_s for w in crossing.windows or ()), default=0)


@rule("crossing-never-open", Severity.WARNING)
def crossing_never_open(survey: Survey) -> Found:
    """No window of a crossing helps: there is none, all are over too early, or none is as long as a check."""
    first_out = min((survey.boarded_s(row) for _, row in survey.sound_people()), default=Fraction(0))
    for row, crossing in enumerate(survey.scenario.agreement.crossings):
        if crossing.windows is None:
            continue
        why = _why_shut(crossing, first_out)
        if why:
            message = f"Nobody can ever be brought over '{crossing.place}' under this entry: {why}."
            mend = "Correct the windows; leave the key out if the crossing is always open."
            yield Finding(CROSSINGS, row, "windows", message, mend, f"'{crossing.place}'")


def _why_shut(crossing: CrossingRule, first_out: Fraction) -> str:
    windows = [w for w in crossing.windows or () if w.opens_s < w.closes_s]
    if not crossing.windows:
        return "its list of windows is empty"
    if not windows:
        return ""
    if all(w.closes_s <= 0 for w in windows):
        return "all its windows close before the scenario starts"
    if _longest(crossing) < crossing.check_s:
        return "no window is as long as the check of a vehicle"
    if all(w.closes_s < first_out for w in windows):
        return "all its windows close before the first people are ready and aboard"
    return ""


RULES = (window_ends_before_it_begins, windows_overlap, window_past, window_too_short, crossing_never_open)
