"""SQL that turns text into the kinds of the schema, by declared forms only: NULL where unreadable.

Nothing is left to the engine's own guesses: its casts drop offsets, take `10:00 PM` for ten in
the morning, and know words such as `infinity`. Every form is matched whole before it is cast.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from alignment import schema
from alignment.imports import money
from alignment.imports.white_space import WHITE

_DAY = r"\d{4}[-/]\d{1,2}[-/]\d{1,2}"
_TIME = r"\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?"
ISO_LOCAL = rf"{_DAY}([T ]{_TIME})?"
ISO_OFFSET = rf"{_DAY}[T ]{_TIME} ?(Z|UTC|[+-]\d{{2}}(:?\d{{2}})?)"
SLASHED_DAY = r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}"
_SHORT_DAY = r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2}"
_YEAR_DAY = r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
_CLOCK = rf",? +{_TIME}( ?[AaPp][Mm])?"
SLASHED = rf"{SLASHED_DAY}({_CLOCK})?"
_ORDERED = rf"({SLASHED_DAY}|{_SHORT_DAY}|{_YEAR_DAY})({_CLOCK})?"

_FORMATS = {"day_first": "%d/%m/%Y", "month_first": "%m/%d/%Y", "year_first": "%Y/%m/%d"}
_EARLIEST, _LATEST = "TIMESTAMP '1900-01-01'", "TIMESTAMP '2200-01-01'"
_DATE_LENGTH = 10
_USUAL = "____-__-_____:__:__"
"""The usual time: seen at half the cost of a regular expression, and checked by the cast."""

YES = ("true", "t", "yes", "y", "1", "won", "closed won")
NO = ("false", "f", "no", "n", "0", "lost", "closed lost")

EXPECTED: dict[str, str] = {
    "id": "an id",
    "text": "a text",
    "time": "a time such as 2024-01-31 09:30 or 2024-01-31T09:30:00+01:00, 1900 to 2199",
    "date": "a date such as 2024-01-31, 1900 to 2199",
    "number": "a number such as 1234.56, $1,234.56 or 1.2M",
    "flag": "true or false, yes or no, 1 or 0, won or lost",
}


@dataclass(frozen=True)
class Reading:
    """How the text of one column is read.

    Parameters
    ----------
    kind : schema.Kind
    zone : str
        Of times without an offset.
    day_zone : str
        The company's, in which days without a time begin; empty for `zone`.
    order : str
        `day_first`, `month_first`, `year_first`, or empty: ISO 8601 only.
    format : str
        In strftime's letters; empty for the forms above.
    decimal : str
        ``.`` or ``,``
    one_of : tuple of str
        The only words allowed; empty for any.
    currency : str or None
        Of an amount: SQL for the code of its currency, ``NULL`` where nobody says it. None for
        any other number.
    """

    kind: schema.Kind
    zone: str = "UTC"
    day_zone: str = ""
    order: str = ""
    format: str = ""
    decimal: str = "."
    one_of: tuple[str, ...] = ()
    currency: str | None = None


def literal(text: str | None) -> str:
    """A text as SQL."""
    return "NULL" if text is None else "'" + text.replace("'", "''") + "'"


def literals(texts: Iterable[str]) -> str:
    """Several texts as a list in SQL."""
    return ", ".join(literal(text) for text in texts)


def cleaned(
    column: str, missing: Iterable[str], values: Mapping[str, str | None], has_odd: bool = True
) -> str:
    """SQL for a column's text: trimmed, its words for missing NULL, its values in our words.

    White space is all that Unicode calls so; without `has_odd`, values end in none but blanks.
    The database gives blank fields as NULL already.
    """
    ours: dict[str, str | None] = {**dict.fromkeys(missing), **values}
    # trimming every value would cost more than all the rest of the cleaning
    ends = f"NOT ({column} BETWEEN '!' AND '~' AND {column}[-1] BETWEEN '!' AND '~')"
    if not has_odd:
        ends = f"{column} < '!' OR ends_with({column}, ' ')"
    trimmed = f"nullif(trim({column}, {literal(WHITE)}), '')"
    tidy = f"CASE WHEN {ends} THEN {trimmed} ELSE {column} END"
    if not ours:
        return tidy
    cases = " ".join(f"WHEN {literal(raw)} THEN {literal(our)}" for raw, our in ours.items())
    return f"CASE {tidy} {cases} ELSE {tidy} END"


def only_known(text: str, values: Mapping[str, str | None], otherwise: str | None) -> str:
    """SQL for a cleaned text, with `otherwise` for each that is none of our `values`."""
    ours = [our for our in values.values() if our is not None]
    is_known = f"{text} IN ({literals(ours)})" if ours else "FALSE"
    return f"CASE WHEN {text} IS NULL OR {is_known} THEN {text} ELSE {literal(otherwise)} END"


def plain(text: str, reading: Reading) -> str:
    """SQL for a value that is no time or date: id, text, number or flag."""
    match reading.kind:
        case "number":
            value = _number(text, reading.decimal)
            if reading.currency is None:
                return value
            others = money.is_other(money_sign(text, reading.decimal), reading.currency)
            return f"CASE WHEN {others} THEN NULL ELSE {value} END"
        case "flag":
            return (
                f"CASE WHEN lower({text}) IN ({literals(YES)}) THEN TRUE "
                f"WHEN lower({text}) IN ({literals(NO)}) THEN FALSE END"
            )
    if reading.one_of:
        return f"TRY_CAST({text} AS ENUM ({literals(reading.one_of)}))"
    return text


def local(text: str, reading: Reading) -> str:
    """SQL for the wall-clock time that a text shows; NULL where unreadable.

    Of a text with an offset too: the wall clock there, which is what a date is about.
    """
    if reading.format:
        return f"try_strptime({text}, {literal(reading.format)})"
    day = f"regexp_extract({text}, {literal(rf'{_DAY}([T ]{_TIME})?')})"
    cast = f"TRY_CAST({text} AS TIMESTAMP)"
    forms = [(ISO_LOCAL, cast)]
    if reading.kind == "date":
        forms.append((ISO_OFFSET, f"TRY_CAST({day} AS TIMESTAMP)"))
    if reading.order:
        forms.append((_ORDERED, _ordered(text, reading.order)))
    cases = " ".join(f"WHEN {matches(text, form)} THEN {value}" for form, value in forms)
    return (
        f"CASE WHEN {text} LIKE '{_USUAL}' AND NOT ends_with({text}, 'Z') THEN {cast} {cases} END"
    )


def instant(text: str) -> str:
    """SQL for the UTC instant of a text with an offset; NULL for any other."""
    joined = text
    for spaced, tight in ((" UTC", "Z"), (" Z", "Z"), ("UTC", "Z"), (" +", "+"), (" -", "-")):
        joined = f"replace({joined}, '{spaced}', '{tight}')"
    # DuckDB 1.5 wants the seconds
    joined = f"regexp_replace({joined}, '^(.{{10}}[ T]..:..)(Z|[+-])', '\\1:00\\2')"
    cast = f"make_timestamp(epoch_us(TRY_CAST({joined} AS TIMESTAMPTZ)))"
    return f"CASE WHEN {matches(text, ISO_OFFSET)} THEN {cast} END"


def is_date_only(text: str, reading: Reading) -> str:
    """SQL for whether a readable text shows a date without a time."""
    if reading.format:
        return str(not re.search("%-?[HIcX]", reading.format)).upper()
    return f"length({text}) <= {_DATE_LENGTH}"


def matches(text: str, pattern: str) -> str:
    """SQL for whether the whole text has that form."""
    return f"regexp_full_match({text}, {literal(pattern)})"


def within(column: str) -> str:
    """SQL for a time column, NULL where it is no year that a CRM knows."""
    return f"CASE WHEN {column} >= {_EARLIEST} AND {column} < {_LATEST} THEN {column} END"


def _ordered(text: str, order: str) -> str:
    """A date of a known order, with a clock time of 24 or 12 hours or none behind it."""
    day = f"translate(rtrim(split_part({text}, ' ', 1), ','), '.-', '//')"
    rest = f"upper(trim(substr({text}, strpos({text} || ' ', ' '))))"
    long, short = (
        f"try_strptime({day}, {literal(_FORMATS[order].replace('Y', year))})" for year in "Yy"
    )
    on = f"CASE WHEN {matches(day, '.*[0-9]{4}.*')} THEN {long} ELSE {short} END"
    half = f"try_strptime(replace({rest}, ' ', ''), ['%I:%M%p', '%I:%M:%S%p'])"
    return (
        f"CASE WHEN {rest} = '' THEN {on} "
        f"WHEN ends_with({rest}, 'M') THEN CAST({on} AS DATE) + CAST({half} AS TIME) "
        f"ELSE CAST({on} AS DATE) + TRY_CAST({rest} AS TIME) END"
    )


def money_sign(text: str, decimal: str) -> str:
    """SQL for the currency's sign or code beside a number; '' for none."""
    form = literal(f"^{_form(decimal)}$")
    return f"regexp_extract({text}, {form}, 2) || regexp_extract({text}, {form}, 6)"


