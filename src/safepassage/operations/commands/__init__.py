"""All commands, and the decision that each asks for."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from safepassage.operations.commands import appointing, boarding, registering
from safepassage.operations.deciding import Command, Decision

DECISIONS: Mapping[type[Command], Decision[Any]] = MappingProxyType(
    {**appointing.DECISIONS, **registering.DECISIONS, **boarding.DECISIONS},
)
"""What is decided for each command."""
