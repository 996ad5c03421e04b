"""What is said beside every figure on the working clock."""

from alignment.agreement import Calendar
from alignment.measures.rates import counted
from alignment.measures.service.episodes import Episodes
from alignment.terms import WEEKDAY_LABELS


def calendar_words(calendar: Calendar) -> str:
    """What the clock counts, as a sentence."""
    off = []
    if calendar.country is not None:
        off.append(f"the public holidays of {calendar.country}")
    if calendar.days_off:
        off.append(f"{counted(len(calendar.days_off), 'day')} off of the company's own")
    without = f", without {' and '.join(off)}" if off else "; public holidays count as working days"
    return (
        f"Working hours are those agreed: {days_words(calendar)}, {calendar.starts} to "
        f"{calendar.ends} in {calendar.zone}{without}."
    )


def days_words(calendar: Calendar) -> str:
    """The working days of a calendar: `Monday to Friday`, `Sunday`, `Monday, Tuesday, Thursday`."""
    held = [place for place, name in enumerate(WEEKDAY_LABELS) if name in calendar.days]
    names = [list(WEEKDAY_LABELS.values())[place] for place in held]
    is_row = len(held) > 2 and held[-1] - held[0] == len(held) - 1
    return f"{names[0]} to {names[-1]}" if is_row else ", ".join(names)


def waiting_words(episodes: Episodes, n_untimed: int, n_unrecorded: int) -> list[str]:
    """The hand-offs that stand in no share, and why, a sentence each; none where there are none."""
    said = []
    if n_untimed:
        said.append(
            f"{n_untimed:,} hand-offs or first touches are a date without a time: they stand in no "
            "share."
        )
    journeys = episodes.journeys
    if n_unrecorded and journeys.touch_recorded_from is not None:
        said.append(
            f"{n_unrecorded:,} hand-offs came before {journeys.day(journeys.touch_recorded_from)}, "
            "when touches by Sales began to be recorded: they stand in no share."
        )
    return said


def taken_back_words(n: int) -> list[str]:
    """The hand-offs that Marketing itself ended, as a sentence; none where there are none."""
    if not n:
        return []
    verb = "was" if n == 1 else "were"
    return [f"{counted(n, 'hand-off')} {verb} taken back by Marketing: no rejection by Sales."]
