"""What reports are made of, and whether it is still the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alignment import record, store
from alignment.errors import Problem, ReportError


@dataclass(frozen=True)
class Origin:
    """What reports are made of.

    Parameters
    ----------
    workspace, notebook : Path
    made_by : mapping
        Of `record.made_by`.
    stamp : tuple
        Of the history's files, when their digests were taken.
    """

    workspace: Path
    notebook: Path
    made_by: Mapping[str, Any]
    stamp: tuple

    @classmethod
    def of(cls, workspace: Path, notebook: Path) -> "Origin":
        """That of a workspace as it is now."""
        stamp = store.stamp(workspace)
        tables, manifest = store.parquet_files(workspace), store.manifest_file(workspace)
        return cls(workspace, notebook, record.made_by(notebook, tables, manifest), stamp)

    def refuse_another(self) -> None:
        """Nothing, unless the history was replaced since.

        Raises
        ------
        ReportError
        """
        if store.stamp(self.workspace) != self.stamp:
            advice = "Run it again: what was made of the earlier one is made anew."
            problem = Problem(str(self.workspace / "history"), "another history", "one", advice)
            raise ReportError("The history was replaced while the report was made.", [problem])
