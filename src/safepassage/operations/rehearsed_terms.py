"""The agreement of a rehearsal: put before the parties as the scenario has it, agreed, and in force from the start.

Movement files are not driven: the simulator knows nobody who gives green lights, and a vehicle that is in no movement
file needs none. What binds it is the state of the agreement.
"""

from collections.abc import Iterator

from safepassage.domain.live.agreement import AgreedCrossing, AgreedTerms
from safepassage.domain.terms import Agreement, CrossingRule, Window
from safepassage.operations.commands.agreeing import Agree, EnterIntoForce, Propose
from safepassage.operations.deciding import Command

UNNAMED = ("one party", "the other party")
"""Parties of a scenario that names none."""

REFERENCE = "agreement.toml of the scenario"


def into_force(agreement: Agreement) -> Iterator[Command]:
    """Yield the commands that bring the agreement of a scenario into force."""
    parties = agreement.parties or UNNAMED
    yield Propose(parties, terms_of(agreement, parties), REFERENCE)
    for party in parties:
        yield Agree(party)
    yield EnterIntoForce()


def terms_of(agreement: Agreement, parties: tuple[str, ...]) -> AgreedTerms:
    """Give the terms of a scenario as an operation keeps them; each party gives its own green light."""
    rules: dict[str, list[CrossingRule]] = {}
    for rule in agreement.crossings:
        rules.setdefault(rule.place, []).append(rule)
    crossings = tuple(AgreedCrossing(place, None, _windows(some), parties) for place, some in rules.items())
    return AgreedTerms(crossings=crossings, linked=agreement.linked)


def _windows(rules: list[CrossingRule]) -> tuple[Window, ...] | None:
    """Give when a crossing is open to anybody by some rule; None if one of them always lets pass."""
    if any(rule.windows is None for rule in rules):
        return None
    return tuple(dict.fromkeys(window for rule in rules for window in rule.windows or ()))
