"""Why deals are lost, on deals that can be counted by eye."""

from functools import cache

import numpy as np
import pandas as pd
import town

from alignment.agreement import Agreement
from alignment.history import History
from alignment.measures.feedback import losses
from alignment.measures.journeys import Journeys
from alignment.period import Period

SPRING = Period.of("2026-04", 4)
ALIKE = "No reason's share in the later half can be told from that in the earlier."


LOST = (
    *(("01-20", "price", 5), ("02-20", "rival", 20), ("02-20", "late", 15)),
    *(("03-20", "price", 30), ("04-20", "rival", 5), ("04-20", "late", 5)),
    *(("05-20", "price", 20), ("06-20", "price", 20), ("06-21", "rival", 1)),
    *(("07-20", None, 60), ("07-21", "price", 20), ("08-20", "price", 60)),
    *[("09-20", f"reason {n}", 9 - n) for n in range(8)],
)
"""Month and day of 2026, the reason, how many; amounts of 100, in dollars from September on."""


@cache
def lost() -> tuple[History, Journeys]:
    rows = [kind[:2] for kind in LOST for _ in range(kind[2])]
    deals = pd.DataFrame(rows, columns=["closed_at", "loss_reason"])
    deals["closed_at"] = [town.at(day) for day in deals["closed_at"]]
    ids = [f"L{place:03d}" for place in range(len(deals))]
    leads = pd.DataFrame({"lead_id": ids, "created_at": town.at("01-01"), "source": "x"})
    deals = deals.assign(deal_id=ids, lead_id=ids, created_at=town.at("01-02"), is_won=False)
    deals["loss_reason"] = deals["loss_reason"].astype("str").where(deals["loss_reason"].notna())
    deals["currency"] = np.where(deals["closed_at"] < town.at("09-01"), "EUR", "USD")
    history = History.from_frames(leads, None, None, deals.assign(amount=100.0))
    return history, Journeys.of(history, Agreement.draft())


def test_a_deal_counts_in_the_month_of_its_loss_among_all_closed_then() -> None:
    found = losses(town.history(), town.journeys(), SPRING)
    table = found.table.set_index("month")
    # d3 was lost and d2 won on 1 March
    assert list(table.loc["2026-03", ["reason", "n", "n_lost", "n_closed"]]) == ["price", 1, 1, 2]
    assert (table.loc["2026-03", "lost_share"], table.loc["2026-03", "lost_amount"]) == (1, 700)
    assert list(table["n"]) == [0, 0, 1, 0]
    assert found.sentence.startswith(
        "Of the deals closed from January 2026 to April 2026, lost: 25%"
    )


def test_a_share_takes_the_least_count_of_the_month() -> None:
    table = losses(town.history(), town.journeys(least_count=2), SPRING).table
    assert table["lost_share"].isna().all()
    assert not table["is_enough"].any()


def test_a_reason_that_grew_is_told_with_both_shares() -> None:
    found = losses(*lost(), SPRING)
    assert found.sentence.endswith(
        "“price” grew from 12.5% of the losses with a reason in the earlier half to 75% in the "
        "later (30 of 40; 95% interval 60% to 86%); 1 more changed."
    )
    assert found.figures["changed_rate_before"] == 0.125


def test_alike_halves_are_not_told_apart_and_one_month_has_none() -> None:
    alike = losses(*lost(), Period.of("2026-06", 2))
    assert alike.sentence.endswith("“price” (40 of 41 with a reason). " + ALIKE)
    assert "not enough data to compare" in losses(*lost(), Period.of("2026-06")).sentence


def test_a_missing_reason_is_told_and_changes_no_comparison() -> None:
    found = losses(*lost(), Period.of("2026-08", 2))
    assert found.sentence.endswith(ALIKE)
    assert "60 of 140 lost deals have no reason recorded." in found.caveats
    assert list(found.table["reason"]) == ["price", "(not recorded)"] * 2


def test_rarer_reasons_stand_together() -> None:
    table = losses(*lost(), Period.of("2026-09")).table
    assert list(table["reason"]) == [*(f"reason {n}" for n in range(6)), "(other reasons)"]
    assert table["n"].iloc[-1] == 3 + 2


def test_rarer_reasons_are_not_taken_for_missing_ones() -> None:
    found = losses(*lost(), Period.of("2026-09", 3))
    sums = found.table.groupby("reason")["n"].sum()
    assert (sums["(other reasons)"], sums["(not recorded)"]) == (4 + 3 + 2, 60)


def test_an_amount_in_another_currency_is_not_known() -> None:
    found = losses(*lost(), Period.of("2026-09"))
    assert found.table["lost_amount"].isna().all()
    assert any("amount of 44 lost deals is not known" in said for said in found.caveats)


def test_of_some_leads_only_their_deals_count() -> None:
    whole = town.journeys()
    some = whole.narrowed((whole.table["lead_id"] != "e").to_numpy())
    assert "it lacks lost deals" in losses(town.history(), some, SPRING).sentence


def test_a_loss_after_as_of_is_not_known() -> None:
    early = Journeys.of(town.history(), Agreement.draft(), town.at("02-15"))
    assert not losses(town.history(), early, SPRING).is_answered


def test_the_reasons_of_all_months_add_up_to_what_was_lost() -> None:
    found = losses(*lost(), Period.of("2026-08", 8))
    assert found.table["n"].sum() == found.figures["n_lost"] == 80 + 41 + 140
    assert found.table["lost_amount"].sum() == found.figures["lost_amount"] == 26_100
