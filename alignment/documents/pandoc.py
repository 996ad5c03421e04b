"""pandoc: a page turned into another format, and what it has to say where it cannot."""

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from alignment.errors import Problem, ReportError


def converted(page: str, to: str, source: str, options: Sequence[str] = ()) -> str:
    """An HTML page as another format's text; pandoc sees no file and no network.

    Parameters
    ----------
    source : str
        ``html`` and pandoc's extensions to it.

    Raises
    ------
    ReportError
        Where pandoc is not there, or cannot do it.
    """
    import pypandoc

    with _told():
        made = pypandoc.convert_text(page, to, source, extra_args=[*options], sandbox=True)
    return made.replace("\r\n", "\n")


def write_word(page: str, path: Path, source: str, options: Sequence[str] = ()) -> None:
    """An HTML page as a Word file at `path`; see `converted`."""
    import pypandoc

    with _told():
        pypandoc.convert_text(
            page, "docx", source, extra_args=[*options], outputfile=str(path), sandbox=True
        )


def reference() -> bytes:
    """The Word file that pandoc takes its styles from unless it is given another."""
    import pypandoc

    with _told():
        asked = [pypandoc.get_pandoc_path(), "--print-default-data-file=reference.docx"]
        return subprocess.run(asked, capture_output=True, check=True).stdout


def version() -> str:
    """Of the pandoc that is used."""
    import pypandoc

    with _told():
        return str(pypandoc.get_pandoc_version())


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
        found = " ".join(str(error).split())[:200]
        advice = "Install pypandoc-binary, which brings it, or pandoc itself."
        problem = Problem("pandoc", found, "pandoc 3", advice)
        raise ReportError("The document cannot be turned into this format.", [problem]) from error
