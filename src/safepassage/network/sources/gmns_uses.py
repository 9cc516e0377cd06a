"""Which rows of a GMNS table are for motor vehicles."""

import re
from pathlib import Path

from safepassage.network.sources.csv_tables import CsvTable, read_csv

USE_GROUP = "use_group.csv"

MOTOR_USES = frozenset(
    {"all", "auto", "bus", "car", "emergency", "hov", "hov2", "hov3", "motor", "sov", "truck", "vehicle"}
)
"""Uses that let a bus or an ambulance drive: those of the specification's examples and of published networks."""

_BETWEEN = re.compile(r"[,;|/\s]+")


class Uses:
    """What `allowed_uses` may say, with the groups that `use_group.csv` defines."""

    def __init__(self, folder: Path) -> None:
        path = folder / USE_GROUP
        self._groups: dict[str, str] = {}
        if path.exists():
            table = read_csv(path)
            names = (name.lower() for name in table.unique_ids("use_group"))
            self._groups = dict(zip(names, table.texts("uses"), strict=True))

    def motor(self, table: CsvTable) -> list[bool]:
        """Tell for each row whether motor vehicles are allowed; blank allows all."""
        return [not text or self._has_motor(text) for text in table.texts("allowed_uses")]

    def _has_motor(self, text: str) -> bool:
        uses = [use for use in _BETWEEN.split(text.lower()) if use]
        members = [member for use in uses for member in _BETWEEN.split(self._groups.get(use, use).lower())]
        return not MOTOR_USES.isdisjoint(members)
