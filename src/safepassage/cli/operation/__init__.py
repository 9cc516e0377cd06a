"""`safepassage operation` and the commands by which people run one: register, board, depart and so on."""

import typer

from safepassage.cli.operation import negotiating, recording, setting_up
from safepassage.cli.operation.table import ENTRIES
from safepassage.cli.operation.typed import function_of

GROUPS = {
    "operation": "Set up a live operation, look at it, and close it.",
    "settle": "Settle what contradicts itself, and answer what must be answered.",
    "vehicle": "Vehicles and their crews.",
    "convoy": "Convoys: who drives together.",
    "incident": "Incidents on the way.",
    "road": "Roads: closed, reopened, assessed for explosive ordnance.",
    "crossing": "Crossings: open or closed.",
    "reception": "Where people arrive: room, patients accepted, arrivals confirmed, how they are afterwards.",
    "agreement": "The agreement: proposed, agreed, in force, suspended, completed.",
    "movement": "Movements: notified, acknowledged, green-lit, given the go, under way.",
}
"""Groups of commands, and what each is for."""


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    groups = {name: typer.Typer(help=words) for name, words in GROUPS.items()}
    setting_up.register(groups["operation"])
    recording.register(groups["operation"])
    negotiating.register(groups["agreement"])
    for entry in ENTRIES:
        group, _, name = entry.words.rpartition(" ")
        (groups[group] if group else app).command(name, help=entry.help)(function_of(entry))
    for name, each in groups.items():
        each.callback(invoke_without_command=True)(show_help)
        app.add_typer(each, name=name)


def show_help(context: typer.Context) -> None:
    """List the commands of the group where none was given."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
