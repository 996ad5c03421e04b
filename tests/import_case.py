"""Small files, a mapping and the workspace they are imported into, for the tests of imports."""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from alignment.finding import Finding
from alignment.imports import import_files

LEADS_MAPPING = """
  leads:
    files: "*leads*.csv"
    columns: {lead_id: id, created_at: created, source: source}
"""
LEADS = """id,created,source
a,2026-01-05 10:00:00,web
b,2026-01-06 10:00:00,fair
c,2026-01-07 10:00:00,
"""


@dataclass
class ImportCase:
    """A folder in which files are laid and imported."""

    folder: Path

    @property
    def workspace(self) -> Path:
        return self.folder / "workspace"

    def run(
        self, tables: str, files: dict[str, str | bytes], top: str = "", accepted: bool = False
    ) -> Finding:
        """Import `files` by a mapping of `tables` (YAML, indented), with keys of `top`."""
        mapping = self.folder / "mapping.yml"
        mapping.write_text(f"name: Test\n{top}\ntables:{tables}", encoding="utf-8")
        paths = []
        for name, content in files.items():
            path = self.folder / name
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
            paths.append(path)
        return import_files(mapping, paths, self.workspace, accepted)

    def leads(self, content: str | bytes, top: str = "", spec: str = LEADS_MAPPING) -> Finding:
        """Import one file of leads."""
        return self.run(spec, {"leads.csv": content}, top)

    def table(self, name: str) -> pd.DataFrame:
        """A table of the history, as it lies there."""
        path = self.workspace / "history" / f"{name}.parquet"
        with duckdb.connect() as connection:
            return connection.execute("SELECT * FROM read_parquet(?)", [str(path)]).df()

    def refused(self) -> pd.DataFrame:
        """The refused rows, as text."""
        path = self.workspace / "history" / "refused.csv"
        return pd.read_csv(path, dtype=str, keep_default_na=False)


def outcome(finding: Finding) -> tuple[object, object]:
    """How many rows were kept and refused; their sum is what came in."""
    figures = finding.figures
    assert figures["n_rows"] == figures["n_kept"] + figures["n_refused"]  # type: ignore[operator]
    return figures["n_kept"], figures["n_refused"]
