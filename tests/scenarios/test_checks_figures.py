"""Figures that cannot be right, and what is there but never used, are found where they stand."""

from dataclasses import replace
from fractions import Fraction

from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Place
from safepassage.domain.terms import Window
from tests.scenarios.checked import CLEAN, Case, added, by_reason, changed, error, link, notices, warning

YEAR_S = 366 * 24 * 3600

CASES = {
    "a link to itself": error("link-to-itself", "links", 6, "to", added("links", link("town", "town", 5))),
    "a link for the second time": warning(
        "link-twice", "links", 6, "from", added("links", link("camp", "fork", 7)), "the faster one, of 7 minutes"
    ),
    "a link faster than any vehicle": warning(
        "link-speed", "links", 0, "minutes", changed("links", 0, drive_s=Fraction(100)), "4 km in 1.67 minutes"
    ),
    "a link of no time": warning("link-speed", "links", 0, "minutes", changed("links", 0, drive_s=Fraction(0))),
    "a link slower than walking": warning(
        "link-speed", "links", 0, "minutes", changed("links", 0, drive_s=Fraction(4 * 3600 + 1))
    ),
    "places too far apart for the minutes": warning(
        "link-speed", "links", 6, "minutes", added("links", link("depot", "town", 1)), "km apart"
    ),
    "a link shorter than the straight line": warning(
        "link-shorter-than-straight-line", "links", 4, "km", changed("links", 4, km=Fraction(8)), "8 km, but"
    ),
    "a latitude without longitude": error("half-a-position", "places", 0, "lon", changed("places", 0, lon=None)),
    "a longitude without latitude": error("half-a-position", "places", 1, "lat", changed("places", 1, lat=None)),
    "some places without coordinates": warning(
        "no-position", "places", 0, "lat", changed("places", 0, lat=None, lon=None), "'depot' has no coordinates"
    ),
    "swapped coordinates": warning(
        "position-far-off",
        "places",
        7,
        "lat",
        added("places", Place("capital", lat=-36.0, lon=33.0), scenario=changed("links", 0, km=Fraction(4))),
    ),
    "more people than there can be": error(
        "absurd-total", "people", 2, "groups", changed("people", 2, groups=10**8), "400,000,046 people"
    ),
    "more vehicles than there can be": error(
        "absurd-total", "vehicles", 1, "count", changed("vehicles", 1, count=10**6)
    ),
    "people ready years later": warning(
        "time-far-from-start", "people", 0, "ready", changed("people", 0, ready_s=YEAR_S + 1)
    ),
    "a vehicle that comes years later": warning(
        "time-far-from-start", "vehicles", 0, "available_from", changed("vehicles", 0, available_from_s=2 * YEAR_S)
    ),
    "a vehicle that goes years later": warning(
        "time-far-from-start", "vehicles", 0, "available_until", changed("vehicles", 0, available_until_s=2 * YEAR_S)
    ),
    "a window years later": warning(
        "time-far-from-start", "crossings", 0, "windows", changed("crossings", 0, windows=(Window(0, 2 * YEAR_S),))
    ),
    "streams that differ in case": warning(
        "streams-nearly-alike",
        "people",
        3,
        "stream",
        added("people", TravelGroups("more", "village", 1, seated=1, stream="Village")),
        "'village' and 'Village'",
    ),
    "a place that nothing uses": warning("unused-place", "places", 7, "id", added("places", Place("lake", "", 33, 36))),
    "a junction that nobody drives through": warning(
        "junction-not-through", "places", 3, "through", changed("places", 3, through=False)
    ),
    "nobody to bring out": warning("nothing-to-plan", "people", -1, "", replace(CLEAN, people=())),
    "no vehicles": warning("nothing-to-plan", "vehicles", -1, "", replace(CLEAN, vehicles=())),
    "no destination": warning(
        "nothing-to-plan",
        "places",
        -1,
        "shelter_places",
        changed("places", 5, changed("places", 6, shelter_places=0, beds=0), shelter_places=0, beds=0),
    ),
}


@by_reason(CASES)
def test_a_spoilt_spot_is_found(case: Case) -> None:
    case.check()


def test_weights_that_favour_later_priorities_are_found() -> None:
    """Priority 1 goes first, so its people should weigh most; the line is that of the file as a whole."""
    (notice,) = notices(replace(CLEAN, priority_weights=(1.0, 10.0, 100.0)))
    assert (notice.code, notice.file, notice.line) == ("weights-not-falling", "scenario.toml", 0)


def test_both_directions_as_two_rows_are_fine() -> None:
    """A road given once for each direction is not given twice."""
    there, back = link("town", "depot", 30, both_ways=False), link("depot", "town", 40, both_ways=False)
    assert not notices(added("links", there, back))


def test_no_coordinates_at_all_are_one_notice() -> None:
    """A scenario without a map is not told so place by place."""
    scenario = replace(CLEAN, places=tuple(replace(place, lat=None, lon=None) for place in CLEAN.places))
    (notice,) = notices(scenario)
    assert (notice.code, notice.line) == ("no-position", 0)
    assert "None of the places" in notice.message
