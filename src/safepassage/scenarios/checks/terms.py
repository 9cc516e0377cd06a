"""Entries of the agreement that contradict themselves or never count."""

from collections.abc import Iterator, Sequence

from safepassage.domain.notices import Severity
from safepassage.scenarios.checks.rules import Finding, Found, rule
from safepassage.scenarios.checks.survey import CONVOYS, CROSSINGS, Survey
from safepassage.scenarios.checks.wording import count, decimal, quoted, rounded

Entry = tuple[str, int, str, tuple[str, ...] | None]
"""Table, row, crossing, and the places of `from` (None: all)."""


@rule("convoy-minimum-above-maximum", Severity.ERROR)
def convoy_minimum_above_maximum(survey: Survey) -> Found:
    """A convoy must have more vehicles than it may have."""
    for row, convoy in enumerate(survey.scenario.agreement.convoys):
        most = convoy.max_vehicles
        if most is not None and convoy.min_vehicles > most:
            yield Finding(
                CONVOYS,
                row,
                "min_vehicles",
                f"Convoys at '{convoy.crossing}' have at least {convoy.min_vehicles} but at most {most} vehicles.",
                "Set min_vehicles to max_vehicles or less.",
                f"'{convoy.crossing}'",
            )


@rule("convoy-larger-than-fleet", Severity.WARNING)
def convoy_larger_than_fleet(survey: Survey) -> Found:
    """The smallest convoy needs more vehicles than may pass, so that only one last, smaller convoy can leave."""
    for row, convoy in enumerate(survey.scenario.agreement.convoys):
        able = sum(v.count for v in survey.fleet if not v.crossings or convoy.crossing in v.crossings)
        if 0 < able < convoy.min_vehicles:
            yield Finding(
                CONVOYS,
                row,
                "min_vehicles",
                f"Convoys at '{convoy.crossing}' have at least {count(convoy.min_vehicles, 'vehicle')}, but only "
                f"{able:,} may pass there; the plan can use one last, smaller convoy at most.",
                "Lower min_vehicles, or add vehicles.",
                f"'{convoy.crossing}'",
            )


@rule("headway-longer-than-windows", Severity.WARNING)
def headway_longer_than_windows(survey: Survey) -> Found:
    """The headway of convoys is longer than every window of the crossing, so each window lets one convoy through."""
    agreement = survey.scenario.agreement
    for row, convoy in enumerate(agreement.convoys):
        timed = [entry.windows for entry in agreement.crossings if entry.place == convoy.crossing]
        if not timed or not all(timed):
            continue
        longest = max(w.closes_s - w.opens_s for windows in timed for w in windows or ())
        if convoy.headway_s > longest:
            yield Finding(
                CONVOYS,
                row,
                "headway_minutes",
                f"Convoys at '{convoy.crossing}' leave {decimal(rounded(convoy.headway_s) / 60)} minutes apart, but no "
                f"window there is longer than {decimal(longest / 60)} minutes.",
                "Check headway_minutes, and the windows of the crossing.",
                f"'{convoy.crossing}'",
            )


def _entries(survey: Survey) -> Iterator[Sequence[Entry]]:
    agreement = survey.scenario.agreement
    yield [(CROSSINGS, i, entry.place, entry.from_places) for i, entry in enumerate(agreement.crossings)]
    yield [(CONVOYS, i, entry.crossing, entry.from_places) for i, entry in enumerate(agreement.convoys)]


@rule("entry-never-counts", Severity.WARNING)
def entry_never_counts(survey: Survey) -> Found:
    """Earlier entries for the same crossing take every vehicle that this one is for; the first that fits counts."""
    for entries in _entries(survey):
        taken: dict[str, set[str]] = {}
        full: set[str] = set()
        for table, row, crossing, from_places in entries:
            before = taken.setdefault(crossing, {crossing})
            if crossing in full or (from_places and before.issuperset(from_places)):
                yield Finding(
                    table,
                    row,
                    "from" if from_places is not None else "",
                    f"This entry for '{crossing}' never counts: no vehicle is left for it.",
                    "Put entries with `from` before those without, and name each place in one of them.",
                    f"'{crossing}'",
                )
            if from_places is None:
                full.add(crossing)
            else:
                before.update(from_places)


@rule("from-is-no-stop", Severity.WARNING)
def from_is_no_stop(survey: Survey) -> Found:
    """`from` names a place where no vehicle stops: nobody waits there, and it is no start, destination or crossing."""
    for entries in _entries(survey):
        for table, row, crossing, from_places in entries:
            idle = [p for p in dict.fromkeys(from_places or ()) if survey.knows(p) and p not in survey.stops]
            if idle:
                yield Finding(
                    table,
                    row,
                    "from",
                    f"No vehicle has a reason to stop at {quoted(idle)}, so as the last stop before '{crossing}' it "
                    "counts for nobody.",
                    "Name the places where people board; `from` means the last stop, not the road.",
                    f"'{crossing}'",
                )


RULES = (
    convoy_minimum_above_maximum,
    convoy_larger_than_fleet,
    headway_longer_than_windows,
    entry_never_counts,
    from_is_no_stop,
)
