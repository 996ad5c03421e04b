"""CSV files as they really are: separators, encodings, quotes, broken lines."""

from pathlib import Path

import pytest
from import_case import LEADS, LEADS_MAPPING, ImportCase, outcome

from alignment.errors import AlignmentError, MappingError

ROWS = "".join(f"x{i:04d},2026-01-05 10:00,web\n" for i in range(20))
HEADER = "id,created,source\n"


@pytest.fixture
def case(tmp_path: Path) -> ImportCase:
    return ImportCase(tmp_path)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_separator_is_taken_from_the_header(case: ImportCase, mark: str) -> None:
    assert outcome(case.leads(LEADS.replace(",", mark))) == (3, 0)


def test_a_declared_separator_wins_over_the_header(case: ImportCase) -> None:
    content = "id;x,y;created;source\na;1;2026-01-05;web\n"
    spec = LEADS_MAPPING + "    separator: semicolon\n"
    assert outcome(case.leads(content, spec=spec)) == (1, 0)


def test_a_byte_order_mark_is_no_part_of_the_first_column(case: ImportCase) -> None:
    assert outcome(case.leads(b"\xef\xbb\xbf" + LEADS.encode())) == (3, 0)


def test_utf_16_with_its_mark_is_read(case: ImportCase) -> None:
    assert outcome(case.leads(LEADS.encode("utf-16"))) == (3, 0)


def test_rows_quoted_as_one_field_are_unwrapped(case: ImportCase) -> None:
    content = '"id,created,source"\n"a,2026-01-05 10:00,""web, paid"""\n"b,2026-01-05 10:00,web"\n'
    assert outcome(case.leads(content)) == (2, 0)
    assert case.table("leads")["source"].tolist() == ["web, paid", "web"]


def test_rows_quoted_as_one_field_below_a_plain_header_are_unwrapped(case: ImportCase) -> None:
    assert outcome(case.leads(HEADER + '"a,2026-01-05 10:00,web"\n')) == (1, 0)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_is_read(case: ImportCase, ending: str) -> None:
    assert outcome(case.leads(LEADS.replace("\n", ending))) == (3, 0)


def test_mixed_line_endings_are_read(case: ImportCase) -> None:
    assert outcome(case.leads(LEADS.replace("web\n", "web\r\n"))) == (3, 0)


def test_a_line_break_within_quotes_belongs_to_the_value(case: ImportCase) -> None:
    content = HEADER + 'a,2026-01-05 10:00,"web\nand fair"\nb,2026-01-05 10:00,web\n'
    assert outcome(case.leads(content)) == (2, 0)
    assert case.table("leads")["source"][0] == "web\nand fair"


def test_rows_with_too_few_and_too_many_fields_are_refused_with_their_text(
    case: ImportCase,
) -> None:
    finding = case.leads(HEADER + "short,2026-01-05\n" + ROWS + "long,2026-01-05,web,more\n")
    assert outcome(finding) == (20, 2)
    refused = case.refused()
    assert refused["row"].tolist() == ["1", "22"]
    assert refused["found"].tolist() == ["2 fields", "4 fields"]
    assert refused["text"].tolist() == ["short,2026-01-05", "long,2026-01-05,web,more"]


def test_a_quote_left_open_costs_its_own_row_only(case: ImportCase) -> None:
    """Read as the format says, it would swallow every row behind it."""
    finding = case.leads(HEADER + 'a,2026-01-05 10:00,"web\n' + ROWS)
    assert outcome(finding) == (20, 1)
    assert case.refused()[["row", "text"]].values.tolist() == [["1", 'a,2026-01-05 10:00,"web']]


def test_two_quotes_left_open_cost_two_rows(case: ImportCase) -> None:
    content = HEADER + 'a,2026-01-05 10:00,"web\n' + ROWS + 'b,"2026-01-05 10:00,web\n' + ROWS
    finding = case.leads(content.replace("x0", "y0", 20))
    assert outcome(finding) == (40, 2)
    assert case.refused()["row"].tolist() == ["1", "22"]


def test_rows_keep_their_numbers_behind_broken_ones_and_blank_lines(case: ImportCase) -> None:
    content = HEADER + "\n\nshort,2026-01-05\n" + ROWS + "late,no time,web\n"
    case.leads(content)
    assert case.refused()[["row", "found"]].values.tolist() == [
        ["1", "2 fields"],
        ["22", "'no time'"],
    ]


def test_a_blank_first_line_is_not_taken_for_the_header(case: ImportCase) -> None:
    assert outcome(case.leads("\n" + LEADS)) == (3, 0)


def test_windows_1252_is_read_where_it_is_declared(case: ImportCase) -> None:
    spec = LEADS_MAPPING + "    encoding: windows-1252\n"
    assert outcome(case.leads(LEADS.replace("fair", "café").encode("cp1252"), spec=spec)) == (3, 0)
    assert case.table("leads")["source"][1] == "café"


def test_windows_1252_that_is_not_declared_is_an_error_that_says_how_to(case: ImportCase) -> None:
    with pytest.raises(MappingError, match="encoding: windows-1252") as caught:
        case.leads(LEADS.replace("fair", "café").encode("cp1252"))
    assert caught.value.problems[0].row == 2
    assert not case.workspace.exists()


def test_bad_bytes_in_a_file_declared_as_utf_8_cost_their_rows_only(case: ImportCase) -> None:
    spec = LEADS_MAPPING + "    encoding: utf-8\n"
    finding = case.leads((HEADER + ROWS).encode() + b"z,2026-01-05 10:00,caf\xe9\n", spec=spec)
    assert outcome(finding) == (20, 1)


def test_bad_bytes_in_the_header_are_an_error(case: ImportCase) -> None:
    with pytest.raises(MappingError, match="encoding"):
        case.leads("id,created,source,cité\n".encode("cp1252") + b"a,2026-01-05,web,x\n")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty file"),
        (b"\n\n", "empty file"),
        (HEADER.encode(), "no row below the header"),
        (b"PK\x03\x04" + bytes(50), "spreadsheet or archive"),
    ],
)
def test_a_file_without_rows_is_an_error(case: ImportCase, content: bytes, said: str) -> None:
    with pytest.raises(AlignmentError, match=said):
        case.leads(content)
    assert not case.workspace.exists()


def test_files_that_no_source_takes_and_sources_without_files_are_told_at_once(
    case: ImportCase,
) -> None:
    with pytest.raises(MappingError) as caught:
        case.run(LEADS_MAPPING, {"deals.csv": "a,b\n1,2\n"})
    assert [p.found for p in caught.value.problems] == [
        "a file that no source takes",
        "no file that fits '*leads*.csv'",
    ]


def test_a_file_that_is_not_there_is_told(case: ImportCase) -> None:
    from alignment.imports import import_files

    case.leads(LEADS)
    with pytest.raises(MappingError, match="no such file"):
        import_files(case.folder / "mapping.yml", [case.folder / "leads2.csv"], case.workspace)


def test_a_column_that_the_file_lacks_is_told_with_the_nearest(case: ImportCase) -> None:
    with pytest.raises(MappingError, match=r"Did you mean 'created'\? Its columns: id, created"):
        case.leads(LEADS, spec=LEADS_MAPPING.replace("created_at: created", "created_at: creatd"))


def test_a_mapped_column_that_the_file_has_twice_is_told(case: ImportCase) -> None:
    with pytest.raises(MappingError, match="2 columns named 'source'"):
        case.leads("id,created,source,source\na,2026-01-05,x,y\n")
