"""The engine's tables and their columns.

All tables of a run lie in one array of whole numbers, its memory, row after row. A row is named by its address, the
place of its first column, so `m[stop + KIND]` is the kind of a stop and `stop + STOPS.width` is the stop after it.
Where a column names another row, it holds that row's address. One array is cheap to hand from function to function,
which in compiled code an object of forty arrays is not: the engine is more than ten times as fast for it.

Columns that change in a run stand beside others; what they are at first is kept as an image.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, how many columns a row has, and which of them hold addresses of rows of which table.

    `changes` tells whether a run changes anything in it.
    """

    name: str
    width: int
    addresses: tuple[tuple[int, str], ...] = ()
    changes: bool = False


(
    NOW,
    AT_WORK,
    VEHICLES_AT,
    VEHICLES_END,
    NEXT_EDGE,
    EDGES_END,
    AGENDA,
    AGENDA_SIZE,
    LOG,
    LOGGED,
    FOLDED,
    LOGS,
    AHEAD_S,
    PATIENCE_S,
    CAUSES_AT,
    CURVE_AT,
    CURVE_LAST,
    SPAN_S,
) = range(18)
(
    TO_BE_OUT,
    UNSURE_WORLD,
    UNSURE_PEOPLE,
    UNSURE_ROADS,
    BREAKS_DOWN,
    HINDERED,
    REFUSES,
    TURNS_BACK,
    CAUSES_END,
    RULES_AT,
    IN_FORCE,
    SUSPENDED_UNTIL,
    WINDOWS_MOVE,
    HORIZON_S,
    PLANNED_UNTIL_S,
    MOST_SUSPENSIONS,
    MOST_INCIDENTS,
    MOST_CLOSURES,
    NEWS_END,
    NEWS,
    NEWS_SIZE,
    ROWS_AT,
    ROWS_END,
    COMINGS_AT,
    ROADS_AT,
    ROADS_END,
) = range(18, 44)
(
    FACTS,
    COMPLETION,
    OUT,
    OUT_1,
    OUT_2,
    OUT_3,
    ABOARD_S,
    LONGEST_ABOARD,
    TOO_LONG,
    GOT_OFF,
    WITHDREW,
) = range(44, 55)
(
    WAITED_1,
    WAITED_2,
    WAITED_3,
    BOARDED_1,
    BOARDED_2,
    BOARDED_3,
    STILL_1,
    STILL_2,
    STILL_3,
    LEFT_ABOARD,
    DANGER_S,
    HARM_LOADED,
    HARM_EMPTY,
    WORK_UNTIL,
    PEOPLE_STAYED,
    PEOPLE_TURNED_BACK,
    SUSPENSIONS,
    SUSPENDED_S,
    IS_SUSPENDED,
    BREAKDOWNS,
    REFUSALS,
) = range(55, 76)
"""Columns of the one row of `head`, which lies at address 0: the second that it is, vehicles at work, the next opening
or closing; where tables, the agenda, the log and the curve lie, and how full they are; FOLDED facts of the log count in
the figures, LOGS tells whether it is kept; and the policy, AHEAD_S being FAR for as soon as can be, PATIENCE_S NONE for
without end.

TO_BE_OUT are the persons of the run who are out when all are. From UNSURE_WORLD on stands what is uncertain: whether
the agreement or roads are (then each run has windows of its own), who comes, roads, and whether vehicles break down,
may be hindered on their way at all, refuse, or have people turned back; then where causes end, and rules, rows of
people, comings and roads lie. IN_FORCE is the rule whose windows are when the agreement is in force, SUSPENDED_UNTIL
the second at which it is again (0: it is in force). HORIZON_S and what follows bound what is drawn, and all plans and
windows end by PLANNED_UNTIL_S. News of a run are rows of `edges` up to NEWS_END, their heap lies at NEWS.

From FACTS on it is figures: facts so far, when the last one came out (0: nobody), persons out, in all and by priority,
person seconds aboard of those who got off (or were turned back), the longest time of any of them, persons aboard longer
than they may be, persons who got off (again after a transfer), vehicles withdrawn.

From WAITED_1 on, by priority: person seconds from when people are ready until they first leave, persons who first left,
and persons who wait again less those who left or stay, so that with all who are there it is those who still wait. Then
persons aboard, person seconds on roads with a risk, the risk of passages with people aboard and without in parts, when
a vehicle was at work last. From PEOPLE_STAYED on what went wrong: persons who stayed, were turned back; suspensions,
seconds suspended up to PLANNED_UNTIL_S, whether it is now; vehicles that broke down, refusals."""

HEAD = Table("head", 76, changes=True)

