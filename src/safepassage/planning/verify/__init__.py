"""The independent judge of plans. It shares no code with the planner.

It takes nothing on trust: it follows every itinerary stop by stop, finds its own fastest ways, and counts the plan's
own figures anew, in whole seconds and exact fractions. One module judges one family of rules; `rules.py` names them.
"""

from safepassage.planning.verify.judge import verify
from safepassage.planning.verify.rules import FAMILIES, MEANINGS, Rule
from safepassage.planning.verify.verdict import Summary, Verdict, Violation

__all__ = ["FAMILIES", "MEANINGS", "Rule", "Summary", "Verdict", "Violation", "verify"]
