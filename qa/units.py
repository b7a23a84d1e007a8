"""Currencies and measures become units that figures are compared in."""

import re

__all__ = ["Unit", "read_unit", "read_unit_before"]

Unit = tuple[str, float]
"""Name of what is measured or of the currency, and how much of it one is."""

_SIGNS = {"$": "usd", "£": "gbp", "€": "eur", "¥": "yen", "₹": "inr", "₩": "krw", "₽": "rub"}
_DOLLARS = {"nt": "twd", "a": "aud", "au": "aud", "c": "cad", "ca": "cad", "hk": "hkd", "s": "sgd"}
_DOLLARS |= {"nz": "nzd", "us": "usd", "r": "brl", "mex": "mxn"}
_CODES = (
    "usd eur gbp jpy cny rmb chf aud cad nzd twd hkd sgd inr krw rub sek nok dkk pln czk try zar"
)
_BEFORE = re.compile(
    r"(?:(?<![A-Za-z])(?P<prefix>US|NT|AU|A|CA|C|HK|S|NZ|R|Mex)?(?P<sign>[$£€¥₹₩₽])\s?"
    rf"|\b(?P<code>{_CODES.upper().replace(' ', '|')}|Rs\.?|CHF|RM)\s?)$"
)
_MONEY = {
    "dollar": "usd",
    "euro": "eur",
    "pound": "gbp",
    "sterling": "gbp",
    "yen": "yen",
    "yuan": "cny",
    "renminbi": "cny",
    "rupee": "inr",
    "rouble": "rub",
    "ruble": "rub",
    "franc": "franc",
    "krona": "krona",
    "kronor": "krona",
    "krone": "krona",
    "kroner": "krona",
    "crown": "krona",
    "peso": "peso",
    "rand": "zar",
    "lira": "try",
    "shekel": "ils",
    "zloty": "pln",
    "forint": "huf",
    "dirham": "aed",
    "riyal": "sar",
    "naira": "ngn",
    "baht": "thb",
    "ringgit": "myr",
    "rupiah": "idr",
    "dinar": "dinar",
    "reais": "brl",
}
_NATIONS = {
    "us": "usd",
    "american": "usd",
    "australian": "aud",
    "canadian": "cad",
    "taiwanese": "twd",
    "taiwan": "twd",
    "singapore": "sgd",
    "kong": "hkd",
    "zealand": "nzd",
}
_MEASURES: dict[str, tuple[str, float]] = {
    **dict.fromkeys(["kilometre", "kilometer", "km"], ("length", 1000.0)),
    **dict.fromkeys(["metre", "meter"], ("length", 1.0)),
    **dict.fromkeys(["centimetre", "centimeter", "cm"], ("length", 0.01)),
    **dict.fromkeys(["millimetre", "millimeter", "mm"], ("length", 0.001)),
    **dict.fromkeys(["mile"], ("length", 1609.34)),
    **dict.fromkeys(["light year", "light-year"], ("light", 1.0)),
    **dict.fromkeys(["nautical mile"], ("length", 1852.0)),
    **dict.fromkeys(["foot", "feet", "ft"], ("length", 0.3048)),
    **dict.fromkeys(["inch", "inches"], ("length", 0.0254)),
    **dict.fromkeys(["yard"], ("length", 0.9144)),
    **dict.fromkeys(["kilogram", "kilogramme", "kg", "kilo"], ("mass", 1.0)),
    **dict.fromkeys(["gram", "gramme", "g"], ("mass", 0.001)),
    **dict.fromkeys(["tonne", "metric ton", "ton"], ("mass", 1000.0)),
    **dict.fromkeys(["lb", "lbs"], ("mass", 0.4536)),
    **dict.fromkeys(["litre", "liter"], ("volume", 1.0)),
    **dict.fromkeys(["gallon"], ("gallon", 1.0)),
    **dict.fromkeys(["barrel"], ("barrel", 1.0)),
    **dict.fromkeys(["cubic metre", "cubic meter"], ("volume", 1000.0)),
    **dict.fromkeys(["hectare", "ha"], ("area", 1e4)),
    **dict.fromkeys(["acre"], ("area", 4046.86)),
    **dict.fromkeys(["square kilometre", "square kilometer", "sq km"], ("area", 1e6)),
    **dict.fromkeys(["square mile", "sq mile", "sq mi"], ("area", 2.59e6)),
    **dict.fromkeys(["square metre", "square meter", "sq m"], ("area", 1.0)),
    **dict.fromkeys(["square foot", "square feet", "sq ft"], ("area", 0.0929)),
    **dict.fromkeys(["knot", "kt"], ("speed", 1.852)),
    **dict.fromkeys(
        [
            "km/h",
            "kph",
            "kmh",
            "kilometres per hour",
            "kilometers per hour",
            "kilometres an hour",
            "kilometers an hour",
        ],
        ("speed", 1.0),
    ),
    **dict.fromkeys(["mph", "miles per hour", "miles an hour"], ("speed", 1.60934)),
    **dict.fromkeys(["°c", "degrees celsius", "degrees c", "c"], ("celsius", 1.0)),
    **dict.fromkeys(["°f", "degrees fahrenheit", "degrees f", "f"], ("fahrenheit", 1.0)),
    "degree": ("degree", 1.0),
    "seconds": ("time", 1 / 86400),
    **dict.fromkeys(["minute"], ("time", 1 / 1440)),
    **dict.fromkeys(["hour"], ("time", 1 / 24)),
    **dict.fromkeys(["day"], ("time", 1.0)),
    **dict.fromkeys(["week"], ("time", 7.0)),
    **dict.fromkeys(["fortnight"], ("time", 14.0)),
    **dict.fromkeys(["month"], ("time", 30.4)),
    **dict.fromkeys(["year", "yr"], ("time", 365.0)),
    **dict.fromkeys(["decade"], ("time", 3650.0)),
    **dict.fromkeys(["watt", "w"], ("power", 1.0)),
    **dict.fromkeys(["kilowatt", "kw"], ("power", 1e3)),
    **dict.fromkeys(["megawatt", "mw"], ("power", 1e6)),
    **dict.fromkeys(["gigawatt", "gw"], ("power", 1e9)),
    **dict.fromkeys(["kilowatt-hour", "kwh"], ("energy", 1e3)),
    **dict.fromkeys(["megawatt-hour", "mwh"], ("energy", 1e6)),
    **dict.fromkeys(["gigawatt-hour", "gwh"], ("energy", 1e9)),
    **dict.fromkeys(["per cent", "percent", "%", "pc"], ("%", 1.0)),
    **dict.fromkeys(["percentage point", "points", "pp"], ("points", 1.0)),
    **dict.fromkeys(["basis point"], ("points", 0.01)),
    "cent": ("usd", 0.01),
    "pence": ("gbp", 0.01),
    "p": ("gbp", 0.01),
}
_CASED = {"c", "f", "w", "g", "ha", "mw", "gw", "kw"}
_NAMES = sorted((*_MEASURES, *_MONEY), key=len, reverse=True)
_AFTER = re.compile(
    rf"(?: an?)?[\s-]?(?:(?P<nation>US|American|Australian|Canadian|Taiwan(?:ese)?|Singapore"
    rf"|Hong Kong|New Zealand) )?(?P<name>{'|'.join(map(re.escape, _NAMES))})s?(?![\w°]|-\d)",
    re.IGNORECASE,
)


def read_unit_before(text: str, start: int) -> tuple[str, int] | None:
    """Give the currency that stands before a number, and where it begins."""
    match = _BEFORE.search(text, max(0, start - 8), start)
    if match is None:
        return None
    if match["code"]:
        name = match["code"].rstrip(".").lower()
        return {"rs": "inr", "rm": "myr", "rmb": "cny", "jpy": "yen"}.get(name, name), match.start()
    name = _SIGNS[match["sign"]]
    if match["prefix"] and match["sign"] == "$":
        name = _DOLLARS[match["prefix"].lower()]
    return name, match.start()


def read_unit(text: str, end: int) -> tuple[Unit, int] | None:
    """Give the unit that stands behind a number, and where it ends."""
    match = _AFTER.match(text, end)
    if match is None:
        return None
    written = match["name"]
    name = written.lower()
    if name in _CASED and written == name:  # "5 c", "20 g" are no units of news
        return None
    if name in _MEASURES:
        return _MEASURES[name], match.end()
    currency = _MONEY[name]
    if match["nation"]:
        currency = _NATIONS.get(match["nation"].lower().split()[-1], currency)
    return (currency, 1.0), match.end()
