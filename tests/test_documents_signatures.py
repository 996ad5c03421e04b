"""Who signed a document, and whether it holds."""

from datetime import date

from alignment.agreement import Parties, SignOff, SignOffs
from alignment.documents.signatures import SignatureRow, signature_rows

THIS, OTHER = "a" * 64, "b" * 64


def sign_off(digest: str) -> SignOff:
    return SignOff(person="Ada", role="Head", signed_on=date(2026, 9, 1), digest=digest)


def test_a_signature_is_valid_under_the_text_it_holds_the_digest_of() -> None:
    row = signature_rows(SignOffs(marketing=sign_off(THIS)), THIS, Parties(marketing="Growth"))[0]
    shown = "aaaaaaaaaaaa…"
    assert row == SignatureRow("Growth", "Ada", "Head", "1 September 2026", "valid", shown, False)


def test_a_signature_under_another_text_is_shown_as_void_and_has_a_line_to_sign_again() -> None:
    row = signature_rows(SignOffs(sales=sign_off(OTHER)), THIS, Parties())[1]
    assert row.state == "VOID: the text has changed since"
    assert (row.digest, row.is_open) == ("bbbbbbbbbbbb…", True)


def test_a_team_that_has_not_signed_has_its_line() -> None:
    row = signature_rows(SignOffs(), THIS, Parties())[1]
    assert row == SignatureRow("Sales", "", "", "", "not signed yet", "", True)
    assert row.line == ["Sales<br>&nbsp;", "", "", "", ""]


def test_what_is_approved_is_not_said_to_be_signed() -> None:
    row = signature_rows(SignOffs(), THIS, Parties(), "approved")[0]
    assert row.cells[4] == "<strong>not approved yet</strong>"
