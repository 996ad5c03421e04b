"""The command line: `alignment import | check | report | handoff | plan | brief | …`."""

import argparse
import gc
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alignment.errors import AlignmentError, Problem, ReportError, nearest

if TYPE_CHECKING:
    from alignment.runs import Run

Command = Callable[[argparse.Namespace], int]

SOME_FAILED = 1
FAILED = 2
BREACHED = 3
INTERRUPTED = 130


def command() -> int:
    """What the shell runs: `main`, without looking for garbage in a life of seconds.

    Asked to end, it clears up as when it is interrupted.
    """
    gc.disable()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    return main()


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns
    -------
    int
        0 when it did what it was asked; 1 when some reports of a run failed; 2 when the input is
        wrong, with the reason on stderr; 3 when a service level was breached and that was asked
        for; 130 when it was interrupted.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    parser = _parser()
    parser.refuse_misspelt(arguments)
    asked = parser.parse_args(arguments)
    try:
        return asked.run(asked)
    except AlignmentError as error:
        print(error, file=sys.stderr)
        return FAILED
    except OSError as error:
        place = f": {error.filename}" if error.filename else ""
        print(
            f"It could not be read or written{place} ({error.strerror or error}).", file=sys.stderr
        )
        return FAILED
    except KeyboardInterrupt:
        print("Interrupted; what stood, stands.", file=sys.stderr)
        return INTERRUPTED


class _Parser(argparse.ArgumentParser):
    """argparse that names the option a misspelt one was meant to be."""

    def refuse_misspelt(self, arguments: Sequence[str]) -> None:
        parser = self
        for word in arguments:
            commands = parser.commands()
            if word in commands:
                parser = commands[word]
            elif word.startswith("--") and word != "--":
                option, known = word.split("=")[0], parser._option_string_actions
                if option not in known:
                    parser.error(f"there is no option {option}. {nearest(option, known)}")

    def commands(self) -> "dict[str, _Parser]":
        found = [a for a in self._actions if isinstance(a, argparse._SubParsersAction)]
        return dict(found[0].choices) if found else {}


