"""A summary of what a plan does, counted from its itineraries."""

from fractions import Fraction

from safepassage.planning.verify.case import Case
from safepassage.planning.verify.convoys import convoys
from safepassage.planning.verify.crossings import passages
from safepassage.planning.verify.totals import completion_s, exact_value, out_by_priority, people_out
from safepassage.planning.verify.vehicles import driven
from safepassage.planning.verify.verdict import Summary


def summarise(case: Case) -> Summary:
    """Count what the itineraries do, whether or not they respect the rules."""
    out = out_by_priority(case)
    asked = [sum(row.persons for row in case.scenario.people if row.priority == priority) for priority in (1, 2, 3)]
    sizes = [convoy.size for _, in_time in convoys(case) for convoy in in_time]
    ways = [way for journey in case.journeys for way in driven(case, journey)]
    value = exact_value(case)
    return Summary(
        people_out=people_out(case),
        people_remaining=case.scenario.persons - people_out(case),
        out_by_priority=out,
        remaining_by_priority=(asked[0] - out[0], asked[1] - out[1], asked[2] - out[2]),
        completion_s=completion_s(case),
        completion_clock=case.clock.say(completion_s(case)),
        value=None if value is None else float(value),
        vehicles_used=len({journey.vehicle for journey in case.journeys if len(journey.halts) > 1}),
        stops=sum(len(journey.halts) for journey in case.journeys),
        km=sum((way.km for way in ways), Fraction(0)),
        risk=sum((way.risk for way in ways), Fraction(0)),
        checks=sum(passage.crossing_rule is not None for passage in passages(case)),
        convoys=len(sizes),
        largest_convoy=max(sizes, default=0),
    )
