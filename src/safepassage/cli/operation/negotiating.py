"""`safepassage agreement propose` and `amend`: terms that a scenario holds, put before the parties."""

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Annotated

import typer

from safepassage.bootstrap.operations import OpenOperation
from safepassage.cli.operation.desks import COMMAND_LINE, AsJson, At, By, Folder, Given, Id, Source, give, seconds_of
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.live.agreement import AgreedTerms, Quota, QuotaSpan
from safepassage.operations.commands.agreeing import Amend, Propose
from safepassage.operations.terms import terms_of

Reference = Annotated[str, typer.Argument(help="The text that the terms are taken from.", show_default=False)]
From = Annotated[
    Path | None,
    typer.Option(
        "--from",
        metavar="SCENARIO",
        help="The scenario whose agreement.toml says the terms.",
        show_default="that of the operation",
    ),
]
Lights = Annotated[
    list[str] | None,
    typer.Option(
        "--light",
        metavar="CROSSING/PARTY",
        help="A party whose green light each movement needs at a crossing; may be given again.",
        show_default="every party's",
    ),
]
Quotas = Annotated[
    list[str] | None,
    typer.Option(
        "--quota",
        metavar="CROSSING/SPAN/PERSONS/VEHICLES",
        help="At most so many in each day or movement; - is no limit; may be given again.",
    ),
]
DayBegins = Annotated[
    str | None,
    typer.Option("--day-begins", metavar="TIME", help="When a day of quotas begins.", show_default="the start"),
]


def register(group: typer.Typer) -> None:
    """Add the commands to their group."""
    group.command("propose")(propose)
    group.command("amend")(amend)


def propose(
    reference: Reference,
    *,
    scenario: From = None,
    light: Lights = None,
    quota: Quotas = None,
    day_begins: DayBegins = None,
    folder: Folder = None,
    by: By,
    at: At = None,
    source: Source = COMMAND_LINE,
    id_: Id = None,
    as_json: AsJson = False,
) -> None:
    """Put terms before the parties: crossings, windows, quotas and linked movements."""

    def command(found: OpenOperation) -> Propose:
        parties, terms = _terms(found, scenario, light, quota, day_begins)
        return Propose(parties, terms, reference)

    give(Given(folder, by, at, source, id_, as_json), command)


def amend(
    reference: Reference,
    *,
    agreed_by: Annotated[
        list[str], typer.Option("--agreed-by", metavar="PARTY", help="A party that agreed; may be given again.")
    ],
    scenario: From = None,
    light: Lights = None,
    quota: Quotas = None,
    day_begins: DayBegins = None,
    folder: Folder = None,
    by: By,
    at: At = None,
    source: Source = COMMAND_LINE,
    id_: Id = None,
    as_json: AsJson = False,
) -> None:
    """Change the terms, as the parties agreed."""

    def command(found: OpenOperation) -> Amend:
        _, terms = _terms(found, scenario, light, quota, day_begins)
        return Amend(terms, reference, tuple(agreed_by))

    give(Given(folder, by, at, source, id_, as_json), command)


def _terms(
    found: OpenOperation, path: Path | None, lights: list[str] | None, quotas: list[str] | None, day_begins: str | None
) -> tuple[tuple[str, ...], AgreedTerms]:
    """Give the parties and the terms."""
    from safepassage.scenarios import read_scenario  # noqa: PLC0415 - loads all that reads scenarios

    agreement = read_scenario(path or found.folder.scenario_folder).agreement
    needed: dict[str, tuple[str, ...]] = {}
    for text in lights or ():
        crossing, _, party = text.partition("/")
        needed[crossing] = (*needed.get(crossing, ()), party)
    agreed = tuple(map(_quota, quotas or ()))
    places = {rule.place for rule in agreement.crossings}
    _must_be_of("--light", needed, places, "crossing")
    _must_be_of("--light", [party for parties in needed.values() for party in parties], agreement.parties, "party")
    _must_be_of("--quota", [quota.crossing for quota in agreed], places, "crossing")
    begins_s = 0 if day_begins is None else seconds_of("--day-begins", day_begins, found)
    return agreement.parties, terms_of(agreement, needed, agreed, begins_s)


def _must_be_of(option: str, names: Iterable[str], known: Collection[str], what: str) -> None:
    """Raise UnusableInputError if an option names what the terms do not: it would bind nobody, or hold for ever."""
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise UnusableInputError(f"{option}: {unknown[0]!r} is no {what} of these terms.")


def _quota(text: str) -> Quota:
    try:
        crossing, span, persons, vehicles = text.split("/")
        return Quota(crossing, QuotaSpan(span), _limit(persons), _limit(vehicles))
    except ValueError:
        raise UnusableInputError(
            f"--quota: {text!r} is none. Write CROSSING/day/PERSONS/VEHICLES or CROSSING/movement/PERSONS/VEHICLES, "
            "with - for no limit."
        ) from None


def _limit(text: str) -> int | None:
    if text == "-":
        return None
    if not text.isdecimal():
        raise ValueError(text)
    return int(text)
