"""`python -m benchmarks`: a Markdown table for benchmarks/README.md."""

import argparse
import os
import platform
import tempfile
from importlib.metadata import version
from pathlib import Path

from alignment.sample import write_sample
from alignment.tuning import Tuning
from benchmarks import (
    growth,
    hand_off,
    import_csv,
    in_browser,
    monthly_report,
    replay,
    rule,
    segments,
    tick,
)
from benchmarks.ratio import HEADER

ACTIVITIES_A_LEAD = 20
PACKAGES = ("duckdb", "numba", "numpy", "pandas", "papermill", "plotly", "scikit-learn")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--leads", type=int, default=500_000, help="leads of the large sample, 20 activities each"
    )
    large = parser.parse_args().leads
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, ", end="")
    print(", ".join(f"{name} {version(name)}" for name in PACKAGES))
    print(f"\n{HEADER}", flush=True)
    with tempfile.TemporaryDirectory(prefix="alignment-bench-") as name:
        folder = Path(name)
        print(monthly_report.measured(folder), flush=True)
        sizes = {large // 10: folder / "small", large: folder / "large"}
        for n_leads, workspace in sizes.items():
            write_sample(workspace, n_leads=n_leads, seed=1)
            words = in_words(n_leads)
            print(import_csv.measured(workspace, folder, words), flush=True)
        print(growth.measured(*sizes.values(), words), flush=True)
        print(segments.measured(sizes[large], folder, words), flush=True)
        print(hand_off.measured(sizes[large], folder, words), flush=True)
        measure_replays(*sizes.items())


def measure_replays(small: tuple[int, Path], large: tuple[int, Path]) -> None:
    """A score under sliders, at two sizes."""
    few, many = in_words(small[0]), in_words(large[0])
    print(replay.reading(small[1], large[1], many), flush=True)
    at_small, at_large = (Tuning.open(str(workspace)) for _, workspace in (small, large))
    print(*replay.measured(at_small, few), sep="\n", flush=True)
    print(*replay.measured(at_large, many), sep="\n", flush=True)
    print(replay.growth(at_small, at_large, many), flush=True)
    print(tick.measured(at_small, few), flush=True)
    print(rule.measured(str(small[1]), few), flush=True)
    print(*in_browser.measured(small[1], few), sep="\n", flush=True)


def in_words(n_leads: int) -> str:
    return f"{n_leads * ACTIVITIES_A_LEAD / 1e6:g}M activities"


if __name__ == "__main__":
    main()
