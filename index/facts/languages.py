"""The language a text is written in; the only file that knows py3langid."""

import re
import tempfile
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from index.errors import StorageError

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

__all__ = ["detect_language", "foreign_note", "foreign_notice", "language_name"]

SAMPLE = 2000  # characters that are looked at
SHORTEST_BLOCK = 40  # characters; shorter lines are headings, names and menus, in any language
FEWEST_LETTERS = 20  # of a text whose language can be told
SURE = 0.6  # probability; below it one in nine was wrong on half sentences of 26 languages
LIKELY = 3  # what a file says of itself is believed if it is among so many guesses
FEWEST_WORDS = 60  # of a text that is told to be English by its commonest words alone
ENGLISH_SHARE, THE_SHARE = 0.16, 0.03  # of all words, in English prose

MOST_NAMED = 4  # languages in a notice
CURE = (
    "Fetch a multilingual model once, such as `hf download"
    " sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2 --local-dir"
    ' var/models/multilingual`, write `model = "var/models/multilingual"` under [index] in'
    " config.toml, and run `make rebuild`."
)

_COMMONEST = frozenset("the of and to in a is was that for".split())
_DECLARED = re.compile(r"\s*([a-z]{2,3})(?:[-_].*)?\s*", re.IGNORECASE | re.DOTALL)
_NAMES = {
    "ar": "Arabic",
    "bg": "Bulgarian",
    "ca": "Catalan",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "et": "Estonian",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "hr": "Croatian",
    "hu": "Hungarian",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "nb": "Norwegian",
    "nl": "Dutch",
    "nn": "Norwegian",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sk": "Slovak",
    "sl": "Slovene",
    "sr": "Serbian",
    "sv": "Swedish",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "vi": "Vietnamese",
    "zh": "Chinese",
}


def detect_language(text: str, declared: str = "") -> str:
    """Give the ISO 639-1 code of the language a text is in; "" where it cannot be told.

    Args:
        text: its first lines of prose are looked at.
        declared: what the file says ("en-GB"); believed only where the text allows it, since
            templates say "en" of articles in any language.
    """
    sample = _sample(text)
    said = _primary(declared)
    if sum(map(str.isalpha, sample)) < FEWEST_LETTERS:
        return said
    if _reads_as_english(sample):
        return "en"
    guesses = _identifier().rank(sample)[:LIKELY]
    best, probability = guesses[0]
    if probability >= SURE:
        return best if len(best) == 2 else ""
    return said if said in [language for language, _ in guesses] else ""


def language_name(code: str) -> str:
    """Give the English name of a language; its code where the name is not known here."""
    return _NAMES.get(code, code)


def foreign_note(language: str) -> str:
    """Say in a receipt that an English model does not read this language; "" where it may."""
    if language in ("", "en"):
        return ""
    name = language_name(language)
    return (
        f"in {name}, which the English model does not read: found by its words, hardly by its"
        " meaning; a multilingual model under [index] model in config.toml cures it"
    )


def foreign_notice(languages: Mapping[str, int]) -> str:
    """Say how many articles an English model does not read, and the cure; "" for none.

    Args:
        languages: how many articles there are of each, "" where it cannot be told.
    """
    counts = Counter[str]()
    for code, count in languages.items():
        if code not in ("", "en"):
            counts[language_name(code)] += count
    if not counts.total():
        return ""
    named = ", ".join(f"{name} {count}" for name, count in counts.most_common(MOST_NAMED))
    more = ", …" if len(counts) > MOST_NAMED else ""
    return (
        f"{counts.total()} of {sum(languages.values())} articles are not in English"
        f" ({named}{more})."
        " The model that came with the program reads English: these articles are found by their"
        f" words, hardly by their meaning. {CURE}"
    )


def _sample(text: str) -> str:
    """The first lines of prose; all lines where none is long."""
    lines = [line for line in text.split("\n") if len(line) >= SHORTEST_BLOCK]
    return "\n".join(lines or [text])[:SAMPLE]


def _primary(declared: str) -> str:
    match = _DECLARED.fullmatch(declared)
    return match[1].lower() if match and len(match[1]) == 2 else ""


def _reads_as_english(sample: str) -> bool:
    """Whether the commonest words of English are as common as in its prose.

    Spares most libraries the model; no other language has "the" and these others so often.
    """
    words = sample.lower().split()
    if len(words) < FEWEST_WORDS:
        return False
    counts = Counter(word for word in words if word in _COMMONEST)
    enough = counts.total() >= ENGLISH_SHARE * len(words)
    return enough and counts["the"] >= THE_SHARE * len(words) and counts["and"] + counts["of"] > 0


@cache
def _identifier() -> "LanguageIdentifier":
    """Load the detector, which is unpacked into a temporary file.

    Raises:
        StorageError: there is no room for that.
    """
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # 0.9 s and 80 MB

    try:
        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    except OSError as error:
        raise StorageError(
            f"the disk of temporary files, {tempfile.gettempdir()}, is full or read-only "
            f"({error.strerror}); free some space and run the rebuild again"
        ) from error
