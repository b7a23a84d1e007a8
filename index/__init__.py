"""Articles on disk become a library that can be searched."""

from typing import TYPE_CHECKING

from index.articles import Article, SectionKind
from index.config import read_table
from index.errors import ArticleQAError, ConfigError
from index.logistic import Logistic
from index.passages import Passage
from index.receipts import Receipt
from index.store import ListedArticle

if TYPE_CHECKING:
    from index.library import Library

__all__ = [
    "Article",
    "ArticleQAError",
    "ConfigError",
    "Library",
    "ListedArticle",
    "Logistic",
    "Passage",
    "Receipt",
    "SectionKind",
    "read_table",
]


def __getattr__(name: str) -> object:
    """Give the library, which processes that only read files begin a second sooner without."""
    if name == "Library":
        from index.library import Library

        return Library
    raise AttributeError(f"module 'index' has no attribute '{name}'")
