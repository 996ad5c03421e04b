"""Months as they were reported: kept once, with what they rested on, and never rewritten."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from alignment import files
from alignment.agreement import Agreement
from alignment.errors import AgreementError, AlignmentError
from alignment.files import SAMPLE
from alignment.frozen import FrozenMonth, freeze, frozen_months, is_over, text_of
from alignment.segment import Segment

ZONE = "Europe/Berlin"
DACH = Segment("region", "DACH")
AGREED = (
    Agreement.draft("Town", ZONE)
    .signed("marketing", "Ann", "Lead", date(2026, 1, 2))
    .signed("sales", "Bob", "Lead", date(2026, 1, 2))
)
METRIC = {"label": "Won", "team": "sales", "unit": "count", "better": "higher", "target": 20.0}


def august(**more: object) -> FrozenMonth:
    values = {
        "month": "2026-08",
        "as_of": pd.Timestamp("2026-09-06 21:59").to_pydatetime(),
        "zone": ZONE,
        "data": {"leads": "a" * 64},
        "agreement_version": 1,
        "agreement_digest": AGREED.digest,
        "agreement_state": AGREED.signature_state,
        "agreement": AGREED.model_dump(mode="json", by_alias=True, exclude_none=True),
        "metrics": {"n_won": {**METRIC, "value": 17.0, "n": 17, "verdict": "AT RISK"}},
        "leads": {"n_leads": 262, "n_won": 17, "won_amount": 0.1 + 0.2},
    }
    return FrozenMonth.model_validate({**values, **more})


def held(workspace: Path, **changes: object) -> Path:
    """The frozen August of a workspace with some of its keys changed by hand; None: gone."""
    freeze(workspace, august())
    path = workspace / "frozen" / "2026-08.json"
    kept = {**json.loads(path.read_text(encoding="utf-8")), **changes}
    path.write_text(json.dumps({key: each for key, each in kept.items() if each is not None}))
    return path


def test_nothing_is_frozen_in_a_new_workspace(tmp_path: Path) -> None:
    assert frozen_months(tmp_path) == {}


def test_a_month_comes_back_as_it_was_kept_and_so_does_its_agreement(tmp_path: Path) -> None:
    assert freeze(tmp_path, august())
    assert frozen_months(tmp_path) == {"2026-08": august()}
    under = frozen_months(tmp_path)["2026-08"].under
    assert under == AGREED
    assert under.digest == AGREED.digest
    assert under.is_signed


def test_the_first_stands_and_is_never_rewritten(tmp_path: Path) -> None:
    assert freeze(tmp_path, august())
    before = (tmp_path / "frozen" / "2026-08.json").read_bytes()
    assert not freeze(tmp_path, august(leads={"n_leads": 300, "n_won": 28}))
    assert (tmp_path / "frozen" / "2026-08.json").read_bytes() == before


def test_the_same_content_is_the_same_bytes(tmp_path: Path) -> None:
    turned = {name: august().agreement[name] for name in reversed(list(august().agreement))}
    assert text_of(august()) == text_of(august(agreement=turned))


def test_a_segment_has_months_of_its_own(tmp_path: Path) -> None:
    own = august(segment_by="region", segment_value="DACH")
    assert freeze(tmp_path, own, DACH)
    assert freeze(tmp_path, august())
    assert frozen_months(tmp_path, DACH) == {"2026-08": own}
    assert frozen_months(tmp_path, Segment("region", "France")) == {}
    assert frozen_months(tmp_path)["2026-08"].segment is None
    with pytest.raises(AlignmentError, match="found a month of region: DACH; expected one of the"):
        freeze(tmp_path, own)


def test_a_month_that_is_not_over_is_not_frozen(tmp_path: Path) -> None:
    early = august(as_of=pd.Timestamp("2026-08-30").to_pydatetime())
    assert not freeze(tmp_path, early)
    assert frozen_months(tmp_path) == {}
    assert is_over("2026-08", pd.Timestamp("2026-08-31 21:00"), ZONE)
    assert not is_over("2026-08", pd.NaT, ZONE)


def test_the_sample_is_not_written_to() -> None:
    with pytest.raises(AgreementError, match="The sample stays as it is"):
        freeze(SAMPLE, august())


def test_of_several_who_freeze_one_month_at_once_one_does(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from alignment.files import written_once\n"
    code += "print(written_once(Path(sys.argv[1]), sys.argv[2] * 200_000))"
    asked = [sys.executable, "-c", code, str(tmp_path / "2026-08.json")]
    runs = [
        subprocess.Popen([*asked, sign], stdout=subprocess.PIPE, text=True) for sign in ("a", "b")
    ]
    assert sorted(run.communicate()[0].strip() for run in runs) == ["False", "True"]
    assert len(set((tmp_path / "2026-08.json").read_text())) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["2026-08.json"]


@pytest.mark.parametrize("has_links", [True, False])
def test_who_comes_second_between_look_and_writing_loses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_links: bool
) -> None:
    path, link = tmp_path / "x.json", os.link

    def too_late(aside: Path, name: Path) -> None:
        name.write_text("first")
        if not has_links:
            raise PermissionError(1, "no links here")
        link(aside, name)

    monkeypatch.setattr(files.os, "link", too_late)
    assert not files.written_once(path, "second")
    assert path.read_text() == "first"


def test_where_no_links_are_known_it_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(aside: Path, name: Path) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(files.os, "link", refuses)
    assert files.written_once(tmp_path / "x.json", "whole")
    assert [path.name for path in tmp_path.iterdir()] == ["x.json"]


def test_a_run_cut_off_leaves_no_month_under_its_name(tmp_path: Path) -> None:
    (tmp_path / "frozen").mkdir()
    (tmp_path / "frozen" / ".2026-08.json.k3x9").write_text('{"half')
    assert frozen_months(tmp_path) == {}
    assert freeze(tmp_path, august())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"half', "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("\udcff", "no JSON"),
        ("[]", "found no mapping"),
        ('{"format": 2}', "found format 2; expected format 1. Use the version that wrote it"),
    ],
)
def test_a_damaged_file_is_told_of(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "frozen").mkdir()
    path = tmp_path / "frozen" / "2026-08.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(AlignmentError) as caught:
        frozen_months(tmp_path)
    assert told in str(caught.value)
    assert "2026-08.json" in str(caught.value)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"leads": {"n_leads": 1}}, "another text than was frozen; expected one that nobody"),
        ({"digest": None}, "another text than was frozen"),
        ({"month": "2026-07"}, "found the month 2026-07; expected 2026-08, as its name says"),
        ({"colour": 1}, "colour: found a key that is not known here"),
        ({"leads": {"n_won": float("nan")}}, "n_won"),
        ({"metrics": {"n_won": {**METRIC, "verdict": "PASS", "value": float("nan")}}}, "finite"),
        ({"zone": "Mars/Base"}, "zone: found 'Mars/Base'; expected an IANA time zone"),
        ({"segment_by": "region", "segment_value": "DACH"}, "a month of region: DACH"),
    ],
)
def test_a_file_changed_by_hand_is_told_of(
    tmp_path: Path, change: dict[str, object], told: str
) -> None:
    held(tmp_path, **change)
    with pytest.raises(AlignmentError) as caught:
        frozen_months(tmp_path)
    assert told in str(caught.value)


def test_every_problem_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    held(tmp_path, zone="Mars/Base", agreement_version=0)
    (tmp_path / "frozen" / "notes.json").write_text("{")
    with pytest.raises(AlignmentError) as caught:
        frozen_months(tmp_path)
    assert len(caught.value.problems) == 3
