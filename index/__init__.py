"""Articles on disk become a library that can be searched."""

from index.articles import Article, SectionKind
from index.config import read_table
from index.errors import ArticleQAError, ConfigError
from index.library import Library
from index.logistic import Logistic
from index.passages import Passage
from index.receipts import Receipt
from index.store import ListedArticle

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
