"""The command line: `alignment import | check | report | handoff | plan | brief | …`."""

from alignment.cli.commands import BREACHED, FAILED, SOME_FAILED
from alignment.cli.main import INTERRUPTED, command, main

__all__ = ["BREACHED", "FAILED", "INTERRUPTED", "SOME_FAILED", "command", "main"]
