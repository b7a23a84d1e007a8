"""A question goes in, an answer with citations comes out."""

from index import ArticleQAError
from qa.answer import Answer, Status
from qa.assemble import open_assistant
from qa.assistant import Assistant
from qa.chats import Chats
from qa.citations import Citation, Source
from qa.overview import Overview
from qa.retrieve import Filters

__all__ = [
    "Answer",
    "ArticleQAError",
    "Assistant",
    "Chats",
    "Citation",
    "Filters",
    "Overview",
    "Source",
    "Status",
    "open_assistant",
]
