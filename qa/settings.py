"""The settings of [qa] in config.toml."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from index import ConfigError
from qa.coefficients import CAUTIONS

__all__ = ["AnswerSettings"]


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """[qa]: how much is searched, read and shown."""

    reader: str = "packaged"
    """The model that reads passages: the packaged one, the folder of any question-answering model
    or cross-encoder that transformers can load, or empty for none."""
    caution: str = "normal"
    """"normal" answers nearly every question that the articles answer, and more that they do not;
    "highest" answers only where it is sure; "high" lies between."""
    passages: int = 8
    """Passages that are read for each question."""
    per_article: int = 3
    """Of these, how many come from one article before other articles had as many."""
    depth: int = 100
    """Passages that each arm of the search proposes."""
    dense_weight: float = -1.0
    """Share of meaning, against keywords, in what a passage is worth, 0 to 1; -1 for what suits the
    embedding model."""
    article_weight: float = 0.3
    """Of the whole article's keywords, beside the 1 of its passage."""
    max_sentences: int = 4
    """Sentences in an answer, at most."""
    also_found: int = 4
    """Passages named beside the answer, at most."""
    chats: Path = Path("var/chats")
    """Folder of the chats that are kept."""

    reference_date: str = "today"
    """What "yesterday" and "last week" are counted from: "today", "newest" for the day of the
    newest article, or a day: "2026-02-05"."""

    def __post_init__(self) -> None:
        _check_day(self.reference_date)
        if self.caution not in CAUTIONS:
            known = ", ".join(f'"{name}"' for name in CAUTIONS)
            raise ConfigError(f'caution = "{self.caution}" must be one of {known}')
        for name in ("passages", "per_article", "depth", "max_sentences"):
            if getattr(self, name) < 1:
                raise ConfigError(f"{name} = {getattr(self, name)} must be at least 1")
        if self.also_found < 0:
            raise ConfigError(f"also_found = {self.also_found} must be at least 0")
        if self.dense_weight != -1 and not 0 <= self.dense_weight <= 1:
            raise ConfigError(
                f"dense_weight = {self.dense_weight} must lie between 0 and 1, or be -1 for what "
                "suits the embedding model"
            )
        if self.article_weight < 0:
            raise ConfigError(f"article_weight = {self.article_weight} must be at least 0")


def _check_day(reference: str) -> None:
    if reference in ("today", "newest"):
        return
    try:
        date.fromisoformat(reference)
    except ValueError:
        raise ConfigError(
            f'reference_date = "{reference}" must be "today", "newest" or a day, "2026-02-05"'
        ) from None
