"""What was achieved beside what is promised: words, and the verdict in words and colour."""

from dataclasses import dataclass
from html import escape

from alignment.finding import Finding
from alignment.measures.attainment import AT_RISK, BREACH, NOT_ENOUGH, PASS
from alignment.measures.levels import said

SIGNS = {PASS: "✓", AT_RISK: "!", BREACH: "✕", NOT_ENOUGH: "–"}
"""Before each verdict, so that it is known without its colour."""


@dataclass(frozen=True)
class Achieved:
    """What the history says of one level; `verdict` is empty where nothing is promised."""

    words: str
    verdict: str = ""

    def as_html(self) -> str:
        """Words and verdict, escaped."""
        return f"<p>{badge(self.verdict)}<bdi>{escape(self.words)}</bdi></p>"


def badge(verdict: str) -> str:
    """A verdict as a small sign of its colour; nothing for none."""
    if not verdict:
        return ""
    kind = "-".join(verdict.lower().split()) if verdict in SIGNS else "unknown"
    said = f"{SIGNS.get(verdict, '?')} {verdict}"
    return f'<span class="alignment-verdict alignment-{kind}">{escape(said)}</span> '


def achieved(attained: Finding) -> dict[str, Achieved]:
    """Of an attainment, what to say beside each level, by its name.

    Parameters
    ----------
    attained : Finding
        Columns level, unit (``share``: n are hand-offs; else a count a month, n are months),
        value, low, high, n, verdict.
    """
    rows = attained.table.to_dict("records")
    return {str(row["level"]): Achieved(said(row), str(row["verdict"])) for row in rows}


def achieved_as_promised(attained: Finding) -> dict[str, str]:
    """The same in words that say what was promised, and without a verdict, by level."""
    rows = attained.table.to_dict("records")
    return {str(row["level"]): f"Agreed: {row['promise']}. Achieved: {said(row)}." for row in rows}
