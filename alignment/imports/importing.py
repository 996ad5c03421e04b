"""Files into the history of a workspace: all of it, or nothing."""

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from alignment import schema, store
from alignment.agreement import FILE as AGREEMENT_FILE
from alignment.agreement import Agreement
from alignment.errors import AlignmentError, HistoryError, Problem
from alignment.files import write_csv
from alignment.finding import Finding
from alignment.imports import noticed, ordering, refused, tables, told
from alignment.imports.feed import Feed, feeds
from alignment.imports.mapping import ImportMapping
from alignment.imports.mapping_file import read_mapping
from alignment.imports.refused import Counts
from alignment.imports.staging import Staged, Staging
from alignment.imports.told import REFUSED_FILE

_MOST_REFUSED = 0.5


def import_files(
    mapping: Path, files: Sequence[Path], workspace: Path, is_refusal_accepted: bool = False
) -> Finding:
    """Make tables of a workspace's history out of CSV files.

    A table that the mapping feeds is replaced whole; the others stay. Rows that cannot be kept
    are listed in ``history/refused.csv`` with the reason. A workspace without an agreement gets
    a draft of one.

    Where some rows cannot be kept, a table that is there already is replaced by what is left of
    them only when `is_refusal_accepted`; a first import has nothing to lose and takes the rest.

    Parameters
    ----------
    mapping : Path
        The YAML that says what the files mean: see templates/imports/example.yml.
    files : sequence of Path
        CSV files; every one must fit a `files` pattern of the mapping, and every pattern a file.
    workspace : Path
        Made where there is none.
    is_refusal_accepted : bool
        Whether rows that cannot be kept may be missing from a history that was whole.

    Returns
    -------
    Finding
        One row a file and table: file, table, n_rows, n_kept, n_refused (n_rows is the sum of
        the other two); figures with the same names, and n_skipped: rows that `only_if_filled`
        leaves out and n_rows does not count; caveats on what was noticed.

    Raises
    ------
    MappingError
        Where the mapping is wrong or does not fit the files.
    HistoryError
        Where rows of tables that stay would lose their leads, more than half of a file's rows
        would be refused, or some and that is not accepted. The history is then as it was.
    """
    mapping, workspace = Path(mapping), Path(workspace)
    said = read_mapping(mapping)
    with TemporaryDirectory(prefix="alignment-import-") as folder:
        staging = Staging(Path(folder))
        try:
            made = _Import(said, workspace, staging)
            found = feeds(said, [Path(file) for file in files], made.zone)
            return made.run(found, is_refusal_accepted)
        finally:
            staging.close()


