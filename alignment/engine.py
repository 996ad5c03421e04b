"""Where the portable SQL runs. DuckDB first; another needs these six verbs."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import duckdb
import pandas as pd

from alignment.errors import HistoryError, Problem
from alignment.store import PARQUET_OPTIONS


class Engine(Protocol):
    """Tables by name, and questions in the portable subset of SQL that ARCHITECTURE.md names."""

    def register(self, name: str, rows: pd.DataFrame | Path) -> None:
        """Make a DataFrame or a Parquet file known as table `name`, in place of an earlier one."""

    def define(self, name: str, sql: str) -> None:
        """Make a question known as table `name`."""

    def columns(self, name: str) -> dict[str, str]:
        """The columns of table `name` and the engine's own word for the type of each."""

    def query(self, sql: str) -> pd.DataFrame:
        """The answer to a question; instants come as UTC without zone.

        Raises
        ------
        HistoryError
            Where rows cannot be read.
        """

    def write(self, sql: str, path: Path) -> None:
        """Write the answer to a question as a Parquet file."""

    def holding(self, answers: Mapping[str, str]) -> "Engine":
        """Another one, whose tables are the answers to these questions, held in memory."""


def quoted(name: str) -> str:
    """A column or table name as SQL takes it whatever it holds."""
    return '"' + name.replace('"', '""') + '"'


class DuckDB:
    """The default engine: in this process, nothing to start.

    Parameters
    ----------
    memory_limit : str
        Most memory DuckDB may take before it spills to disk, e.g. ``500MB``; empty for its default.
    """

    def __init__(self, memory_limit: str = "") -> None:
        self._connection = duckdb.connect()
        self._connection.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
        if memory_limit:
            self._connection.execute("SET memory_limit = ?", [memory_limit])

    def register(self, name: str, rows: pd.DataFrame | Path) -> None:
        if isinstance(rows, Path):
            self.define(name, f"SELECT * FROM read_parquet({_text(rows)})")
        else:
            self._connection.register(f"frame_of_{name}", rows)
            self.define(name, f"SELECT * FROM frame_of_{name}")

    def define(self, name: str, sql: str) -> None:
        self._connection.execute(f"CREATE OR REPLACE VIEW {name} AS {sql}")

    def columns(self, name: str) -> dict[str, str]:
        described = self._connection.execute(f"DESCRIBE {name}").fetchall()
        return {row[0]: row[1] for row in described}

    def query(self, sql: str) -> pd.DataFrame:
        try:
            return self._connection.execute(sql).df()
        except (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException):
            raise  # a wrong question, not a wrong history
        except duckdb.Error as error:
            advice = "A file is damaged: import again, or bring it back from a copy."
            problem = Problem("history", str(error).splitlines()[0], "readable tables", advice)
            raise HistoryError("The history cannot be read.", [problem]) from error

    def holding(self, answers: Mapping[str, str]) -> "DuckDB":
        made = DuckDB()
        for name, sql in answers.items():
            rows = self._connection.sql(sql).to_arrow_table()
            made._connection.register(f"rows_of_{name}", rows)
            made.define(name, f"SELECT * FROM rows_of_{name}")
        return made

    def write(self, sql: str, path: Path) -> None:
        self._connection.execute(f"COPY ({sql}) TO {_text(path)} ({PARQUET_OPTIONS})")


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
