"""The animation of a replay: well-formed, without scripts, and calm for those who want little motion."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import sync_playwright

from benchmarks.replay_picture import CHROMIUM, FRAMES, animation
from safepassage.reporting.replay import write_replay
from tests.reporting.cases import named, valley
from tests.reporting.replay.operations import rehearsed

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="Debian's chromium is not installed")
def test_frames_show_the_operation_from_its_beginning_to_its_end(tmp_path: Path) -> None:
    case = named(valley(), "<b>&\"'")
    write_replay(case.scenario, rehearsed(case.scenario, case.plan), tmp_path / "replay.html")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto((tmp_path / "replay.html").as_uri())
        drawn = ET.fromstring(animation(page, 0, 1))  # noqa: S314 - our own picture
        browser.close()
    frames = [group for group in drawn.iter(f"{SVG}g") if (group.get("class") or "").split()[:1] == ["f"]]
    texts = ["".join("".join(each.itertext()) for each in frame.iter(f"{SVG}text")) for frame in frames]
    assert len(frames) == FRAMES
    assert "0 of 43 out" in texts[0]
    assert "39 of 43 out" in texts[-1]
    assert sum(frame.get("class") == "f still" for frame in frames) == 1
    assert not list(drawn.iter(f"{SVG}script"))