HARM_UNITS = 10**6
"""Risk is counted in so many parts of its unit, whole ones."""

HEAD_OF, TAIL_OF = range(2)
"""The first column of each row that vehicles wait for is the one that is next; the second of a convoy is the last."""

(
    FIRST_STOP,
    END_STOP,
    AVAILABLE_FROM,
    AVAILABLE_UNTIL,
    MAX_DUTY,
    ENTITY,
    STOP,
    TAKES,
    READY,
    FIRST_LEFT,
    ABOARD,
    NEXT,
    BEFORE,
    KEY,
    RESUMES,
) = range(15)
FIRST_SLOT, END_SLOT, UNFIT, LEFT_TO_DRIVE = range(15, 19)
(
    LEFT_AT,
    DRIVEN_S,
    OUT_FROM,
    OUT_UNTIL,
    RIDERS,
    QUEUED_AT,
) = range(19, 25)
PERSONS_ABOARD, LOADED_FROM, TRIPS, LOADED_S, QUEUED_S = range(25, 30)
"""Columns of `vehicles`. Stops are `[FIRST_STOP, END_STOP)`; without a limit the seconds are FAR; ENTITY is the
vehicle's number in the scenario, which its random draws go by.

From STOP on it changes: the stop where it is or to which it drives, how long it takes there, when it may leave with its
convoy, when it left first, how many groups are aboard; its neighbours and its key among those who wait for the same,
and the kind of entry by which it goes on once what it waits for has happened.

Slots are `[FIRST_SLOT, END_SLOT)`. UNFIT tells whether it begins no trip any more and why, LEFT_TO_DRIVE how many
seconds it drives once it is repaired.

From LEFT_AT on it is figures: when it left last, seconds driven, its first departure, its last fact, persons boarded,
since when it queues; persons aboard, since when there are any, trips with people, seconds with somebody aboard,
seconds of queueing at crossings."""

FIRST_BEHIND = BEFORE
"""The same column for those who wait in a heap: the first vehicle behind this one."""

VEHICLES = Table(
    "vehicles",
    30,
    ((FIRST_STOP, "stops"), (END_STOP, "stops"), (STOP, "stops"), (FIRST_SLOT, "slots"), (END_SLOT, "slots")),
    changes=True,
)
FIT, REFUSING, BROKEN = range(3)
"""What UNFIT can be."""

(
    KIND,
    PLACE,
    DRIVE_S,
    PLAN_ARRIVES,
    PLAN_BEGINS,
    PLAN_LEAVES,
    TAKES_S,
    BEFORE_BOARDING_S,
    READY_S,
    LINE,
    RULE,
    CONVOY_OF,
    FIRST_MOVE,
    END_MOVE,
    FIRST_GATE,
    END_GATE,
    TRIP_S,
    RANK,
    CROSSING,
    DRIVES_ON,
    FREE_IF_EMPTY,
) = range(21)
BOARDS, WAY = range(21, 23)
FIRST_CLEAR, END_CLEAR, RISKY_S, HARM = range(23, 27)
"""Columns of `stops`. DRIVE_S is the drive that ends here, TAKES_S the service or check, of which BEFORE_BOARDING_S
pass before anybody boards, and READY_S is when those who board are ready. LINE is the bays or lanes that it needs, RULE
the crossing's windows, CONVOY_OF the planned convoy. TRIP_S is the least time from here to the end of the trip that
begins here. RANK is the order of the plan, CROSSING the crossing, DRIVES_ON whether the next stop is elsewhere,
FREE_IF_EMPTY whether a vehicle with nobody aboard passes without a check, BOARDS whether anybody boards, WAY the way
that leads here if it uses a road that may close. NONE where there is none.

For the figures: the `clears` of a crossing, how many of the planned seconds of the drive are on roads with a risk, and
the drive's risk in parts, HARM_UNITS to one."""

STOPS = Table(
    "stops",
    27,
    (
        (LINE, "lines"),
        (RULE, "rules"),
        (CONVOY_OF, "convoys"),
        (FIRST_MOVE, "moves"),
        (END_MOVE, "moves"),
        (FIRST_GATE, "gates"),
        (END_GATE, "gates"),
        (CROSSING, "crossings"),
        (WAY, "ways"),
        (FIRST_CLEAR, "clears"),
        (END_CLEAR, "clears"),
    ),
)

PASSES, SERVES, CHECKS, JOINS = range(4)
"""Kinds of stops: only a time, a service in a bay, a check in a lane, a check in a convoy."""

