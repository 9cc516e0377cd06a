"""Replay: a stream of facts played on the map, as one page that needs no network.

    facts ──figures──► steps of every number        ─┐
          ──legs─────► who drove when, on which way ─┼─► page: HTML, one picture of the map, data, a small script
          ──chronicle► what is worth a line         ─┘

All that the page shows is counted here; its script looks figures up and moves marks, and counts nothing of its own.
"""

from safepassage.reporting.replay.page import render_replay, write_replay

__all__ = ["render_replay", "write_replay"]
