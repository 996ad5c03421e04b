"""A workspace of a signed draft agreement, and a brief that both teams answered and approved."""

from datetime import date
from pathlib import Path

from alignment.agreement import Agreement, Signer
from alignment.briefs import Brief, BriefFolder, heard
from alignment.sealing import opened, seal
from alignment.terms import BRIEF_QUESTIONS

DAY = date(2026, 9, 15)
PEOPLE = {"marketing": "Ann", "sales": "Bob"}
EVERY = dict.fromkeys(BRIEF_QUESTIONS, "As agreed.")


def agreed() -> Agreement:
    """A draft that both teams signed."""
    made = Agreement.draft("Acme")
    for team, person in PEOPLE.items():
        made = made.signed(team, person, "Head", DAY)
    return made


def begun(workspace: Path, name: str = "fair") -> BriefFolder:
    """A brief in which nothing is said, in a workspace with a signed agreement."""
    workspace.mkdir(exist_ok=True)
    agreed().save(workspace)
    folder = BriefFolder.of(workspace, name)
    folder.begin("The fair", agreed())
    return folder


def answered(folder: BriefFolder, sales: dict[str, str] | None = None) -> None:
    """What both teams say; Marketing answers every question."""
    for team, said in {"marketing": EVERY, "sales": EVERY if sales is None else sales}.items():
        seal(folder.path, team, "brief", PEOPLE[team], "Head", {"brief": said}, DAY)


def written(folder: BriefFolder, **parts: object) -> Brief:
    """What both say together: everything, and one metric."""
    held = folder.open()
    said = {"answers": EVERY, "metrics": ("first_contact_share",)}
    made = held.changed(**{**said, "heard": heard(opened(folder.path, "brief").answers), **parts})
    folder.save(made, held.digest)
    return made


def approved(folder: BriefFolder) -> Brief:
    """The brief as it stands, approved by both teams."""
    for team, person in PEOPLE.items():
        signer = Signer(team, person, "Head", DAY)
        folder.approve(signer, folder.open().digest, agreed().parties)
    return folder.open()


def whole(workspace: Path) -> BriefFolder:
    """A brief that lacks nothing."""
    folder = begun(workspace)
    answered(folder)
    written(folder)
    approved(folder)
    return folder
