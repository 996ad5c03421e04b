"""What each word means here: as agreed, and as each team understands it."""

from collections.abc import Mapping

import pandas as pd

from alignment import terms
from alignment.finding import Finding
from alignment.measures.rates import counted

MOST_NAMED = 6
"""Words that a sentence can hold."""
_ORDER = ("both differ", "differs", "no agreed meaning", "agreed")


def glossary(
    agreed: Mapping[str, str],
    own: Mapping[str, Mapping[str, str]],
    name: str = "glossary",
) -> Finding:
    """Every word with its agreed meaning, and where a team understands it otherwise.

    Words and meanings are compared without regard to case, spaces and a final stop. A team that
    gave no meaning of its own does not object.

    Parameters
    ----------
    agreed : mapping of word to meaning
        The agreement's; words of `terms.GLOSSARY` that it lacks are filled in.
    own : mapping of team to (mapping of word to meaning)
        What each team understands by a word; blank: nothing of its own.

    Returns
    -------
    Finding
        One row a word, disagreements first: word, agreed (missing: no meaning), marketing, sales
        (missing: none of its own), standing (``both differ``, ``Marketing differs``, ``Sales
        differs``, ``no agreed meaning``, ``agreed``), is_default (the meaning is the house's, not
        the agreement's). Figures: n_words, n_differing, n_without_meaning, n_default.
    """
    meanings = {**_by_word(terms.GLOSSARY), **_by_word(agreed)}
    sides = {team: _by_word(own.get(team, {})) for team in terms.TEAMS}
    held = _by_word(agreed)
    words = dict.fromkeys([*held, *meanings, *(word for side in sides.values() for word in side)])
    rows = []
    for key in words:
        word, meaning = meanings.get(key, (None, None))
        said = {team: side[key][1] for team, side in sides.items() if key in side}
        spelt = word or next(side[key][0] for side in sides.values() if key in side)
        rows.append(
            {
                "word": _spelt(spelt),
                "agreed": meaning,
                **{team: said.get(team) for team in terms.TEAMS},
                "standing": _standing(meaning, said),
                "is_default": meaning is not None and key not in held,
            }
        )
    table = pd.DataFrame(rows).sort_values(
        "standing", key=lambda held: held.map(_place), kind="stable", ignore_index=True
    )
    table = table.astype(dict.fromkeys(("word", "agreed", *terms.TEAMS), "str"))
    return Finding(table, _sentence(table), _caveats(table), name, _figures(table))


def _by_word(meanings: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Word and meaning by the word as it is compared; blank meanings are none."""
    return {
        _compared(word): (word.strip(), meaning.strip())
        for word, meaning in meanings.items()
        if _compared(meaning)
    }


def _compared(text: str) -> str:
    return " ".join(text.split()).casefold().removesuffix(".").rstrip()


def _spelt(word: str) -> str:
    """Short forms in capitals: ``mql`` is "MQL"."""
    label = terms.STAGE_LABELS.get(word.casefold(), word)
    return label if label.isupper() else word


def _standing(meaning: str | None, said: Mapping[str, str]) -> str:
    if meaning is None:
        return "no agreed meaning"
    differing = [team for team, own in said.items() if _compared(own) != _compared(meaning)]
    if len(differing) == len(terms.TEAMS):
        return "both differ"
    return f"{differing[0].capitalize()} differs" if differing else "agreed"


def _place(standing: str) -> int:
    return next(place for place, end in enumerate(_ORDER) if standing.endswith(end))


def _figures(table: pd.DataFrame) -> dict[str, int]:
    return {
        "n_words": len(table),
        "n_differing": int(table["standing"].str.endswith(("differ", "differs")).sum()),
        "n_without_meaning": int((table["standing"] == "no agreed meaning").sum()),
        "n_default": int(table["is_default"].sum()),
    }


def _sentence(table: pd.DataFrame) -> str:
    n = _figures(table)
    start = f"{counted(n['n_words'], 'word')} in the glossary"
    parts = []
    if n["n_differing"]:
        words = table.loc[table["standing"].str.endswith(("differ", "differs")), "word"]
        parts.append(f"a team differs on {n['n_differing']:,} ({_some(words)})")
    if n["n_without_meaning"]:
        words = table.loc[table["standing"] == "no agreed meaning", "word"]
        parts.append(f"{n['n_without_meaning']:,} without an agreed meaning ({_some(words)})")
    return f"{start}: {'; '.join(parts) if parts else 'nobody objects to any'}."


def _some(words: pd.Series) -> str:
    more = f" and {len(words) - MOST_NAMED:,} more" if len(words) > MOST_NAMED else ""
    return f"{', '.join(words[:MOST_NAMED])}{more}"


def _caveats(table: pd.DataFrame) -> tuple[str, ...]:
    n = _figures(table)["n_default"]
    given = table[list(terms.TEAMS)].notna().any()
    silent = [team.capitalize() for team in terms.TEAMS if not given[team]]
    return (
        *([f"{counted(n, 'meaning')} not in the agreement: the default stands."] if n else []),
        *(f"{team} gave no meaning of its own: it is taken not to object." for team in silent),
    )
