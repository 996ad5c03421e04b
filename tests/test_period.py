"""Months begin and end at local midnight."""

import pandas as pd
import pytest

from alignment.errors import AlignmentError
from alignment.period import Period, day_end, local_days, month_of, months_before


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-9", "September", "2026-09-01", "", "0000", "0000-01", "9999-12", 2026]
)
def test_what_is_no_month_is_told_what_one_looks_like(text: object) -> None:
    with pytest.raises(AlignmentError, match="2026-09"):
        month_of(text)  # type: ignore[arg-type]


def test_a_month_starts_and_ends_at_local_midnight_through_a_change_of_clocks() -> None:
    march = Period.of("2026-03", zone="Europe/Berlin")
    assert march.start_at == pd.Timestamp("2026-02-28 23:00")
    assert march.end_at == pd.Timestamp("2026-03-31 22:00")


def test_the_first_instant_is_within_and_the_end_is_not() -> None:
    march = Period.of("2026-03")
    instants = pd.Series([march.start_at, march.end_at - pd.Timedelta("1us"), march.end_at, None])
    assert list(march.holds(pd.to_datetime(instants))) == [True, True, False, False]


def test_a_period_knows_its_months_across_a_year() -> None:
    period = Period.of("2026-02", 4)
    assert period.months == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert period.label == "November 2025 to February 2026"
    assert months_before(month_of("2026-01"), 1) == month_of("2025-12")


def test_a_local_day_lasts_23_and_25_hours_when_the_clocks_change() -> None:
    first, last = pd.Timestamp("2026-03-27 12:00"), pd.Timestamp("2026-10-26 12:00")
    days = local_days(first, last, "Europe/Berlin")
    hours = (days["ends_at"] - days["starts_at"] + pd.Timedelta("1us")) / pd.Timedelta("1h")
    assert sorted(set(hours)) == [23, 24, 25]
    assert days["starts_at"][0] == pd.Timestamp("2026-03-26 23:00")
    assert (days["starts_at"][1:].to_numpy() > days["ends_at"][:-1].to_numpy()).all()


def test_a_day_without_midnight_starts_when_its_clocks_have_moved() -> None:
    days = local_days(*[pd.Timestamp("2017-10-15 12:00")] * 2, "America/Sao_Paulo")
    assert list(days["starts_at"]) == [pd.Timestamp("2017-10-15 03:00")]


def test_a_day_ends_just_before_the_next_where_its_instant_is_known() -> None:
    noon, summer = pd.Timestamp("2026-07-02 12:00"), pd.Timestamp("2026-07-01 22:00")
    ends = day_end(pd.Series([noon, pd.NaT, summer]), "Europe/Berlin")
    end = pd.Timestamp("2026-07-02 21:59:59.999999")
    assert ends.fillna(noon).tolist() == [end, noon, end]
    assert day_end(pd.Series([end]), "Europe/Berlin").tolist() == [end]
    assert day_end(ends[:0], "Europe/Berlin").empty


def test_a_period_of_no_month_is_refused() -> None:
    with pytest.raises(AlignmentError, match="1 to 600"):
        Period.of("2026-09", 0)
