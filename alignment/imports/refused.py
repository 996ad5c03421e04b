"""The rows kept out of a history: which, why, and what would let them in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from alignment.engine import quoted
from alignment.errors import Problem, nearest
from alignment.imports import money, values
from alignment.imports.feed import Fed
from alignment.imports.staging import (
    KEPT,
    REFUSED,
    REPEATED_KEY,
    SKIPPED,
    STATUS,
    UNKNOWN_LEAD,
    Staged,
    Staging,
    pipeline,
    wrong,
)

COLUMNS = ("file", "table", "row", "column", "found", "expected", "advice", "text")


@dataclass(frozen=True)
class Counts:
    """How the rows of one feed fared: `n_rows` = `n_kept` + `n_refused`; skipped ones apart."""

    n_rows: int
    n_kept: int
    n_refused: int
    n_skipped: int


def mark_repeated_keys(staging: Staging, staged: Sequence[Staged]) -> None:
    """Refuse the second and later rows of a key, in the order of files and rows."""
    key = quoted(staged[0].feed.table.key)
    rows = " UNION ALL ".join(
        f"SELECT {each.feed.number} AS feed, rowid AS place, {key} AS key_of_row "
        f"FROM {each.typed} WHERE {STATUS} = {KEPT}"
        for each in staged
    )
    repeated = f"SELECT key_of_row FROM ({rows}) GROUP BY key_of_row HAVING count(*) > 1"
    staging.run(f"CREATE OR REPLACE TEMP TABLE repeated AS {repeated}")
    if not staging.number("SELECT count(*) FROM repeated"):
        return
    nth = "row_number() OVER (PARTITION BY key_of_row ORDER BY feed, place)"
    numbered = (
        f"SELECT feed, place, {nth} AS nth FROM ({rows}) SEMI JOIN repeated USING (key_of_row)"
    )
    staging.run(f"CREATE OR REPLACE TEMP TABLE later AS SELECT * FROM ({numbered}) WHERE nth > 1")
    for each in staged:
        staging.run(
            f"UPDATE {each.typed} SET {STATUS} = {REPEATED_KEY} WHERE rowid IN "
            f"(SELECT place FROM later WHERE feed = {each.feed.number})"
        )


def mark_unknown_leads(staging: Staging, staged: Sequence[Staged]) -> None:
    """Refuse rows whose lead is not in the table `new_leads`."""
    for each in staged:
        unknown = (
            f"SELECT r.rowid FROM {each.typed} AS r ANTI JOIN new_leads AS l USING (lead_id) "
            f"WHERE r.{STATUS} = {KEPT}"
        )
        if staging.number(f"SELECT count(*) FROM ({unknown})"):
            staging.run(
                f"UPDATE {each.typed} SET {STATUS} = {UNKNOWN_LEAD} WHERE rowid IN ({unknown})"
            )


def counts(staging: Staging, staged: Staged) -> Counts:
    """How the rows of a feed fared."""
    held = dict(staging.rows(f"SELECT {STATUS}, count(*) FROM {staged.typed} GROUP BY {STATUS}"))
    n_broken, n_skipped = len(staged.broken), held.get(SKIPPED, 0)
    n_rows = sum(held.values()) - n_skipped + n_broken
    n_kept = held.get(KEPT, 0)
    n_refused = n_broken + sum(held.get(s, 0) for s in (REFUSED, REPEATED_KEY, UNKNOWN_LEAD))
    assert n_rows == n_kept + n_refused, (n_rows, n_kept, n_refused)
    return Counts(n_rows, n_kept, n_refused, n_skipped)


def refused_rows(staging: Staging, staged: Staged) -> pd.DataFrame:
    """Every reason for which a row of the feed was refused, by row.

    Returns
    -------
    DataFrame
        `COLUMNS`; `row` counts from 1 without the header, `text` is the row as it stood.
    """
    parts = [pd.DataFrame([vars(each) for each in staged.broken])] if staged.broken else []
    if staging.number(
        f"SELECT count(*) FROM {staged.typed} WHERE {STATUS} NOT IN ({KEPT}, {SKIPPED})"
    ):
        staging.run(f"CREATE OR REPLACE TEMP TABLE refused AS {_refused_text(staging, staged)}")
        parts += list(_by_value(staging, staged))
        if staged.feed.table.key:
            parts.append(_by_key(staging, staged))
        if staged.feed.table.name not in {"leads", "campaigns"}:
            parts.append(_by_lead(staging, staged))
    whole = pd.concat([pd.DataFrame(columns=list(COLUMNS)), *(p for p in parts if len(p))])
    whole["file"], whole["table"] = staged.feed.file.path.name, staged.feed.table.name
    return whole[list(COLUMNS)].fillna("").sort_values("row", kind="stable", ignore_index=True)


def problems(refused: pd.DataFrame) -> list[Problem]:
    """Refused rows as problems, one for each file, column and reason."""
    keys = ["file", "table", "column", "expected"]
    found = []
    for (file, table, column, expected), rows in refused.groupby(keys, sort=False):
        first = rows.iloc[0]
        found.append(
            Problem(
                where=str(file),
                found=str(first["found"]),
                expected=str(expected),
                advice=str(first["advice"]),
                row=int(first["row"]),
                column=f"{table}.{column}" if column else None,
                n_rows=len(rows),
            )
        )
    return found


def _refused_text(staging: Staging, staged: Staged) -> str:
    """SQL for the text of the refused rows, each with its number, status and whole text."""
    mark = staged.feed.file.separator
    fields = [f"c{i}" for i in range(len(staged.feed.file.names))]
    needs_quotes = values.literal(f'["\n\r{mark}]')
    cells = ", ".join(
        f"CASE WHEN regexp_matches({c}, {needs_quotes}) "
        f"""THEN '"' || replace({c}, '"', '""') || '"' ELSE coalesce({c}, '') END"""
        for c in fields
    )
    typed = f"SELECT {staged.row} AS row_of_file, {STATUS} FROM {staged.typed}"
    return (
        f"SELECT r.*, s.{STATUS}, concat_ws({values.literal(mark)}, {cells}) AS whole_text "
        f"FROM (SELECT {staged.row} AS row_of_file, {', '.join(fields)} "
        f"FROM {staging.text(staged)}) AS r "
        f"JOIN ({typed} WHERE {STATUS} NOT IN ({KEPT}, {SKIPPED})) AS s USING (row_of_file)"
    )


def _by_value(staging: Staging, staged: Staged) -> Iterator[pd.DataFrame]:
    columns = staged.feed.columns
    carried = f"row_of_file, {STATUS}, whole_text"
    text = pipeline(columns, "refused", carried)
    staging.run(f"CREATE OR REPLACE TEMP TABLE reasons AS SELECT * FROM ({text})")
    for i, fed in enumerate(columns):
        if not (condition := wrong(i, fed)):
            continue
        rows = staging.run(
            f'SELECT row_of_file AS "row", t{i} AS found, whole_text AS text FROM reasons '
            f"WHERE {STATUS} = {REFUSED} AND {condition}"
        ).df()
        if len(rows):
            yield _explained(rows, fed)


def _explained(rows: pd.DataFrame, fed: Fed) -> pd.DataFrame:
    """The rows with what was expected, and advice for each distinct text that was found."""
    column = f"{fed.name} (from {fed.from_})" if fed.from_ and fed.from_ != fed.name else fed.name
    told = {text: _advice(text, fed) for text in rows["found"].dropna().unique()}
    advice = [told.get(text, "Fill it in, or leave the row out.") for text in rows["found"]]
    expected = rows["found"].map(lambda text: _expected(text, fed))
    found = rows["found"].map(repr, na_action="ignore").fillna("nothing")
    return rows.assign(column=column, found=found, expected=expected, advice=advice)


def _expected(found: object, fed: Fed) -> str:
    if not isinstance(found, str):
        return "a value in every row"
    if fed.reading.one_of:
        return f"one of {', '.join(fed.reading.one_of)}"
    if fed.reading.format:
        return f"the format {fed.reading.format}"
    if fed.reading.currency not in {None, "NULL"}:
        return f"{values.EXPECTED['number']}, in the currency of its row"
    return values.EXPECTED[fed.reading.kind]


def _advice(found: str, fed: Fed) -> str:
    kind = fed.reading.kind
    if fed.reading.one_of:
        like = nearest(found.lower(), fed.reading.one_of)
        ours = like.split("'")[1] if like.startswith("Did") else fed.reading.one_of[0]
        return f"Say in the mapping what it stands for, such as `values: {{{found!r}: {ours}}}`."
    if kind == "flag":
        return f"Say in the mapping what it stands for: `values: {{{found!r}: true}}` or false."
    if kind in {"time", "date"}:
        return "Mend it, or say `order` or `format` in the mapping, or list it under `missing`."
    if fed.reading.currency is not None and re.search(money.SIGN, found):
        return "Convert it, or say its own currency: map a column `currency`."
    other = "," if fed.reading.decimal == "." else "."
    return f"Mend it, list it under `missing`, or say `decimal: '{other}'` in the mapping."


def _by_key(staging: Staging, staged: Staged) -> pd.DataFrame:
    key = staged.feed.table.key
    return _by_status(
        staging, staged, REPEATED_KEY, key, f"each {key} once", "The first row of it was kept."
    )


def _by_lead(staging: Staging, staged: Staged) -> pd.DataFrame:
    rows = _by_status(
        staging, staged, UNKNOWN_LEAD, "lead_id", "a lead_id that stands in leads", ""
    )
    if rows.empty:
        return rows
    loose = "lower(regexp_replace({}, '[\\s\\p{{Z}}]', '', 'g'))"
    staging.run(
        f"CREATE OR REPLACE TEMP TABLE alike AS SELECT {loose.format('lead_id')} AS loose, "
        f"min(lead_id) AS lead_id FROM new_leads GROUP BY ALL"
    )
    known = dict(
        staging.rows(
            f"SELECT u.key_found, a.lead_id FROM (SELECT DISTINCT key_found FROM struck) AS u "
            f"JOIN alike AS a ON a.loose = {loose.format('u.key_found')}"
        )
    )
    mend = "leads has {!r}, which differs by spaces or letter case only: make the two alike."
    advice = {repr(found): mend.format(lead) for found, lead in known.items()}
    otherwise = "Import its lead too, or leave the row out."
    rows["advice"] = [advice.get(found, otherwise) for found in rows["found"]]
    return rows


def _by_status(
    staging: Staging, staged: Staged, status: int, name: str, expected: str, advice: str
) -> pd.DataFrame:
    """The refused rows of one status, with the value of the column `name` as what was found."""
    place = next(i for i, fed in enumerate(staged.feed.columns) if fed.name == name)
    staging.run(
        f'CREATE OR REPLACE TEMP TABLE struck AS SELECT row_of_file AS "row", '
        f"t{place} AS key_found, whole_text AS text FROM reasons WHERE {STATUS} = {status}"
    )
    rows = staging.run("SELECT * FROM struck").df()
    found = rows.pop("key_found").map(repr, na_action="ignore")
    return rows.assign(column=name, found=found, expected=expected, advice=advice)
