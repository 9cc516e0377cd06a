"""docs/how-to/maps.md describes the layers, schemes and bounds that the code has."""

import re
from pathlib import Path

from safepassage.network.basemap import LAYERS, MAX_ZOOM, MIN_ZOOM
from safepassage.network.basemap.palettes import SCHEMES
from safepassage.network.basemap.tiling import LARGEST_TILE
from safepassage.reporting.maps import background, streets

DOCS = Path(__file__).parents[3] / "docs"
PAGE = (DOCS / "how-to" / "maps.md").read_text(encoding="utf-8")
REPORT = (DOCS / "reference" / "report.md").read_text(encoding="utf-8")


def test_every_layer_is_described_with_its_properties() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| ?(.*?) ?\|$", PAGE, flags=re.MULTILINE)
    described = {name: (about, re.findall(r"`(\w+)`", properties)) for name, about, properties in rows}
    assert described == {name: (layer.about, list(layer.properties)) for name, layer in LAYERS.items()}


def test_schemes_zooms_and_bounds_are_those_of_the_code() -> None:
    assert all(f"`{scheme}`" in PAGE for scheme in SCHEMES)
    assert f"zooms {MIN_ZOOM} to {MAX_ZOOM}" in PAGE
    assert f"at most {LARGEST_TILE:,} bytes" in PAGE
    assert f"at most {background.BUDGET:,} characters a drawing" in REPORT
    assert f"without people at most {streets.BUDGET:,}" in REPORT
