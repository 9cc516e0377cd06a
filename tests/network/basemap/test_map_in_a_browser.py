"""The basemap of Helsinki in a real browser, by MapLibre: every layer is drawn, and nothing is asked for elsewhere."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from safepassage.network.basemap import make_basemap
from safepassage.network.basemap.palettes import SCHEMES
from safepassage.network.basemap.styling import style
from tests.network.basemap.extracts import helsinki
from tests.network.basemap.map_server import serving

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's chromium is not installed")

DRAWN = "[...new Set(map.queryRenderedFeatures().map(feature => feature.layer.id))]"
COLOURS = """() => {
  const from = map.getCanvas(), to = document.createElement('canvas');
  [to.width, to.height] = [from.width, from.height];
  const context = to.getContext('2d');
  context.drawImage(from, 0, 0);
  const bytes = context.getImageData(0, 0, to.width, to.height).data, found = new Set();
  for (let i = 0; i < bytes.length; i += 4)
    found.add('#' + [0, 1, 2].map(k => bytes[i + k].toString(16).padStart(2, '0')).join(''));
  return [...found];
}"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("map") / "basemap.pmtiles"
    make_basemap(helsinki(), path)
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    software = [
        "--no-sandbox",
        "--use-angle=swiftshader",
        "--enable-unsafe-swiftshader",
    ]  # draws without a graphics card
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(CHROMIUM), args=software)
        yield launched
        launched.close()


def library() -> Path:
    """Give the folder of the wheel `maplibre` with MapLibre GL JS."""
    found = find_spec("maplibre")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "srcjs"


def drawn(browser: Browser, archive: Path, scheme: str) -> tuple[Page, list[str]]:
    """Draw the map and wait for it; give the page and the addresses that it asked for.

    The wheel's MapLibre is older than 5.11, which writes without `glyphs`, so it is given some that are empty: it
    checks every layer of the style, and draws all but the words.
    """
    page = browser.new_page(viewport={"width": 480, "height": 360})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    made: dict[str, Any] = style("TILES", scheme)
    with serving(archive, library(), made, (24.9443, 60.1716), 13.7) as address:
        page.goto(address)
        page.wait_for_function("window.drawn === true || window.problems.length > 0")
        page.evaluate("() => map.redraw()")
    return page, [url for url in asked if not url.startswith((address, "blob:", "data:"))]


@pytest.mark.parametrize("scheme", ["light", "print"])
def test_every_kind_of_layer_is_drawn(scheme: str, browser: Browser, archive: Path) -> None:
    page, elsewhere = drawn(browser, archive, scheme)
    assert page.evaluate("window.problems") == []
    assert elsewhere == []
    layers = set(page.evaluate(DRAWN))
    assert layers >= {"water", "green", "built", "buildings", "rail", "primary", "secondary", "minor", "paths"}
    palette = SCHEMES[scheme]
    wanted = {palette.land, palette.water, palette.buildings, palette.roads["primary"]}
    assert wanted <= set(page.evaluate(COLOURS))
    assert page.inner_text(".maplibregl-ctrl-attrib").strip().startswith("© OpenStreetMap contributors")
