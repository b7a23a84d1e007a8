"""He, she, it and they: where they stand for a name, and how it is put in their place."""

import re

__all__ = ["CLAUSE", "EMPTY_IT", "IT", "NO_IT", "OWN", "PERSONAL", "put_name"]

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
CLAUSE = re.compile(
    r"\b(?:is|was|does|did|has|had|will|would|can|could)(?P<subject> (?:the|this) [^?,;:]+?)"
    r" (?:when|while|before|after|until|once|because|since) it\b",
    re.IGNORECASE,
)
"""A subject that a clause of the same question goes on about: "was the ferry new when it sank"."""
NO_IT = re.compile(
    r"\b(?:\w+(?:er|or|man|men|ist|ian)|people|captain|child(?:ren)?|\w+(?<![sui])s)\b",
    re.IGNORECASE,
)
"""What looks like a person or like several: no "it"."""
EMPTY_IT = re.compile(
    r"\bit\b(?= (?:true|possible|likely|safe|take|cost|mean|rain)\b)|\bas it\b", re.IGNORECASE
)
"""Where "it" means nothing that could be named."""


def put_name(match: re.Match[str], name: str) -> str:
    """Give a name in the form of the pronoun it stands for."""
    if match["his"]:
        return f"{name}’" if name.endswith("s") else f"{name}’s"
    return name
