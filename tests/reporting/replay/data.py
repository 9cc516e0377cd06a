"""Reads a replay's page as its script does, for tests of what is in it."""

import json
import re
from itertools import accumulate
from typing import Any

Json = Any


def data_of(html: str) -> Json:
    """Give the data in the page."""
    found = re.search(r'<script type="application/json" id="events">(.*?)</script>', html, flags=re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def value_at(columns: list[list[int]], moment_s: int) -> int:
    """Look a number up the slow way: the last step that is not after the moment."""
    value = 0
    for at_s, after in zip(accumulate(columns[0]), accumulate(columns[1]), strict=True):
        if at_s <= moment_s:
            value = after
    return value
