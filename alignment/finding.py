"""A table and the sentence that the room reads aloud."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd


@dataclass(frozen=True)
class Finding:
    """What a measure found.

    Parameters
    ----------
    table : DataFrame
        The rows that a chart draws and a CSV keeps. Empty when this history cannot answer.
    sentence : str
        Read aloud by a facilitator. Plain text: it is escaped where it is shown.
    caveats : tuple of str
        What would make it wrong, each a sentence.
    name : str
        Short and stable (``closed_loop_by_source``): names the CSV and the entry in metrics.json.
    figures : mapping of str to number, str or None
        The headline numbers of the sentence; None where there is not enough data.
    """

    table: pd.DataFrame
    sentence: str
    caveats: tuple[str, ...] = ()
    name: str = ""
    figures: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_answered(self) -> bool:
        """Whether this history could answer at all."""
        return not self.table.empty


def unanswered(name: str, question: str, needs: str) -> Finding:
    """The finding of a measure that this history cannot fill.

    Parameters
    ----------
    question : str
        What cannot be said, as a noun phrase: "how fast Sales responds".
    needs : str
        What would have to be imported, as a noun phrase: "the activities of Sales".
    """
    sentence = f"This history cannot say {question}: it lacks {needs}."
    return Finding(pd.DataFrame(), sentence, name=name)
