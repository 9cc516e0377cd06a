"""Checking a scenario looks at the files about its streets too, and making roads needs no links yet."""

from pathlib import Path

import pytest

from safepassage.domain.errors import UnusableInputError
from safepassage.scenarios import (
    check,
    links_text,
    read_for_roads,
    read_routes,
    read_scenario,
    read_streets,
    write_roads,
    write_starting_scenario,
)
from tests.scenarios.folders import FOLDER, LINKS, spoilt, written
from tests.scenarios.street_texts import TEXTS, collection, feature
from tests.scenarios.test_routes_file import LINKS as NEW_LINKS
from tests.scenarios.test_routes_file import ROUTES

WITHOUT_LINKS = {name: text for name, text in FOLDER.items() if name != "links.csv"}


def codes(folder: Path) -> list[str]:
    """Give the codes of all notices about a folder but those that it had without files about streets."""
    return [notice.code for notice in check(folder).notices if notice.code != "no-position"]


def test_sound_files_about_streets_give_no_notice(tmp_path: Path) -> None:
    folder = written({**FOLDER, **TEXTS}, tmp_path)
    assert codes(folder) == []


def test_a_slip_in_a_closure_is_found_before_anybody_makes_roads(tmp_path: Path) -> None:
    folder = written({**FOLDER, "closures.geojson": collection(feature(unitl="+1h"))}, tmp_path)
    result = check(folder)
    assert result.scenario is None
    assert str(result.errors[0]) == (
        'closures.geojson, line 2, column unitl: Feature 1 (bridge): There is no key "unitl". Did you mean until?'
    )


def test_files_about_streets_are_checked_beside_broken_tables(tmp_path: Path) -> None:
    folder = written({**spoilt("people.csv", "families,a,10", "families,a,ten"), "risk.geojson": "{"}, tmp_path)
    assert [notice.file for notice in check(folder).errors] == ["people.csv", "risk.geojson"]


def test_files_about_streets_are_checked_where_nobody_knows_the_start(tmp_path: Path) -> None:
    folder = written({**spoilt("scenario.toml", "start =", "begin ="), "risk.geojson": "{"}, tmp_path)
    assert "risk.geojson" in [notice.file for notice in check(folder).errors]


@pytest.mark.parametrize(
    ("name", "mend"),
    [
        ("closure.geojson", "Did you mean closures.geojson?"),
        ("Speeds.csv", "Did you mean speeds.csv?"),
        ("borders.GEOJSON", "A scenario's files are agreement.toml, areas.geojson, "),
    ],
)
def test_a_name_that_nothing_reads_is_pointed_out(name: str, mend: str, tmp_path: Path) -> None:
    (notice,) = [n for n in check(written({**FOLDER, name: ""}, tmp_path)).warnings if n.code == "unknown-file"]
    assert notice.file == name
    assert notice.mend.startswith(mend)


def test_a_folder_in_place_of_a_file_is_a_notice(tmp_path: Path) -> None:
    folder = written(FOLDER, tmp_path)
    (folder / "closures.geojson").mkdir()
    (folder / "routes.geojson").mkdir()
    assert codes(folder) == ["unreadable-file", "unreadable-file"]


def test_changes_after_the_roads_were_made_are_told(tmp_path: Path) -> None:
    folder = written({**FOLDER, **TEXTS}, tmp_path)
    scenario, _ = read_for_roads(folder)
    _, digests = read_streets(folder, scenario)
    assert [name for name, _ in digests] == sorted([*TEXTS, "places.csv"])
    routes = write_roads(folder, NEW_LINKS, ROUTES.__class__(ROUTES.routes, at_s=1800, made_from=digests))
    assert read_routes(folder) == routes
    assert codes(folder) == []
    (folder / "links.csv").write_text(links_text(NEW_LINKS) + "x,a,9,9,,\n", encoding="utf-8")
    (folder / "risk.geojson").unlink()
    (folder / "places.csv").write_text(FOLDER["places.csv"].replace("Place A,1,", "Place A,1.01,"), encoding="utf-8")
    told = [notice.message for notice in check(folder).warnings if notice.code.startswith("stale-")]
    assert [message.split(" after ")[0] for message in told] == [
        "links.csv was changed",
        "positions or crossings were changed; risk.geojson was removed,",
    ]


@pytest.mark.parametrize("links", [None, "", "nonsense\n1,2\n", LINKS, LINKS + "a,moon,1,1,,\n"])
def test_roads_are_made_for_a_scenario_whatever_its_links_are(links: str | None, tmp_path: Path) -> None:
    texts = {**WITHOUT_LINKS, "routes.geojson": "broken"}
    folder = written(texts if links is None else {**texts, "links.csv": links}, tmp_path)
    scenario, warnings = read_for_roads(folder)
    assert scenario.links == ()
    assert scenario.places == read_scenario(written(FOLDER, tmp_path / "whole")).places
    assert [notice.code for notice in warnings] == ["no-position"]


def test_warnings_that_make_sense_before_there_are_roads_are_given(tmp_path: Path) -> None:
    folder = written({**spoilt("people.csv", "bus,,240", "bus,,240\nmore,a,1,99,,,,,,,,"), "x.csv": ""}, tmp_path)
    _, warnings = read_for_roads(folder)
    assert [notice.code for notice in warnings] == [
        "unknown-file",
        "group-fits-no-vehicle",
        "more-people-than-shelter",
        "no-position",
    ]


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ({**WITHOUT_LINKS, "places.csv": "id\n"}, "unknown-place"),
        ({**WITHOUT_LINKS, "closures.geojson": "{"}, "bad-json"),
        ({**WITHOUT_LINKS, "speeds.csv": "kmh,area\n3,x\n"}, "unknown-area"),
        ({"places.csv": "id\n"}, "missing-file"),
    ],
)
def test_roads_are_not_made_for_a_scenario_with_errors(texts: dict[str, str], code: str, tmp_path: Path) -> None:
    with pytest.raises(UnusableInputError, match="cannot be used because of") as caught:
        read_for_roads(written(texts, tmp_path))
    assert code in [notice.code for notice in caught.value.notices]


def test_roads_are_made_into_folders_only(tmp_path: Path) -> None:
    write_starting_scenario(tmp_path / "case.xlsx")
    with pytest.raises(UnusableInputError, match="is a workbook, but roads are written into a folder"):
        read_for_roads(tmp_path / "case.xlsx")
    with pytest.raises(UnusableInputError, match="cannot be used") as caught:
        read_for_roads(tmp_path / "nowhere")
    assert [notice.code for notice in caught.value.notices] == ["not-found"]
