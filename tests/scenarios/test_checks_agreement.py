"""Contradictions in the agreement, and terms that let nobody through, are found where they stand."""

from fractions import Fraction

from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Place
from safepassage.domain.terms import ConvoyRule, CrossingRule, LinkedMovement, LinkStep, Window
from tests.scenarios.checked import CLEAN, Case, added, by_reason, changed, error, link, notices, warning, without


def windows(*pairs: tuple[int, int]) -> tuple[Window, ...]:
    return tuple(Window(opens, closes) for opens, closes in pairs)


def steps(*pairs: tuple[int, int]) -> tuple[LinkStep, ...]:
    return tuple(LinkStep(arrived, may_leave) for arrived, may_leave in pairs)


CROSSING_CASES = {
    "a vehicle starts at a crossing": error(
        "crossing-is-start", "vehicles", 0, "start", changed("vehicles", 0, start="gate")
    ),
    "a vehicle ends at a crossing": error(
        "crossing-is-return", "vehicles", 1, "return_to", changed("vehicles", 1, return_to="gate")
    ),
    "people wait at a crossing": error("crossing-is-pickup", "people", 0, "place", changed("people", 0, place="gate")),
    "a crossing with shelter": error(
        "crossing-is-destination", "places", 4, "shelter_places", changed("places", 4, shelter_places=5)
    ),
    "a crossing with beds": error("crossing-is-destination", "places", 4, "beds", changed("places", 4, beds=None)),
    "a crossing as destination": error(
        "crossing-is-destination", "people", 0, "destinations", changed("people", 0, destinations=("town", "gate"))
    ),
    "a crossing as transfer place": error(
        "crossing-is-transfer", "places", 4, "transfer", changed("places", 4, transfer=True)
    ),
    "a crossing nobody drives through": warning(
        "crossing-not-through", "places", 4, "through", changed("places", 4, through=False)
    ),
    "a crossing no vehicle may pass": warning(
        "crossing-closed-to-fleet",
        "crossings",
        2,
        "place",
        changed("vehicles", 0, added("crossings", CrossingRule("fork")), crossings=("gate",)),
    ),
}
WINDOW_CASES = {
    "a window that ends before it begins": error(
        "window-ends-before-it-begins",
        "crossings",
        0,
        "windows",
        changed("crossings", 0, windows=windows((7200, 3600), (5000, 80000))),
        "closes at +1h, but opens at +2h",
    ),
    "a window of no length": error(
        "window-ends-before-it-begins",
        "crossings",
        0,
        "windows",
        changed("crossings", 0, windows=windows((7200, 7200), (8000, 80000))),
    ),
    "windows that overlap": error(
        "windows-overlap",
        "crossings",
        0,
        "windows",
        changed("crossings", 0, windows=windows((7200, 80000), (3600, 7201))),
    ),
    "a window before the start": warning(
        "window-past", "crossings", 0, "windows", changed("crossings", 0, windows=windows((-600, 0), (3600, 80000)))
    ),
    "a window shorter than a check": warning(
        "window-too-short",
        "crossings",
        0,
        "windows",
        changed("crossings", 0, windows=windows((600, 700), (3600, 80000))),
    ),
    "no window at all": warning(
        "crossing-never-open", "crossings", 0, "windows", changed("crossings", 0, windows=()), "empty"
    ),
    "all windows before the start": warning(
        "crossing-never-open", "crossings", 0, "windows", changed("crossings", 0, windows=windows((-600, 0))), "before"
    ),
    "all windows shorter than a check": warning(
        "crossing-never-open", "crossings", 0, "windows", changed("crossings", 0, windows=windows((900, 960))), "long"
    ),
    "all windows before people are ready": warning(
        "crossing-never-open",
        "crossings",
        0,
        "windows",
        changed("crossings", 0, changed("people", 2, ready_s=9000), windows=windows((0, 599))),
        "first people are ready",
    ),
}
TERM_CASES = {
    "a smallest convoy above the largest": error(
        "convoy-minimum-above-maximum", "convoys", 0, "min_vehicles", changed("convoys", 0, min_vehicles=4)
    ),
    "a smallest convoy above the fleet": warning(
        "convoy-larger-than-fleet",
        "convoys",
        0,
        "min_vehicles",
        changed("convoys", 0, min_vehicles=4, max_vehicles=None),
        "only 3 may pass",
    ),
    "a headway longer than every window": warning(
        "headway-longer-than-windows",
        "convoys",
        1,
        "headway_minutes",
        added(
            "convoys",
            ConvoyRule("fork", headway_s=Fraction(7200)),
            scenario=added("crossings", CrossingRule("fork", windows=windows((0, 3600), (7200, 9000)))),
        ),
        "120 minutes",
    ),
    "an entry after one for all": warning(
        "entry-never-counts", "crossings", 2, "from", added("crossings", CrossingRule("gate", ("village",)))
    ),
    "an entry for places already taken": warning(
        "entry-never-counts", "convoys", 1, "from", added("convoys", ConvoyRule("gate", ("camp",)))
    ),
    "an entry for vehicles from the crossing itself": warning(
        "entry-never-counts", "convoys", 1, "from", added("convoys", ConvoyRule("gate", ("gate",)))
    ),
    "a second entry for all": warning(
        "entry-never-counts", "crossings", 2, "", added("crossings", CrossingRule("gate"))
    ),
    "an origin where no vehicle stops": warning(
        "from-is-no-stop", "crossings", 0, "from", changed("crossings", 0, from_places=("camp", "fork"))
    ),
}
LINKED_CASES = {
    "people who wait for themselves": error(
        "linked-both-sides", "linked", 0, "against_from", changed("linked", 0, against_from=("camp", "village"))
    ),
    "steps that need no more arrivals": error(
        "steps-not-ascending", "linked", 0, "steps", changed("linked", 0, steps=steps((0, 8), (0, 20)))
    ),
    "steps that let fewer leave": error(
        "steps-not-ascending", "linked", 0, "steps", changed("linked", 0, steps=steps((0, 20), (10, 8)))
    ),
    "people of a place where nobody waits": warning(
        "linked-place-without-people", "linked", 0, "people_from", changed("linked", 0, people_from=("village", "fork"))
    ),
    "a first step that waits for too many": warning(
        "linked-never-begins", "linked", 0, "steps", changed("linked", 0, steps=steps((47, 20))), "at most 46"
    ),
    "steps smaller than any group": warning(
        "linked-never-begins", "linked", 0, "steps", changed("linked", 0, steps=steps((0, 3))), "has 4 people"
    ),
    "a later step that waits for too many": warning(
        "linked-step-out-of-reach", "linked", 0, "steps", changed("linked", 0, steps=steps((0, 8), (47, 20))), "12 peop"
    ),
    "a last step for too few": warning(
        "linked-steps-too-few", "linked", 0, "steps", changed("linked", 0, steps=steps((0, 8), (20, 16))), "20 wait"
    ),
}


