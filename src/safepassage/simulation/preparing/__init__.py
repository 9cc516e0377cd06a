"""From a scenario and a plan to the tables of the engine, once for all runs.

`drafts` follows the itineraries stop by stop, `settling` tells who alights to stay and who to wait for another vehicle,
`thresholds` finds what must have happened before what, and `tables` writes all of it as rows.
"""
