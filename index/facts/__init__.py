"""What an article says of itself: title, outlet, authors, dates, section and language."""

from index.facts.bylines import clean_names, read_byline
from index.facts.dates import note_claims, note_updates
from index.facts.describe import describe
from index.facts.kickers import choose_section, find_kickers
from index.facts.languages import foreign_note, foreign_notice

__all__ = [
    "choose_section",
    "clean_names",
    "describe",
    "find_kickers",
    "foreign_note",
    "foreign_notice",
    "note_claims",
    "note_updates",
    "read_byline",
]
