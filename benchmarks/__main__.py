"""`python -m benchmarks`: a Markdown table for benchmarks/README.md."""

import argparse
import os
import platform
import tempfile
from importlib.metadata import version
from pathlib import Path

from alignment.sample import write_sample
from benchmarks import growth, import_csv, monthly_report
from benchmarks.ratio import HEADER

ACTIVITIES_A_LEAD = 20


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--leads", type=int, default=500_000, help="leads of the large sample, 20 activities each"
    )
    large = parser.parse_args().leads
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, ", end="")
    print(", ".join(f"{name} {version(name)}" for name in ("duckdb", "pandas", "papermill")))
    print(f"\n{HEADER}", flush=True)
    with tempfile.TemporaryDirectory(prefix="alignment-bench-") as name:
        folder = Path(name)
        print(monthly_report.measured(folder), flush=True)
        sizes = {large // 10: folder / "small", large: folder / "large"}
        for n_leads, workspace in sizes.items():
            write_sample(workspace, n_leads=n_leads, seed=1)
            words = f"{n_leads * ACTIVITIES_A_LEAD / 1e6:g}M activities"
            print(import_csv.measured(workspace, folder, words), flush=True)
        print(growth.measured(*sizes.values(), words), flush=True)


if __name__ == "__main__":
    main()
