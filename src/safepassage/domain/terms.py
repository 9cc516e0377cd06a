"""The terms of an agreement, as data: crossings, convoys, linked movements."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Window:
    """A span in which a crossing is open: `[opens_s, closes_s)`, whole seconds after the scenario's start."""

    opens_s: int
    closes_s: int


def joined_windows(windows: Iterable[Window]) -> tuple[Window, ...]:
    """Give the windows in order of time, touching and overlapping ones as one."""
    joined: list[Window] = []
    for window in sorted(windows, key=lambda w: (w.opens_s, w.closes_s)):
        if joined and window.opens_s <= joined[-1].closes_s:
            joined[-1] = Window(joined[-1].opens_s, max(joined[-1].closes_s, window.closes_s))
        else:
            joined.append(window)
    return tuple(joined)


@dataclass(frozen=True, slots=True)
class CrossingRule:
    """A place that every vehicle passing it must stop at.

    `from_places` restricts the rule to vehicles whose last stop elsewhere was one of them (None: all). `lanes` is
    how many vehicles are checked at once (None: unlimited), `check_s` the exact seconds of a check, `windows` when
    it is open (None: always; touching ones are merged). With `loaded_only`, vehicles with nobody aboard pass freely,
    as through a junction.
    """

    place: str
    from_places: tuple[str, ...] | None = None
    lanes: int | None = None
    check_s: Fraction = Fraction(0)
    windows: tuple[Window, ...] | None = None
    loaded_only: bool = False

    def applies(self, last_stop_elsewhere: str) -> bool:
        """Whether the rule falls on a vehicle whose last stop elsewhere was that place."""
        return self.from_places is None or last_stop_elsewhere in self.from_places


@dataclass(frozen=True, slots=True)
class ConvoyRule:
    """At this crossing loaded vehicles leave in convoys of bounded size, at least `headway_s` exact seconds apart.

    `max_vehicles` None is unlimited.
    """

    crossing: str
    from_places: tuple[str, ...] | None = None
    min_vehicles: int = 1
    max_vehicles: int | None = None
    headway_s: Fraction = Fraction(0)

    def applies(self, last_stop_elsewhere: str) -> bool:
        """Whether the rule falls on a vehicle whose last stop elsewhere was that place."""
        return self.from_places is None or last_stop_elsewhere in self.from_places


@dataclass(frozen=True, slots=True)
class LinkStep:
    """Once `arrived` people have arrived against, up to `may_leave` people may have left."""

    arrived: int
    may_leave: int


@dataclass(frozen=True, slots=True)
class LinkedMovement:
    """Movements that wait for each other: people leave `people_from` as people of `against_from` arrive.

    At every moment the people who have left `people_from` are at most the `may_leave` of the last step whose
    `arrived` is reached by people from `against_from` who have alighted at a destination. Steps ascend.
    """

    people_from: tuple[str, ...]
    against_from: tuple[str, ...]
    steps: tuple[LinkStep, ...]

    def may_leave(self, arrived: int) -> int:
        """How many may have left once so many have arrived; 0 before the first step is reached."""
        return max((step.may_leave for step in self.steps if step.arrived <= arrived), default=0)


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the parties agreed. An empty agreement restricts nothing."""

    parties: tuple[str, ...] = ()
    crossings: tuple[CrossingRule, ...] = ()
    convoys: tuple[ConvoyRule, ...] = ()
    linked: tuple[LinkedMovement, ...] = ()

    @property
    def crossing_places(self) -> frozenset[str]:
        """Ids of all places that are crossings."""
        return frozenset(rule.place for rule in self.crossings)

    def crossing_rule(self, place: str, last_stop_elsewhere: str) -> CrossingRule | None:
        """Give the first rule for this crossing that falls on a vehicle with that last stop elsewhere."""
        rules = (r for r in self.crossings if r.place == place and r.applies(last_stop_elsewhere))
        return next(rules, None)

    def convoy_rule(self, place: str, last_stop_elsewhere: str) -> ConvoyRule | None:
        """Give the first convoy rule for this crossing that falls on a loaded vehicle with that last stop elsewhere."""
        rules = (r for r in self.convoys if r.crossing == place and r.applies(last_stop_elsewhere))
        return next(rules, None)
