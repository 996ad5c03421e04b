"""What lies in the tree: no address of one machine, no drawer named utils, no dead link."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

MOST_LINES = 300
TEXT_ENDINGS = {
    *(".py", ".sql", ".md", ".yml", ".yaml", ".toml", ".ipynb", ".j2", ".css", ".js", ".json"),
    *(".csv", ".lock", ".html", ""),
}

# The brackets keep this file from naming what it looks for.
OF_ONE_MACHINE = re.compile(r"(?<![\w.~/<-])/(?:[w]ork|[r]oot|[U]sers|[h]ome)/\w")
OF_A_REGISTRY = re.compile(
    r"p[y]pi\.org|python[h]osted|npm[j]s\.|repo\.ana[c]onda|conda\.ana[c]onda|deb\.de[b]ian"
)
LINK = re.compile(r"\]\(\s*<?([^)\s>]+)")


def tracked() -> list[Path]:
    """The files that git keeps, those not yet deleted from disk; none outside a checkout."""
    try:
        done = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return []
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


FILES = tracked()
TEXTS = [path for path in FILES if path.suffix in TEXT_ENDINGS]

pytestmark = pytest.mark.skipif(not FILES, reason="not a git checkout: no list of its files")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{named(path)}, line {number}: {found[0]}"
        for path in TEXTS
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if (found := pattern.search(line))
    ]


def test_no_file_names_a_path_of_one_machine() -> None:
    assert lines_with(OF_ONE_MACHINE) == []


def test_no_file_names_a_registry() -> None:
    assert lines_with(OF_A_REGISTRY) == []


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("cd /" + "root/project", True),
        ('"/' + 'work/main"', True),
        ("notebooks/" + "work/x.ipynb", False),
        ("~/" + "home/x", False),
    ],
)
def test_a_path_of_one_machine_is_told_from_a_relative_one(text: str, is_found: bool) -> None:
    assert bool(OF_ONE_MACHINE.search(text)) is is_found


def test_no_module_is_a_drawer_for_everything() -> None:
    drawers = {"utils.py", "util.py", "helpers.py", "misc.py", "common.py"}
    assert [named(path) for path in FILES if path.name in drawers] == []


def test_no_module_is_too_long_to_read() -> None:
    long = {
        named(path): n_lines
        for path in FILES
        if path.suffix == ".py"
        and path.parent.name != "tests"
        and (n_lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert long == {}


def test_no_file_beside_a_notebook_hides_a_module_that_the_kernel_needs() -> None:
    """The kernel starts in the notebook's folder and would import it first."""
    assert [named(p) for p in FILES if p.parent.name == "notebooks" and p.suffix == ".py"] == []


@pytest.mark.parametrize("path", [p for p in FILES if p.suffix == ".md"], ids=named)
def test_a_link_in_a_document_leads_to_a_file(path: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = [target.split("#")[0] for target in LINK.findall(text)]
    local = [t for t in targets if t and not re.match(r"[a-z]+:", t)]
    assert [t for t in local if not (path.parent / t).exists()] == []
