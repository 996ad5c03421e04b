"""Currency signs in amounts: which currencies each may stand for."""

SIGN = r"[A-Z]{0,3}[$€£¥]|[A-Z]{3}"
"""What may stand beside an amount: a sign such as $, R$ or US$, or an ISO 4217 code."""

_DOLLARS = "USD CAD AUD NZD SGD HKD TWD MXN ARS CLP COP UYU JMD BBD BSD BZD BND FJD LRD NAD TTD"
_CODES = {
    "$": _DOLLARS,
    "US$": "USD",
    "CA$": "CAD",
    "C$": "CAD",
    "AU$": "AUD",
    "A$": "AUD",
    "NZ$": "NZD",
    "S$": "SGD",
    "HK$": "HKD",
    "NT$": "TWD",
    "MX$": "MXN",
    "R$": "BRL",
    "€": "EUR",
    "£": "GBP EGP FKP GIP SHP SDG SSP SYP LBP",
    "¥": "JPY CNY",
    "CN¥": "CNY",
    "JP¥": "JPY",
}


def is_other(sign: str, currency: str) -> str:
    """SQL for whether a sign ('' for none) stands for another currency than the code says.

    NULL where the code is: nobody can tell.
    """
    pairs = ", ".join(f"'{one} {code}'" for one, codes in _CODES.items() for code in codes.split())
    code = f"upper({currency})"
    return f"({sign} NOT IN ('', {code}) AND {sign} || ' ' || {code} NOT IN ({pairs}))"
