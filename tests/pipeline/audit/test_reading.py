"""Exports are read as they come; what is broken is named and left out."""

from __future__ import annotations

import pytest

from pipeline.audit.reading import BadRow, UnreadableFile, read_table

GRID = [["Name", "Ort"], ["Zoë", "Köln"], ["Ann, B", "Linz"]]


def written(delimiter: str) -> str:
    return "\r\n".join(delimiter.join(f'"{cell}"' if "," in cell else cell for cell in row) for row in GRID) + "\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encoding_and_delimiter_are_guessed(tmp_path, encoding, delimiter):
    file = tmp_path / "export.csv"
    file.write_bytes(written(delimiter).encode(encoding))
    table = read_table(file)
    assert table.header == ("Name", "Ort")
    assert [cells for _, cells in table.rows] == [("Zoë", "Köln"), ("Ann, B", "Linz")]
    assert (table.bad, table.delimiter) == ((), delimiter)


def test_broken_rows_are_named_by_their_line_and_the_others_keep_their_number(tmp_path):
    file = tmp_path / "export.csv"
    file.write_text('a,b\n1,2\n1,2,3\n\n"x\ny",5\n7\n8,9,,\n', "utf-8")
    table = read_table(file)
    assert table.bad == (BadRow(3, "3 cells under 2 headings"),)
    assert table.rows == ((1, ("1", "2")), (3, ("x\ny", "5")), (4, ("7", "")), (5, ("8", "9")))


def test_a_cell_beyond_all_measure_is_a_broken_row_and_not_the_end(tmp_path):
    file = tmp_path / "export.csv"
    file.write_text(f"a,b\n{'x' * 1_100_000},2\n3,4\n", "utf-8")
    table = read_table(file)
    assert len(table.bad) == 1
    assert table.rows[-1][1] == ("3", "4")


def test_headings_that_repeat_or_are_missing_get_names(tmp_path):
    file = tmp_path / "export.csv"
    file.write_text("mail,,mail\n1,2,3\n", "utf-8")
    assert read_table(file).header == ("mail", "column 2", "mail (3)")


def test_what_is_no_table_is_said(tmp_path):
    (tmp_path / "empty.csv").touch()
    with pytest.raises(UnreadableFile, match="is empty"):
        read_table(tmp_path / "empty.csv")
    with pytest.raises(UnreadableFile, match="can't be read"):
        read_table(tmp_path / "missing.csv")
    with pytest.raises(UnreadableFile, match="can't be read"):
        read_table(tmp_path)
