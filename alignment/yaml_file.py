"""Models kept as YAML files: read whole, written whole, with the comments that people added."""

import itertools
import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel

from alignment.errors import AgreementError
from alignment.files import replaced_file
from alignment.yaml_model import attempted, halved
from alignment.yaml_text import Document, emit, parse, top_parts


def read(path: Path) -> Document:
    """The YAML document in `path`; what is wrong with it is in its `problems`.

    Raises
    ------
    FileNotFoundError
        Where there is no such file: only the caller knows what to advise.
    """
    return parse(path.read_bytes(), str(path))


def write(model: BaseModel, path: Path, comments: Mapping[str, str]) -> None:
    """Write `model` to `path`, whole or not at all.

    A part that did not change keeps the words, comments and order it was written in; one that
    did, the comments above it.

    Parameters
    ----------
    comments : mapping of str to str
        The comment above each top-level key that has none yet.
    """
    before = read(path) if path.is_file() else None
    text = text_of(model, comments, before)
    with replaced_file(path) as aside:
        aside.write_text(text, encoding="utf-8", newline="\n")


def text_of(model: BaseModel, comments: Mapping[str, str], before: Document | None = None) -> str:
    """`model` as YAML in the order of its fields, with what `before` already says well.

    Raises
    ------
    AgreementError
        Where a text holds half of a character, which no file can.
    """
    said = {key: emit({key: value}) for key, value in plain(model).items()}
    above = {key: _comment(text) for key, text in comments.items()}
    fresh = {key: above.get(key, "") + text for key, text in said.items()}
    if before is not None:
        own = {**above, **_comments(before)}
        now = {key: own.get(key, "") + text for key, text in said.items()}
        merged = _joined(now, _unchanged(model, before))
        # only a proof that it reads back the same makes keeping other people's lines safe
        read_back, problems = attempted(type(model), parse(merged.encode(), before.where))
        if read_back is not None and not problems and _same(plain(read_back), plain(model)):
            return merged
    if next(halved(plain(model)), None) is not None:
        raise AgreementError("It cannot be kept: a text in it holds half of a character.")
    return _joined(fresh, {})


def plain(model: BaseModel) -> dict[str, object]:
    """`model` as mappings, lists, text, dates and numbers (50 for 50.0); None is left out."""
    held = model.model_dump(by_alias=True, exclude_none=True)
    return {key: _plain(value) for key, value in held.items()}


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value


def _comment(text: str) -> str:
    return "".join(f"# {line}\n" for line in text.splitlines())


def _comments(before: Document) -> dict[str, str]:
    """The comment above each top-level key, as it stands; keys without one are absent."""
    found = {}
    for key, text in top_parts(before).items():
        rows = itertools.takewhile(lambda row: row[:1] in {"#", ""}, text.splitlines())
        lines = [f"{row.rstrip()}\n" for row in rows if row]
        if lines:
            found[key] = "".join(lines)
    return found


def _unchanged(model: BaseModel, before: Document) -> dict[str, str]:
    """The text of each part of `before` that says what `model` says."""
    earlier, problems = attempted(type(model), before)
    if earlier is None or problems:
        return {}
    texts, said, wanted = top_parts(before), plain(earlier), plain(model)
    return {
        key: text.replace("\r\n", "\n")
        for key, text in texts.items()
        if key in wanted and _same(said.get(key), wanted[key])
    }


def _same(a: object, b: object) -> bool:
    """Whether two values say the same; Python takes true for 1, YAML does not."""
    return json.dumps(a, sort_keys=True, default=str) == json.dumps(b, sort_keys=True, default=str)


def _joined(fresh: Mapping[str, str], kept: Mapping[str, str]) -> str:
    """The parts in the order of the fields, a blank line around every new one."""
    text, was_kept = "", False
    for key, part in fresh.items():
        is_kept = key in kept
        chosen = kept.get(key, part)
        if text and not (was_kept and is_kept) and not chosen.startswith("\n"):
            text += "\n"
        text += chosen if chosen.endswith("\n") else chosen + "\n"
        was_kept = is_kept
    return text
