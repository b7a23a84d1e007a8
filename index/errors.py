"""The errors a person can meet, each with a message that names the cure.

ArticleQAError              anything we can explain in one line
 ├─ ConfigError             config.toml says something that cannot be obeyed
 ├─ ArticleError            one file cannot become an article (ends as a line in the receipts)
 ├─ ArticlesMissingError    the articles folder is not there or holds nothing to read
 ├─ ExtraMissingError       an optional part is asked for that is not installed
 ├─ FileRefusedError        a file cannot be put into the articles folder, taken out or put back
 ├─ FileUnknownError        the library has no file of that name
 ├─ IndexMissingError       no library has been built yet
 ├─ IndexStaleError         the library was made with other settings or another model
 ├─ IndexDamagedError       files of the library are missing or changed
 ├─ IndexLockedError        another rebuild is running
 ├─ ModelMissingError       the embedding model is not on this machine
 ├─ StorageError            the disk is full, read-only or failing
 ├─ StoreError              the server that keeps library or chats does not answer, or refuses
 └─ WorkerError             a process that reads or embeds cannot start, is gone or is not as here
"""

__all__ = [
    "ArticleError",
    "ArticleQAError",
    "ArticlesMissingError",
    "ConfigError",
    "ExtraMissingError",
    "FileRefusedError",
    "FileUnknownError",
    "IndexDamagedError",
    "IndexLockedError",
    "IndexMissingError",
    "IndexStaleError",
    "ModelMissingError",
    "StorageError",
    "StoreError",
    "WorkerError",
]


class ArticleQAError(Exception):
    """Anything we can explain in one line: what, where, and what to do about it."""


class ConfigError(ArticleQAError):
    """config.toml has an unknown key, a wrong type or an impossible value."""


class ArticleError(ArticleQAError):
    """One file cannot become an article; the build goes on without it."""


class ArticlesMissingError(ArticleQAError):
    """The articles folder does not exist or holds no file of a known format."""


class FileRefusedError(ArticleQAError):
    """A file cannot be put into the articles folder, taken out of it or put back."""


class FileUnknownError(ArticleQAError):
    """The library has no file of the name that was asked for."""


class IndexMissingError(ArticleQAError):
    """No library has been built yet."""


class IndexStaleError(ArticleQAError):
    """The library was built with other settings or another model than config.toml asks for."""


class IndexDamagedError(ArticleQAError):
    """A file of the library is missing, cut short or changed since it was written."""


class IndexLockedError(ArticleQAError):
    """Another rebuild of the same library is running; the message names its holder."""


class ModelMissingError(ArticleQAError):
    """The embedding model that config.toml names cannot be found on this machine."""


class ExtraMissingError(ArticleQAError):
    """config.toml asks for something that the installation was not given; the message names it."""


class StoreError(ArticleQAError):
    """The server that keeps the library or the chats does not answer, or refuses."""


class StorageError(ArticleQAError):
    """The disk is full, read-only or failing; what was there before is still there."""


class WorkerError(ArticleQAError):
    """A process that reads articles or embeds passages cannot be started, is gone, or differs."""
