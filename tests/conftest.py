"""What all tests share: Hypothesis never lets the clock decide, and in CI draws the same cases every time."""

import os

from hypothesis import settings

settings.register_profile("anywhere", deadline=None)
settings.register_profile("in-ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("in-ci" if os.environ.get("CI") else "anywhere")
