"""What changed in the mix, as a room reads it."""

import pandas as pd

from alignment.finding import Finding
from alignment.measures.rates import counted, percent, signed
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
    looked = f"{counted(len(found), 'share')} looked at"
    if clear.empty:
        sentence = f"{span}: of {looked}, none differs clearly."
    else:
        said = "; ".join(_spoken(row) for row in clear.head(MOST_SAID).to_dict("records"))
        most = "; the largest: " if len(clear) > MOST_SAID else ": "
        verb = "differs" if len(clear) == 1 else "differ"
        sentence = f"{span}: of {looked}, {len(clear):,} {verb} clearly{most}{said}."
    return Finding(found.head(MOST_ROWS), sentence, (*BESIDES, *caveats), NAME, figures)


def _spoken(row: dict) -> str:
    of = "active leads" if row["kind"] == "activity" else "new leads"
    value = row["value"] if row["kind"] == "activity" else f"{row['name']} “{row['value']}”"
    gaps = [signed(row[end] * 100) for end in ("difference", "low", "high")]
    return (
        f"{value}, {percent(row['share_now'])} of {of} against {percent(row['share_before'])} "
        f"({gaps[0]} percentage points; {gaps[1]} to {gaps[2]})"
    )
