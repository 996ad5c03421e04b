"""What happened: five tables, opened anywhere, checked. The one door to them."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import duckdb
import pandas as pd

from alignment import check, schema, store
from alignment.engine import DuckDB, Engine, quoted
from alignment.errors import HistoryError, Problem
from alignment.period import Period, local, month_of, zones
from alignment.raw_table import EVENTS, canonical, unfit


class History:
    """The leads of a company and all that happened to them.

    Open one with `History.open` (a workspace) or `History.from_frames` (DataFrames at hand).
    Every table can be asked for in SQL by its name, with all columns of the schema; a column
    or table that the history lacks is there, empty. Instants are UTC without zone.

    Attributes
    ----------
    zone : str
        IANA zone of the company: months and days are cut by it.
    n_rows : dict of str to int
        Rows of each table that is there; a lacking table has no entry.
    attributes : dict of str to str
        Further columns of leads, with the engine's word for their type. Today's values.
    sources : tuple of store.Source
        What each imported file gave; empty when nothing was imported from files.
    known_until : Timestamp
        When it was imported; NaT where nobody knows.
    """

    def __init__(
        self, engine: Engine, raw: Mapping[str, str], manifest: store.Manifest, is_checked: bool
    ) -> None:
        if manifest.zone not in zones():
            problem = Problem("history.json", repr(manifest.zone), "an IANA zone", column="zone")
            raise HistoryError("The history's time zone is unknown.", [problem])
        if not is_checked and (wrong := check.problems(engine, raw)):
            raise HistoryError("The history breaks its schema.", wrong)
        self._engine = engine
        self.zone = manifest.zone
        self.sources = manifest.sources
        self.known_until = pd.Timestamp(manifest.known_until or None)
        self._held = {name: engine.columns(rows) for name, rows in raw.items()}
        for name, table in schema.TABLES.items():
            engine.define(
                name, canonical(table, raw.get(name), self._held.get(name, {}), self.zone)
            )
        self.n_rows = {
            name: int(engine.query(f"SELECT count(*) AS n FROM {name}")["n"][0]) for name in raw
        }

    @classmethod
    def open(cls, workspace: str | Path, memory_limit: str = "") -> "History":
        """The history of a workspace.

        Files whose size is the one that was checked when they were written are trusted;
        others are checked whole.

        Raises
        ------
        HistoryError
            No history there, a file that cannot be read, or rows that break the schema.
        """
        engine, raw, manifest, is_checked = _opened(Path(workspace), memory_limit)
        return cls(engine, raw, manifest, is_checked)

    @classmethod
    def from_frames(
        cls,
        leads: pd.DataFrame,
        activities: pd.DataFrame | None = None,
        stage_changes: pd.DataFrame | None = None,
        deals: pd.DataFrame | None = None,
        campaigns: pd.DataFrame | None = None,
        *,
        zone: str = "UTC",
    ) -> "History":
        """A history of DataFrames at hand, with the columns of `schema.TABLES`.

        Instants with a zone are turned into UTC, those without are taken as UTC; a column of
        `datetime.date` is kept as date-only. None means that there is no such table.

        Raises
        ------
        HistoryError
            With every problem found.
        """
        given = {
            "leads": leads,
            "activities": activities,
            "stage_changes": stage_changes,
            "deals": deals,
            "campaigns": campaigns,
        }
        engine = DuckDB()
        raw, wrong = {}, []
        for name, frame in given.items():
            if frame is None:
                continue
            raw[name] = f"raw_{name}"
            wrong += unfit(name, frame)
            if not wrong:
                engine.register(raw[name], frame)
        if wrong:
            raise HistoryError("The tables cannot be read.", wrong)
        return cls(engine, raw, store.Manifest(zone=zone), is_checked=False)

    @staticmethod
    def check(workspace: str | Path) -> list[Problem]:
        """Every problem of a workspace's history; empty when all is well. Raises nothing."""
        try:
            engine, raw, _, _ = _opened(Path(workspace), "")
            return check.problems(engine, raw)
        except HistoryError as error:
            return list(error.problems) or [Problem("history", error.message, "a history")]

    def save(self, workspace: str | Path) -> None:
        """Write this history into a workspace as Parquet, in place of the one there."""
        with store.replaced(Path(workspace)) as aside:
            for name, held in self._held.items():
                order = ", ".join(schema.TABLES[name].order)
                columns = ", ".join(quoted(c) for c in self._kept(name, held))
                sql = f"SELECT {columns} FROM {name} ORDER BY {order}"
                self._engine.write(sql, aside / f"{name}.parquet")
            known_until = "" if pd.isna(self.known_until) else self.known_until.isoformat()
            store.write_manifest(aside, self.zone, self.n_rows, self.sources, known_until)

    def _kept(self, name: str, held: Mapping[str, str]) -> list[str]:
        marks = [schema.date_mark(t) for t in schema.TABLES[name].times if self.n_dates(name, t)]
        return list(dict.fromkeys([*held, *marks]))

    def narrowed(self, lead_ids: pd.Series) -> "History":
        """That of some leads: their rows alone, held in memory, and every campaign.

        When it begins and until when it is known stays that of all: it is the same export.
        """
        chosen = pd.DataFrame({"lead_id": lead_ids.to_numpy()})
        self._engine.register("chosen", chosen)
        answers = {
            f"raw_{name}": f"SELECT r.* FROM {name} AS r"
            + (" JOIN chosen AS c ON c.lead_id = r.lead_id" if name != "campaigns" else "")
            for name in self._held
        }
        manifest = store.Manifest(zone=self.zone, sources=self.sources)
        raw = {name: f"raw_{name}" for name in self._held}
        made = History(self._engine.holding(answers), raw, manifest, is_checked=True)
        made.known_until = self.known_until
        made._ends = self._ends
        return made

    def query(self, sql: str, **tables: pd.DataFrame) -> pd.DataFrame:
        """The answer to a question in portable SQL.

        Parameters
        ----------
        sql : str
            May name the five tables of the schema and `tables`.
        **tables : DataFrame
            Small tables handed in: instants, calendars, settings.
        """
        for name, rows in tables.items():
            self._engine.register(name, rows)
        return self._engine.query(sql)

    @property
    def lacks(self) -> tuple[str, ...]:
        """The tables that this history does not hold; `schema.TABLES[name].cost` says the price."""
        return tuple(name for name in schema.TABLES if name not in self._held)

    @property
    def attributes(self) -> dict[str, str]:
        return {c: t for c, t in self._held["leads"].items() if c not in schema.LEADS.known}

    def n_dates(self, table: str, time_column: str) -> int:
        """How many rows hold a date without a time there."""
        mark = schema.date_mark(time_column)
        counted = self.query(f"SELECT count(*) AS n FROM {table} WHERE {mark}")
        return int(counted["n"][0])

    @cached_property
    def _ends(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        found = self.query(f"SELECT min(e.at) AS first_at, max(e.at) AS last_at FROM {EVENTS}")
        return found["first_at"][0], found["last_at"][0]

    @property
    def first_at(self) -> pd.Timestamp:
        """The first instant of any row; NaT for a history without rows."""
        return self._ends[0]

    @property
    def as_of(self) -> pd.Timestamp:
        """The last instant of any row that is no plan: what is known.

        An open deal's expected close is a plan, and so is all that is dated after the import.
        """
        last = self._ends[1]
        return last if pd.isna(self.known_until) else min(last, self.known_until)

    def n_rows_after(self, instant: pd.Timestamp) -> int:
        """How many times are dated later."""
        edge = pd.DataFrame({"instant": [instant]})
        sql = f"SELECT count(*) AS n FROM {EVENTS} CROSS JOIN edge AS x WHERE e.at > x.instant"
        return int(self.query(sql, edge=edge)["n"][0])

    def n_rows_by(self, instant: pd.Timestamp) -> dict[str, int]:
        """How many rows of each table are dated up to an instant; of one without a time, all."""
        if not self._ends[1] > instant:
            return dict(self.n_rows)
        edge = pd.DataFrame({"instant": [instant]})
        times = {name: schema.TABLES[name].times[:1] for name in self.n_rows}
        dated = " UNION ALL ".join(
            f"SELECT '{name}' AS name, count(*) AS n FROM {name} AS r CROSS JOIN edge AS x "
            f"WHERE r.{time[0]} <= x.instant"
            for name, time in times.items()
            if time
        )
        found = self.query(dated, edge=edge).set_index("name")["n"].astype(int).to_dict()
        return {name: found.get(name, n) for name, n in self.n_rows.items()}

    @property
    def months(self) -> list[str]:
        """Every month from the first row to the last, as YYYY-MM in `zone`."""
        if pd.isna(self.first_at):
            return []
        ends = pd.Series([self.first_at, self.as_of])
        first, last = local(ends, self.zone).dt.strftime("%Y-%m")
        return Period(month_of(first), month_of(last), self.zone).months

    def n_rows_in(self, period: Period) -> int:
        """How many times of any table lie within the period."""
        ends = pd.DataFrame({"start_at": [period.start_at], "end_at": [period.end_at]})
        sql = (
            f"SELECT count(*) AS n FROM {EVENTS} CROSS JOIN period AS p "
            "WHERE e.at >= p.start_at AND e.at < p.end_at"
        )
        return int(self.query(sql, period=ends)["n"][0])


def _opened(
    workspace: Path, memory_limit: str
) -> tuple[DuckDB, dict[str, str], store.Manifest, bool]:
    files = store.parquet_files(workspace)
    if not files:
        advice = "Import your files: alignment import --mapping M.yml FILES --workspace W"
        problem = Problem(str(workspace / "history"), "no Parquet table", "a history", advice)
        raise HistoryError(f"There is no history in {workspace}.", [problem])
    manifest = store.read_manifest(workspace)
    engine = DuckDB(memory_limit)
    raw, unreadable = {}, []
    for name, path in files.items():
        try:
            engine.register(f"raw_{name}", path)
            raw[name] = f"raw_{name}"
        except duckdb.Error as error:
            found = (
                f"{path.stat().st_size:,} bytes that are no whole Parquet file ({_first(error)})"
            )
            advice = "It was cut off or damaged: import again, or bring it back from a copy."
            unreadable.append(Problem(str(path), found, "a Parquet file", advice))
    if manifest:
        for name in manifest.n_rows.keys() - files.keys():
            place = str(workspace / "history" / f"{name}.parquet")
            unreadable.append(Problem(place, "no file", "the table that was imported"))
    if unreadable:
        raise HistoryError("The history cannot be read.", unreadable)
    sizes = {name: path.stat().st_size for name, path in files.items()}
    return engine, raw, manifest or store.Manifest(), bool(manifest and manifest.n_bytes == sizes)


def _first(error: Exception) -> str:
    return str(error).splitlines()[0]
