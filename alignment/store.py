"""Where a history lies in a workspace: one Parquet file a table, and a manifest beside them."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from alignment import schema
from alignment.errors import HistoryError, Problem
from alignment.files import recovered, replaced_folder

MANIFEST = "history.json"
FORMAT = 1
PARQUET_OPTIONS = "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880"


@dataclass(frozen=True)
class Source:
    """What one file gave to one table: `n_rows` in it = `n_kept` + `n_refused`."""

    file: str
    table: str
    n_rows: int
    n_kept: int
    n_refused: int


@dataclass(frozen=True)
class Manifest:
    """What the Parquet files cannot say of themselves.

    Parameters
    ----------
    zone : str
        IANA zone of the company: months and days are cut by it.
    n_rows, n_bytes : mapping of str to int
        Rows and file size of each table that is there; a file of another size is checked anew.
    sources : tuple of Source
        The imported files; empty for a history that was not imported from files.
    known_until : str
        When it was imported, as ISO UTC without zone: rows dated later are plans, not history.
        Empty where nobody knows.
    """

    zone: str = "UTC"
    n_rows: Mapping[str, int] = field(default_factory=dict)
    n_bytes: Mapping[str, int] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    known_until: str = ""


def folder(workspace: Path) -> Path:
    """The folder of the history, brought back if a replacement was cut off."""
    return recovered(workspace / "history")


def parquet_files(workspace: Path) -> dict[str, Path]:
    """The Parquet file of each table that the workspace holds."""
    found = {name: folder(workspace) / f"{name}.parquet" for name in schema.TABLES}
    return {name: path for name, path in found.items() if path.is_file()}


def manifest_file(workspace: Path) -> Path:
    """The manifest, whether it is there or not."""
    return folder(workspace) / MANIFEST


def stamp(workspace: Path) -> tuple[tuple[str, int, int], ...]:
    """What shows, without reading them, whether a history's files are still the same."""
    held = [manifest_file(workspace), *parquet_files(workspace).values()]
    found = [(path.name, path.stat()) for path in held if path.is_file()]
    return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in found)


def read_manifest(workspace: Path) -> Manifest | None:
    """The manifest, or None for a history that somebody laid there without one."""
    path = manifest_file(workspace)
    if not path.is_file():
        return None
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        if held.get("format", FORMAT) != FORMAT:
            raise _of_another_format(path, held["format"])
        return Manifest(
            zone=held["zone"],
            n_rows=held["n_rows"],
            n_bytes=held["n_bytes"],
            sources=tuple(Source(**source) for source in held["sources"]),
            known_until=held.get("known_until", ""),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        advice = "Import every table that lies there again, in one import."
        found = f"{type(error).__name__}: {error}"
        problem = Problem(str(path), found, "a history manifest", advice)
        raise HistoryError("The history's manifest cannot be read.", [problem]) from error


def _of_another_format(path: Path, found: object) -> HistoryError:
    advice = "Use the version that wrote it, or import every table again, in one import."
    problem = Problem(str(path), f"format {found!r}", f"format {FORMAT}", advice)
    return HistoryError("The history was written by another version.", [problem])


@contextmanager
def replaced(workspace: Path) -> Iterator[Path]:
    """A folder to write a new history into; it takes the old one's place when the block ends well.

    Write each table as ``NAME.parquet`` (schema.TABLES, sorted by its `order`), then call
    `write_manifest` on it.
    """
    with replaced_folder(workspace / "history") as aside:
        yield aside


def write_manifest(
    aside: Path,
    zone: str,
    n_rows: Mapping[str, int],
    sources: tuple[Source, ...] = (),
    known_until: str = "",
) -> None:
    """Write the manifest of the tables that stand in `aside`."""
    sizes = {name: (aside / f"{name}.parquet").stat().st_size for name in n_rows}
    manifest = Manifest(zone, dict(n_rows), sizes, sources, known_until)
    text = json.dumps({"format": FORMAT, **asdict(manifest)}, indent=2)
    (aside / MANIFEST).write_text(text + "\n", encoding="utf-8")
