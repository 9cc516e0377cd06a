"""Matrices of minutes become links as they stand, from CSV and from workbooks, and nothing else than numbers passes."""

import zipfile
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.places import Link
from safepassage.network.sources import read_matrix

PLACES = ("a", "b", "c")
TEXT = ",a,b,c\na,,4,9.5\nb,4.25,0,\nc,,1,\n"


def written(path: Path, text: str, name: str = "times.csv") -> Path:
    """Write a file."""
    (path / name).write_text(text, encoding="utf-8")
    return path / name


def workbook(path: Path, *sheets: tuple[str, Sequence[Sequence[object]]], merged: str = "") -> Path:
    """Write a workbook of sheets with these rows."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    if merged:
        book.worksheets[0].merge_cells(merged)
    book.save(path / "times.xlsx")
    return path / "times.xlsx"


def found(links: Sequence[Link]) -> dict[str, Fraction]:
    """Give the minutes of each link by its ends."""
    assert all(not link.both_ways for link in links)
    return {link.from_place + link.to_place: link.drive_s / 60 for link in links}


MINUTES = {"ab": Fraction(4), "ac": Fraction(19, 2), "ba": Fraction(17, 4), "cb": Fraction(1)}


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "\ufeff" + TEXT.replace("\n", "\r\n"),
        TEXT.replace(",", ";"),
        TEXT.replace(",", "\t"),
        "from/to, a , b ,c,,\n\na,, 4 ,9.5,,\nb,4.25,0\n,,\nc,,1,\n",
        "x,c,b,a\nc,,1,\na,9.5,4,\nb,,,4.25\n",
        '"",a,b,c\n"a",,"4","9.50"\nb,4.25,,\nc,,1.0,0\n',
        ",a,b,c\na,,4.0000001,9.49999999\nb,4.25000000000000001,,\nc,,1,\n",
    ],
)
def test_every_time_is_a_link_in_one_direction(tmp_path: Path, text: str) -> None:
    links = read_matrix(written(tmp_path, text), PLACES)
    assert found(links) == MINUTES
    assert {link.km for link in links} == {0}


def test_distances_come_from_a_second_matrix(tmp_path: Path) -> None:
    km = written(tmp_path, "km,c,b,a\na,8,2.5,\nb,99,,2.6\nc,,0.4,\n", "km.csv")
    links = read_matrix(written(tmp_path, TEXT), PLACES, km)
    assert {link.from_place + link.to_place: float(link.km) for link in links} == {
        "ab": 2.5,
        "ac": 8,
        "ba": 2.6,
        "cb": 0.4,
    }


ROWS: list[list[object]] = [[None, "a", "b", "c"], ["a", None, 4, 9.5], ["b", 4.25, 0, None], ["c", None, "1", None]]


def test_the_first_sheet_of_a_workbook_has_the_minutes_and_km_the_distances(tmp_path: Path) -> None:
    km: list[list[object]] = [["", "a", "b", "c"], ["a", "", 1, 2], ["b", 3, "", ""], ["c", "", 4, ""]]
    links = read_matrix(workbook(tmp_path, ("Times", ROWS), ("notes", [["x"]]), (" KM", km)), PLACES)
    assert found(links) == MINUTES
    assert [link.km for link in links] == [1, 2, 3, 4]


def test_numbers_are_ids_in_workbooks_too(tmp_path: Path) -> None:
    links = read_matrix(workbook(tmp_path, ("m", [[None, 1, 2.0], [1, None, 5], [2, 6, None]])), ["1", "2"])
    assert found(links) == {"12": 5, "21": 6}


def test_what_a_spreadsheet_computed_is_taken_to_six_decimals(tmp_path: Path) -> None:
    links = read_matrix(workbook(tmp_path, ("m", [["", "a", "b"], ["a", "", 1 / 3]])), PLACES)
    assert found(links) == {"ab": Fraction(333_333, 1_000_000)}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "times.csv: there is no matrix; write ids of places into the first row and the first column."),
        (",a,b\n", "times.csv: there is no matrix"),
        (",a,b\na,,\n", "times.csv: there is no time between two places"),
        (TEXT.replace("9.5", "9,5").replace("a,,", '"a",,'), "times.csv, line 2: there are more cells than places"),
        (TEXT.replace("9.5", "9 min"), 'times.csv, line 2, column c: "9 min" is not a number from 0 to 527,040'),
        (TEXT.replace("9.5", "-1"), 'times.csv, line 2, column c: "-1" is not a number'),
        (TEXT.replace("9.5", "inf"), 'times.csv, line 2, column c: "inf" is not a number'),
        (TEXT.replace("9.5", "1e300"), 'times.csv, line 2, column c: "1e300" is not a number'),
        (TEXT.replace("9.5", "#DIV/0!"), 'times.csv, line 2, column c: "#DIV/0!" is not a number'),
        (TEXT.replace("4.25,0", "4.25,2"), "times.csv, line 3, column b: from a place to itself there is no road"),
        (TEXT.replace("c\na", "x\na"), 'times.csv, line 1: there is no place "x" in places.csv; correct the id.'),
        (TEXT.replace("\nc,", "\nx,"), 'times.csv, line 4: there is no place "x" in places.csv'),
        (TEXT.replace("b,c\n", "b,b\n"), 'times.csv, line 1: the column of "b" stands there twice'),
        (TEXT.replace("a,b,c", "a,,c"), "times.csv, line 1: column 3 has no place"),
        (TEXT.replace("\nc,", "\nb,"), 'times.csv, line 4: the row of "b" stands there twice'),
        (TEXT.replace("\nc,", "\n,"), "times.csv, line 4: the row has no place"),
        (TEXT.replace("9.5", '"9.5'), "times.csv, line 2: this is not proper CSV"),
        ("," + ",".join(f"p{i}" for i in range(5002)) + "\n", "times.csv, line 1: there are more than 5,000 places"),
    ],
)
def test_what_cannot_be_used_is_said_with_its_place(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(UnusableInputError) as caught:
        read_matrix(written(tmp_path, text), PLACES)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


def refused(path: Path, km: Path | None = None) -> str:
    """Give the sentence with which a matrix is refused."""
    with pytest.raises(UnusableInputError) as caught:
        read_matrix(path, PLACES, km)
    return str(caught.value)


def test_a_time_without_its_distance_is_refused(tmp_path: Path) -> None:
    km = written(tmp_path, ",a,b,c\na,,1,\nb,1,,\nc,,1,\n", "km.csv")
    message = refused(written(tmp_path, TEXT), km)
    assert message == "km.csv, line 2, column c: there is no distance from a to c, though there is a time; fill it in."
    fewer = written(tmp_path, ",a,b\na,,1\n", "km.csv")
    assert refused(written(tmp_path, TEXT), fewer).startswith("km.csv, line 2, column c: there is no distance")


def test_formulas_without_a_result_and_merged_cells_are_refused(tmp_path: Path) -> None:
    formula: list[list[object]] = [["", "a", "b"], ["a", "", "=1+1"]]
    message = refused(workbook(tmp_path, ("m", formula)))
    assert message.startswith('times.xlsx, sheet m, line 2: the file does not hold the result of "=1+1"')
    assert refused(workbook(tmp_path, ("m", ROWS), merged="B2:C2")) == (
        "times.xlsx: cells of the workbook are merged; unmerge them and fill in each."
    )


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "not a workbook", "times.xlsx")
    assert refused(path).startswith("times.xlsx: this cannot be read as an .xlsx workbook (BadZipFile)")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", "<x/>")
    assert refused(path).startswith("times.xlsx: this cannot be read as an .xlsx workbook (")
    assert refused(tmp_path / "gone.xlsx") == "gone.xlsx: there is no such file; check its name."


def test_a_workbook_that_unpacks_to_far_more_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "times.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (257 * 2**20))
    assert "unpacks to more than 256 MiB" in refused(path)


NUMBERS = st.decimals(0, 500_000, places=6).map(Fraction)
PAIRS = st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")).filter(lambda pair: pair[0] != pair[1])


@given(times=st.dictionaries(PAIRS, NUMBERS, min_size=1), rows=st.permutations("abcd"), columns=st.permutations("abcd"))
def test_any_matrix_comes_back_in_whatever_order(
    tmp_path_factory: pytest.TempPathFactory,
    times: dict[tuple[str, str], Fraction],
    rows: Sequence[str],
    columns: Sequence[str],
) -> None:
    cells = [[row, *(f"{float(times[row, c]):.6f}" if (row, c) in times else "" for c in columns)] for row in rows]
    text = "\n".join(",".join(line) for line in [["", *columns], *cells])
    links = read_matrix(written(tmp_path_factory.getbasetemp(), text, "any.csv"), "abcd")
    assert found(links) == {"".join(pair): minutes for pair, minutes in times.items()}
