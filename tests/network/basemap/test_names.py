"""Names: the local script first, Latin letters only from the source, and nothing that turns a line of text around."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.network.basemap.names import LONGEST_NAME, cleaned, is_latin, latin_name, named

ARABIC, GREEK = "حلب", "Αθήνα"


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({}, {}),
        ({"name": "Porto"}, {"name": "Porto", "name_latin": "Porto"}),
        ({"name": "Wien", "name:en": "Vienna"}, {"name": "Wien", "name_latin": "Wien"}),
        ({"name": ARABIC}, {"name": ARABIC}),
        ({"name": ARABIC, "name:en": "Aleppo", "int_name": "Halab"}, {"name": ARABIC, "name_latin": "Aleppo"}),
        ({"name": ARABIC, "int_name": "Halab", "name:fr": "Alep"}, {"name": ARABIC, "name_latin": "Halab"}),
        ({"name": ARABIC, "name:fr": "Alep"}, {"name": ARABIC, "name_latin": "Alep"}),
        ({"name": ARABIC, "name:en": ARABIC}, {"name": ARABIC}),
        ({"name": "Ниш", "name:sr-Latn": "Niš"}, {"name": "Ниш", "name_latin": "Niš"}),
        ({"name": "東京", "name:ja_rm": "Tōkyō"}, {"name": "東京", "name_latin": "Tōkyō"}),
        ({"name": f"{GREEK} Athens"}, {"name": f"{GREEK} Athens"}),
        ({"name:en": "Only English"}, {"name_latin": "Only English"}),
        ({"old_name": "Byzantion"}, {}),
    ],
)
def test_a_name_in_latin_letters_is_never_invented(tags: dict[str, str], expected: dict[str, str]) -> None:
    assert named(tags) == expected


@pytest.mark.parametrize(
    ("name", "latin"), [("Łódź", True), ("N 14", True), ("14", False), ("", False), (GREEK, False), ("A\u0430", False)]
)
def test_latin_means_every_letter(name: str, latin: bool) -> None:
    assert is_latin(name) is latin


def test_characters_that_turn_text_around_are_taken_out() -> None:
    assert cleaned("a\u202eb\u2066c\x00d\n e") == "abc d e"


def test_joiners_within_words_of_other_scripts_stay() -> None:
    persian = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
    assert cleaned(persian) == persian


@given(st.dictionaries(st.sampled_from(["name", "name:en", "int_name", "name:fr", "name:ar"]), st.text(max_size=200)))
def test_any_names_come_out_short_on_one_line_and_latin_where_said(tags: dict[str, str]) -> None:
    found = named(tags)
    assert all(name and len(name) <= LONGEST_NAME and "\n" not in name for name in found.values())
    assert "name_latin" not in found or is_latin(found["name_latin"])
    assert found.get("name_latin", "") == latin_name(tags)
