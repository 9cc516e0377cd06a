"""What is uncertain in a way that strikes nothing, lasts no time or changes nothing is found where it stands."""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from safepassage.domain.notices import Notice, Severity
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import Agreement
from safepassage.domain.uncertainty import (
    Chance,
    Delay,
    Hazard,
    Incidents,
    RoadHazard,
    Shape,
    Spread,
    Uncertainty,
)
from safepassage.scenarios.checks import UNCERTAINTY_RULES, run_checks
from safepassage.scenarios.origins import Origins
from safepassage.scenarios.uncertainty_tables import CAUSES
from tests.scenarios.checked import CLEAN, changed, link, with_rows

LINES = {table.sheet: 10 * number for number, table in enumerate(CAUSES, 1)}
ORIGINS = Origins({table.name: range(LINES[table.sheet], LINES[table.sheet] + 9) for table in CAUSES})
CLOSES = Hazard(per_hour=0.1, mean_s=600, source="s")
OPEN = replace(CLEAN, agreement=Agreement())
NO_WINDOWS = changed("crossings", 0, windows=None)
ONE_WAY = with_rows(CLEAN, "links", (*CLEAN.links, link("town", "village", 30, both_ways=False)))


def road(one: str, two: str, *, both_ways: bool = True, closes: Hazard = CLOSES) -> RoadHazard:
    """Give a road that may close."""
    return RoadHazard(one, two, both_ways, closes)


@dataclass(frozen=True)
class Case:
    """Something uncertain in a scenario, and the one notice of this code: cause, row of it, key."""

    code: str
    cause: str
    row: int
    key: str
    uncertainty: Uncertainty
    scenario: Scenario = CLEAN
    says: str = ""


def said(**causes: Any) -> Uncertainty:
    """Give an uncertainty of some causes."""
    return Uncertainty(**causes)


