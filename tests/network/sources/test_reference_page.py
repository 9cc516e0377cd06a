"""The examples on the page about other sources are read as the page says."""

from fractions import Fraction
from pathlib import Path

import pytest

from safepassage.network.sources import read_gmns, read_matrix, read_tntp
from safepassage.network.sources.gmns_uses import MOTOR_USES
from tests.docs.pages import ROOT, blocks_of, text_of

PAGE = ROOT / "docs" / "reference" / "other-sources.md"


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    """Give a folder with every example under its name on the page."""
    for block in blocks_of(PAGE):
        for name in block.marks:
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
    return tmp_path


def test_the_gmns_folder_has_two_streets_for_motor_vehicles(examples: Path) -> None:
    graph = read_gmns(examples / "gmns")
    assert list(graph.node_names) == ["clinic", "bridge", "camp"]
    assert [graph.streets[i] for i in graph.street] == ["Clinic Road", "Camp Road"]
    assert [graph.road_classes[i] for i in graph.road_class] == ["arterial", "local"]
    assert list(graph.length_m) == [900, 1200]
    assert sorted(graph.kmh) == [30, 30, 45, 45]


def test_the_tntp_network_leads_through_no_zone(examples: Path) -> None:
    graph = read_tntp(examples / "tntp" / "town_net.tntp", examples / "tntp" / "town_node.tntp")
    assert graph.num_pieces == 3
    assert sorted(graph.kmh) == pytest.approx([30, 30, 30, 30, 40, 40])
    assert graph.lon[0] == 37.1
    at_zones = {int(graph.head[first]) for first in graph.forbidden[graph.first_forbidden[:-1]]}
    assert at_zones == {0, 1}


def test_the_matrix_has_six_links(examples: Path) -> None:
    links = read_matrix(examples / "matrix" / "minutes.csv", ["clinic", "bridge", "camp", "depot"])
    assert len(links) == 6
    assert next(link.drive_s for link in links if link.to_place == "camp") == Fraction("9.5") * 60


def test_the_page_names_all_uses_of_motor_vehicles() -> None:
    assert all(f"`{use}`" in text_of(PAGE) for use in MOTOR_USES)
