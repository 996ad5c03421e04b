"""What was said in earlier rounds: kept beside the answers that count, and never overwritten."""

from itertools import count
from pathlib import Path

from alignment import yaml_file
from alignment.answers import COMMENTS, FOLDER, Answers
from alignment.files import replaced_file
from alignment.yaml_model import attempted

EARLIER = "earlier"


def kept(workspace: Path, answers: Answers, part: str) -> Path:
    """Write what stands open of a part to ``answers/earlier/TEAM_PART_YYYY-MM-DD.yml``.

    An earlier file is never overwritten: the next is ``…_2.yml``. One that says the same
    already is enough.

    Returns
    -------
    Path
        The file that says it.
    """
    folder, own = workspace / FOLDER, answers.only(part)
    name = f"{own.team}_{part}_{own.answered_on}"
    for n in count(1):
        path = folder / EARLIER / (f"{name}.yml" if n == 1 else f"{name}_{n}.yml")
        if not path.exists():
            break
        earlier = attempted(Answers, yaml_file.read(path))[0]
        if earlier and yaml_file.text_of(earlier, {}) == yaml_file.text_of(own, {}):
            return path
    before = folder / f"{own.team}.yml"  # with the comments that its people wrote
    told = yaml_file.text_of(own, COMMENTS, yaml_file.read(before) if before.exists() else None)
    with replaced_file(path) as aside:
        aside.write_text(told, encoding="utf-8", newline="\n")
    return path