def _parser() -> _Parser:
    parser = _Parser(
        prog="alignment",
        description="What a good lead is, agreed by marketing and sales, checked every month.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, run: Command, about: str, below: Any = commands) -> _Parser:
        made: _Parser = below.add_parser(name, help=about, description=about, allow_abbrev=False)
        made.set_defaults(run=run)
        return made

    imported = command("import", _import, "Turn CSV files into a workspace's history.")
    imported.add_argument("files", nargs="+", type=Path, metavar="FILES", help="CSV files")
    imported.add_argument("--mapping", required=True, type=Path, metavar="M.yml")
    about = "import what can be kept though rows are refused, and end with 0"
    imported.add_argument("--accept-refused", action="store_true", help=about)
    _add_workspace(imported)

    _add_workspace(command("check", _check, "Say what a workspace holds and all that is wrong."))

    report = command("report", _report, "Review a month, or many, as pages.")
    asked = report.add_mutually_exclusive_group(required=True)
    asked.add_argument("--month", metavar="YYYY-MM", help="the month to review")
    asked.add_argument("--since", metavar="YYYY-MM", help="the first of many months")
    report.add_argument(
        "--until", metavar="YYYY-MM", help="the last of them; default: the last known"
    )
    _add_workspace(report)
    about = (
        "a page for each value of a column of the leads, such as region, and one that compares them"
    )
    report.add_argument("--by", default="", metavar="COLUMN", help=about)
    about = "of those only this value; may be given again"
    report.add_argument("--only", action="append", default=[], metavar="VALUE", help=about)
    about = "how many segments to review at once; default: 1"
    report.add_argument("--jobs", type=int, default=1, metavar="N", help=about)
    report.add_argument("--out", type=Path, metavar="DIR", help="default: W/reports/MONTH")
    report.add_argument(
        "--as-of", metavar="YYYY-MM-DD", help="what is known; default: all there is"
    )
    report.add_argument(
        "-p", dest="given", action="append", default=[], metavar="NAME=VALUE", help="a parameter"
    )
    about = "end with 3 where a service level was breached"
    report.add_argument("--fail-on", choices=["breach"], help=about)
    report.add_argument("--anew", action="store_true", help="make also what stands already")
    report.add_argument("--no-progress", action="store_true", help="no line of progress on stderr")

    about = "Write who goes to Sales, who comes back, what is late; run it at least once a week."
    handoff = command("handoff", _handoff, about)
    _add_workspace(handoff)
    handoff.add_argument(
        "--as-of", default="", metavar="YYYY-MM-DD", help="the day; default: the last that is known"
    )
    handoff.add_argument("--out", type=Path, metavar="DIR", help="default: W/handoffs/DAY")
    about = "tell this address, signed with $ALIGNMENT_WEBHOOK_SECRET, of what it was not told yet"
    handoff.add_argument("--notify", metavar="URL", help=about)

    plan = command("plan", _plan, "Write the agreement as a document, for both teams to sign.")
    _add_workspace(plan)
    plan.add_argument("--out", type=Path, metavar="DIR", help="default: W/documents/plan")

    about = "Write a campaign's brief as a document, with what the history says of it."
    brief = command("brief", _brief, about)
    brief.add_argument("name", metavar="NAME", help="of its folder: W/briefs/NAME")
    _add_workspace(brief)
    brief.add_argument(
        "--as-of", default="", metavar="YYYY-MM-DD", help="what is known; default: all there is"
    )
    brief.add_argument("--out", type=Path, metavar="DIR", help="default: W/documents/briefs/NAME")

    agreement = command("agreement", _diff, "Compare agreements.").add_subparsers(
        title="commands", metavar="COMMAND", required=True
    )
    diff = command("diff", _diff, "Tell in words what changed from A to B.", agreement)
    diff.add_argument("a", type=Path, metavar="A", help="an agreement file, or its workspace")
    diff.add_argument("b", type=Path, metavar="B", help="the same")

    sample = command("sample", _sample, "Make a workspace with an invented company's history.")
    sample.add_argument("--leads", type=int, default=6000, metavar="N")
    sample.add_argument("--seed", type=int, default=1, metavar="S")
    sample.add_argument("--out", required=True, type=Path, metavar="DIR", help="the workspace")
    return parser


def _add_workspace(parser: argparse.ArgumentParser) -> None:
    about = "the folder with agreement.yml and history/"
    parser.add_argument("--workspace", required=True, type=Path, metavar="W", help=about)


def _import(asked: argparse.Namespace) -> int:
    from alignment.imports import import_files

    finding = import_files(asked.mapping, asked.files, asked.workspace, asked.accept_refused)
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


def _check(asked: argparse.Namespace) -> int:
    from alignment.checking import checked

    held, wrong = checked(asked.workspace)
    print("".join(f"{line}\n" for line in held), end="")
    for problem in wrong:
        print(f"- {problem}", file=sys.stderr)
    return FAILED if wrong else 0


def _report(asked: argparse.Namespace) -> int:
    given = _parameters(asked.given)
    if asked.as_of is not None:
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

    with Kernel() as kernel:  # starts while all the rest is imported
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


def _handoff(asked: argparse.Namespace) -> int:
    from alignment import handing

    for line in handing.run(asked.workspace, asked.as_of, asked.out, asked.notify):
        print(line)
    return 0


def _plan(asked: argparse.Namespace) -> int:
    from alignment import documents

    folder = asked.out or asked.workspace / "documents" / "plan"
    made = documents.written_plan(asked.workspace, folder)
    page = folder / f"{made.name}.html"
    print(f"The plan{', a draft' if made.is_draft else ''}: {page}")
    print("".join(f"! {each}\n" for each in (*made.draft_because, *made.warnings)), end="")
    return 0


def _brief(asked: argparse.Namespace) -> int:
    from alignment import briefing

    print(briefing.run(asked.workspace, asked.name, asked.as_of, asked.out))
    return 0


def _diff(asked: argparse.Namespace) -> int:
    from alignment.agreement import Agreement, differences

    found = differences(Agreement.open(asked.a), Agreement.open(asked.b))
    print("\n".join(found) if found else "The two agreements say the same.")
    return 0


def _sample(asked: argparse.Namespace) -> int:
    from alignment.sample import write_sample

    write_sample(asked.out, asked.leads, asked.seed)
    print(f"A sample workspace of {asked.leads:,} leads: {asked.out}")
    return 0
