"""Telling another system: signed, each hand-off once, and nothing lost when it does not answer."""

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from alignment.errors import AlignmentError
from alignment.notifying import MOST_IN_A_BATCH, Delivery, Ledger, Patience, RefusedError, tell
from alignment.notifying.delivery import SECRET, signature

QUICK = Patience(
    connect_seconds=1, answer_seconds=0.3, n_again=2, pause_seconds=0, longest_pause_seconds=0.1
)
ONE = [{"key": "k1", "lead_id": "a", "name": "Ädа Lo"}]


@dataclass
class Receiver:
    """Another system, written from docs/handoff.md: it answers as told, and keeps what it took."""

    url: str
    answers: list[int | Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=list)
    heard: list[tuple[Mapping[str, str], bytes]] = field(default_factory=list)

    @property
    def keys(self) -> list[str]:
        return [headers["Idempotency-Key"] for headers, _ in self.heard]

    @property
    def told(self) -> list[str]:
        """The hand-offs of all that was heard, a request heard twice taken once."""
        bodies = dict(zip(self.keys, (body for _, body in self.heard), strict=True))
        return [h["key"] for body in bodies.values() for h in json.loads(body)["hand_offs"]]


@contextmanager
def receiving() -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.heard.append((dict(self.headers), body))
            answer = receiver.answers.pop(0) if receiver.answers else 200
            if callable(answer):
                answer(self)
                return
            self.send_response(answer)
            self.send_header("Content-Length", "0")
            if answer in {302, 307}:
                self.send_header("Location", f"{receiver.url}/elsewhere")
            if answer == 429:
                self.send_header("Retry-After", "3600")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing on stderr."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver = Receiver(f"http://127.0.0.1:{server.server_port}/hook?token=t0ken")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with receiving() as made:
        yield made


def delivery(receiver: Receiver) -> Delivery:
    return Delivery.to(receiver.url, {SECRET: "s3cret"}, QUICK)


def hand_offs(n: int) -> list[dict[str, str]]:
    return [{"key": f"k{i}"} for i in range(n)]


