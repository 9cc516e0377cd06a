"""The hindcast: rehearse operations of the past with what was known then, and set the bands against what was counted.

    python -m benchmarks.hindcast

Published counts stand in `counts.csv`, read by `record`. `operation` builds columns of vehicles for one open window as
a scenario and a plan, and the engine carries them out; `curves` counts what came of it. `calibration` draws parameters
from wide priors and keeps those whose first window agrees with what somebody published of it; `prediction` carries on
with them into the windows after. `comparison` sets bands against counts, `towns` does the same for a second operation,
`chart` and `page` show it. docs/cases/hindcast.md tells what it is for and how it came out.
"""
