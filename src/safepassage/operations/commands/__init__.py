"""All commands, and the decision that each asks for."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from safepassage.operations.commands import (
    agreeing,
    appointing,
    boarding,
    convoys,
    drafting,
    incidents,
    kinship,
    losing,
    moving,
    opening,
    publishing,
    reception,
    registering,
    reporting,
    settling,
    vehicles,
    withdrawing,
)
from safepassage.operations.deciding import Command, Decision

DECISIONS: Mapping[type[Command], Decision[Any]] = MappingProxyType(
    {
        **appointing.DECISIONS,
        **opening.DECISIONS,
        **vehicles.DECISIONS,
        **convoys.DECISIONS,
        **incidents.DECISIONS,
        **reception.DECISIONS,
        **registering.DECISIONS,
        **withdrawing.DECISIONS,
        **kinship.DECISIONS,
        **boarding.DECISIONS,
        **losing.DECISIONS,
        **settling.DECISIONS,
        **agreeing.DECISIONS,
        **drafting.DECISIONS,
        **moving.DECISIONS,
        **reporting.DECISIONS,
        **publishing.DECISIONS,
    },
)
"""What is decided for each command."""
