"""How many people a row stands for, and which loads fit which vehicle."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.people import TravelGroups
from safepassage.domain.vehicles import VehicleRow

few = st.integers(0, 4)


def fits_by_seating(row: VehicleRow, seated: int, wheelchair: int, stretcher: int) -> bool:
    """Take people one by one, each with what they need, until something is short."""
    seats, wheelchairs, stretchers = row.seats, row.wheelchairs, row.stretchers
    for _ in range(seated):
        seats -= 1
    for _ in range(wheelchair):
        seats, wheelchairs = seats - row.seats_per_wheelchair, wheelchairs - 1
    for _ in range(stretcher):
        seats, stretchers = seats - row.seats_per_stretcher, stretchers - 1
    return min(seats, wheelchairs, stretchers) >= 0


@given(few, few, few, few)
def test_a_row_stands_for_its_groups_times_the_people_in_each(groups: int, sit: int, roll: int, lie: int) -> None:
    row = TravelGroups("families", "square", groups, sit, roll, lie)
    assert row.group_size == len(["s"] * sit + ["w"] * roll + ["l"] * lie)
    assert row.persons == sum(row.group_size for _ in range(groups))


@given(few, few, few, few, few)
def test_a_load_fits_exactly_if_everybody_finds_their_room(
    seats: int, wheelchairs: int, stretchers: int, per_wheelchair: int, per_stretcher: int
) -> None:
    row = VehicleRow("bus", 1, "depot", seats, wheelchairs, stretchers, per_wheelchair, per_stretcher)
    for load in product(range(4), repeat=3):
        assert row.fits(*load) == fits_by_seating(row, *load)


def test_who_fits_still_fits_when_somebody_steps_off() -> None:
    row = VehicleRow("bus", 1, "depot", 6, 2, 1, 2, 3)
    for load in product(range(8), range(4), range(3)):
        for at in range(3):
            fewer = [people - (place == at and people > 0) for place, people in enumerate(load)]
            assert not row.fits(*load) or row.fits(*fewer)