NEVER = Hazard(mean_s=60, source="s")
CASES = {
    "a road between places that no link joins": Case(
        "road-without-link", "roads", 1, "from", said(roads=(road("depot", "fork"), road("camp", "town")))
    ),
    "a road that is driven the other way only": Case(
        "road-without-link", "roads", 0, "from", said(roads=(road("village", "town", both_ways=False),)), ONE_WAY
    ),
    "a road to nowhere": Case("road-without-link", "roads", 0, "from", said(roads=(road("depot", "moon"),))),
    "a road that is named twice": Case(
        "road-named-twice",
        "roads",
        1,
        "from",
        said(roads=(road("depot", "fork"), road("depot", "fork", both_ways=False))),
    ),
    "a road that is named again from its other end": Case(
        "road-named-twice", "roads", 1, "from", said(roads=(road("depot", "fork"), road("fork", "depot")))
    ),
    "a breakdown of no time": Case(
        "lasts-no-time", "breakdowns", 0, "mean_minutes", said(breakdowns=Hazard(0.1, source="s"))
    ),
    "a breakdown that is seldom for good, and else of no time": Case(
        "lasts-no-time", "breakdowns", 0, "mean_minutes", said(breakdowns=Hazard(0.1, for_good=0.2, source="s"))
    ),
    "a closed road of no time": Case(
        "lasts-no-time", "roads", 0, "mean_minutes", said(roads=(road("depot", "fork", closes=Hazard(1, source="s")),))
    ),
    "a suspension of no time": Case(
        "lasts-no-time", "agreement", 0, "mean_hours", said(suspensions=Hazard(0.1, source="s"))
    ),
    "incidents that suspend for no known time": Case(
        "lasts-no-time", "incidents", 0, "suspends", said(incidents=Incidents(0.1, 0.5, "s")), says="for how long"
    ),
    "checks without a crossing": Case(
        "cause-strikes-nothing", "check", 0, "", said(check=Spread(cv=1, source="s")), OPEN
    ),
    "people turned back without a crossing": Case(
        "cause-strikes-nothing", "turned_back", 0, "", said(turned_back=Chance(0.1, source="s")), OPEN
    ),
    "incidents without a crossing": Case(
        "cause-strikes-nothing", "incidents", 0, "", said(incidents=Incidents(0.1, 0, "s")), OPEN
    ),
    "late openings without a crossing": Case(
        "cause-strikes-nothing", "late_opening", 0, "", said(late_opening=Delay(1, 60, source="s")), OPEN
    ),
    "late openings of crossings that are always open": Case(
        "cause-strikes-nothing", "late_opening", 0, "", said(late_opening=Delay(1, 60, source="s")), NO_WINDOWS
    ),
    "windows that move where there are none": Case(
        "cause-strikes-nothing",
        "agreement",
        0,
        "windows_move",
        said(suspensions=CLOSES, windows_move=True),
        NO_WINDOWS,
    ),
    "a spread of nothing": Case("cause-changes-nothing", "travel", 0, "", said(travel=Spread(source="s"))),
    "a delay that nobody has": Case(
        "cause-changes-nothing", "late_start", 0, "", said(late_start=Delay(0, 60, source="s"))
    ),
    "a delay of no time": Case("cause-changes-nothing", "late_groups", 0, "", said(late_groups=Delay(1, source="s"))),
    "nobody who stays": Case("cause-changes-nothing", "staying", 0, "", said(staying=Chance(source="s"))),
    "no breakdowns": Case("cause-changes-nothing", "breakdowns", 0, "", said(breakdowns=NEVER)),
    "no incidents": Case(
        "cause-changes-nothing", "incidents", 0, "", said(incidents=Incidents(suspends=1, source="s"))
    ),
    "a road that never closes": Case(
        "cause-changes-nothing", "roads", 0, "", said(roads=(road("depot", "fork", closes=NEVER),))
    ),
    "an agreement that is never suspended": Case("cause-changes-nothing", "agreement", 0, "", said(suspensions=NEVER)),
}
SOUND = {
    "everything at once": said(
        travel=Spread(cv=0.2, source="s"),
        check=Spread(mean=1.5, source="s"),
        late_opening=Delay(0.5, 600, source="s"),
        turned_back=Chance(0.1, source="s"),
        breakdowns=Hazard(0.1, for_good=1, source="s"),
        roads=(road("fork", "depot"), road("gate", "town", both_ways=False)),
        suspensions=CLOSES,
        windows_move=True,
    ),
    "a road whose directions close each for itself": said(
        roads=(road("fork", "depot", both_ways=False), road("depot", "fork", both_ways=False))
    ),
    "an exponential spread, which has a variation of its own": said(travel=Spread(shape=Shape.EXPONENTIAL, source="s")),
    "a suspension after incidents only": said(incidents=Incidents(0.1, 0.5, "s"), suspensions=NEVER),
    "incidents that do nothing to the agreement": said(incidents=Incidents(0.1, 0, "s")),
}


def notices(scenario: Scenario, uncertainty: Uncertainty | None) -> list[Notice]:
    """Give the notices about what is uncertain."""
    return list(run_checks(replace(scenario, uncertainty=uncertainty), ORIGINS, rules=UNCERTAINTY_RULES))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_doubtful_uncertainty_is_found(case: Case) -> None:
    (notice,) = notices(case.scenario, case.uncertainty)
    line = LINES[case.cause] + case.row
    assert (notice.code, notice.file, notice.line, notice.column) == (case.code, "uncertainty.toml", line, case.key)
    assert (notice.severity is Severity.ERROR) == (case.code in {"road-without-link", "lasts-no-time"})
    assert case.says in notice.message
    assert notice.mend.endswith(".")


@pytest.mark.parametrize("uncertainty", [*SOUND.values(), None], ids=[*SOUND, "a scenario that says nothing"])
def test_sound_uncertainty_has_no_notice(uncertainty: Uncertainty | None) -> None:
    assert notices(CLEAN, uncertainty) == []


def test_a_road_of_one_way_may_be_named_from_either_end_if_it_closes_both_ways() -> None:
    assert notices(ONE_WAY, said(roads=(road("village", "town"),))) == []


def test_the_wrong_direction_is_told_from_no_road() -> None:
    (notice,) = notices(ONE_WAY, said(roads=(road("village", "town", both_ways=False),)))
    assert notice.mend == "There is one from 'town' to 'village': swap `from` and `to`."
