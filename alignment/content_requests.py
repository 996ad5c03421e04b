"""What Sales asks Marketing to make: one list that both teams share, across campaigns."""

from datetime import date
from pathlib import Path
from typing import Any, Literal

import pandas as pd
from pydantic import Field, field_validator

from alignment import yaml_file
from alignment.errors import AgreementError, Problem
from alignment.files import alone_in, refuse_sample
from alignment.finding import Finding
from alignment.yaml_model import Part, Text, built, checked, wrong, wrong_at

FILE = "content_requests.yml"
STATES = ("open", "done", "declined")
_COMMENTS = {"requests": "What Sales asks Marketing to make, and why; oldest first."}


class ContentRequest(Part):
    """One thing that Sales asks Marketing to make.

    Parameters
    ----------
    number : int
        By which it is spoken of; never given twice.
    content : str
        What is wanted: "a page that compares us with a rented device".
    because : str
        The loss, the rejection or the open question it answers.
    asked_by : str
        The person of Sales.
    brief : str
        The name of the campaign's brief it was asked for; empty: for none.
    owner : str
        Who makes it; empty: nobody yet.
    due_on : date or None
    state : str
        One of `STATES`.
    note : str
        Where it lies, or why it was declined.
    """

    number: int = Field(ge=1)
    content: Text
    because: Text
    asked_by: Text
    brief: str = ""
    owner: str = ""
    due_on: date | None = None
    state: Literal["open", "done", "declined"] = "open"
    note: str = ""


class ContentRequests(Part):
    """All content requests of a workspace, oldest first."""

    requests: tuple[ContentRequest, ...] = ()

    @field_validator("requests")
    @classmethod
    def _have_numbers_of_their_own(
        cls, requests: tuple[ContentRequest, ...]
    ) -> tuple[ContentRequest, ...]:
        numbers = [each.number for each in requests]
        again = [
            (place, f"number {number}", wrong("a number that no other has", "Give it the next."))
            for place, number in enumerate(numbers)
            if number in numbers[:place]
        ]
        if again:
            raise wrong_at(again)
        return requests

    @classmethod
    def open(cls, workspace: str | Path) -> "ContentRequests":
        """The list of a workspace; empty where the file is not there yet.

        Raises
        ------
        AgreementError
            With every problem of the file, each at its line.
        """
        path = Path(workspace) / FILE
        if not path.exists():
            return cls()
        return checked(cls, yaml_file.read(path), "The content requests cannot be read.")

    def of(self, brief: str) -> tuple[ContentRequest, ...]:
        """Those of one brief, and those that are open and of none."""
        return tuple(
            each
            for each in self.requests
            if each.brief == brief or (not each.brief and each.state == "open")
        )


def ask(workspace: Path, **values: Any) -> str:
    """Put one more request on the list (fields of `ContentRequest` but its number), and say so.

    Raises
    ------
    AgreementError
        Where something is missing, naming all of it; and for the shipped sample.
    """
    refuse_sample(workspace)
    with alone_in(workspace):
        held = ContentRequests.open(workspace).requests
        number = max((each.number for each in held), default=0) + 1
        made = built(
            ContentRequest, {"number": number, **values}, "the request", "It cannot be asked so."
        )
        _save(workspace, (*held, made))
    return f"Asked as number {number}, in {workspace / FILE}."


def settle(workspace: Path, number: int, **values: Any) -> str:
    """Change a request: its state, owner, due_on or note; and say so.

    Raises
    ------
    AgreementError
        Where there is none of that number, or the values make none; and for the shipped sample.
    """
    refuse_sample(workspace)
    with alone_in(workspace):
        held = ContentRequests.open(workspace).requests
        if number not in {each.number for each in held}:
            problem = Problem(FILE, f"no request {number}", "the number of a request")
            raise AgreementError("There is no such request.", [problem])
        changed = tuple(_changed(each, values) if each.number == number else each for each in held)
        _save(workspace, changed)
    return f"Request {number} was changed."


def listed(requests: tuple[ContentRequest, ...]) -> Finding:
    """Requests as a room reads them.

    Returns
    -------
    Finding
        One row a request: number, content, because, asked_by, owner, due_on (missing: none), state,
        note.
    """
    columns = ["number", "content", "because", "asked_by", "owner", "due_on", "state", "note"]
    rows = [each.model_dump(include=set(columns)) for each in requests]
    n_open = sum(each.state == "open" for each in requests)
    said = f"Sales asks Marketing for {len(requests):,} pieces of content; {_open(n_open)}."
    if len(requests) == 1:
        said = f"Sales asks Marketing for one piece of content; it is {requests[0].state}."
    return Finding(
        pd.DataFrame(rows, columns=columns),
        said if requests else "Sales has asked Marketing for nothing yet.",
        name="content_requests",
        figures={"n_requests": len(requests), "n_open": n_open},
    )


def _open(n: int) -> str:
    return f"{n:,} {'is' if n == 1 else 'are'} open" if n else "none is open"


def _changed(request: ContentRequest, values: dict[str, Any]) -> ContentRequest:
    return built(ContentRequest, {**dict(request), **values}, "the request", "It cannot be so.")


def _save(workspace: Path, requests: tuple[ContentRequest, ...]) -> None:
    yaml_file.write(ContentRequests(requests=requests), workspace / FILE, _COMMENTS)
