"""Operations compared: all of them, but for where their events stand in the ledger."""

import json
from typing import Any

from safepassage.operations.lines import SWAPPED
from safepassage.operations.operation import Operation


def states(operation: Operation) -> Any:
    """Give all of an operation but where its events stand in the ledger."""
    plain = operation.plain()
    plain.pop("position")
    plain.pop("version")
    lines = {
        kind: {name: json.loads(line.translate(SWAPPED))[:2] for name, line in of_kind.items()}
        for kind, of_kind in plain.pop("lines").items()
    }
    return plain | {"lines": lines, "open": operation.discrepancies(), "notices": operation.notices()}