SLOT, ROW, GROUPS, WHAT, POOL, COUNTER = range(6)
"""Columns of `moves`: the slot, the row of people, how many groups are to move, what they do, where they wait, and the
counter of those whose coming there is settled."""

MOVES = Table("moves", 6, ((SLOT, "slots"), (ROW, "rows"), (POOL, "pools"), (COUNTER, "counters")))

ALIGHT, ONWARD, BOARD = range(3)
"""What a move is: people alight to stay, alight to wait for another vehicle, or board."""

HELD, COUNTED_ABOARD, SINCE, OF_ROW, OF_VEHICLE, BEYOND, BOARDED_S = range(7)
"""Columns of `slots`, one for each row of people in each vehicle: groups aboard; for the figures, groups aboard and
when the first boarded; the row and the vehicle; for the figures, how many are beyond their last crossing, and the sum
of the seconds at which they boarded."""

SLOTS = Table("slots", 7, ((OF_ROW, "rows"), (OF_VEHICLE, "vehicles")), changes=True)
POOLS = Table("pools", 1, changes=True)
"""Groups of one row who wait at one place."""

CLEAR_SLOT, CLEAR_ROW, CLEAR_GROUPS, CLEAR_AFTER = range(4)
"""Columns of `clears`, for the figures: those who are beyond their last crossing once a vehicle leaves it. Of those in
the slot, row of people, so many groups are to alight for good before the next crossing, after so many others have."""

CLEARS = Table("clears", 4, ((CLEAR_SLOT, "slots"), (CLEAR_ROW, "rows")))

OF_COUNTER, THRESHOLD, BEFORE_IT_BEGINS = range(3)
"""Columns of `gates`: either the service waits for the threshold, or only the departure does."""

GATES = Table("gates", 3, ((OF_COUNTER, "counters"),))

COUNTED, FIRST_STEP, END_STEP, CAME = range(1, 5)
"""Columns of `counters`, which only grow: people who have arrived against a linked movement, with its steps; or groups
whose coming to a transfer place is settled, without. CAME are those who came in fact: some whose coming is settled stay
or are turned back."""

COUNTERS = Table("counters", 5, ((FIRST_STEP, "steps"), (END_STEP, "steps")), changes=True)
STEPS = Table("steps", 1)
"""Arrivals that each step needs."""

PERSONS, PRIORITY, MAX_ABOARD, FIRST_COUNTER, END_COUNTER = range(5)
REGISTERED, PLANNED_OUT, READY_AT, HOME, THERE = range(5, 10)
"""Columns of `rows`, the travel groups; their arrival adds to the counters named in `row_counters`.

REGISTERED groups are in the scenario, PLANNED_OUT of them the plan brings out; READY_AT is when they are ready, HOME
the pool in which they wait first. THERE are those who are really there; a run writes it if it is uncertain."""

ROWS = Table("rows", 10, ((FIRST_COUNTER, "row_counters"), (END_COUNTER, "row_counters"), (HOME, "pools")))

COMING_ROW, COMING_GROUPS, COME_TO_STAY = range(3)
"""Columns of `comings`, which a run writes: groups of a row who come late, or of whom is told then that they stay."""

COMINGS = Table("comings", 3)
ROW_COUNTERS = Table("row_counters", 1, ((0, "counters"),))

FREE, HANDS_ON_AT, OPENS_AT = range(1, 4)
"""Columns of `lines`, the bays of a place or the lanes of a crossing: how many are free, the second for which handing
them on is on the agenda, and the one of the opening for which it is."""

LINES = Table("lines", 4, changes=True)

FIRST_WINDOW, END_WINDOW, ALWAYS_OPEN, FIRST_AGREED, END_AGREED, AGREED_ALWAYS, OWN_WINDOWS = range(7)
"""Columns of `rules`, the windows of crossings, and of one rule behind them, when the agreement is in force.

The first three are those of a run; where the world is uncertain, each run writes them, with windows from the row
OWN_WINDOWS on, out of what was agreed."""

RULES = Table(
    "rules",
    7,
    tuple((column, "windows") for column in (FIRST_WINDOW, END_WINDOW, FIRST_AGREED, END_AGREED, OWN_WINDOWS)),
)

WINDOW_FROM, WINDOW_UNTIL, OPENS_LATE_FROM = range(3)
"""Columns of `windows`; of those that were agreed, the last is when they open in a run. Behind them is room for the
windows of a run."""

WINDOWS = Table("windows", 3)

EDGE_AT, EDGE_OF, EDGE_OPENS, EDGE_CODE, EDGE_UNTIL = range(5)
"""Columns of `edges`, what happens whatever anybody does: the rule that opens or closes, whether it is first in its
second, the code of its fact, and for what is suspended or closed until when. Windows as agreed are in the order of
time; behind them is room for the news of a run."""

