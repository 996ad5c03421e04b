"""pyproject.toml, environment.yml and requirements.lock ask for the same things."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")

CONDA_NAMES = {
    "duckdb": "python-duckdb",
    "pypandoc-binary": "pypandoc",  # which takes pandoc itself from a package of its own
    "tzdata": "python-tzdata",
}
"""Where conda-forge's name is not the package index's."""

CONDA_ONLY = {"python", "pip", "pandoc"}

# two seconds in every Jupyter process, and nothing here needs it; see [tool.uv] in pyproject.toml
LEFT_OUT = {"rfc3987-syntax"}


def declared() -> tuple[list[Requirement], list[Requirement]]:
    """What pyproject.toml asks for at run time, and for development."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    runtime = [Requirement(line) for line in project["dependencies"]]
    return runtime, [Requirement(line) for line in project["optional-dependencies"]["dev"]]


def conda() -> dict[str, Requirement]:
    held = YAML(typ="safe").load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    asked = [Requirement(line) for line in held["dependencies"]]
    return {r.name: r for r in asked}


def locked() -> dict[str, list[tuple[Requirement, int]]]:
    """The pins of the lock by name, each with its number of hashes."""
    pins: dict[str, list[tuple[Requirement, int]]] = {}
    for entry in LOCK.replace("\\\n", " ").splitlines():
        line, *hashes = entry.split(" --hash=sha256:")
        pin = Requirement(line.strip())
        pins.setdefault(canonicalize_name(pin.name), []).append((pin, len(hashes)))
    return pins


def test_conda_gets_every_dependency_within_the_same_bounds() -> None:
    found = conda()
    for asked in declared()[0]:
        name = CONDA_NAMES.get(asked.name, asked.name)
        assert name in found, f"environment.yml lacks {name}"
        assert found[name].specifier == asked.specifier, name


def test_conda_gets_nothing_that_pyproject_does_not_ask_for() -> None:
    runtime, dev = declared()
    asked = {CONDA_NAMES.get(r.name, r.name): r.specifier for r in [*runtime, *dev]}
    extra = {n: str(r) for n, r in conda().items() if n not in CONDA_ONLY | asked.keys()}
    assert extra == {}
    for name, requirement in conda().items():
        if name in asked:
            assert requirement.specifier == asked[name], name


def test_conda_asks_for_the_same_python() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert str(conda()["python"].specifier) == project["requires-python"]


def test_the_lock_pins_every_dependency_within_its_bounds() -> None:
    pins, (runtime, dev) = locked(), declared()
    for asked in [*runtime, *dev]:
        name = canonicalize_name(asked.name)
        assert name in pins, f"requirements.lock lacks {name}: remake it (CONTRIBUTING.md)"
        for pin, _ in pins[name]:
            (exact,) = pin.specifier
            assert exact.operator == "=="
            assert asked.specifier.contains(Version(exact.version)), f"{pin} breaks {asked}"


def test_every_pin_has_a_hash() -> None:
    bare = [str(pin) for pins in locked().values() for pin, n_hashes in pins if n_hashes == 0]
    assert bare == []


def test_the_lock_names_no_index_and_no_address() -> None:
    assert re.findall(r"(?m)^-.*|\S*://\S*|.* @ .*", LOCK) == []


def test_the_lock_holds_what_its_own_packages_need() -> None:
    """It is installed without resolving, so nothing else would notice a package left out."""
    pins, missing = locked(), set()
    for name in pins:
        for needed in needed_by(name):
            if needed not in pins.keys() | LEFT_OUT:
                missing.add(f"{name} needs {needed}")
    assert missing == set()


def needed_by(name: str) -> set[str]:
    """What an installed package needs here, without its extras; nothing if it is not installed."""
    try:
        lines = requires(name) or []
    except PackageNotFoundError:  # a pin for another Python or platform
        return set()
    asked = [Requirement(line) for line in lines]
    return {
        canonicalize_name(r.name)
        for r in asked
        if r.marker is None or r.marker.evaluate({"extra": ""})
    }


def test_what_the_lock_leaves_out_is_not_installed() -> None:
    for name in LEFT_OUT:
        if canonicalize_name(name) in locked():
            pins = locked()[canonicalize_name(name)]
            assert all(pin.marker and not pin.marker.evaluate() for pin, _ in pins), name


@pytest.mark.parametrize("name", [".ci/run", "postBuild"])
def test_a_script_that_others_run_is_executable(name: str) -> None:
    assert (ROOT / name).stat().st_mode & 0o111
