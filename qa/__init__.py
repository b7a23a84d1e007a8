"""A question goes in, an answer with citations comes out."""

from index import ArticleQAError, read_table
from qa.answer import Answer
from qa.assemble import Folder, open_assistant
from qa.assistant import Assistant
from qa.chats import Chats
from qa.citations import Citation
from qa.filters import Filters
from qa.overview import Overview

__all__ = [
    "Answer",
    "ArticleQAError",
    "Assistant",
    "Chats",
    "Citation",
    "Filters",
    "Folder",
    "Overview",
    "open_assistant",
    "read_table",
]