def test_what_is_sent_can_be_checked_by_whoever_knows_the_secret(
    receiver: Receiver, tmp_path: Path
) -> None:
    assert tell(ONE, {"company": "Town & Co"}, delivery(receiver), tmp_path / "l.json") == 1
    ((headers, body),) = receiver.heard
    signed = headers["X-Alignment-Timestamp"].encode() + b"." + body
    expected = "sha256=" + hmac.new(b"s3cret", signed, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(headers["X-Alignment-Signature"], expected)
    assert abs(time.time() - int(headers["X-Alignment-Timestamp"])) < 60
    assert json.loads(body) == {"company": "Town & Co", "hand_offs": ONE}
    forged = signature("another", headers["X-Alignment-Timestamp"], body)
    assert headers["X-Alignment-Signature"] != f"sha256={forged}"
    assert headers["X-Alignment-Signature"] != f"sha256={signature('s3cret', '0', body)}"


def test_a_hand_off_is_told_once_and_later_ones_when_they_come(
    receiver: Receiver, tmp_path: Path
) -> None:
    ledger = tmp_path / "handoffs" / "notified.json"
    assert tell(hand_offs(2), {}, delivery(receiver), ledger) == 2
    assert tell(hand_offs(2), {"day": 2}, delivery(receiver), ledger) == 0
    assert tell(hand_offs(3), {"day": 3}, delivery(receiver), ledger) == 1
    assert receiver.told == ["k0", "k1", "k2"]


def test_another_address_is_told_of_its_own(receiver: Receiver, tmp_path: Path) -> None:
    ledger = tmp_path / "l.json"
    tell(ONE, {}, delivery(receiver), ledger)
    receiver.url += "&and=more"
    assert tell(ONE, {}, delivery(receiver), ledger) == 1


def test_many_hand_offs_go_in_several_requests(receiver: Receiver, tmp_path: Path) -> None:
    n = MOST_IN_A_BATCH + 1
    assert tell(hand_offs(n), {}, delivery(receiver), tmp_path / "l.json") == n
    assert [len(json.loads(body)["hand_offs"]) for _, body in receiver.heard] == [n - 1, 1]
    assert len(set(receiver.keys)) == 2


@pytest.mark.parametrize("status", [500, 503, 429])
def test_it_is_tried_again_under_the_same_key(
    receiver: Receiver, tmp_path: Path, status: int
) -> None:
    receiver.answers = [status, 200]
    assert tell(ONE, {}, delivery(receiver), tmp_path / "l.json") == 1
    assert len(receiver.heard) == 2
    assert len(set(receiver.keys)) == 1


def test_a_lasting_failure_is_told_and_sent_again_by_the_next_run_as_it_was(
    receiver: Receiver, tmp_path: Path
) -> None:
    ledger = tmp_path / "l.json"
    receiver.answers = [500] * 3
    with pytest.raises(AlignmentError, match="status 500, at last"):
        tell(ONE, {"day": 1}, delivery(receiver), ledger)
    assert tell([{"key": "k2"}], {"day": 2}, delivery(receiver), ledger) == 2
    assert len(set(receiver.keys)) == 2
    assert receiver.told == ["k1", "k2"]
    assert len({body for _, body in receiver.heard}) == 2


def test_no_answer_in_time_is_tried_again_and_then_told(receiver: Receiver, tmp_path: Path) -> None:
    receiver.answers = [lambda _: time.sleep(0.5)] * 3
    with pytest.raises(AlignmentError, match="no answer in 3 attempts") as caught:
        tell(ONE, {}, delivery(receiver), tmp_path / "l.json")
    assert not isinstance(caught.value, RefusedError)
    assert len(Ledger.open(tmp_path / "l.json").under_way) == 1


def test_a_refused_connection_is_told_without_the_secrets_of_the_address(tmp_path: Path) -> None:
    with receiving() as gone:
        to = delivery(gone)
    with pytest.raises(AlignmentError, match="no answer in 3 attempts") as caught:
        tell(ONE, {}, to, tmp_path / "l.json")
    assert "t0ken" not in f"{caught.value} {to!r}"
    assert "t0ken" not in (tmp_path / "l.json").read_text(encoding="utf-8")
    assert "s3cret" not in f"{caught.value} {to!r}"


@pytest.mark.parametrize("status", [302, 307, 404])
def test_an_answer_that_is_no_yes_is_not_tried_again_and_no_redirect_followed(
    receiver: Receiver, tmp_path: Path, status: int
) -> None:
    receiver.answers = [status]
    with pytest.raises(RefusedError, match=f"status {status}"):
        tell(ONE, {"day": 1}, delivery(receiver), tmp_path / "l.json")
    assert len(receiver.heard) == 1
    assert tell(ONE, {"day": 2}, delivery(receiver), tmp_path / "l.json") == 1
    assert json.loads(receiver.heard[1][1])["day"] == 2


def test_what_was_taken_before_a_failure_is_not_told_again(
    receiver: Receiver, tmp_path: Path
) -> None:
    many = hand_offs(MOST_IN_A_BATCH + 1)
    receiver.answers = [200, 404]
    with pytest.raises(RefusedError):
        tell(many, {}, delivery(receiver), tmp_path / "l.json")
    assert tell(many, {}, delivery(receiver), tmp_path / "l.json") == 1


def test_a_run_cut_off_after_the_request_sends_the_same_request_again(
    receiver: Receiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    ledger = tmp_path / "l.json"
    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "arrived", cut_off)
        with pytest.raises(KeyboardInterrupt):
            tell(ONE, {"day": 1}, delivery(receiver), ledger)
    tell(ONE, {"day": 2}, delivery(receiver), ledger)
    (_, first), (_, second) = receiver.heard
    assert first == second
    assert len(set(receiver.keys)) == 1
    assert tell(ONE, {"day": 3}, delivery(receiver), ledger) == 0


def test_two_runs_at_once_tell_each_hand_off_once(receiver: Receiver, tmp_path: Path) -> None:
    def run() -> None:
        tell(hand_offs(3), {}, delivery(receiver), tmp_path / "l.json")

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(receiver.heard) == 1


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("http://crm.example/hook", "http://crm.example"),
        ("http://localhost.example", "http://localhost.example"),
        ("ftp://crm.example", "ftp://crm.example"),
        ("https://me:pw@crm.example/", "a name or password before crm.example"),
        ("https://", "no address"),
        ("crm.example/hook", "no address"),
        ("https://crm.example/a b", "no address"),
        ("https://[::1", "an address that cannot be read"),
        ("", "no address"),
    ],
)
def test_persons_are_told_to_no_address_that_others_could_read(url: str, found: str) -> None:
    with pytest.raises(AlignmentError) as caught:
        Delivery.to(url, {})
    address, secret = caught.value.problems
    assert address.found == found
    assert secret.where == "$ALIGNMENT_WEBHOOK_SECRET"
    assert "pw" not in str(caught.value)


@pytest.mark.parametrize("url", ["https://crm.example/x", "http://localhost:8000", "http://[::1]/"])
def test_a_safe_address_and_a_secret_are_enough(url: str) -> None:
    assert Delivery.to(url, {SECRET: "s"}).url == url


@pytest.mark.parametrize("text", ["", "[]", '{"told": []}', '{"told": [], "under_way": [1]}'])
def test_a_ledger_that_cannot_be_read_stops_everything(tmp_path: Path, text: str) -> None:
    path = tmp_path / "l.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AlignmentError, match="what has been told"):
        Ledger.open(path)
