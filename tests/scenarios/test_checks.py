"""What holds for all checks: order, folding, documentation, and that no scenario makes them fail."""

import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.notices import Severity
from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Link, Place
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import Agreement, ConvoyRule, CrossingRule, LinkedMovement, LinkStep, Window
from safepassage.domain.vehicles import VehicleRow
from safepassage.scenarios import check
from safepassage.scenarios.checks import RULES, run_checks
from safepassage.scenarios.checks.rules import Rule
from safepassage.scenarios.origins import Origins
from tests.scenarios.checked import CLEAN, ORIGINS, added, changed, link, notices
from tests.scenarios.folders import FOLDER, written
from tests.scenarios.values import scenarios

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "notices.md"
TESTS = Path(__file__).parent


def test_a_sound_scenario_has_no_notices() -> None:
    """The scenario that all cases start from is clean."""
    assert notices(CLEAN) == []


def test_errors_come_first() -> None:
    """What stops the work is shown before what does not."""
    found = notices(changed("people", 0, changed("vehicles", 0, count=0), place="moon"))
    severities = [notice.severity for notice in found]
    assert severities == sorted(severities)
    assert set(severities) == set(Severity)


def test_three_warnings_stand_alone_and_four_are_folded() -> None:
    """A few warnings of one rule keep their own lines; more become one notice that names the first few."""
    again = [link("camp", "fork", 9 + i, 5) for i in range(4)]
    assert [notice.line for notice in notices(added("links", *again[:3]))] == [308, 309, 310]
    (notice,) = notices(added("links", *again))
    assert notice.line == 308
    assert "camp to fork (line 309), camp to fork (line 310) and camp to fork (line 311)" in notice.message


def test_lines_are_those_of_the_files(tmp_path: Path) -> None:
    """From files to notices: the line and the column are where a person finds the spot in an editor."""
    texts = dict(FOLDER)
    texts["people.csv"] += "\nlate,nowhere,1,1,,,,,,,,\n"
    texts["agreement.toml"] += '\n[[linked]]\npeople_from = ["a"]\nagainst_from = ["b"]\nsteps = [[0, 9], [0, 8]]\n'
    found = [(n.code, n.file, n.line, n.column) for n in check(written(texts, tmp_path)).errors]
    line = texts["agreement.toml"].splitlines().index("[[linked]]") + 1
    assert ("unknown-place", "people.csv", 5, "place") in found
    assert [(code, file, where >= line) for code, file, where, _ in found[1:]] == [
        ("steps-not-ascending", "agreement.toml", True)
    ]


def test_files_are_named_as_users_know_them() -> None:
    """A workbook has sheets, which the origins name; an unknown row has no line."""
    origins = Origins(files={"people.csv": "town.xlsx, sheet people"})
    (notice,) = run_checks(changed("people", 0, destinations=("moon",)), origins)
    assert str(notice).startswith("town.xlsx, sheet people, column destinations: There is no place 'moon'.")


def documented() -> dict[str, tuple[str, str]]:
    """Give severity and text of each code under the heading of checks."""
    section = PAGE.read_text(encoding="utf-8").split("\n## Checks\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `([a-z-]+)` \| (error|warning) \| (.+) \|$", section, re.MULTILINE)
    return {code: (severity, text) for code, severity, text in rows}


def test_every_check_is_documented_and_nothing_else() -> None:
    """The page says of each code what its rule says, in the same order."""
    assert list(documented().items()) == [(rule.code, (rule.severity, rule.text)) for rule in RULES]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_check_is_tested(rule: Rule) -> None:
    """No rule goes without a case that finds it, and its text is a sentence."""
    cases = "".join(file.read_text(encoding="utf-8") for file in TESTS.glob("test_checks_*.py"))
    assert f'"{rule.code}"' in cases
    assert re.fullmatch(r"[A-Z`][^|]+\.", rule.text)


def test_codes_are_unique() -> None:
    """A code names one rule."""
    assert len({rule.code for rule in RULES}) == len(RULES)


ids = st.sampled_from(["a", "b", "c", "d", "e", "", "nowhere"])
types = st.sampled_from(["bus", "van", ""])
numbers = st.integers(-3, 6) | st.sampled_from([10**9, -(10**9)])
huge = Fraction(10) ** 400
fractions = st.fractions(-2, 5000) | st.sampled_from([huge, -huge, 1 / huge])
degrees = st.none() | st.floats() | st.floats(30, 40)


def some(strategy: Any, most: int = 4) -> Any:
    return st.lists(strategy, max_size=most).map(tuple)


windows = some(st.builds(Window, numbers, numbers), 3)
from_places = st.none() | some(ids, 2)
tangled = st.builds(
    Scenario,
    st.just("tangled"),
    st.just(CLEAN.start),
    priority_weights=st.tuples(st.floats(), st.floats(), st.floats()),
    places=some(
        st.builds(
            Place,
            ids,
            lat=degrees,
            lon=degrees,
            board_s=fractions,
            shelter_places=st.none() | numbers,
            beds=st.none() | numbers,
            through=st.booleans(),
            transfer=st.booleans(),
        ),
        7,
    ),
    people=some(
        st.builds(
            TravelGroups,
            types,
            ids,
            groups=numbers,
            seated=numbers,
            wheelchair=numbers,
            stretcher=numbers,
            ready_s=numbers,
            destinations=some(ids, 2),
            vehicles=some(types, 2),
            stream=types,
        ),
        5,
    ),
    vehicles=some(
        st.builds(
            VehicleRow,
            types,
            numbers,
            ids,
            numbers,
            numbers,
            numbers,
            available_from_s=numbers,
            available_until_s=st.none() | numbers,
            return_to=st.none() | ids,
            crossings=some(ids, 2),
        )
    ),
    links=some(st.builds(Link, ids, ids, fractions, fractions, st.booleans()), 9),
    agreement=st.builds(
        Agreement,
        crossings=some(st.builds(CrossingRule, ids, from_places, check_s=fractions, windows=st.none() | windows), 3),
        convoys=some(st.builds(ConvoyRule, ids, from_places, numbers, st.none() | numbers, fractions), 2),
        linked=some(
            st.builds(LinkedMovement, some(ids, 2), some(ids, 2), some(st.builds(LinkStep, numbers, numbers), 3)), 3
        ),
    ),
)


@given(tangled | scenarios)
def test_no_scenario_makes_the_checks_fail(scenario: Scenario) -> None:
    """Values of the right types, however absurd or contradictory, give notices that can be printed."""
    for notice in run_checks(scenario, ORIGINS):
        assert str(notice)
        assert notice.line >= 0
