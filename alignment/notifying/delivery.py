"""One signed POST to another system, tried again where that may help."""

import hashlib
import hmac
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from alignment.errors import AlignmentError, Problem

if TYPE_CHECKING:
    import requests

SECRET = "ALIGNMENT_WEBHOOK_SECRET"
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_AGAIN = (429, 500, 502, 503, 504)


class RefusedError(AlignmentError):
    """The other system has answered, and will not take it: sending the same again is no use."""


@dataclass(frozen=True)
class Patience:
    """How long to wait for another system.

    Parameters
    ----------
    connect_seconds, answer_seconds : float
        For a connection, and for the answer after it.
    n_again : int
        Further attempts after the first: when there is no connection or no answer in time, and
        on status 429, 500, 502, 503 and 504.
    pause_seconds : float
        Before the second of them; doubled before each further one.
    longest_pause_seconds : float
        However long the other system asks to wait (Retry-After).
    """

    connect_seconds: float = 5
    answer_seconds: float = 20
    n_again: int = 4
    pause_seconds: float = 1
    longest_pause_seconds: float = 30


@dataclass(frozen=True)
class Delivery:
    """Where notifications go, and how they are signed; made by `Delivery.to`."""

    url: str = field(repr=False)
    secret: str = field(repr=False)
    patience: Patience = Patience()

    @classmethod
    def to(
        cls, url: str, settings: Mapping[str, str], patience: Patience | None = None
    ) -> "Delivery":
        """Deliver to `url`, with the secret in `settings`, the process's environment.

        Raises
        ------
        AlignmentError
            Where the address is not https (this machine apart) or holds a password, or there is
            no secret; with both.
        """
        problems = _wrong_with(url)
        if not settings.get(SECRET):
            advice = "Set it to a long random text that the receiver knows too."
            problems.append(Problem(f"${SECRET}", "nothing", "the secret to sign with", advice))
        if problems:
            raise AlignmentError("Nobody can be notified.", problems)
        return cls(url, settings[SECRET], patience or Patience())

    @property
    def place(self) -> str:
        """Scheme and host, for people: the rest of an address may be a secret."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else "")

    @property
    def digest(self) -> str:
        """Stands for the address where it is kept."""
        return hashlib.sha256(self.url.encode()).hexdigest()[:16]

    def post(self, body: str, key: str) -> None:
        """Send JSON and wait until it is taken (any status 2xx).

        Headers: ``Idempotency-Key``, the same whenever the same body is sent;
        ``X-Alignment-Timestamp``, Unix seconds; ``X-Alignment-Signature``, ``sha256=`` and the
        hexadecimal HMAC-SHA256 of timestamp, a dot and the body's bytes. No redirect is followed.

        Raises
        ------
        RefusedError
            On any other answer.
        AlignmentError
            Where nothing was heard in the end: it may have arrived or not.
        """
        import requests

        sent = body.encode("utf-8")
        try:
            with self._session() as session:
                answer = session.post(
                    self.url,
                    data=sent,
                    headers=self._headers(sent, key),
                    timeout=(self.patience.connect_seconds, self.patience.answer_seconds),
                    allow_redirects=False,
                    stream=True,  # an answer's body is of no interest, however long
                    auth=lambda asked: asked,  # else a password of ~/.netrc would go along
                )
        except requests.RequestException as error:
            raise AlignmentError(_UNTOLD, [self._unheard(error)]) from None
        if answer.status_code in _AGAIN:
            raise AlignmentError(_UNTOLD, [self._problem(f"status {answer.status_code}, at last")])
        if not 200 <= answer.status_code < 300:
            found = f"status {answer.status_code}"
            if 300 <= answer.status_code < 400:
                found += ", a way to another address, which is not followed"
            raise RefusedError(_UNTOLD, [self._problem(found)])

    def _headers(self, sent: bytes, key: str) -> dict[str, str]:
        at = str(int(time.time()))
        return {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": f"alignment-workshop/{version('alignment-workshop')}",
            "Idempotency-Key": key,
            "X-Alignment-Timestamp": at,
            "X-Alignment-Signature": f"sha256={signature(self.secret, at, sent)}",
        }

    def _session(self) -> "requests.Session":
        import requests
        from requests.adapters import HTTPAdapter
        from urllib3.util import Retry

        longest = self.patience.longest_pause_seconds

        class Bounded(Retry):
            """Waits as long as it is asked to, but no longer than we can."""

            def get_retry_after(self, response):  # type: ignore[no-untyped-def]
                asked = super().get_retry_after(response)
                return None if asked is None else min(asked, longest)

        again = Bounded(
            total=self.patience.n_again,
            redirect=0,
            allowed_methods={"POST"},
            status_forcelist=_AGAIN,
            backoff_factor=self.patience.pause_seconds,
            backoff_max=longest,
            raise_on_status=False,
        )
        session = requests.Session()
        for scheme in ("https://", "http://"):
            session.mount(scheme, HTTPAdapter(max_retries=again))
        return session

    def _unheard(self, error: Exception) -> Problem:
        """What was heard last; never the error's own words, which hold the whole address."""
        held = type(getattr(error.args[0] if error.args else error, "reason", error)).__name__
        n = self.patience.n_again + 1
        return self._problem(f"no answer in {n} attempts ({held})")

    def _problem(self, found: str) -> Problem:
        advice = "The files stand; the next run with --notify sends what is missing."
        return Problem(self.place, found, "status 2xx", advice)


_UNTOLD = "The other system was not notified."


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Hexadecimal HMAC-SHA256 of timestamp, a dot and the body."""
    signed = timestamp.encode() + b"." + body
    return hmac.new(secret.encode("utf-8"), signed, hashlib.sha256).hexdigest()


def _wrong_with(url: str) -> list[Problem]:
    """What keeps an address from being told; the address itself is never said."""
    expected = "https://, or http:// to this machine"
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return [Problem("--notify", "an address that cannot be read", expected)]
    if not host or any(sign.isspace() for sign in url):
        return [Problem("--notify", "no address", expected)]
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _HERE):
        advice = "What is sent is about persons."
        return [Problem("--notify", f"{parts.scheme}://{host}", expected, advice)]
    if parts.username or parts.password:
        advice = f"The signature under ${SECRET} says who sent it."
        return [Problem("--notify", f"a name or password before {host}", "none", advice)]
    return []
