"""The sample's answers, known from plain SQL that asks another way (tests/expected)."""

from pathlib import Path

import duckdb
import pandas as pd
import pytest

from alignment.agreement import Agreement
from alignment.files import home
from alignment.history import History
from alignment.measures.loop import closed_loop
from alignment.measures.replay import prepare
from alignment.measures.service import first_response
from alignment.review import Review

EXPECTED = Path(__file__).parent / "expected"
SAMPLE = home() / "data" / "samples"
NAMES = sorted(path.stem for path in EXPECTED.glob("*.sql"))


@pytest.fixture(scope="module")
def review() -> Review:
    return Review.open(str(SAMPLE), "2026-09")


def asked(name: str) -> pd.DataFrame:
    with duckdb.connect() as connection:
        for path in sorted((SAMPLE / "history").glob("*.parquet")):
            connection.execute(f"CREATE VIEW {path.stem} AS FROM '{path}'")
        return connection.execute((EXPECTED / f"{name}.sql").read_text(encoding="utf-8")).df()


def known(name: str) -> pd.DataFrame:
    return pd.read_csv(EXPECTED / f"{name}.csv")


def same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(
        one.reset_index(drop=True), other.reset_index(drop=True), check_dtype=False, rtol=1e-12
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_known_answers_are_what_their_sql_says(name: str) -> None:
    same(asked(name), known(name))


def test_the_closed_loop_of_the_sample_is_the_known_one(review: Review) -> None:
    expected = known("closed_loop_by_source")
    found = closed_loop(review.journeys, review.period, "source").table
    found = found.rename(columns={"group": "source"})[list(expected.columns)]
    same(found, expected)


def test_the_first_responses_of_the_sample_are_the_known_ones(review: Review) -> None:
    expected = known("first_response_by_weekday")
    table = first_response(review.episodes, review.period, 4, ["weekday"]).table
    found = table[table["dimension"] == "weekday"].rename(columns={"value": "weekday"})
    same(found[list(expected.columns)], expected)


def test_the_thresholds_of_the_samples_agreed_score_are_the_known_ones() -> None:
    expected = known("thresholds_of_the_agreed_score")
    replay = prepare(History.open(SAMPLE), horizon_days=120)
    found = replay.thresholds(Agreement.open(SAMPLE).score, [40, 50, 60]).table
    same(found[list(expected.columns)], expected)
