"""What changed in the mix, as a room reads it."""

import pandas as pd

from alignment.finding import Finding
from alignment.measures.names import quoted, short
from alignment.measures.rates import counted, percent
from alignment.period import Period

NAME = "mix_changes"
MOST_ROWS, MOST_SAID = 12, 3
BESIDES = (
    "The intervals are widened so that all of them hold together in 95 of 100 cases "
    "(Bonferroni's correction).",
    "Campaigns come and go, so a month often differs from the months before; lowest and highest "
    "tell what single months before had.",
)


def told(found: pd.DataFrame, month: Period, n_before: int, caveats: tuple[str, ...]) -> Finding:
    """The finding of `ScoreCheck.mix`.

    Parameters
    ----------
    found : DataFrame
        `alignment.measures.score_check.mix.compared`.
    n_before : int
        Months that the month under review is held against.
    """
    if found.empty:
        sentence = (
            f"There is not enough data to say what changed in the mix: it takes new leads "
            f"{month.when} and in the months before."
        )
        return Finding(pd.DataFrame(), sentence, name=NAME)
    clear = found[found["is_clear"]]
    figures = {"n_compared": len(found), "n_clear": len(clear)}
    span = f"{month.label} against the {counted(n_before, 'month')} before"
    looked = counted(len(found), "share")
    if clear.empty:
        sentence = f"{span}: of {looked} looked at, none differs clearly."
    else:
        rows = clear.head(MOST_SAID).to_dict("records")
        own = [row for row in rows if row["kind"] != "activity"]
        did = [row for row in rows if row["kind"] == "activity"]
        said = [f"New leads: {'; '.join(map(_came, own))}."] if own else []
        said += [f"Active leads: {'; '.join(map(_did, did))}."] if did else []
        verb = "differs" if len(clear) == 1 else "differ"
        sentence = f"{span}. {' '.join(said)} Of {looked}, {len(clear):,} {verb} clearly."
    return Finding(found.head(MOST_ROWS), sentence, (*BESIDES, *caveats), NAME, figures)


def _came(row: dict) -> str:
    name, value = short(row["name"]), quoted(row["value"])
    if row["kind"] == "source":
        of = f"came from {value}"
    else:
        of = f"have {value}" if name in value else f"have {name} {value}"
    return f"{_now(row)} {of}, before {percent(row['share_before'])}"


def _did(row: dict) -> str:
    return f"{_now(row)} did {quoted(row['value'])}, before {percent(row['share_before'])}"


def _now(row: dict) -> str:
    """How many now, with their count, which `none` does not need."""
    if not row["n_now"]:
        return f"none of {row['of_now']:,}"
    return f"{percent(row['share_now'])} ({row['n_now']:,} of {row['of_now']:,})"
