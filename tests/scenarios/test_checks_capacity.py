"""More people than beds or shelter places: how many find none, and where."""

from itertools import chain, combinations

from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.people import TravelGroups
from safepassage.scenarios.checks.capacity import Spread
from tests.scenarios.checked import CLEAN, Case, added, by_reason, changed, notices, warning

CASES = {
    "more patients than beds where they may go": warning(
        "more-patients-than-beds",
        "places",
        6,
        "beds",
        changed("people", 1, groups=11),
        "11 patients can only be brought to 'clinic', with 10 beds: 1 too many",
    ),
    "more patients than beds in all": warning(
        "more-patients-than-beds",
        "places",
        5,
        "beds",
        changed("people", 1, groups=13, destinations=()),
        "13 patients can only be brought to 'clinic' and 'town', with 12 beds: 1 too many",
    ),
    "more people than shelter places": warning(
        "more-people-than-shelter",
        "places",
        5,
        "shelter_places",
        changed("people", 0, groups=25),
        "123 people can only be brought to 'clinic' and 'town', with 110 shelter places: 13 too many",
    ),
    "wheelchairs need shelter places too": warning(
        "more-people-than-shelter",
        "places",
        6,
        "shelter_places",
        added("people", TravelGroups("w", "village", 8, wheelchair=1, destinations=("clinic",))),
        "11 people",
    ),
}


@by_reason(CASES)
def test_a_shortage_is_found(case: Case) -> None:
    case.check()


def test_unlimited_room_takes_everybody() -> None:
    """One destination without limit is enough for all who may go there."""
    assert not notices(changed("people", 0, changed("places", 5, shelter_places=None), groups=10**6))


def test_a_shortage_at_two_destinations_apart_is_reported_for_each() -> None:
    """Those who may only go to the one do not lack a bed at the other."""
    crowd = TravelGroups("crowd", "camp", 4, seated=1, stretcher=1, vehicles=("ambulance",), destinations=("town",))
    found = notices(added("people", crowd, scenario=changed("people", 1, groups=11)), "more-patients-than-beds")
    assert [(notice.line, notice.message.split(": ")[1]) for notice in found] == [
        (8, "1 too many."),
        (7, "2 too many."),
    ]


def test_people_make_room_for_those_who_have_no_choice() -> None:
    """Whoever may go anywhere does not take the only beds that others may use."""
    free = TravelGroups("free", "camp", 2, seated=1, stretcher=1, vehicles=("ambulance",))
    bound = TravelGroups("bound", "camp", 7, seated=1, stretcher=1, vehicles=("ambulance",), destinations=("clinic",))
    scenario = added("people", free, bound, scenario=CLEAN)
    assert not notices(scenario, "more-patients-than-beds")


places = st.sampled_from("abcd")
demands = st.dictionaries(st.frozensets(places, min_size=1), st.integers(0, 9), max_size=8)
rooms = st.fixed_dictionaries({place: st.integers(0, 9) for place in "abcd"})


@given(demands, rooms)
def test_the_lacking_are_as_many_as_hall_says(demand: dict[frozenset[str], int], room: dict[str, int]) -> None:
    """The most people who are confined to too small a set of destinations, tried for every set."""
    sets = chain.from_iterable(combinations("abcd", size) for size in range(5))
    lacking = max(
        sum(persons for choice, persons in demand.items() if choice <= set(some)) - sum(room[place] for place in some)
        for some in sets
    )
    shortages = list(Spread(demand, room).shortages())
    assert sum(shortage.lacking for shortage in shortages) == lacking
    assert all(shortage.lacking > 0 for shortage in shortages)
    named = [place for shortage in shortages for place in shortage.destinations]
    assert len(named) == len(set(named))