def _form(decimal: str) -> str:
    """Sign, currency, sign, digits, K or M, currency."""
    digits = rf"(?:\d{{1,3}}(?:[{_groups(decimal)}]\d{{3}})+|\d+)(?:{re.escape(decimal)}\d+)?"
    return rf"([-+]?) ?({money.SIGN})? ?([-+]?)({digits}) ?([KkMm]?) ?({money.SIGN})?"


def _groups(decimal: str) -> str:
    return " ,'" if decimal == "." else " .'"


def _number(text: str, decimal: str) -> str:
    """Plain numbers, and money with currency signs, grouped thousands and K or M."""
    form, mark = _form(decimal), re.escape(decimal)

    def part(number: int) -> str:
        return f"regexp_extract({text}, {literal(f'^{form}$')}, {number})"

    bare = f"regexp_replace({part(4)}, {literal(f'[{_groups(decimal)}]')}, '', 'g')"
    size = f"CASE lower({part(5)}) WHEN 'k' THEN 1e3 WHEN 'm' THEN 1e6 ELSE 1 END"
    sign = f"CASE WHEN {part(1)} = '-' OR {part(3)} = '-' THEN -1 ELSE 1 END"
    grouped = f"TRY_CAST(replace({bare}, {literal(decimal)}, '.') AS DOUBLE) * {size} * {sign}"
    simple = rf"[-+]?\d+({mark}\d+)?"
    value = f"TRY_CAST(replace({text}, {literal(decimal)}, '.') AS DOUBLE)"
    return (
        f"CASE WHEN {matches(text, simple)} THEN {value} "
        f"WHEN {matches(text, form)} THEN {grouped} END"
    )
