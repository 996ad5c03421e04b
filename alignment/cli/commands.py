"""What each command does; every one returns the code that the shell sees."""

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from alignment.errors import Problem, ReportError

if TYPE_CHECKING:
    from alignment.runs import Run

SOME_FAILED = 1
FAILED = 2
BREACHED = 3


def import_files(asked: argparse.Namespace) -> int:
    """Turn files into a history."""
    from alignment import imports

    finding = imports.import_files(
        asked.mapping, asked.files, asked.workspace, asked.accept_refused
    )
    print(finding.sentence)
    if finding.is_answered:
        print(finding.table.to_string(index=False))
    for caveat in finding.caveats:
        print(f"! {caveat}")
    if asked.accept_refused or not finding.figures.get("n_refused"):
        return 0
    advice = "Mend the refused rows and import again, or leave them out with --accept-refused."
    print(advice, file=sys.stderr)
    return 2


def check(asked: argparse.Namespace) -> int:
    """Say what a workspace holds, and all that is wrong."""
    from alignment.checking import checked

    held, wrong = checked(asked.workspace)
    print("".join(f"{line}\n" for line in held), end="")
    for problem in wrong:
        print(f"- {problem}", file=sys.stderr)
    return FAILED if wrong else 0


def report(asked: argparse.Namespace) -> int:
    """Review a month, or many."""
    given = _parameters(asked.given)
    if asked.as_of is not None:
        if "as_of" in given:
            problem = Problem("-p", "as_of, and --as-of", "each parameter once")
            raise ReportError("The parameters cannot be read.", [problem])
        given["as_of"] = asked.as_of
    is_quiet = asked.no_progress or not sys.stderr.isatty()
    if asked.month and asked.until:
        problem = Problem("--until", repr(asked.until), "--since, instead of --month")
        raise ReportError("From which month on?", [problem])
    is_one = asked.month and not asked.by and not asked.only
    done = _one(asked, given, is_quiet) if is_one else _many(asked, given, is_quiet)
    from alignment import runs

    print(runs.summary(done))
    if done.failed:
        print(runs.failures(done), file=sys.stderr)
        return SOME_FAILED
    return BREACHED if asked.fail_on and done.is_breached else 0


def _one(asked: argparse.Namespace, given: dict[str, object], is_quiet: bool) -> "Run":
    from alignment.kernel import Kernel

    with Kernel(is_for_one=True) as kernel:  # starts while all the rest is imported
        from alignment import runs

        return runs.one(kernel, asked.workspace, asked.month, asked.out, given, is_quiet)


def _many(asked: argparse.Namespace, given: dict[str, object], is_quiet: bool) -> "Run":
    from alignment import runs

    months = (
        [asked.month] if asked.month else runs.months(asked.workspace, asked.since, asked.until)
    )
    return runs.run(
        asked.workspace,
        months,
        by=asked.by,
        only=asked.only,
        out=asked.out,
        given=given,
        n_jobs=asked.jobs,
        is_anew=asked.anew,
        is_quiet=is_quiet,
    )


def _parameters(pairs: Sequence[str]) -> dict[str, object]:
    given: dict[str, object] = {}
    problems = []
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not name or not equals:
            problems.append(Problem("-p", repr(pair), "NAME=VALUE, such as n_months=12"))
        elif name in given:
            problems.append(Problem("-p", f"{name} twice", "each parameter once"))
        given[name] = value
    if problems:
        raise ReportError("The parameters cannot be read.", problems)
    return given


def hand_off(asked: argparse.Namespace) -> int:
    """Write who goes to Sales on a day."""
    from alignment import handing

    for line in handing.run(asked.workspace, asked.as_of, asked.out, asked.notify):
        print(line)
    return 0


def plan(asked: argparse.Namespace) -> int:
    """Write the agreement as a document."""
    from alignment import documents

    folder = asked.out or asked.workspace / "documents" / "plan"
    made = documents.written_plan(asked.workspace, folder)
    page = folder / f"{made.name}.html"
    print(f"The plan{', a draft' if made.is_draft else ''}: {page}")
    print("".join(f"! {each}\n" for each in (*made.draft_because, *made.warnings)), end="")
    return 0


def brief(asked: argparse.Namespace) -> int:
    """Write a campaign's brief as a document."""
    from alignment import briefing

    print(briefing.run(asked.workspace, asked.name, asked.as_of, asked.out))
    return 0


def diff(asked: argparse.Namespace) -> int:
    """Tell two agreements apart."""
    from alignment.agreement import Agreement, differences

    found = differences(Agreement.open(asked.a), Agreement.open(asked.b))
    print("\n".join(found) if found else "The two agreements say the same.")
    return 0


def sample(asked: argparse.Namespace) -> int:
    """Make a workspace of an invented company."""
    from alignment.sample import write_sample

    write_sample(asked.out, asked.leads, asked.seed)
    print(f"A sample workspace of {asked.leads:,} leads: {asked.out}")
    return 0
