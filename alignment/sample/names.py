"""Invented people and companies: every combination is made up, every domain reserved."""

import unicodedata

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Codes = NDArray[np.int64]

_COUNTRIES = (
    ("Germany", "Austria", "Switzerland"),
    ("Sweden", "Norway", "Denmark", "Finland"),
    ("Netherlands", "Belgium", "Luxembourg"),
    ("France",),
    ("United Kingdom", "Ireland"),
)
COUNTRIES: tuple[str, ...] = tuple(country for held in _COUNTRIES for country in held)
_FIRST_WORDS = """
    Anna Jürgen Zoë Niamh Sören Łucja Émile Pieter Maeve Björn Clara Tomás Greta Håkon Inès
    Joris Katrin Lars Mónica Noor Oskar Pauline Rasmus Saoirse Theo Ulrike Valérie Willem Yara
    Xaver Beatrix Cormac Dörte Edda Florian Gwen Hugo Ilse Jasper Kai
"""
FIRST = tuple(_FIRST_WORDS.split())
LAST = (
    "Müller-Brandt", "O'Shea", "van den Berg", "Lindqvist", "d'Aubigny", "Weiß", "Ó Briain",
    "Sjöberg", "Kowalczyk", "de Wit", "Grünwald", "Østergaard", "Lefèvre", "MacAulay", "Haas",
    "Peeters", "Nyström", "Bélanger", "Thornbury", "Zimmerer", "O'Hanlon", "Käfer", "Aalto",
    "Vermeulen", "Rousselin", "Holloway", "Brückner", "Eriksdotter", "Janssens", "Marchetti",
    "Fitzwater", "Öztürk", "Hagen", "Claes", "Delorme", "Pemberly", "Schönfeld", "Bakke", "Quist",
    "D'Arcy",
)  # fmt: skip
_STEM_WORDS = """
    Alten Birk Cald Dorn Elm Fal Gren Harz Iser Jade Kol Lin Mar Nord Ost Pell Quar Rhen Stav
    Tarn Ulm Var Weiß Ysel Zell Böhr Grün Høl Kær Lüt
"""
_STEMS = tuple(_STEM_WORDS.split())
_ENDING_WORDS = """
    feld werk holm bruk mark tal dyne form port stahl
"""
_ENDINGS = tuple(_ENDING_WORDS.split())
_KINDS = (
    ("Pumpen GmbH", "Chemie AG", '"Präzision" GmbH', "Maschinenbau KG"),
    ("Foods AB", "Marine AS", "Papir A/S", "Energia Oy"),
    ("Waterwerken BV", "Chemicals NV", "'t Brouwhuis BV", "Metaal BV"),
    ("Pharma SA", "Énergie SAS", "Fils d'Acier SARL", "Laiterie SA"),
    ("Engineering Ltd", "& Sons' Valves Ltd", "Brewery Co", "Foods Ltd"),
)
N_FIRST, N_LAST = len(FIRST), len(LAST)
_STEMS_AND_ENDINGS = tuple(f"{stem}{ending}" for stem in _STEMS for ending in _ENDINGS)
_ALL_KINDS = tuple(kind for held in _KINDS for kind in held)
COMPANIES: tuple[str, ...] = tuple(
    f"{start} {kind}" for start in _STEMS_AND_ENDINGS for kind in _ALL_KINDS
)
TITLES = (
    ("Managing Director", "Chief Operating Officer", "Technical Director"),
    ("Head of Production", "Director of Quality", "Director, Plant Engineering"),
    ("Maintenance Manager", "Quality Manager", "Purchasing Manager", "Process Manager"),
    ("Process Engineer", "Metrology Technician", "Buyer", "Automation Engineer"),
    ("Student", "Working student", "PhD student"),
)


def countries(region: Codes, rng: np.random.Generator) -> Codes:
    """The code in `COUNTRIES` of a country of each region, the first of it most often."""
    sizes = np.array([len(held) for held in _COUNTRIES])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    within = (rng.random(region.size) ** 1.8 * sizes[region]).astype(np.int64)
    return starts[region] + within


def companies(region: Codes, rng: np.random.Generator) -> Codes:
    """The code in `COMPANIES` of a company whose name is at home in each region."""
    starts = rng.integers(0, len(_STEMS_AND_ENDINGS), region.size)
    kind = region * len(_KINDS[0]) + rng.integers(0, len(_KINDS[0]), region.size)
    return starts * len(_ALL_KINDS) + kind


def titles(seniority: Codes, lead_number: Codes) -> pa.Array:
    """A job title of each seniority."""
    sizes = np.array([len(held) for held in TITLES])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    flat = pa.array([title for held in TITLES for title in held])
    return flat.take(starts[seniority] + lead_number % sizes[seniority])


def emails(first: Codes, last: Codes, company: Codes, number: Codes) -> list[str]:
    """An address of each lead, told apart by its number, at a domain that cannot exist."""
    firsts, lasts = [_slug(name) for name in FIRST], [_slug(name) for name in LAST]
    domains = [_slug(name.split(" ")[0]) for name in COMPANIES]
    rows = zip(first.tolist(), last.tolist(), company.tolist(), number.tolist(), strict=True)
    return [f"{firsts[f]}.{lasts[s]}{n}@{domains[c]}.example" for f, s, c, n in rows]


def full_names(first: Codes, last: Codes) -> list[str]:
    """First and last name of each lead."""
    return [f"{FIRST[f]} {LAST[s]}" for f, s in zip(first.tolist(), last.tolist(), strict=True)]


_SPELT_OUT = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "ł": "l"})


def _slug(name: str) -> str:
    spelt = name.lower().translate(_SPELT_OUT)
    plain = unicodedata.normalize("NFKD", spelt)
    return "".join(char for char in plain if char.isascii() and char.isalnum())
