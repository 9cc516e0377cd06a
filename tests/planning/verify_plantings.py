"""Edits of the worked-out example that plant a violation and take more than one change."""

from dataclasses import replace
from fractions import Fraction

from safepassage.domain.plan import Itinerary, Stop
from tests.planning import verify_edits as edit
from tests.planning.verify_edits import Case
from tests.planning.verify_example import example_plan, example_scenario


def idle_at_depot() -> Case:
    """Let an ambulance drive back to the depot, where nobody drives through, before it fetches its patient."""
    return edit.itinerary(
        "ambulance-1",
        Stop("depot", 0, 0),
        Stop("junction", 300, 300),
        Stop("depot", 600, 600),
        Stop("east", 1200, 1801, board={"patients": 1}),
        Stop("gate", 2101, 2372),
        Stop("clinic", 3572, 3812, alight={"patients": 1}),
    )


def set_down_on_the_way() -> Case:
    """Let bus 5 set its two people down at a place that is no destination."""
    case = edit.itinerary(
        "bus-5",
        Stop("depot", 0, 0),
        Stop("west", 660, 3900, board={"late": 1}),
        Stop("gate", 4231, 6000),
        Stop("east", 6330, 6330, alight={"late": 1}),
        Stop("depot", 6990, 6990),
    )
    said = {"completion_seconds": 6450, "value": 6450.0, "bound": 6000.0, "people_out": 42, "people_remaining": 5}
    return edit.saying(case, **said, people_out_by_priority=(6, 24, 12), remaining=())


def villagers_stay(vehicle_left_out: bool) -> Case:
    """Never set the villagers down at haven, with nothing linked to that."""
    scenario, plan = edit.steps((0, 28))
    plan = edit.without(plan, "van-2") if vehicle_left_out else edit.with_stop(plan, "van-2", 2, alight={})
    said = {"people_out": 36, "people_remaining": 11, "remaining": ()}
    return edit.saying((scenario, plan), **said, people_out_by_priority=(6, 24, 6))


def home_again() -> Case:
    """Set the pairs down where they waited, which is made a destination."""
    case = edit.itinerary(
        "bus-6",
        Stop("depot", 0, 0),
        Stop("east", 660, 1802, board={"pairs": 2}),
        Stop("east", 1802, 1802, alight={"pairs": 2}),
        Stop("depot", 2462, 2462),
    )
    people = tuple(replace(each, destinations=()) if each.id == "pairs" else each for each in case[0].people)
    return replace(edit.with_place(case[0], "east", shelter_places=4), people=people), case[1]


def round_the_hub() -> Case:
    """Let the villagers board at the hub, alight there at once, and board again."""
    scenario, plan = edit.itinerary(
        "van-2",
        Stop("village", 0, 100),
        Stop("hub", 700, 1900, board={"villagers": 4}),
        Stop("hub", 1900, 2200, alight={"villagers": 4}),
        Stop("hub", 2200, 2500, board={"villagers": 4}),
        Stop("haven", 3100, 3300, alight={"villagers": 4}),
    )
    return edit.with_place(scenario, "haven", alight_s=Fraction(0)), plan


def with_stayers(stream: str) -> Case:
    """Let the stayers ride in bus 6 with people of another stream; there is shelter for them."""
    scenario, plan = edit.loads(edit.people("stayers", stream=stream), "bus-6", 1, 3, {"pairs": 2, "stayers": 1})
    said = {"people_out": 47, "people_remaining": 0, "remaining": ()}
    case = edit.with_place(scenario, "camp", shelter_places=35), plan
    return edit.saying(case, **said, people_out_by_priority=(6, 24, 17))


def fewer_pairs() -> Case:
    """Let there be one group of pairs where two board."""
    return edit.saying(edit.people("pairs", groups=1), people_remaining=1, remaining=())


def renamed() -> Case:
    """Call an ambulance by a name that no vehicle has."""
    plan = edit.with_itinerary(example_plan(), "ambulance-9", *edit.stops_of(example_plan(), "ambulance-1"))
    return example_scenario(), edit.without(plan, "ambulance-1")


def second_itinerary() -> Case:
    """Give a van an itinerary more, that leads nowhere."""
    plan = example_plan()
    return example_scenario(), replace(
        plan, itineraries=(*plan.itineraries, Itinerary("van-2", (Stop("village", 0, 100),)))
    )


def unused_but_named() -> Case:
    """Name a van that does nothing."""
    return edit.with_vehicles(example_scenario(), "van", count=3), edit.with_itinerary(example_plan(), "van-3")


def one_stop_more(extra: Stop) -> Case:
    """Add a stop to an ambulance."""
    return edit.itinerary("ambulance-1", *edit.stops_of(example_plan(), "ambulance-1"), extra)


def one_stop_less(vehicle: str, index: int) -> Case:
    """Take a stop from a vehicle."""
    stops = edit.stops_of(example_plan(), vehicle)
    return edit.itinerary(vehicle, *stops[:index], *stops[index + 1 :])


def service_before_available() -> Case:
    """Let a van board at its first stop from a second before it is available."""
    return edit.itinerary(
        "van-1",
        Stop("village", 0, 699, board={"villagers": 4}),
        Stop("hub", 1300, 1600, alight={"villagers": 4}),
    )
