"""What part of a paper an article belongs to: opinion, analysis, business, as the article says."""

import re
from collections.abc import Iterable, Sequence

__all__ = ["choose_section", "find_kickers"]

HEAD_LINES = 4  # a kicker stands above the headline, or between it and the first paragraph
LONGEST_SECTION = 40  # characters
MOST_WORDS = 4

# Words that say an article argues or explains, first in English, then in other languages.
_KINDS = (
    "opinions?|op-?ed|editorials?|comment|commentary|columns?|columnists?|viewpoints?|perspectives?"
    "|letters?(?:\\s+to\\s+the\\s+editor)?|essays?|analysis|news\\s+analysis|explainers?|explained"
    "|reviews?|interviews?|obituar(?:y|ies)|features?|fact[\\s-]check|live\\s+blog|satire|sponsored"
    "|meinung|kommentar|leitartikel|analyse|gastbeitrag|glosse|opinión|análisis|editorial|columna"
    "|tribune?a?|opinion|édito(?:rial)?|chronique|opinione|commento|analisi|editoriale|opinie"
    "|ledare|debatt|leder|kronik|opinião|análise|názor|komentář|opinia|komentarz|мнение|аналитика"
    "|社説|オピニオン|评论|評論|观点|사설|오피니언|رأي"
)
_PARTS = (
    "world|politics|business|economy|economics|finance|markets|money|science|environment|climate"
    "|technology|tech|health|sports?|culture|arts|books|film|music|travel|style|lifestyle|food"
    "|education|society|law|crime|europe|asia|africa|americas|middle\\s+east|australia|china|india"
    "|uk|us|u\\.s\\.|national|international|local|metro|investigations?"
    "|politik|wirtschaft|wissenschaft|kultur|gesellschaft|welt|política|economía|sociedad|ciencia"
    "|politique|économie|société|monde|politica|economia|cronaca|esteri"
)
_KIND = re.compile(rf"(?:{_KINDS})", re.IGNORECASE)
_SECTION = re.compile(
    rf"(?:{_KINDS}|{_PARTS})(?:\s*(?:[|/&,›>·•]|and)\s*(?:{_KINDS}|{_PARTS}))*", re.IGNORECASE
)
_BEFORE_TITLE = re.compile(rf"(?P<name>{_KINDS})\s*[:|]\s+\S", re.IGNORECASE)
_BYLINE = re.compile(rf"(?P<name>{_KINDS})\s+by\s+\S", re.IGNORECASE)
_JOINTS = re.compile(r"\s*[|/›>·•]\s*")


def find_kickers(lines: Sequence[str], title: str) -> tuple[str, ...]:
    """Give what lines at the head of an article call its section.

    A line counts that is nothing but the name of one ("Opinion", "World | Politics"), a byline that
    says what it is ("Analysis by Ann Poe"), and a headline that begins with it ("Opinion: Why").
    """
    found = []
    for line in lines[:HEAD_LINES]:
        byline = _BYLINE.match(line)
        if len(line) <= LONGEST_SECTION and line != title and _SECTION.fullmatch(line):
            found.append(line)
        elif byline:
            found.append(byline["name"])
    headline = _BEFORE_TITLE.match(title)
    return (*found, *([headline["name"]] if headline else []))


def choose_section(names: Iterable[str]) -> str:
    """Give the name that tells most: one that says opinion or analysis, else the first."""
    parts = [part.strip() for name in names if "://" not in name for part in _JOINTS.split(name)]
    sensible = [part for part in parts if 1 < len(part) <= LONGEST_SECTION]
    short = [part for part in sensible if len(part.split()) <= MOST_WORDS]
    kinds = (part for part in short if _KIND.fullmatch(part))
    chosen = next(kinds, short[0] if short else "")
    return chosen if not chosen.islower() and not chosen.isupper() else _capitalize(chosen)


def _capitalize(name: str) -> str:
    """One writing for "OPINION", "opinion" and "Opinion"; short letters are a name: "US"."""
    return name if len(name) <= 2 else name[:1].upper() + name[1:].lower()
