"""The numbers of touches: until the first hand-off, and until a lead is won."""

from alignment.history import History
from alignment.measures.funnel import touches
from alignment.measures.funnel.number import TOO_FEW, Number, mean_of, median_of
from alignment.measures.journeys import Journeys
from alignment.period import Period

DONE_BY = {"marketing": "By Marketing", "sales": "By Sales", "lead": "By the lead itself"}
SPANS = (
    ("before_hand_off", "before its first hand-off", touches.before_hand_off),
    ("before_win", "before it was won", touches.before_win),
)


def touched(history: History, journeys: Journeys, period: Period) -> list[Number]:
    """Median and mean touches of a lead, by who acted, in each span."""
    counts = touches.touches(history, journeys, *(of(journeys, period) for _, _, of in SPANS))
    known = touches.recorded(history, journeys, *counts)
    rows = []
    for (key, words, _), held in zip(SPANS, counts, strict=True):
        for actor, by in DONE_BY.items():
            values = held[f"n_{actor}"].to_numpy(dtype=float)
            note = "" if len(values) >= max(journeys.least_count, 1) else TOO_FEW
            note = note if actor in known else "not recorded"
            for mean, of in (("median", median_of), ("mean", mean_of)):
                found = None if note else of(values)
                name, said = f"{mean}_{actor}_touches_{key}", f"{by}, {words}, {mean}"
                rows.append(
                    Number.found(name, "Touches", said, found, "touches", len(values), note)
                )
    return rows
