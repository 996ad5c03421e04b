"""What each word means, as agreed and to each team."""

from alignment import terms
from alignment.measures.definitions import glossary

AGREED = {**terms.GLOSSARY, "mql": "A lead that meets the rule."}


def standing(word: str, agreed: dict[str, str], **own: dict[str, str]) -> str:
    return glossary(agreed, own).table.set_index("word").loc[word.upper(), "standing"]


def test_a_team_that_gives_no_meaning_does_not_object() -> None:
    found = glossary(AGREED, {"marketing": {}, "sales": {"mql": ""}})
    assert set(found.table["standing"]) == {"agreed"}
    assert found.sentence == "12 words in the glossary: nobody objects to any."
    assert found.caveats == (
        "Marketing gave no meaning of its own: it is taken not to object.",
        "Sales gave no meaning of its own: it is taken not to object.",
    )


def test_the_same_meaning_may_be_written_with_other_case_spaces_and_stop() -> None:
    same = {"MQL ": " a lead  that meets\nthe rule"}
    assert standing("mql", AGREED, marketing=same, sales=same) == "agreed"


def test_who_differs_is_named() -> None:
    other = {"mql": "Anyone who came to a webinar."}
    assert standing("mql", AGREED, marketing=other) == "Marketing differs"
    assert standing("mql", AGREED, sales=other) == "Sales differs"
    assert standing("mql", AGREED, marketing=other, sales=other) == "both differ"


def test_a_word_without_an_agreed_meaning_keeps_what_the_teams_say() -> None:
    found = glossary(AGREED, {"marketing": {"Churn": "Leaves."}, "sales": {"churn": "Is lost."}})
    row = found.table.iloc[0]
    assert row[["word", "marketing", "sales", "standing"]].tolist() == [
        "Churn",
        "Leaves.",
        "Is lost.",
        "no agreed meaning",
    ]
    assert row[["agreed"]].isna().all()
    assert found.sentence.endswith("1 without an agreed meaning (Churn).")


def test_words_that_the_agreement_lacks_have_their_default_and_say_so() -> None:
    found = glossary({"mql": "Ours."}, {})
    rows = found.table.set_index("word")
    assert not rows.loc["MQL", "is_default"]
    assert rows.loc["MQL", "agreed"] == "Ours."
    assert rows.loc["SAL", "agreed"] == terms.GLOSSARY["sal"]
    assert found.figures["n_default"] == len(terms.GLOSSARY) - 1
    assert found.caveats[0] == "11 meanings not in the agreement: the default stands."
    assert standing("sal", {}, sales={"sal": "Something else"}) == "Sales differs"


def test_disagreements_come_first_then_words_without_meaning_each_in_the_agreements_order() -> None:
    found = glossary(
        AGREED,
        {
            "marketing": {"sql": "x", "mql": "x", "churn": "y"},
            "sales": {"lead": "z", "mql": "x"},
        },
    )
    assert found.table["word"].tolist()[:5] == ["MQL", "lead", "SQL", "churn", "SAL"]
    assert found.sentence == (
        "13 words in the glossary: a team differs on 3 (MQL, lead, SQL); "
        "1 without an agreed meaning (churn)."
    )


def test_a_sentence_names_no_more_words_than_a_room_can_hear() -> None:
    found = glossary(AGREED, {"sales": dict.fromkeys(AGREED, "otherwise")})
    assert found.sentence == (
        "12 words in the glossary: a team differs on 12 (lead, MQL, SAL, SQL, opportunity, "
        "customer and 6 more)."
    )
