"""Rich Text Format: the words alone; the one file that knows striprtf."""

from index.articles import Extracted
from index.errors import ArticleError

__all__ = ["read_rtf"]


def read_rtf(content: bytes) -> Extracted:
    """Give the text of an .rtf file, a paragraph to a line, cells of tables apart by bars.

    Raises:
        ArticleError: the bytes are no Rich Text.
    """
    from striprtf.striprtf import rtf_to_text

    if not content.lstrip().startswith(b"{\\rtf"):
        raise ArticleError("damaged: not a Rich Text file, which begins with {\\rtf")
    try:
        text = rtf_to_text(  # type: ignore[no-untyped-call]
            content.decode("latin-1"), errors="replace"
        )  # ASCII by its standard
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise ArticleError(f"damaged: not a readable Rich Text file ({error})") from error
    return Extracted(str(text))
