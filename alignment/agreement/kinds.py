"""Kinds of values in an agreement: zones, codes, hours, shares, lists without repeats."""

import re
from typing import Annotated, TypeVar

from pydantic import AfterValidator

from alignment.errors import nearest
from alignment.period import zones
from alignment.yaml_model import Number, Text, wrong, wrong_at

Entry = TypeVar("Entry")


def _zone(name: str) -> str:
    if name not in zones():
        raise wrong("an IANA time zone such as Europe/Berlin", nearest(name, zones())[:80])
    return name


def _country(code: str) -> str:
    from holidays import list_supported_countries  # wanted only where a calendar names one

    if not re.fullmatch(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", code):
        raise wrong("an ISO 3166 code such as DE, or DE-BY for a part of it")
    country, _, part = code.partition("-")
    known = list_supported_countries()
    if country not in known:
        raise wrong("a country whose public holidays are known", nearest(country, known)[:80])
    if part and part not in known[country]:
        expected = f"a part of {country} whose public holidays are known"
        raise wrong(expected, f"There is {', '.join(known[country])}."[:200])
    return code


def distinct(values: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The check that no entry stands twice."""
    again = [
        (place, str(value), wrong("each entry once", "Take one away."))
        for place, value in enumerate(values)
        if value in values[:place]
    ]
    if again:
        raise wrong_at(again)
    return values


def share(value: float) -> float:
    """The check that a number is a share, from 0 to 1."""
    if not 0 <= value <= 1:
        advice = f"Write {value / 100:g} for {value:g}%." if 1 < value <= 100 else ""
        raise wrong("a share from 0 to 1", advice)
    return value


def pattern(regex: str, expected: str) -> AfterValidator:
    """The check that a text matches `regex` as a whole."""

    def matched(text: str) -> str:
        if not re.fullmatch(regex, text):
            raise wrong(expected)
        return text

    return AfterValidator(matched)


Zone = Annotated[str, AfterValidator(_zone)]
Currency = Annotated[str, pattern(r"[A-Z]{3}", "an ISO 4217 code such as EUR")]
Country = Annotated[str, AfterValidator(_country)]
Hour = Annotated[str, pattern(r"([01]\d|2[0-3]):[0-5]\d|24:00", "a time such as 09:00")]
Texts = Annotated[tuple[Text, ...], AfterValidator(distinct)]
Share = Annotated[Number, AfterValidator(share)]
