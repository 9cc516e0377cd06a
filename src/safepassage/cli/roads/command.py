"""The command: what is read, what is found, what is written."""

from pathlib import Path
from typing import Annotated

import typer

from safepassage.cli.roads.finding import Asked, find_roads
from safepassage.cli.roads.making import Reach
from safepassage.cli.roads.sources import Source, check_profile, the_source

SNAP_M = 250.0
"""Metres that a place may lie off its road, if nothing else is said."""


def roads_command(
    scenario: Annotated[Path, typer.Argument(help="Scenario folder.", show_default=False)],
    *,
    osm: Annotated[
        Path | None, typer.Option("--osm", help="OpenStreetMap extract (.osm.pbf).", show_default=False)
    ] = None,
    gmns: Annotated[Path | None, typer.Option("--gmns", help="GMNS network: a folder.", show_default=False)] = None,
    tntp: Annotated[Path | None, typer.Option("--tntp", help="TNTP network: a file.", show_default=False)] = None,
    tntp_nodes: Annotated[
        Path | None, typer.Option("--tntp-nodes", help="Its nodes with coordinates.", show_default=False)
    ] = None,
    tntp_km: Annotated[float, typer.Option("--tntp-km", min=1e-6, max=1e3, help="Its unit of length in km.")] = 1.0,
    tntp_minutes: Annotated[
        float, typer.Option("--tntp-minutes", min=1e-6, max=1e3, help="Its unit of time in minutes.")
    ] = 1.0,
    matrix: Annotated[
        Path | None, typer.Option("--matrix", help="Minutes between places (.csv or .xlsx).", show_default=False)
    ] = None,
    matrix_km: Annotated[
        Path | None, typer.Option("--matrix-km", help="The distances that belong to it (.csv).", show_default=False)
    ] = None,
    profile: Annotated[str, typer.Option("--profile", help="Kind of vehicle: bus or ambulance.")] = "bus",
    also: Annotated[
        str | None, typer.Option("--also", help="Say how another kind of vehicle compares.", show_default=False)
    ] = None,
    at: Annotated[
        str | None, typer.Option("--at", help="Moment for closures and speeds; else the start.", show_default=False)
    ] = None,
    snap_metres: Annotated[
        float, typer.Option("--snap-metres", min=0, max=100_000, help="How far a place may lie off its road.")
    ] = SNAP_M,
    crossing_metres: Annotated[
        float | None,
        typer.Option(
            "--crossing-metres",
            min=0,
            max=10_000,
            help="Roads this near a crossing pass it.",
            show_default=False,
        ),
    ] = None,
    what_if: Annotated[
        str | None,
        typer.Option("--what-if", help="Say what these closures would do; nothing is written.", show_default=False),
    ] = None,
    corridors: Annotated[
        tuple[str, str] | None,
        typer.Option("--corridors", help="Different ways between two places, by id.", show_default=False),
    ] = None,
    ways: Annotated[int, typer.Option("--ways", min=1, max=20, help="With --corridors: so many at most.")] = 3,
    take: Annotated[
        int | None, typer.Option("--take", min=1, help="With --corridors: choose this one.", show_default=False)
    ] = None,
    basemap: Annotated[bool, typer.Option("--basemap", help="Also make basemap.pmtiles for maps.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was found as JSON.")] = False,
) -> None:
    """Find driving times and ways between the places of a scenario on real roads, and write them into its folder.

    Writes links.csv and routes.geojson. Reads closures.geojson, areas.geojson, speeds.csv, risk.geojson and
    corridors.csv where they are there.
    """
    named = {"--osm": osm, "--gmns": gmns, "--tntp": tntp, "--matrix": matrix}
    source = the_source(named, Source("", scenario, tntp_nodes, tntp_km, tntp_minutes, matrix_km))
    asked = Asked(
        scenario,
        source,
        check_profile(profile),
        None if also is None else check_profile(also),
        at,
        Reach(snap_metres, crossing_metres),
        what_if,
        corridors,
        ways,
        take,
        basemap,
        as_json,
    )
    find_roads(asked)
