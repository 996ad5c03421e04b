"""What a model finds wrong with what a form holds, told by the labels of its fields."""

from collections.abc import Mapping

from alignment.errors import AgreementError
from alignment.yaml_model import Part, built


def problems_of(
    model: type[Part], content: Mapping[str, object], labels: Mapping[str, str]
) -> tuple[str, ...]:
    """What keeps a content from being a model, each as a sentence.

    Parameters
    ----------
    labels : mapping of key to label
        What people read above each key; an entry of a list goes by its list's.
    """
    try:
        built(model, content, "form", "")
    except AgreementError as error:
        return tuple(
            f"{labels.get((each.column or '').split('[')[0], each.column or 'This')}: expected "
            f"{each.expected}, not {each.found}. {each.advice}".strip()
            for each in error.problems
        )
    return ()
