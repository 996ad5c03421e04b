"""The monthly review: one papermill run, one page, and the figures behind it."""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alignment import execution, parameters, record
from alignment.errors import Problem, ReportError
from alignment.files import home, refuse_sample, replaced_folder, write_csv
from alignment.finding import Finding
from alignment.kernel import Kernel
from alignment.origin import Origin
from alignment.period import Period, date_words, local_day
from alignment.readiness import Ready, Wanted, ready
from alignment.segment import Segment, folder_of

if TYPE_CHECKING:
    from alignment.page import Fact
    from alignment.review import Review

NOTEBOOK = "6_review_month.ipynb"
PAGE = "index.html"
HERE = "."
"""The folder that a run makes a report in."""
_NAME = re.compile(r"[a-z0-9][a-z0-9_]*")


def run(
    workspace: str | Path,
    month: str,
    out: str | Path | None = None,
    given: Mapping[str, object] | None = None,
    *,
    segment: Segment | None = None,
    notebook: Path | None = None,
    kernel: Kernel | None = None,
    is_quiet: bool = True,
) -> Path:
    """Make the review of one month: `index.html`, the figures behind it, the executed notebook.

    Everything that can be checked is checked before a cell runs. The files are written
    aside and take the place of an earlier review of that month when all of them stand. Made in
    its workspace, a month that is over is frozen with it, if it was not before.

    Parameters
    ----------
    workspace : path
        Holds `agreement.yml` and `history/`.
    month : str
        YYYY-MM.
    out : path, optional
        The folder to make or replace; ``WORKSPACE/reports/MONTH`` when not given.
    given : mapping, optional
        Further parameters of the notebook: as_of, n_months.
    segment : Segment, optional
        Of whom; None: of all leads.
    notebook : Path, optional
        Another notebook with the same parameters.
    kernel : Kernel, optional
        One that was started before; it is ended.
    is_quiet : bool
        Whether to leave out the line of progress on stderr.

    Returns
    -------
    Path
        The page.

    Raises
    ------
    AlignmentError
        With everything that is wrong; the earlier review is untouched.
    """
    workspace, notebook = Path(workspace), notebook or home() / "notebooks" / NOTEBOOK
    folder = Path(out) if out else place(workspace / "reports", month, segment)
    refuse_sample(folder)
    wanted = Wanted(month, folder, segment, is_frozen=out is None)
    with kernel or Kernel(is_for_one=True) as kernel:  # it starts while we look
        (found,) = ready(workspace, [wanted], given or {}, notebook)
        return made(kernel, found, Origin.of(workspace, notebook), is_quiet)


def place(base: Path, month: str, segment: Segment | None = None) -> Path:
    """Where the report of a month stands: `base/2026-09`, `base/by_region/2026-09/dach-5f2c1a`."""
    if segment is None:
        return base / month
    return base / folder_of(segment.by) / month / segment.name


def made(
    kernel: Kernel, found: Ready, origin: Origin, is_quiet: bool = True, inputs: str = ""
) -> Path:
    """The page of a report that is ready, made and put in its place.

    Parameters
    ----------
    inputs : str
        A digest of all that the report depends on, kept for the next run.
    """
    from alignment import page

    started = time.monotonic()
    folder = found.wanted.folder
    failed = folder.parent / f"failed-{folder.name}.ipynb"
    with replaced_folder(folder.resolve()) as aside:
        executed = execution.executed(
            kernel, origin.notebook, found.values, aside, failed, is_quiet
        )
        origin.refuse_another()
        facts = record.facts(aside) or facts_of(found)
        segment = found.segment
        name = f"{facts['company']} · Monthly review, {found.month.label}".lstrip(" ·")
        name += f" · {segment.words}" if segment else ""
        text = page.rendered(executed, name, head(facts), _foot(facts, origin.made_by))
        (aside / PAGE).write_text(text, encoding="utf-8")
        run = {"parameters": found.values, "seconds": round(time.monotonic() - started, 2)}
        held = {"facts": facts, "made_by": origin.made_by, "inputs": inputs, **run}
        record.write_record(aside, held)
    failed.unlink(missing_ok=True)
    return folder / PAGE


