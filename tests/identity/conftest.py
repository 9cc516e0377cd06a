"""A vault that is switched on, in a folder of its own."""

from pathlib import Path

import pytest

from tests.identity.desk import Room


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path).make()
