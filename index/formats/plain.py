"""Plain text: bytes of any encoding become text, or it is said that they are none."""

import re

from index.articles import Extracted
from index.errors import ArticleError

__all__ = ["decode", "read_plain"]

_BYTE_ORDER_MARKS = (  # UTF-32 first: its little-endian mark begins with the one of UTF-16
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b"))  # \x1a ended files under DOS
_PROBE = 65536  # bytes looked at; enough to tell, whatever the size of the file
_MOST_CONTROLS = 0.05  # share of control characters above which bytes are no text
_CLOSE = 0.1  # of charset-normalizer's coherence, 0 to 1
_NEVER_MET = [  # in files of articles, but easily guessed when a text is short
    *("mac_iceland", "mac_turkish", "mac_latin2", "mac_greek", "mac_cyrillic", "hp_roman8"),
    *("iso8859_10", "iso8859_13", "iso8859_14", "iso8859_16", "cp037", "cp500", "cp1026", "cp1140"),
]
_BINARY = "looks like a binary file, not text: save it as text, or give it its right suffix"


def read_plain(content: bytes) -> Extracted:
    """Give the text of a .txt file; each line is a block.

    Raises:
        ArticleError: the bytes are not text.
    """
    return Extracted(decode(content).replace("\f", "\n"))


def decode(content: bytes, declared: str = "") -> str:
    """Give the bytes as text, with a line feed alone at line ends.

    A byte order mark decides; then UTF-8 is tried, which other encodings hardly ever match by
    chance; then the encoding the file declares; then the likeliest by its letters.

    Raises:
        ArticleError: the bytes are not text.
    """
    return re.sub(r"\r\n?", "\n", _decode_bytes(content, declared))


def _decode_bytes(content: bytes, declared: str) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace").removeprefix("\ufeff")
    _refuse_binary(content)
    for encoding in ("utf-8", declared):
        try:
            return content.decode(encoding)
        except (LookupError, UnicodeError):  # LookupError: a name that is no encoding
            continue
    return _guess(content)


def _refuse_binary(content: bytes) -> None:
    probe = content[:_PROBE]
    controls = len(probe) - len(probe.translate(None, delete=_CONTROLS))
    if b"\0" in content or controls > _MOST_CONTROLS * len(probe):
        raise ArticleError(_BINARY)


def _guess(content: bytes) -> str:
    from charset_normalizer import from_bytes  # only files that are not UTF-8 need it

    matches = from_bytes(content, cp_exclusion=_NEVER_MET)
    best = matches.best()
    if best is None:
        raise ArticleError(_BINARY)
    # Encodings of Western Europe differ in a few signs; when close, the commonest is the likeliest.
    for match in matches:
        is_close = match.chaos <= best.chaos and match.coherence > best.coherence - _CLOSE
        if "cp1252" in match.could_be_from_charset and is_close:
            return str(match)
    return str(best)