def save(
    findings: Sequence[Finding], folder: str | Path, facts: Mapping[str, object] | None = None
) -> None:
    """Write the figures of findings: `metrics.json`, and a CSV a finding under `tables/`.

    The same data gives the same bytes. A finding that its history cannot answer has no CSV.

    Parameters
    ----------
    findings : sequence of Finding
        Each with a name of its own, of a to z, 0 to 9 and underscores.
    folder : path
        Made when it is not there.
    facts : mapping, optional
        What they are about (`facts_of`), kept beside them.
    """
    names = [finding.name for finding in findings]
    wrong = [n for n in names if not _NAME.fullmatch(n) or names.count(n) > 1]
    if wrong:
        rule = "a name of its own, of a to z, 0 to 9 and _"
        problems = [Problem("findings", repr(n), rule) for n in dict.fromkeys(wrong)]
        raise ReportError("The findings cannot be saved.", problems)
    entries = {}
    for finding in findings:
        table = f"tables/{finding.name}.csv" if finding.is_answered else None
        if table:
            write_csv(finding.table, Path(folder) / table)
        entries[finding.name] = {
            "sentence": finding.sentence,
            "caveats": list(finding.caveats),
            "figures": finding.figures,
            "table": table,
        }
    record.write_json(Path(folder) / record.METRICS, {"facts": facts or {}, "findings": entries})


def keeping(review: "Review", out: str = "", freeze: object = False) -> Callable[[], str]:
    """A function that saves the findings of a review, as they then are, and says where.

    Parameters
    ----------
    out : str
        The folder; empty for the review's own, in its workspace.
    freeze : bool, or its word
        Whether to keep the month as it is reported, in the workspace, where it was not kept
        before and is over. Not where `out` is a folder elsewhere, nor in the shipped sample.
    """
    own = place(review.workspace / "reports", review.month.months[0], review.segment)
    folder = Path(str(out)) if out else own  # papermill hands 2026 over as a number
    is_to_freeze = out in ("", HERE) and parameters.flag(freeze, "freeze")

    def keep() -> str:
        if not out:
            refuse_sample(review.workspace)
        save(review.findings, folder, facts_of(review))
        is_kept = is_to_freeze and review.freeze()
        return f"Saved in {folder}." + (f" {review.month.label} is frozen." if is_kept else "")

    return keep


def facts_of(review: "Review | Ready") -> dict[str, Any]:
    """What a review is about: the same data and agreement give the same facts.

    Returns
    -------
    dict
        company, least_count, month, segment (by, value; None: all leads), as_of (YYYY-MM-DD, the
        day of that UTC instant in the company's zone), zone, history (first_on, last_on, n_rows of
        each table) and agreement (version, digest, is_signed, state).
    """
    history, agreement, segment = review.history, review.agreement, review.segment
    return {
        "company": agreement.company,
        "least_count": agreement.least_count,
        "month": review.month.months[0],
        "segment": asdict(segment) if segment else None,
        "as_of": local_day(review.as_of, history.zone).isoformat(),
        "zone": history.zone,
        "history": {
            "first_on": local_day(history.first_at, history.zone).isoformat(),
            "last_on": local_day(history.as_of, history.zone).isoformat(),
            "n_rows": dict(history.n_rows),
        },
        "agreement": {
            "version": agreement.version,
            "digest": agreement.digest,
            "is_signed": agreement.is_signed,
            "state": agreement.signature_state,
        },
    }


def head(facts: Mapping[str, Any]) -> "list[Fact]":
    """What a page says of itself above all: month, whom, as of, history, agreement."""
    from alignment.page import Fact

    first, last, as_of = (
        date_words(day)
        for day in map(
            date.fromisoformat,
            (facts["history"]["first_on"], facts["history"]["last_on"], facts["as_of"]),
        )
    )
    segment = facts.get("segment")
    agreed = facts["agreement"]
    return [
        Fact("Month", Period.of(facts["month"]).label),
        *([Fact("Only", Segment(**segment).words)] if segment else []),
        Fact("As of", as_of),
        Fact("History", f"{first} to {last}"),
        Fact(
            "Agreement",
            agreed["state"][:1].upper() + agreed["state"][1:],
            is_warning=not agreed["is_signed"],
        ),
    ]


def _foot(facts: Mapping[str, Any], made_by: Mapping[str, Any]) -> "list[Fact]":
    from alignment.page import Fact

    agreed = facts["agreement"]
    tables = [f"{name} {digest[:12]}" for name, digest in made_by["history"].items()]
    versions = [f"{name} {number}" for name, number in made_by["versions"].items()]
    return [
        Fact("Agreement", f"version {agreed['version']}, {agreed['digest'][:12]}"),
        Fact("History", ", ".join(tables)),
        Fact("Made by", ", ".join(versions)),
        Fact(
            "Beside it",
            f"{record.METRICS}, tables/ and the executed notebook hold the same figures.",
        ),
    ]
