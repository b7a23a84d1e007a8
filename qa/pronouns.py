"""He, she, it and they: where they stand for a name, and how it is put in their place."""

import re

__all__ = ["EMPTY_IT", "IT", "OWN", "PERSONAL", "put_name"]

_HE = re.compile(r"\b(?:(?P<his>his)|he|him)\b", re.IGNORECASE)
_SHE = re.compile(
    r"\b(?:(?P<his>her(?= (?!(?:out|in|back|down|up|off|away|to|at|on|from|for|by|with|as|and|or"
    r"|when|after|before)\b)\w)|hers)|she|her)\b",
    re.IGNORECASE,
)
PERSONAL = ((_HE, "he"), (_SHE, "she"))
IT = re.compile(r"\b(?:(?P<his>its|theirs?)|it|they|them)\b(?!['’])", re.IGNORECASE)
OWN = re.compile(
    r"(?P<subject>\b(?:the|this|each|every)(?: [\w’'-]+){1,3}|(?: [A-Z][\w’'-]+){1,3})"
    r" (?!(?:about|above|across|after|against|and|are|as|at|before|behind|beside|by|for|from|had"
    r"|has|have|in|into|is|like|near|of|on|or|over|than|that|to|under|was|were|will|with|without)\b)"
    r"[\w’'-]+ its\b"
)
"""What a subject does to its own: "will the council publish its plan"; no preposition before it."""
EMPTY_IT = re.compile(
    r"\bit\b(?= (?:true|possible|likely|safe|take|cost|mean|rain)\b)|\bas it\b", re.IGNORECASE
)
"""Where "it" means nothing that could be named."""


def put_name(match: re.Match[str], name: str) -> str:
    """Give a name in the form of the pronoun it stands for."""
    if match["his"]:
        return f"{name}’" if name.endswith("s") else f"{name}’s"
    return name
