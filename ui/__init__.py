"""The page: a chat over the folder of articles, with every sentence opened at its source."""

__all__: list[str] = []
