"""He, she, it and they: where they stand for a name, and how it is put in their place."""

import re

__all__ = ["EMPTY_IT", "IT", "PERSONAL", "put_name"]

_HE = re.compile(r"\b(?:(?P<his>his)|he|him)\b", re.IGNORECASE)
_SHE = re.compile(
    r"\b(?:(?P<his>her(?= (?!(?:out|in|back|down|up|off|away|to|at|on|from|for|by|with|as|and|or"
    r"|when|after|before)\b)\w)|hers)|she|her)\b",
    re.IGNORECASE,
)
PERSONAL = ((_HE, "he"), (_SHE, "she"))
IT = re.compile(r"\b(?:(?P<his>its|theirs?)|it|they|them)\b(?!['’])", re.IGNORECASE)
EMPTY_IT = re.compile(
    r"\bit\b(?= (?:true|possible|likely|safe|take|cost|mean|rain)\b)|\bas it\b", re.IGNORECASE
)
"""Where "it" means nothing that could be named."""


def put_name(match: re.Match[str], name: str) -> str:
    """Give a name in the form of the pronoun it stands for."""
    if match["his"]:
        return f"{name}’" if name.endswith("s") else f"{name}’s"
    return name
