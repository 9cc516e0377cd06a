"""All commands, and the decision that each asks for."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from safepassage.operations.commands import (
    appointing,
    boarding,
    kinship,
    losing,
    registering,
    settling,
    withdrawing,
)
from safepassage.operations.deciding import Command, Decision

DECISIONS: Mapping[type[Command], Decision[Any]] = MappingProxyType(
    {
        **appointing.DECISIONS,
        **registering.DECISIONS,
        **withdrawing.DECISIONS,
        **kinship.DECISIONS,
        **boarding.DECISIONS,
        **losing.DECISIONS,
        **settling.DECISIONS,
    },
)
"""What is decided for each command."""
