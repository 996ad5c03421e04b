"""What can be asked for on the command line."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from alignment.cli import commands
from alignment.errors import nearest

Command = Callable[[argparse.Namespace], int]


class Parser(argparse.ArgumentParser):
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

    def commands(self) -> "dict[str, Parser]":
        found = [a for a in self._actions if isinstance(a, argparse._SubParsersAction)]
        return dict(found[0].choices) if found else {}


def parser() -> Parser:
    """The command line, with what each command runs as `run`."""
    parser = Parser(
        prog="alignment",
        description="What a good lead is, agreed by marketing and sales, checked every month.",
        allow_abbrev=False,
    )
    every = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, run: Command, about: str, below: Any = every) -> Parser:
        made: Parser = below.add_parser(name, help=about, description=about, allow_abbrev=False)
        made.set_defaults(run=run)
        return made

    imported = command(
        "import", commands.import_files, "Turn CSV files into a workspace's history."
    )
    imported.add_argument("files", nargs="+", type=Path, metavar="FILES", help="CSV files")
    imported.add_argument("--mapping", required=True, type=Path, metavar="M.yml")
    about = "import what can be kept though rows are refused, and end with 0"
    imported.add_argument("--accept-refused", action="store_true", help=about)
    _add_workspace(imported)

    _add_workspace(
        command("check", commands.check, "Say what a workspace holds, and what is wrong.")
    )

    report = command("report", commands.report, "Review a month, or many, as pages.")
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
    handoff = command("handoff", commands.hand_off, about)
    _add_workspace(handoff)
    handoff.add_argument(
        "--as-of", default="", metavar="YYYY-MM-DD", help="the day; default: the last that is known"
    )
    handoff.add_argument("--out", type=Path, metavar="DIR", help="default: W/handoffs/DAY")
    about = "tell this address, signed with $ALIGNMENT_WEBHOOK_SECRET, of what it was not told yet"
    handoff.add_argument("--notify", metavar="URL", help=about)

    plan = command(
        "plan", commands.plan, "Write the agreement as a document, for both teams to sign."
    )
    _add_workspace(plan)
    plan.add_argument("--out", type=Path, metavar="DIR", help="default: W/documents/plan")

    about = "Write a campaign's brief as a document, with what the history says of it."
    brief = command("brief", commands.brief, about)
    brief.add_argument("name", metavar="NAME", help="of its folder: W/briefs/NAME")
    _add_workspace(brief)
    brief.add_argument(
        "--as-of", default="", metavar="YYYY-MM-DD", help="what is known; default: all there is"
    )
    brief.add_argument("--out", type=Path, metavar="DIR", help="default: W/documents/briefs/NAME")

    agreement = command("agreement", commands.diff, "Compare agreements.").add_subparsers(
        title="commands", metavar="COMMAND", required=True
    )
    diff = command("diff", commands.diff, "Tell in words what changed from A to B.", agreement)
    diff.add_argument("a", type=Path, metavar="A", help="an agreement file, or its workspace")
    diff.add_argument("b", type=Path, metavar="B", help="the same")

    sample = command(
        "sample", commands.sample, "Make a workspace with an invented company's history."
    )
    sample.add_argument("--leads", type=int, default=6000, metavar="N")
    sample.add_argument("--seed", type=int, default=1, metavar="S")
    sample.add_argument("--out", required=True, type=Path, metavar="DIR", help="the workspace")
    return parser


def _add_workspace(parser: argparse.ArgumentParser) -> None:
    about = "the folder with agreement.yml and history/"
    parser.add_argument("--workspace", required=True, type=Path, metavar="W", help=about)
