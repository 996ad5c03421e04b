"""The service that the teams owe each other: how it was kept, on the agreed clock."""

from alignment.measures.service.attained import attainment
from alignment.measures.service.clocks import clocks
from alignment.measures.service.episodes import Episodes
from alignment.measures.service.held import held
from alignment.measures.service.rejections import rejections
from alignment.measures.service.response import first_response, responses
from alignment.measures.service.words import calendar_words

__all__ = [
    "Episodes",
    "attainment",
    "calendar_words",
    "clocks",
    "first_response",
    "held",
    "rejections",
    "responses",
]
