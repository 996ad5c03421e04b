"""Answers of earlier rounds, beside those that count."""

from datetime import date
from pathlib import Path

from alignment.answers import FOLDER, read_answers
from alignment.sealing.earlier import kept

SAID = """team: sales
person: Ruben
role: Head of Sales
answered_on: 2025-08-18
# Our own comment.
guesses: {n: 1}
glossary: {lead: A name}
"""


def test_earlier_answers_are_kept_once_and_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "sales.yml").write_text(SAID, encoding="utf-8")
    own = read_answers(tmp_path)["sales"]
    assert own.answered_on == date(2025, 8, 18)
    first = kept(tmp_path, own, "audit")
    assert first == tmp_path / "answers" / "earlier" / "sales_audit_2025-08-18.yml"
    assert "# Our own comment.\nguesses: {n: 1}\n" in first.read_text()
    assert "glossary" not in first.read_text()
    assert kept(tmp_path, own, "audit") == first
    changed = own.model_copy(update={"guesses": {"n": True}})
    assert kept(tmp_path, changed, "audit").name == "sales_audit_2025-08-18_2.yml"
    assert read_answers(tmp_path) == {"sales": own}
