"""What an import says of itself: where the rows went, and what was noticed."""

from collections.abc import Sequence

import pandas as pd

from alignment import store
from alignment.finding import Finding
from alignment.imports.refused import Counts
from alignment.imports.staging import Staged

REFUSED_FILE = "refused.csv"


def sources(staged: Sequence[Staged], counts: Sequence[Counts]) -> tuple[store.Source, ...]:
    """One source a file and table, the counts of its feeds together."""
    rows = pd.DataFrame(
        {
            "path": [str(each.feed.file.path) for each in staged],
            "file": [each.feed.file.path.name for each in staged],
            "table": [each.feed.table.name for each in staged],
            "n_rows": [count.n_rows for count in counts],
            "n_kept": [count.n_kept for count in counts],
            "n_refused": [count.n_refused for count in counts],
        }
    )
    summed = rows.groupby(["path", "file", "table"], sort=False, as_index=False).sum()
    return tuple(
        store.Source(row.file, row.table, int(row.n_rows), int(row.n_kept), int(row.n_refused))
        for row in summed.itertuples()
    )


def skipped(staged: Sequence[Staged], counts: Sequence[Counts]) -> list[str]:
    """How many rows gave nothing because the mapping says so, a sentence a feed."""
    return [
        f"{each.feed.file.path.name}: {count.n_skipped:,} rows with no "
        f"{each.feed.source.only_if_filled} gave nothing to {each.feed.table.name}, as the "
        "mapping says (`only_if_filled`)."
        for each, count in zip(staged, counts, strict=True)
        if count.n_skipped
    ]


def finding(sources: tuple[store.Source, ...], caveats: Sequence[str], n_skipped: int) -> Finding:
    """What an import tells: rows in = kept + refused, and what was noticed."""
    table = pd.DataFrame([vars(source) for source in sources])
    n_rows, n_kept, n_refused = (int(table[c].sum()) for c in ("n_rows", "n_kept", "n_refused"))
    sentence = f"{n_rows:,} rows in = {n_kept:,} kept + {n_refused:,} refused."
    if n_skipped:
        nothing = f"{n_skipped:,} gave nothing (only_if_filled)"
        sentence = f"{n_rows + n_skipped:,} rows read: {sentence[:-1]}, {nothing}."
    if n_refused:
        sentence += f" The refused rows stand in history/{REFUSED_FILE}, each with the reason."
    figures = {"n_rows": n_rows, "n_kept": n_kept, "n_refused": n_refused}
    figures["n_skipped"] = n_skipped
    return Finding(table, sentence, tuple(caveats), "import", figures)
