"""One command run, and how it ends."""

import gc
import signal
import sys
from collections.abc import Sequence

from alignment.cli.commands import FAILED
from alignment.cli.parser import parser
from alignment.errors import AlignmentError, of_system

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
    reader = parser()
    reader.refuse_misspelt(arguments)
    asked = reader.parse_args(arguments)
    try:
        return asked.run(asked)
    except AlignmentError as error:
        print(error, file=sys.stderr)
        return FAILED
    except OSError as error:
        print(of_system(error), file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("Interrupted; what stood, stands.", file=sys.stderr)
        return INTERRUPTED
