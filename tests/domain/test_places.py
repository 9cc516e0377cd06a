"""A place is a destination if anybody can stay there, and is shown by the name that it was given."""

import pytest

from safepassage.domain.places import Link, Place

DESTINATIONS: list[tuple[int | None, int | None, bool]] = [
    (0, 0, False),
    (1, 0, True),
    (0, 1, True),
    (None, 0, True),
    (0, None, True),
]


@pytest.mark.parametrize(("shelter", "beds", "is_one"), DESTINATIONS)
def test_a_place_with_any_shelter_or_bed_is_a_destination(shelter: int | None, beds: int | None, is_one: bool) -> None:
    assert Place("hub", shelter_places=shelter, beds=beds).is_destination is is_one


def test_a_place_of_which_nothing_is_said_is_a_junction_that_can_be_driven_through() -> None:
    plain = Place("fork")
    assert plain.through
    assert not plain.is_destination
    assert not plain.transfer
    assert plain.bays is None


def test_a_place_is_shown_by_its_name_or_else_by_its_id() -> None:
    assert Place("gate", name="The northern gate").label == "The northern gate"
    assert Place("gate").label == "gate"


def test_a_road_leads_both_ways_unless_it_is_said_not_to() -> None:
    assert Link("gate", "hub", Place("gate").board_s).both_ways