EDGES = Table("edges", 5, ((EDGE_OF, "rules"),))
NEWS_HEAP = Table("news", 1)
"""Entries of the agenda for the news of a run that are still to come, as a heap."""

CLOSED_UNTIL, ROAD_CAUSE, ROAD_NAME = range(3)
"""Columns of `roads`, those that may close: until when it is closed (0: it is open), the number of the row of its
hazard in `causes`, and the number by which its draws go."""

ROADS = Table("roads", 3, changes=True)

WAY_S, FIRST_USE, END_USE = range(3)
"""Columns of `ways`: how long the drive takes, and which roads it uses that may close."""

WAYS = Table("ways", 3, ((FIRST_USE, "uses"), (END_USE, "uses")))

USED_ROAD, WITHOUT_IT = range(2)
"""Columns of `uses`: the road, and the best way without it, and without those that the way already does without."""

USES = Table("uses", 2, ((USED_ROAD, "roads"), (WITHOUT_IT, "ways")))

OF_RULE, PLAN_DEPARTS, EXPECTED, HERE, WAITS_UNTIL = range(2, 7)
"""Columns of `convoys`: vehicles that are there or to come, those that are there, until when it waits for the others.
Behind the planned ones of a rule are as many empty ones as it has vehicles."""

CONVOYS = Table("convoys", 7, ((OF_RULE, "convoy_rules"),), changes=True)

FORMING, END_CONVOY, MIN_SIZE, MAX_SIZE, HEADWAY_S, LAST_LEFT = range(6)
"""Columns of `convoy_rules`: the convoy that forms now, and when the one before leaves."""

CONVOY_RULES = Table("convoy_rules", 6, ((FORMING, "convoys"), (END_CONVOY, "convoys")), changes=True)

NOW_QUEUED, MOST_QUEUED, PASSED, WAITED_S, LONGEST_WAIT, QUEUE = range(6)
"""Columns of `crossings`: vehicles that wait now and the most that did, vehicles that have waited, and for how long;
QUEUE is the first of its rows in `queues`."""

CROSSINGS = Table("crossings", 6, ((QUEUE, "queues"),), changes=True)

ENTERED, PART_S = range(2)
"""Columns of `queues`, a row for each crossing and span of time: how many more vehicles wait at its end than at its
begin, and the seconds that they wait in it, as if those who were there before had left."""

QUEUES = Table("queues", 2, changes=True)

OUT_IN, BEYOND_IN = range(2)
"""Columns of `curve`: persons out, and persons beyond their last crossing, in each span of time; those after the last
span in it."""

CURVE = Table("curve", 2, changes=True)

SHAPE, MEAN, SIGMA, COMMON_SIGMA, CHANCE, PER_S, FOR_GOOD, STREAM_KEY, COMMON_FACTOR, OTHER_SEED = range(10)
"""Columns of `causes`: shape, mean of the factor or in seconds, logarithmic deviations alone and in common, chance,
rate in a second, chance that it is for good, and of a run the key and the common factor. All but the key are floating
numbers, kept by their bits. OTHER_SEED is a whole number: combined with the seed bit by bit (exclusive or), it is the
seed of the stream."""

CAUSES = Table("causes", 10, changes=True)

TABLES = (
    HEAD, VEHICLES, SLOTS, POOLS, COUNTERS, LINES, CONVOYS, CONVOY_RULES, CROSSINGS, QUEUES, CURVE, CAUSES, ROADS,
    STOPS, MOVES, CLEARS, GATES, ROWS, ROW_COUNTERS, STEPS, RULES, WINDOWS, EDGES, NEWS_HEAP, COMINGS, WAYS, USES,
)  # fmt: skip
"""All tables in the order in which they lie in memory: those that a run changes first."""

STOP_WIDTH, MOVE_WIDTH, GATE_WIDTH = STOPS.width, MOVES.width, GATES.width
CLEAR_WIDTH, QUEUE_WIDTH, CURVE_WIDTH = CLEARS.width, QUEUES.width, CURVE.width
CONVOY_WIDTH, WINDOW_WIDTH, VEHICLE_WIDTH, EDGE_WIDTH = CONVOYS.width, WINDOWS.width, VEHICLES.width, EDGES.width
SLOT_WIDTH, ROW_WIDTH, RULE_WIDTH, COMING_WIDTH = SLOTS.width, ROWS.width, RULES.width, COMINGS.width
ROAD_WIDTH, USE_WIDTH = ROADS.width, USES.width
"""Widths for compiled code."""
