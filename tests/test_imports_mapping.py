"""What a mapping may say, and how it is told that it is wrong."""

from pathlib import Path

import pytest

from alignment.errors import MappingError, Problem
from alignment.files import home
from alignment.imports import read_mapping

GOOD = """name: Test
zone: Europe/Berlin
tables:
  leads:
    files: "*.csv"
    columns:
      lead_id: id
      created_at: created
      source: {constant: web}
"""


def problems_of(folder: Path, text: str) -> tuple[Problem, ...]:
    path = folder / "m.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MappingError) as caught:
        read_mapping(path)
    return caught.value.problems


@pytest.mark.parametrize("name", ["olist.yml", "example.yml"])
def test_the_mappings_that_we_ship_are_right(name: str) -> None:
    assert "leads" in read_mapping(home() / "templates" / "imports" / name).tables


def test_a_column_may_be_its_name_alone_and_a_table_one_source_alone(tmp_path: Path) -> None:
    path = tmp_path / "m.yml"
    path.write_text(GOOD)
    (source,) = read_mapping(path).tables["leads"]
    assert source.columns["lead_id"].from_ == "id"
    assert source.columns["source"].constant == "web"


@pytest.mark.parametrize(
    ("old", "new", "line", "found", "advice"),
    [
        ("zone:", "zoone:", 2, "a key that is not known here", "Did you mean 'zone'?"),
        ("    files:", "    file:", 5, "a key that is not known here", "Did you mean 'files'?"),
        ("Europe/Berlin", "Europe/Berln", 2, "'Europe/Berln'", "Did you mean 'Europe/Berlin'?"),
        ("  leads:", "  lead:", 4, "an unknown table", "Did you mean 'leads'?"),
        ("created_at:", "creatd_at:", 8, "an unknown column", "Did you mean 'created_at'?"),
        ("{constant: web}", "{const: web}", 9, "a key that is not known here", "'constant'"),
        ("lead_id: id", "lead_id: {order: day_first}", 7, "`order` on a id", ""),
        (": created", ": {order: dayfirst}", 8, "'dayfirst'", "Did you mean 'day_first'?"),
        (": created", ": {format: '%d.%m'}", 8, "'%d.%m'", ""),
        ('"*.csv"', '"*.csv"\n    encoding: utf8000', 6, "'utf8000'", ""),
        ('"*.csv"', '"*.csv"\n    encoding: rot13', 6, "'rot13'", ""),
        ('"*.csv"', '"*.csv"\n    attributes: {"": x}', 6, "''", ""),
        ('"*.csv"', '"*.csv"\n    attributes: {" x": x}', 6, "' x'", ""),
        ("zone: Europe/Berlin", "zone: UTC\nzone: UTC", 3, "the same key again", "line 2"),
        ("name: Test", "name: [", 3, "text that is no YAML", ""),
    ],
)
def test_a_fault_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, found: str, advice: str
) -> None:
    (told, *_) = [p for p in problems_of(tmp_path, GOOD.replace(old, new)) if found in p.found]
    assert (told.row, advice in told.advice) == (line, True)


def test_a_required_column_that_is_not_mapped_is_told(tmp_path: Path) -> None:
    (told,) = problems_of(tmp_path, GOOD.replace("      created_at: created\n", ""))
    assert "no created_at" in told.found
    assert told.row == 6


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("zone:", "zoone:").replace("created_at", "creatd_at")
    found = [p.found for p in problems_of(tmp_path, text)]
    assert found == [
        "a key that is not known here",
        "no created_at (first known)",
        "an unknown column",
    ]


def test_an_attribute_may_not_take_the_name_of_a_column_or_its_mark(tmp_path: Path) -> None:
    told = problems_of(tmp_path, GOOD + "    attributes: [Owner, is_date_created_at, country]\n")
    assert [p.column for p in told] == [
        "tables.leads[1].attributes.Owner",
        "tables.leads[1].attributes.is_date_created_at",
    ]


def test_only_leads_have_attributes(tmp_path: Path) -> None:
    text = GOOD + (
        "  campaigns:\n    files: c.csv\n    columns: {campaign_id: id, name: name}\n"
        "    attributes: all\n"
    )
    assert problems_of(tmp_path, text)[0].found == "attributes of campaigns"


def test_a_mapping_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match=r"example\.yml"):
        read_mapping(tmp_path / "none.yml")