class _Import:
    """One import, step by step."""

    def __init__(self, mapping: ImportMapping, workspace: Path, staging: Staging) -> None:
        self.mapping = mapping
        self.workspace = workspace
        self.staging = staging
        self.kept_files = {
            name: path
            for name, path in store.parquet_files(workspace).items()
            if name not in mapping.tables
        }
        self.before = self._manifest() or store.Manifest(zone=mapping.zone)
        self.caveats: list[str] = []

    def _manifest(self) -> store.Manifest | None:
        """What is known of the tables that stay; nothing is needed where none does."""
        try:
            return store.read_manifest(self.workspace)
        except HistoryError as error:
            if not self.kept_files:
                return None
            staying = ", ".join(self.kept_files)
            found = f"no mapping for {staying}, which lie there too"
            together = ", ".join(store.parquet_files(self.workspace))
            problem = Problem("tables", found, f"all of {together} in one import")
            raise HistoryError(
                "The history's manifest cannot be read, and tables that stay depend on it.",
                [*error.problems, problem],
            ) from error

    @property
    def zone(self) -> str:
        """The company's: a mapping that feeds no leads may be of a tool that writes in another."""
        return self.mapping.zone if "leads" in self.mapping.tables else self.before.zone

    def run(self, found: Sequence[Feed], is_refusal_accepted: bool) -> Finding:
        staged = self._staged(found)
        columns = self._checked(staged)
        counts = [refused.counts(self.staging, each) for each in staged]
        rows = [refused.refused_rows(self.staging, each) for each in staged]
        self._refuse_wrong_mapping(staged, counts, rows)
        self._check_staying_leads()
        sources = told.sources(staged, counts)
        refusals = pd.concat(rows, ignore_index=True)
        if len(refusals) and not is_refusal_accepted:
            self._keep_what_is_there(refusals, sources)
        self.caveats += told.skipped(staged, counts)
        self.caveats += noticed.noticed(self.staging, columns, staged)
        self._write(columns, refusals, sources)
        self._draft_agreement()
        return told.finding(sources, self.caveats, sum(count.n_skipped for count in counts))

    def _staged(self, found: Sequence[Feed]) -> list[Staged]:
        """Every feed read and typed; the problems of all files at once."""
        staged: list[Staged] = []
        failed: list[AlignmentError] = []
        for feed in found:
            try:
                staged.append(self.staging.staged(feed))
            except AlignmentError as error:
                failed.append(error)
        if failed:
            wrong = dict.fromkeys(p for error in failed for p in error.problems)
            raise type(failed[0])("The files cannot be read.", wrong)
        settled, caveats = ordering.settled(self.staging, staged)
        self.caveats += caveats
        return settled

    def _checked(self, staged: Sequence[Staged]) -> dict[str, list[str]]:
        """Mark rows that break a rule between rows, and define each table as ``new_NAME``."""
        columns: dict[str, list[str]] = {}
        for name, path in self.kept_files.items():
            tables.define_staying(self.staging, name, path)
        if "leads" not in self.mapping.tables and "leads" not in self.kept_files:
            problem = Problem("leads", "no such table", "a history has at least its leads")
            raise HistoryError("Nothing can be imported before the leads are.", [problem])
        for name, table in schema.TABLES.items():
            mine = [each for each in staged if each.feed.table.name == name]
            if not mine:
                continue
            if table.column("lead_id") and name != "leads":
                refused.mark_unknown_leads(self.staging, mine)
            if table.key:
                refused.mark_repeated_keys(self.staging, mine)
            columns[name] = tables.define_fed(self.staging, table, mine)
        return columns

    def _refuse_wrong_mapping(
        self, staged: Sequence[Staged], counts: Sequence[Counts], rows: Sequence[pd.DataFrame]
    ) -> None:
        problems: list[Problem] = []
        for each, count, refusals in zip(staged, counts, rows, strict=True):
            file, name = each.feed.file.path.name, each.feed.table.name
            if not count.n_rows and not count.n_skipped:
                problems.append(Problem(file, "no row below the header", f"rows of {name}"))
            elif count.n_refused > _MOST_REFUSED * count.n_rows:
                share = f"{count.n_refused:,} of {count.n_rows:,} rows of {name} refused"
                advice = "More likely the mapping is wrong than the rows:"
                problems.append(Problem(file, share, "half at the most", advice))
                problems += refused.problems(refusals)
        if problems:
            raise HistoryError("Nothing was imported.", problems)

    def _keep_what_is_there(
        self, refusals: pd.DataFrame, sources: tuple[store.Source, ...]
    ) -> None:
        """Do not let a history with holes take the place of one that is there."""
        if not store.parquet_files(self.workspace).keys() & self.mapping.tables.keys():
            return
        listed = self.workspace / REFUSED_FILE
        write_csv(refusals, listed)
        raise HistoryError(
            f"Nothing was imported, the history stays as it is: of "
            f"{sum(source.n_rows for source in sources):,} rows, "
            f"{sum(source.n_refused for source in sources):,} cannot be kept. Mend them, or import "
            f"the others without them: --accept-refused. All of them stand in {listed}.",
            refused.problems(refusals),
        )

    def _check_staying_leads(self) -> None:
        """Rows of tables that stay must still find their leads."""
        problems = []
        for name in self.kept_files if "leads" in self.mapping.tables else ():
            if schema.TABLES[name].column("lead_id") and name != "leads":
                n = self.staging.number(
                    f"SELECT count(*) FROM new_{name} ANTI JOIN new_leads USING (lead_id)"
                )
                if n:
                    found = f"{n:,} rows whose lead is not among the new leads"
                    advice = f"Import {name} together with leads, or into a new workspace."
                    expected = "leads that keep those of the tables that stay"
                    problems.append(Problem(name, found, expected, advice))
        if problems:
            raise HistoryError("Nothing was imported.", problems)

    def _write(
        self,
        columns: dict[str, list[str]],
        refusals: pd.DataFrame,
        sources: tuple[store.Source, ...],
    ) -> None:
        staying = tuple(s for s in self.before.sources if s.table in self.kept_files)
        listed = pd.concat([self._earlier_refusals(), refusals], ignore_index=True)
        with store.replaced(self.workspace) as aside:
            for path in self.kept_files.values():
                shutil.copy2(path, aside / path.name)
            for name, names in columns.items():
                tables.write(self.staging, name, names, aside / f"{name}.parquet")
            n_rows = {
                name: self.staging.number(f"SELECT count(*) FROM new_{name}")
                for name in schema.TABLES
                if name in columns or name in self.kept_files
            }
            if len(listed):
                write_csv(listed, aside / REFUSED_FILE)
            now = f"{datetime.now(UTC).replace(tzinfo=None):%Y-%m-%dT%H:%M:%S}"
            store.write_manifest(aside, self.zone, n_rows, staying + sources, now)
        (self.workspace / REFUSED_FILE).unlink(missing_ok=True)

    def _earlier_refusals(self) -> pd.DataFrame:
        """What was refused of the tables that stay."""
        path = store.folder(self.workspace) / REFUSED_FILE
        if not path.is_file():
            return pd.DataFrame(columns=list(refused.COLUMNS))
        held = pd.read_csv(path, dtype=str, keep_default_na=False)
        return held[held["table"].isin(list(self.kept_files))]

    def _draft_agreement(self) -> None:
        if (self.workspace / AGREEMENT_FILE).exists():
            return
        draft = Agreement.draft(zone=self.zone, currency=self.mapping.currency or "EUR")
        draft.save(self.workspace)
        self.caveats.append(
            f"The workspace had no agreement: a draft made of defaults was written to "
            f"{AGREEMENT_FILE}, unsigned. Both teams should change and sign it."
        )
