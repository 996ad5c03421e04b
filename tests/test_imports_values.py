"""Text into times, dates, numbers and flags: what is read, what is refused, what is asked."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from import_case import LEADS, LEADS_MAPPING, ImportCase, outcome

from alignment.errors import AlignmentError, MappingError
from alignment.imports import clock, white_space

HEADER = "id,created,source\n"
DEALS = """
  deals:
    files: "*deals*.csv"
    columns: {deal_id: deal, lead_id: id, created_at: created, amount: amount, is_won: won}
"""


@pytest.fixture
def case(tmp_path: Path) -> ImportCase:
    return ImportCase(tmp_path)


def leads_of(values: list[str]) -> str:
    return HEADER + "".join(f'l{i},"{value}",web\n' for i, value in enumerate(values))


def created(case: ImportCase, values: list[str], top: str = "", spec: str = "created") -> list[str]:
    """The instants that values of `created_at` become; a good row keeps the bad from the half."""
    mapping = LEADS_MAPPING.replace("created_at: created", f"created_at: {spec}")
    case.leads(leads_of(values), top, mapping)
    return case.table("leads")["created_at"].dt.strftime("%Y-%m-%d %H:%M:%S").tolist()


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-01-05T10:00:00Z", "2026-01-05 10:00:00"),
        ("2026-01-05T10:00:00+02:00", "2026-01-05 08:00:00"),
        ("2026-01-05 10:00:00.123456 -0330", "2026-01-05 13:30:00"),
        ("2026-01-05 10:00+02", "2026-01-05 08:00:00"),
        ("2026-01-05 10:00:00 UTC", "2026-01-05 10:00:00"),
        ("2026-01-05 10:00:00", "2026-01-05 09:00:00"),
        ("2026-07-05 10:00", "2026-07-05 08:00:00"),
        ("2026/1/5 7:05", "2026-01-05 06:05:00"),
        ("2026-07-05", "2026-07-04 22:00:00"),
    ],
)
def test_a_time_with_or_without_offset_becomes_utc(case: ImportCase, text: str, utc: str) -> None:
    assert created(case, [text], "zone: Europe/Berlin") == [utc]


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30",
        "2026-01-05 10:00 PM",
        "2026-01-05 10:00:0Z",
        "2026-01-05-10:00:00",
        "2026-01-05 10:00:00 Europe/Berlin",
        "infinity",
        "epoch",
        "0026-01-05",
        "20260105",
        "45000",
        "yesterday",
        "5.1.26",
    ],
)
def test_what_is_no_time_is_refused(case: ImportCase, text: str) -> None:
    assert outcome(case.leads(leads_of(["2026-01-05", text]))) == (1, 1)
    assert case.refused().loc[0, ["row", "column", "found"]].tolist() == [
        "2",
        "created_at (from created)",
        repr(text),
    ]


def test_a_date_without_a_time_is_marked_and_stands_at_the_start_of_its_local_day(
    case: ImportCase,
) -> None:
    assert created(case, ["2026-01-05", "2026-01-05 00:00"], "zone: America/New_York") == [
        "2026-01-05 05:00:00",
        "2026-01-05 05:00:00",
    ]
    assert case.table("leads")["is_date_created_at"].tolist() == [True, False]


def test_no_mark_is_written_where_every_value_is_a_time(case: ImportCase) -> None:
    case.leads(LEADS)
    assert "is_date_created_at" not in case.table("leads")


@pytest.mark.parametrize(
    ("order", "instants"),
    [
        ("day_first", ["2026-02-01 00:00:00", "2026-02-01 19:05:00"]),
        ("month_first", ["2026-01-02 00:00:00", "2026-01-02 19:05:00"]),
    ],
)
def test_a_declared_order_reads_slashes_dots_and_am_pm(
    case: ImportCase, order: str, instants: list[str]
) -> None:
    spec = f"{{from: created, order: {order}}}"
    assert created(case, ["01/02/2026", "1.2.26, 7:05 PM"], spec=spec) == instants


def test_dates_that_read_both_ways_refuse_the_import(case: ImportCase) -> None:
    with pytest.raises(MappingError, match="order: day_first` or `order: month_first") as caught:
        case.leads(leads_of(["01/02/2026", "11/12/2026", "2026-01-05"]))
    assert caught.value.problems[0].found == ("2 dates that read both day first and month first")
    assert not case.workspace.exists()


def test_dates_that_neither_order_reads_whole_refuse_the_import(case: ImportCase) -> None:
    with pytest.raises(MappingError, match="3 dates of which 2 read day first and 2 month first"):
        case.leads(leads_of(["31/02/2026", "01/31/2026", "25/02/2026", "01/02/2026"][1:]))


def test_the_only_order_that_reads_every_date_is_used_and_told(case: ImportCase) -> None:
    finding = case.leads(leads_of(["01/02/2026", "25/12/2026", "2026-01-05"]))
    assert outcome(finding) == (3, 0)
    assert case.table("leads")["created_at"].dt.month.tolist() == [2, 12, 1]
    assert "2 dates were read day first" in finding.caveats[0]


def test_the_files_of_one_source_are_read_in_one_order(case: ImportCase) -> None:
    """The dates of the second file alone would read both ways."""
    files = {"leads_1.csv": leads_of(["25/12/2025"]), "leads_2.csv": leads_of(["01/02/2026"])}
    case.run(LEADS_MAPPING, {**files, "leads_2.csv": files["leads_2.csv"].replace("l0", "m0")})
    assert case.table("leads")["created_at"].dt.month.tolist() == [12, 2]


def test_a_format_is_read_as_it_says_and_nothing_else_is(case: ImportCase) -> None:
    spec = "{from: created, format: '%d %b %Y %I:%M %p', zone: Asia/Tokyo}"
    assert created(case, ["05 Jan 2026 07:30 PM", "2026-01-05 10:00"], spec=spec) == [
        "2026-01-05 10:30:00"
    ]


def test_times_that_the_clocks_skip_or_show_twice_are_kept_and_counted(case: ImportCase) -> None:
    finding = case.leads(
        leads_of(["2026-03-29 02:30", "2026-10-25 02:30", "2026-10-25 03:30"]),
        "zone: Europe/Berlin",
    )
    assert case.table("leads")["created_at"].dt.strftime("%m-%d %H:%M").tolist() == [
        "03-29 01:30",
        "10-25 00:30",
        "10-25 02:30",
    ]
    told = [caveat for caveat in finding.caveats if "clocks" in caveat]
    assert ["skipped" in told[0], "showed twice" in told[1], len(told)] == [True, True, 2]


@given(
    st.datetimes(pd.Timestamp("1991-01-01"), pd.Timestamp("2044-01-01")),
    st.sampled_from(["Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kolkata"]),
)
def test_wall_clocks_are_read_as_pythons_zones_read_them(moment: pd.Timestamp, zone: str) -> None:
    from zoneinfo import ZoneInfo

    held = [s for s in clock.stretches(zone) if s.start <= moment][-1]
    offset = moment.replace(tzinfo=ZoneInfo(zone), fold=0).utcoffset()
    assert offset is not None
    assert held.offset == offset.total_seconds()


def deals(case: ImportCase, cells: list[tuple[str, str]], extra: str = "") -> pd.DataFrame:
    rows = "".join(f'd{i},a,2026-01-06,"{a}","{w}"\n' for i, (a, w) in enumerate(cells))
    files = {"leads.csv": LEADS, "deals.csv": "deal,id,created,amount,won\n" + rows}
    case.run(
        LEADS_MAPPING + DEALS.replace("amount: amount", f"amount: {{from: amount{extra}}}"), files
    )
    return case.table("deals")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("22700", 22700),
        ("$22,700.00", 22700),
        ("-1,234.5", -1234.5),
        ("-$5", -5),
        ("342.09K", 342090),
        ("1.2M", 1_200_000),
        ("EUR 1'000", 1000),
        ("12 345 €", 12345),
        ("5 DKK", 5),
        ("R$ 10.50", 10.5),
    ],
)
def test_money_is_read(case: ImportCase, text: str, number: float) -> None:
    assert deals(case, [(text, "yes")])["amount"].tolist() == [pytest.approx(number)]


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.234,56", 1234.56), ("1234,5", 1234.5), ("1.234", 1234), ("1,2M", 1.2e6)],
)
def test_a_decimal_comma_is_read_where_it_is_declared(
    case: ImportCase, text: str, number: float
) -> None:
    assert deals(case, [(text, "yes")], ", decimal: ','")["amount"].tolist() == [
        pytest.approx(number)
    ]


@pytest.mark.parametrize("text", ["12%", "nan", "inf", "1,5", "1.234,56", "1e5", "ten", "1,23,456"])
def test_what_is_no_number_is_refused(case: ImportCase, text: str) -> None:
    assert len(deals(case, [("1", "yes"), (text, "yes")])) == 1
    assert case.refused()["found"].tolist() == [repr(text)]


def test_flags_are_read_in_every_common_word(case: ImportCase) -> None:
    words = ["true", "Yes", "1", "WON", "closed won", "false", "no", "0", "Lost", "n", ""]
    found = deals(case, [("1", word) for word in words])["is_won"]
    assert found[:10].tolist() == [True] * 5 + [False] * 5
    assert pd.isna(found[10])


def test_values_are_put_in_our_words_and_null_makes_one_missing(case: ImportCase) -> None:
    spec = LEADS_MAPPING.replace(
        "source: source", "source: {from: source, values: {fair: event_stand, web: null}}"
    )
    case.leads(LEADS, spec=spec)
    assert case.table("leads")["source"].fillna("-").tolist() == ["-", "event_stand", "-"]


def test_words_for_missing_are_those_that_the_mapping_names(case: ImportCase) -> None:
    content = HEADER + "a,2026-01-05,Select\nb,2026-01-05,unknown\nc,2026-01-05,  \n"
    case.leads(content, "missing: [Select]")
    assert case.table("leads")["source"].fillna("-").tolist() == ["-", "unknown", "-"]


def test_ids_stay_text_and_text_is_trimmed(case: ImportCase) -> None:
    case.leads(HEADER + " 000123\u00a0,2026-01-05, web \n")
    assert case.table("leads")[["lead_id", "source"]].values.tolist() == [["000123", "web"]]


@pytest.mark.parametrize(
    "white", ["\t", "\x0b", "\u00a0", "\u2003", "\u3000", "\x85", "\u2028", " \n", "\r\n"]
)
def test_white_space_of_any_kind_is_trimmed_at_both_ends_of_ids_and_texts(
    case: ImportCase, white: str
) -> None:
    rows = f'"a{white}",2026-01-05,"web{white}"\n"{white}b",2026-01-06,"{white}é{white}"\n'
    case.leads(HEADER + rows)
    held = case.table("leads")[["lead_id", "source"]]
    assert held.values.tolist() == [["a", "web"], ["b", "é"]]


def test_white_space_at_the_edge_of_a_chunk_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    for n in range((1 << 20) - 4, (1 << 20) + 1):
        path.write_bytes(b"a" * n + "\u2003".encode() + b"a")
        assert white_space.has_odd(path, ",")
        path.write_bytes(b"a" * n + "é ".encode())
        assert not white_space.has_odd(path, ",")


def test_attributes_are_kept_by_name_by_kind_or_all_of_them(case: ImportCase) -> None:
    content = "id,created,source,country,size,x\na,2026-01-05,web,DE,1'200,7\n"
    spec = LEADS_MAPPING + (
        "    attributes: {nation: {from: country}, size: {kind: number}, '*': {}}\n"
    )
    case.leads(content, spec=spec)
    row = case.table("leads").iloc[0]
    assert row[["nation", "size", "x"]].tolist() == ["DE", 1200.0, "7"]
    assert "country" not in row


def test_an_unreadable_attribute_refuses_its_row(case: ImportCase) -> None:
    content = "id,created,source,size\na,2026-01-05,web,many\nb,2026-01-05,web,5\n"
    finding = case.leads(content, spec=LEADS_MAPPING + "    attributes: {size: {kind: number}}\n")
    assert outcome(finding) == (1, 1)


def test_all_columns_cannot_be_kept_where_one_has_the_name_of_ours(case: ImportCase) -> None:
    with pytest.raises(AlignmentError, match="'owner' to keep, a name that is taken already"):
        case.leads(
            "id,created,source,owner\na,2026-01-05,web,x\n",
            spec=LEADS_MAPPING + "    attributes: all\n",
        )


def test_columns_of_a_file_collide_with_none_of_the_import_itself(case: ImportCase) -> None:
    names = ["rowid", "row_status", "row_in_file", "place_of_row", "oddity_of_created_at", "c0"]
    header = f"id,created,source,{','.join(names)}\n"
    content = header + "a,2026-01-05 10:00,web,9,8,7,6,5,4\nb,2026-01-06 10:00,web,3,2,1,0,1,2\n"
    case.leads(content + 'c,"2026,web\n', spec=LEADS_MAPPING + "    attributes: all\n")
    assert case.table("leads")[names].values.tolist() == [list("987654"), list("321012")]
    assert case.refused()["row"].tolist() == ["3"]
    case.leads(content, spec=LEADS_MAPPING + "    attributes: all\n")
    assert case.table("leads")["rowid"].tolist() == ["9", "3"]


def test_a_date_without_a_time_is_a_day_of_the_company_whatever_its_column_says(
    case: ImportCase,
) -> None:
    spec = "{from: created, zone: Europe/London}"
    days = ["2026-01-05", "2026-01-05 10:00", "2026-01-05T10:00:00+02:00"]
    assert created(case, days, "zone: Europe/Berlin", spec) == [
        "2026-01-04 23:00:00",
        "2026-01-05 10:00:00",
        "2026-01-05 08:00:00",
    ]


@pytest.mark.parametrize(
    ("currency", "kept", "refused"),
    [
        ("EUR", ["5", "€5", "5 EUR", "1.2M€"], ["$1,200.00", "USD 900", "US$5", "5 £", "€5 USD"]),
        ("USD", ["$5", "US$5", "5 USD", "5K"], ["€5", "R$5", "A$5", "5 CAD"]),
        ("BRL", ["R$ 10.50"], ["$5"]),
    ],
)
def test_an_amount_in_another_currency_than_its_row_says_is_refused(
    case: ImportCase, currency: str, kept: list[str], refused: list[str]
) -> None:
    texts = [*kept, *["1"] * len(refused), *refused]
    rows = "".join(f'{i},a,2026-02-01,"{text}"\n' for i, text in enumerate(texts))
    spec = LEADS_MAPPING + DEALS.replace(", is_won: won", "")
    files = {"leads.csv": LEADS, "deals.csv": "deal,id,created,amount\n" + rows}
    finding = case.run(spec, files, f"currency: {currency}")
    assert not any("currency" in caveat for caveat in finding.caveats)
    assert case.refused()["found"].tolist() == [repr(text) for text in refused]
    assert set(case.refused()["expected"].str[-26:]) == {"in the currency of its row"}
    assert set(case.table("deals")["currency"]) == {currency}


def test_each_row_may_say_its_own_currency(case: ImportCase) -> None:
    rows = '1,a,2026-02-01,"$5",USD\n2,a,2026-02-01,"$5",EUR\n3,a,2026-02-01,£5,\n'
    spec = LEADS_MAPPING + DEALS.replace("is_won: won", "currency: money")
    files = {"leads.csv": LEADS, "deals.csv": "deal,id,created,amount,money\n" + rows}
    finding = case.run(spec, files)
    assert case.table("deals")["deal_id"].tolist() == ["1", "3"]
    assert any("amounts carry £ (1), and nothing says" in caveat for caveat in finding.caveats)


def test_signs_of_no_known_currency_are_told_and_counted(case: ImportCase) -> None:
    rows = '1,a,2026-02-01,"$5"\n2,a,2026-02-01,€5\n3,a,2026-02-01,"$1,000"\n4,a,2026-02-01,7\n'
    spec = LEADS_MAPPING + DEALS.replace(", is_won: won", "")
    files = {"leads.csv": LEADS, "deals.csv": "deal,id,created,amount\n" + rows}
    finding = case.run(spec, files)
    assert any("amounts carry $ (2), € (1)" in caveat for caveat in finding.caveats)
    assert case.table("deals")["amount"].tolist() == [5, 5, 1000, 7]
