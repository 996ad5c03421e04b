"""What a report depends on, and when one that stands need not be made again."""

import json
from pathlib import Path

import pytest
from small_notebook import PARAMETERS, workspace, written

from alignment import record, store
from alignment.agreement import Agreement
from alignment.origin import Origin
from alignment.readiness import Ready, Wanted, ready
from alignment.runs.standing import inputs, stands


@pytest.fixture
def town(tmp_path: Path) -> Path:
    return workspace(tmp_path / "town")


def asked(town: Path, is_frozen: bool = False, **given: object) -> Ready:
    declared = f"{PARAMETERS}\nfreeze: bool = False  # keep"
    notebook = written(town.parent / "small.ipynb", declared=declared)
    wanted = Wanted("2026-01", town / "reports" / "2026-01", is_frozen=is_frozen)
    return ready(town, [wanted], given, notebook)[0]


def digest(town: Path, **given: object) -> str:
    found = asked(town, **given)
    return inputs(town, found, Origin.of(town, town.parent / "small.ipynb").made_by)


def test_whatever_a_report_depends_on_makes_it_another(town: Path) -> None:
    seen = [digest(town), digest(town, n_months=3)]
    (town / "decisions.yml").write_text("decisions: []\n", encoding="utf-8")
    seen.append(digest(town))
    manifest = store.manifest_file(town)
    held = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({**held, "zone": "America/New_York"}), encoding="utf-8")
    seen.append(digest(town))
    Agreement.open(town).model_copy(update={"version": 2}).save(town)
    seen.append(digest(town))
    (town / "frozen").mkdir()
    (town / "frozen" / "2025-12.json").touch()
    seen.append(inputs(town, _beside_frozen(town), {}))
    (town / "frozen" / "2025-12.json").write_text("{}", encoding="utf-8")
    seen.append(inputs(town, _beside_frozen(town), {}))
    assert len(set(seen)) == len(seen)


def test_the_month_itself_as_it_is_frozen_makes_no_other_report(town: Path) -> None:
    before = inputs(town, asked(town), {})
    (town / "frozen").mkdir()
    (town / "frozen" / "2026-01.json").touch()
    assert inputs(town, _beside_frozen(town), {}) == before


def _beside_frozen(town: Path) -> Ready:
    """What is asked, though what lies in `frozen/` is no month."""
    aside = (town / "frozen").rename(town / "aside")
    found = asked(town)
    aside.rename(town / "frozen")
    return found


def test_a_report_stands_that_is_whole_of_the_same_inputs_and_frozen(town: Path) -> None:
    found = asked(town, is_frozen=True)
    folder = found.wanted.folder
    assert not stands(town, found, "same")
    folder.mkdir(parents=True)
    (folder / "index.html").touch()
    record.write_record(folder, {"inputs": "same"})
    assert not stands(town, found, "same")  # its month is not frozen
    (town / "frozen").mkdir()
    (town / "frozen" / "2026-01.json").touch()
    assert stands(town, found, "same")
    assert not stands(town, found, "other")
    (folder / record.METRICS).write_text("{", encoding="utf-8")
    assert not stands(town, found, "same")
    (folder / record.METRICS).unlink()
    (folder / "index.html").unlink()
    assert not stands(town, found, "same")
