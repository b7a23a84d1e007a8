"""The settings of [ui] in config.toml."""

from dataclasses import dataclass, field

from qa import ArticleQAError

__all__ = ["PageSettings"]


@dataclass(frozen=True, slots=True)
class PageSettings:
    """[ui]: for whom the page is, and what it begins with."""

    shared: bool = False
    """Several people use one page: nobody sees the chats of others, or changes the library."""
    password: str = field(default="", repr=False)
    """What a reader of a shared page has to know."""

    examples: int = 4
    """Questions that the empty page offers; with 0, none are offered below answers either."""

    def __post_init__(self) -> None:
        if self.examples < 0:
            raise ArticleQAError(f"examples = {self.examples} must be at least 0")
        if self.shared and not self.password:
            raise ArticleQAError(
                'shared = true needs a password: add password = "..." below it, or set shared = '
                "false for a page of your own"
            )
        if self.password and not self.shared:
            raise ArticleQAError(
                "password is set, but a page of your own asks nobody for it: set shared = true, or "
                "take the password out"
            )
