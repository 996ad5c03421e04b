"""Writing so that a reader sees the old whole or the new whole, never a half."""

import errno
import glob
import os
import shutil
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from alignment.errors import AgreementError, AlignmentError, Problem

if TYPE_CHECKING:
    import pandas as pd

_PREVIOUS = ".previous"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NO_LINKS = frozenset({errno.EPERM, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK})
"""A file system on which a file has one name only."""


def home() -> Path:
    """The folder that holds `templates/` and `notebooks/`: the checkout, or the installed copy."""
    package = Path(__file__).parent
    installed = package / "_home"
    return installed if installed.is_dir() else package.parent


SAMPLE = home() / "data" / "samples"
"""The workspace of the invented company."""


def is_sample(workspace: Path) -> bool:
    """Whether a workspace is the shipped sample, or lies in it."""
    place = workspace.resolve()
    return SAMPLE.resolve() in (place, *place.parents)


def refuse_sample(workspace: Path) -> None:
    """Nothing, unless `workspace` is the shipped sample, or lies in it.

    Raises
    ------
    AgreementError
        Where it is: what is tried out must not change what everybody learns from.
    """
    if is_sample(workspace):
        advice = "Copy it (make workshop does), and open the copy."
        problem = Problem(str(workspace), "the sample", "a workspace of your own", advice)
        raise AgreementError("The sample stays as it is.", [problem])


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Do what changes `path` or the folder it stands in.

    Raises
    ------
    AlignmentError
        Where that is not allowed, or the disk is full.
    """
    try:
        yield
    except OSError as error:
        found = f"no way to write it ({error.strerror or error})"
        is_full = error.errno in _FULL
        expected = "a disk with room on it" if is_full else "a folder that you may write to"
        problem = Problem(str(path), found, expected)
        raise AlignmentError("It cannot be written.", [problem]) from error


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Do what two runs at once must not do in one folder; the second waits.

    Ends with the run that holds it, however that ends. File systems and systems that know no
    such lock do without.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def replaced_file(path: Path) -> Iterator[Path]:
    """A path beside `path` to write to; renamed onto `path` when the block ends well.

    The folder it stands in is made where it is not there.

    Raises
    ------
    AlignmentError
        Where the folder may not be written to, or the disk is full.
    """
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        os.close(handle)
        aside = Path(name)
        try:
            yield aside
            aside.chmod(0o644)
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)


def written_once(path: Path, text: str) -> bool:
    """Write `text` to `path` unless something stands there; whether it was written.

    Of several processes that come at once one writes, and whoever is cut off leaves no half.

    Raises
    ------
    AlignmentError
        Where the folder may not be written to, or the disk is full.
    """
    if path.exists():
        return False
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        aside = Path(name)
        try:
            with open(handle, "w", encoding="utf-8", newline="\n") as held:
                held.write(text)
            aside.chmod(0o644)
            return _linked(aside, path)
        finally:
            aside.unlink(missing_ok=True)


def _linked(aside: Path, path: Path) -> bool:
    """Give a file its name, unless that is taken; whether it was."""
    try:
        os.link(aside, path)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        with alone_in(path.parent):
            if path.exists():
                return False
            aside.rename(path)
    return True


@contextmanager
def replaced_folder(path: Path) -> Iterator[Path]:
    """An empty folder beside `path` to fill; takes the place of `path` when the block ends well.

    Cut off between the two renames, the earlier folder stands as `.NAME.previous`;
    `recovered` brings it back.

    Raises
    ------
    AlignmentError
        Where the folder it stands in may not be written to.
    """
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with alone_in(path.parent):
            _brought_back(path)
            _swept(path)
            aside = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
            in_use = _locked(aside)
    previous = path.parent / f".{path.name}{_PREVIOUS}"
    try:
        yield aside  # may read elsewhere: what fails there is not this folder's
        with writing(path), alone_in(path.parent):
            aside.chmod(0o755)
            _brought_back(path)
            if path.exists():
                path.rename(previous)
            aside.rename(path)
            shutil.rmtree(previous, ignore_errors=True)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
        if in_use is not None:
            os.close(in_use)


def _locked(folder: Path) -> int | None:
    """A lock on a folder that ends with this run; None where it is held, or cannot be had."""
    if sys.platform == "win32":
        return None
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def _swept(path: Path) -> None:
    """Remove what runs that were cut off had begun to write for `path`."""
    for left in path.parent.glob(f".{glob.escape(path.name)}.????????"):
        if left.name.endswith(_PREVIOUS):
            continue  # no beginning, but the earlier result
        if left.is_dir() and (handle := _locked(left)) is not None:
            shutil.rmtree(left, ignore_errors=True)
            os.close(handle)


def recovered(path: Path) -> Path:
    """`path`, after bringing back the folder that an interrupted replacement left aside."""
    if (path.parent / f".{path.name}{_PREVIOUS}").is_dir():
        with alone_in(path.parent):  # or else one that is under way would be undone
            _brought_back(path)
    return path


def _brought_back(path: Path) -> None:
    previous = path.parent / f".{path.name}{_PREVIOUS}"
    if previous.is_dir():
        if path.exists():
            shutil.rmtree(previous, ignore_errors=True)
        else:
            previous.rename(path)


def write_csv(table: "pd.DataFrame", path: Path, is_for_people: bool = False) -> None:
    """`table` as UTF-8 CSV, with text that a spreadsheet would run as a formula made harmless.

    Control signs, which no person wrote and at which many programs end a file, are left out.

    Parameters
    ----------
    is_for_people : bool
        With the mark by which a spreadsheet knows UTF-8; programs would read it as text.
    """
    from pandas.api.types import is_numeric_dtype

    safe = table.copy()
    for name in safe.columns:
        if not is_numeric_dtype(safe[name]):
            safe[name] = _harmless(safe[name])
    safe.columns = [_defused(str(name)) for name in safe.columns]
    with replaced_file(path) as aside:
        encoding = "utf-8-sig" if is_for_people else "utf-8"
        safe.to_csv(aside, index=False, encoding=encoding, lineterminator="\r\n")


_CONTROLS = dict.fromkeys(sign for sign in (*range(32), 127) if chr(sign) not in "\t\r\n")
_RUN = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")
"""First signs of a formula, plain and full-width."""


def _harmless(cells: "pd.Series") -> "pd.Series":
    """Cells that a spreadsheet takes as text; only those that may not be are looked at."""
    from pandas.api.types import is_string_dtype

    if not is_string_dtype(cells):
        return cells.map(_defused)
    doubtful = ~cells.str.fullmatch(_PLAIN).fillna(True).astype(bool)
    return cells.where(~doubtful, cells[doubtful].map(_defused)) if doubtful.any() else cells


_PLAIN = r"[0-9A-Za-z][^\x00-\x1f\x7f]*"
"""A cell that needs no look: no sign of a formula comes first, and no control sign at all."""


def _defused(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not value.isprintable():
        value = value.translate(_CONTROLS)
    if value[:1].isalnum():
        return value
    # a spreadsheet drops signs that nobody sees before it looks for a formula
    first = next((sign for sign in value if not _is_unseen(sign)), "")
    return f"'{value}" if first in _RUN or value[:1] in {"\t", "\r", "\n"} else value


def _is_unseen(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in {"Cc", "Cf"}
