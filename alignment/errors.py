"""What went wrong, said so that the reader can mend it: every problem, not the first."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches

MOST_SHOWN = 20
MOST_NAMES = 12
MOST_SIGNS = 60


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, and what to do about it.

    Parameters
    ----------
    where : str
        File or table.
    found, expected : str
        What stood there, and what should have.
    advice : str
        The next step; empty where `expected` says it all.
    row : int or None
        The first row that has it, counted from 1 without the header; for a text file read as
        lines, the line. None where it concerns no row.
    column : str or None
        Column or key.
    n_rows : int
        How many rows have it.
    """

    where: str
    found: str
    expected: str
    advice: str = ""
    row: int | None = None
    column: str | None = None
    n_rows: int = 1

    def __str__(self) -> str:
        place = ", ".join(
            part
            for part in (
                self.where,
                f"row {self.row:,}" if self.row is not None else "",
                self.column or "",
            )
            if part
        )
        more = f" (and {self.n_rows - 1:,} more rows)" if self.n_rows > 1 else ""
        advice = f" {self.advice}" if self.advice else ""
        return f"{place}: found {self.found}{more}; expected {self.expected}.{advice}"


class AlignmentError(Exception):
    """The base of every error this package raises on purpose.

    Parameters
    ----------
    message : str
        One sentence: what could not be done.
    problems : iterable of Problem
        All that was found wrong, in the order of the input.
    """

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        self.message = message
        self.problems = tuple(problems)
        super().__init__(message)

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows in place of a traceback: the message is meant for its reader."""
        return [f"{type(self).__name__}: {self}"]

    def __str__(self) -> str:
        lines = [f"  - {problem}" for problem in self.problems[:MOST_SHOWN]]
        hidden = len(self.problems) - MOST_SHOWN
        if hidden > 0:
            lines.append(f"  … and {hidden:,} more problems")
        return "\n".join([self.message, *lines])


class HistoryError(AlignmentError):
    """The history cannot be read, or breaks its schema."""


class AgreementError(AlignmentError):
    """The agreement, or a team's answers, cannot be read or break the model."""


class MappingError(AlignmentError):
    """An import mapping is wrong, or does not fit its files."""


class ReportError(AlignmentError):
    """A report cannot be made: a parameter is wrong, or the notebook failed."""


@contextmanager
def noted(errors: list[AlignmentError]) -> Iterator[None]:
    """Keep an error of ours for the end, so that one run tells everything that is wrong."""
    try:
        yield
    except AlignmentError as error:
        errors.append(error)


def together(errors: Sequence[AlignmentError]) -> AlignmentError:
    """One error that holds all of them, each problem once; a single one stays what it is."""
    if len(errors) == 1:
        return errors[0]
    message = " ".join(dict.fromkeys(error.message for error in errors))
    return ReportError(message, dict.fromkeys(p for error in errors for p in error.problems))


def nearest(word: str, words: Iterable[str]) -> str:
    """Advice naming the known word most like `word`, or listing what there is."""
    known = sorted(set(words))
    like = get_close_matches(word, known, n=1, cutoff=0.6)
    if like:
        return f"Did you mean {like[0]!r}?"
    if not known:
        return "There is none."
    shown = [name if len(name) <= MOST_SIGNS else f"{name[: MOST_SIGNS - 1]}…" for name in known]
    more = f" and {len(known) - MOST_NAMES:,} more" if len(known) > MOST_NAMES else ""
    return f"There is: {', '.join(shown[:MOST_NAMES])}{more}."


def of_system(error: OSError) -> str:
    """What the system refused, in words: where, and why."""
    place = f": {error.filename}" if error.filename else ""
    return f"It could not be read or written{place} ({error.strerror or error})."