@by_reason(CROSSING_CASES | WINDOW_CASES | TERM_CASES | LINKED_CASES)
def test_a_spoilt_spot_is_found(case: Case) -> None:
    case.check()


def test_movements_that_wait_for_each_other_are_an_error() -> None:
    """Each side lets nobody leave until the other has arrived, so both entries are reported."""
    scenario = changed("linked", 0, steps=steps((10, 20)))
    scenario = added("linked", LinkedMovement(("camp",), ("village",), steps((10, 46))), scenario=scenario)
    assert [(notice.line, notice.severity) for notice in notices(scenario, "linked-circle")] == [
        (602, "error"),
        (603, "error"),
    ]
    assert not notices(scenario, "linked-never-begins")


def test_a_circle_that_one_side_opens_is_none() -> None:
    """Movements in turns are what linked movements are for."""
    scenario = changed("linked", 0, steps=steps((0, 8), (8, 20)))
    scenario = added("linked", LinkedMovement(("camp",), ("village",), steps((8, 8), (20, 46))), scenario=scenario)
    assert not notices(scenario)


def test_who_waits_for_a_circle_is_not_part_of_it() -> None:
    """A third movement that waits for two others in a circle only gets a warning."""
    scenario = added("people", TravelGroups("late", "depot", 1, seated=4))
    scenario = changed("linked", 0, scenario, steps=steps((10, 20)))
    scenario = added(
        "linked",
        LinkedMovement(("camp",), ("village",), steps((10, 46))),
        LinkedMovement(("depot",), ("camp",), steps((10, 4))),
        scenario=scenario,
    )
    assert [notice.line for notice in notices(scenario, "linked-circle")] == [602, 603]
    assert [notice.line for notice in notices(scenario, "linked-never-begins")] == [604]


def test_touching_windows_are_fine() -> None:
    """Touching windows merge, so they do not overlap."""
    assert not notices(changed("crossings", 0, windows=windows((3600, 7200), (7200, 80000))))


def test_entries_that_share_a_crossing_by_origin_are_fine() -> None:
    """Several entries may name one place with different origins, the one for all others last."""
    scenario = without("crossings", 1)
    scenario = added("crossings", CrossingRule("gate", ("village", "camp")), CrossingRule("gate"), scenario=scenario)
    assert not notices(scenario)


def test_a_convoy_rule_and_a_crossing_may_stand_anywhere_between() -> None:
    """A second crossing on the way out is nothing to report."""
    scenario = added("places", Place("bridge", lat=33.06, lon=36.06), scenario=without("links", 4))
    scenario = added("links", link("gate", "bridge", 10), link("bridge", "town", 10), scenario=scenario)
    scenario = added("crossings", CrossingRule("bridge", ("gate",), windows=windows((0, 90000))), scenario=scenario)
    scenario = changed("vehicles", 1, scenario, crossings=("gate", "bridge"))
    assert not notices(scenario)
    assert not notices(CLEAN)
