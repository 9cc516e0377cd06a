"""Keys of TOML files are found on their lines, whatever stands around them."""

import tomllib

import pytest

from safepassage.scenarios.toml_lines import key_lines, line_of

TEXT = '''\
# a = 1 in a comment
"quoted key" = 1
title = """
[[crossings]]
place = "in a text"
"""
other = \'\'\'x = 5
\'\'\'  # a comment with [ and "
list = [
  "a", # ] no end
  ["b = 2",
   'c]'],
]

[[crossings]]
place = "x"   # [[crossings]]
inline = { a = "]", b = [1,
  2] }
windows = []
  [[ 'crossings' ]]
  place = "y"
dotted.key = 5

[table]
place = "z"
'''


def test_every_key_is_found_where_it_stands() -> None:
    tomllib.loads(TEXT)
    assert dict(key_lines(TEXT)) == {
        ("quoted key",): 2,
        ("title",): 3,
        ("other",): 7,
        ("list",): 9,
        ("crossings", 0): 15,
        ("crossings",): 15,
        ("crossings", 0, "place"): 16,
        ("crossings", 0, "inline"): 17,
        ("crossings", 0, "windows"): 19,
        ("crossings", 1): 20,
        ("crossings", 1, "place"): 21,
        ("crossings", 1, "dotted"): 22,
        ("table",): 24,
        ("table", "place"): 25,
    }


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_lines_end_as_on_any_system(ending: str) -> None:
    assert key_lines(ending.join(["a = 1", "", "b = 2"])) == {("a",): 1, ("b",): 3}


def test_what_is_not_found_stands_where_the_nearest_around_it_does() -> None:
    lines = key_lines("a = 1\n[[crossings]]\nplace = 'x'\n")
    assert line_of(lines, ("crossings", 0, "lanes")) == 2
    assert line_of(lines, ("crossings", 7, "lanes")) == 2
    assert line_of(lines, ("nowhere",)) == 0
