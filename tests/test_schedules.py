"""Who copies a schedule out of the docs gets one that can be read, with options that there are."""

import ast
import json
import re
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from alignment.cli.parser import parser

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "schedules.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"(?ms)^```(\w+)\n(.*?)^```$", TEXT)


def written_in(language: str) -> list[str]:
    found = [block for name, block in BLOCKS if name == language]
    assert found, f"no block in {language}"
    return found


def commands() -> list[tuple[str, str]]:
    """Every `alignment COMMAND …` of the page, and the rest of its line, broken ones joined."""
    joined = re.sub(r'\\\n|"\n\s*f?"', " ", TEXT)
    return re.findall(r'\balignment"? ([a-z]+)((?: +\[?--[^`\n]*)?)', joined)


def declared() -> set[str]:
    """The parameters of the review's notebook."""
    text = (ROOT / "notebooks" / "6_review_month.ipynb").read_text(encoding="utf-8")
    (cell,) = [
        cell
        for cell in json.loads(text)["cells"]
        if "parameters" in cell["metadata"].get("tags", ())
    ]
    return set(re.findall(r"(?m)^(\w+):", "".join(cell["source"])))


def test_every_option_of_a_command_is_one_of_it() -> None:
    known, wrong, n_options = parser().commands(), [], 0
    for name, rest in commands():
        options = re.findall(r"--[a-z][a-z-]*", rest)
        n_options += len(options)
        held = known[name]._option_string_actions if name in known else {}
        wrong += [f"{name} {option}" for option in options if option not in held]
    assert (sorted(set(wrong)), n_options >= 25) == ([], True)


def handed_over() -> set[str]:
    """The parameters that the page hands to the notebook, by whatever runs it."""
    (body,) = map(json.loads, written_in("json"))
    trees = [ast.walk(ast.parse(block)) for block in written_in("python")]
    dicts = [node for tree in trees for node in tree if isinstance(node, ast.Dict)]
    keys = [{getattr(key, "value", None) for key in each.keys} for each in dicts]
    in_python = [each for each in keys if each & {"workspace", "by"}]
    return set(body["parameters"]).union(re.findall(r" -p (\w+)", TEXT), *in_python)


def test_every_parameter_that_is_handed_over_is_declared() -> None:
    assert {"by", "only", "month", "workspace", "save"} <= handed_over()
    assert handed_over() - declared() == set()


def test_what_jupyter_scheduler_writes_into_a_cell_is_python() -> None:
    (body,) = map(json.loads, written_in("json"))
    told = {name: eval(value) for name, value in body["parameters"].items()}
    assert (told["workspace"], told["save"]) == ("/srv/ourcompany", True)
    assert re.fullmatch(r"\d{4}-\d{2}", told["month"])


def test_every_python_block_compiles() -> None:
    for block in written_in("python"):
        compile(block, "docs/schedules.md", "exec")


def test_every_shell_script_can_be_read_those_of_the_workflow_too() -> None:
    (workflow,) = [YAML(typ="safe").load(block) for block in written_in("yaml")]
    steps = workflow["jobs"]["review"]["steps"]
    scripts = [*written_in("sh"), *(step["run"] for step in steps if "run" in step)]
    for script in scripts:
        read = subprocess.run(["bash", "-n"], input=script, text=True, capture_output=True)
        assert (read.returncode, read.stderr) == (0, ""), script
    assert [set(step) & {"uses", "run"} for step in steps].count(set()) == 0


def test_a_crontab_line_has_five_fields_and_no_sign_that_cron_takes_for_a_new_line() -> None:
    (block,) = written_in("crontab")
    mail, line = block.splitlines()
    assert mail.startswith("MAILTO=")
    assert re.fullmatch(r"([\d*]+ ){5}/\S+\.sh", line)


@pytest.mark.parametrize("place", ["service", "timer"])
def test_a_unit_of_systemd_has_its_parts(place: str) -> None:
    (block,) = [text for text in written_in("ini") if f"/monthly-review.{place}\n" in text]
    unit = ConfigParser(interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(block)
    assert {"Unit", place.capitalize()} <= set(unit)
