"""YAML 1.2 as plain data that remembers the line of every key, and plain data as YAML again.

YAML 1.2 keeps ``10:30`` and ``no`` as text. Dates stay text too: the model that reads them knows
which of its keys hold a date. Aliases and tags are refused, so that a text means what it shows.
"""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from alignment.errors import Problem

Steps = tuple[str | int, ...]
"""Where a value stands: keys, and places in a list counted from 0."""

_TAG = "tag:yaml.org,2002:"
_SCALARS = {_TAG + kind for kind in ("null", "bool", "int", "float", "str", "timestamp")}
_WIDTH = 96
_ONE_LINE = 84
_WORDS = re.compile(r"\w[\w .&/-]*")


@dataclass(frozen=True)
class Document:
    """A YAML text that was read.

    Parameters
    ----------
    where : str
        The file's name, for messages.
    data : object
        Mappings, lists, text, numbers, flags and None.
    lines : mapping of Steps to int
        The line of each key and list entry, counted from 1.
    problems : tuple of Problem
        Everything wrong with it as YAML; `data` is then what could be read.
    text : str
        As it was written.
    """

    where: str
    data: object = None
    lines: Mapping[Steps, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    text: str = ""

    def line(self, steps: Steps) -> int | None:
        """The line of a value, or of the nearest key around it."""
        for end in range(len(steps), 0, -1):
            if steps[:end] in self.lines:
                return self.lines[steps[:end]]
        return 1 if self.text else None


def place(steps: Steps) -> str:
    """Where a value stands, as people write it: ``score.fit[2].points`` (entries from 1)."""
    text = ""
    for step in steps:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text


@lru_cache(maxsize=64)
def parse(raw: bytes, where: str) -> Document:
    """The document in `raw` (UTF-8); what is wrong with it is in its `problems`.

    A room asks for the same few files again and again: nobody changes the document.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        found = f"the byte 0x{raw[error.start]:02x}, which is not UTF-8"
        advice = "Save the file with the encoding UTF-8."
        return Document(where, problems=(Problem(where, found, "UTF-8 text", advice, line),))
    yaml = YAML(typ="safe", pure=True)
    try:
        node = yaml.compose(text)
        reader = _Reader(where, yaml)
        data = None if node is None else reader.value(node, ())
    except (YAMLError, RecursionError) as error:
        return Document(where, problems=(_syntax_problem(error, text, where),), text=text)
    return Document(where, data, reader.lines, tuple(reader.problems), text)


def emit(data: object) -> str:
    """`data` as YAML text; short mappings and lists of plain values stand on one line."""
    yaml = YAML()
    yaml.width = _WIDTH
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.representer.ignore_aliases = lambda _: True  # `parse` refuses them
    stream = io.StringIO()
    yaml.dump(_styled(data, depth=0), stream)
    # folded lines end in a blank that YAML drops anyway, and that editors and diffs complain of
    return re.sub(r" +$", "", stream.getvalue(), flags=re.MULTILINE)


def top_parts(document: Document) -> dict[str, str]:
    """The text of each top-level key, with the comments above it; their sum is the whole text."""
    if not isinstance(document.data, dict):
        return {}
    rows = document.text.splitlines(keepends=True)
    firsts = []
    for key in document.data:
        row = document.lines[(key,)] - 1
        while row > 0 and (rows[row - 1].startswith("#") or not rows[row - 1].strip()):
            row -= 1
        firsts.append(row)
    ends = [*firsts[1:], len(rows)]
    return {
        key: "".join(rows[first:end])
        for key, first, end in zip(document.data, firsts, ends, strict=True)
    }


class _Reader:
    """Plain data out of YAML nodes, collecting lines and problems."""

    def __init__(self, where: str, yaml: YAML) -> None:
        self.where = where
        self.yaml = yaml
        self.lines: dict[Steps, int] = {}
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def value(self, node: Node, steps: Steps) -> object:
        if id(node) in self._seen:
            self._wrong(node, steps, "an alias (*name)", "the value itself", "Write it out again.")
            return None
        self._seen.add(id(node))
        if isinstance(node, MappingNode) and node.tag == _TAG + "map":
            return self._mapping(node, steps)
        if isinstance(node, SequenceNode) and node.tag == _TAG + "seq":
            return [self._entry(child, (*steps, i)) for i, child in enumerate(node.value)]
        if isinstance(node, ScalarNode) and node.tag in _SCALARS:
            return self._scalar(node, steps)
        self._wrong(node, steps, f"the tag {node.tag}", "a plain value", "Take the tag away.")
        return None

    def _mapping(self, node: MappingNode, steps: Steps) -> dict[str, object]:
        held: dict[str, object] = {}
        for key, child in node.value:
            if not isinstance(key, ScalarNode) or key.tag == _TAG + "null":
                self._wrong(key, steps, "a key that is no text", "a text as key")
                continue
            inner = (*steps, key.value)
            if key.value in held:
                advice = f"It stands in line {self.lines[inner]} already; keep one of the two."
                self._wrong(key, inner, "the same key again", "each key once", advice)
                continue
            self.lines[inner] = key.start_mark.line + 1
            held[key.value] = self.value(child, inner)
        return held

    def _entry(self, node: Node, steps: Steps) -> object:
        self.lines[steps] = node.start_mark.line + 1
        return self.value(node, steps)

    def _scalar(self, node: ScalarNode, steps: Steps) -> object:
        if node.tag == _TAG + "timestamp":
            return node.value
        try:
            return self.yaml.constructor.construct_object(node)
        except (ValueError, YAMLError):
            self._wrong(
                node,
                steps,
                repr(node.value),
                f"a value of the kind {str(node.tag).removeprefix(_TAG)}",
            )
            return None

    def _wrong(self, node: Node, steps: Steps, found: str, expected: str, advice: str = "") -> None:
        line = node.start_mark.line + 1
        self.problems.append(
            Problem(self.where, found, expected, advice, line, place(steps) or None)
        )


def _syntax_problem(error: Exception, text: str, where: str) -> Problem:
    if isinstance(error, RecursionError):
        return Problem(where, "values nested too deeply", "a few levels of keys")
    if isinstance(error, MarkedYAMLError) and error.problem_mark is not None:
        row = error.problem_mark.line
        found = f"text that is no YAML ({error.problem})"
    else:
        position = getattr(error, "position", 0)
        row = text.count("\n", 0, position)
        found = f"a character that YAML does not allow ({text[position : position + 1]!r})"
    rows = text.splitlines()
    shown = rows[min(row, len(rows) - 1)].strip() if rows else ""
    advice = f"Look at this line and the one before: {shown[:60]!r}."
    if "\t" in text:
        advice += " Indent with spaces, not tabs."
    return Problem(where, found, "`key: value` lines, indented with spaces", advice, row + 1)


def _styled(data: object, depth: int) -> object:
    if isinstance(data, Mapping):
        mapping = CommentedMap(
            (_quoted(key), _styled(value, depth + 1)) for key, value in data.items()
        )
        if depth > 1 and _is_short([*data, *data.values()]):
            mapping.fa.set_flow_style()
        return mapping
    if isinstance(data, (list, tuple)):
        sequence = CommentedSeq(_styled(value, depth + 1) for value in data)
        if _is_short(data):
            sequence.fa.set_flow_style()
        return sequence
    if isinstance(data, str) and "\n" in data and _is_plain_prose(data):
        return LiteralScalarString(data)
    return _quoted(data)


def _quoted(data: object) -> object:
    """Odd characters in double quotes, where they are escaped: some would read as line breaks."""
    if isinstance(data, str) and not data.isprintable():
        return DoubleQuotedScalarString(data)
    return data


def _is_short(values: Sequence[object]) -> bool:
    """Whether values go on one line: few, flat, and without signs that mean something there."""
    is_flat = all(
        _WORDS.fullmatch(value)
        if isinstance(value, str)
        else not isinstance(value, (Mapping, list, tuple))
        for value in values
    )
    return is_flat and sum(len(str(value)) + 2 for value in values) <= _ONE_LINE


def _is_plain_prose(text: str) -> bool:
    """Whether a literal block keeps it exactly: no odd characters, no spaces at the lines' ends."""
    lines = text.split("\n")
    return all(line.isprintable() and line and line == line.strip() for line in lines[:-1]) and (
        lines[-1].isprintable() and lines[-1] == lines[-1].strip()
    )
