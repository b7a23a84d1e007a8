"""The one reader of config.toml, and the settings of this folder's tables, [index], [ingest]."""

import dataclasses
import difflib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin

from index.columns import Columns
from index.errors import ArticleQAError, ConfigError
from index.ingest_settings import IngestSettings
from index.pgvector_settings import PgvectorSettings

__all__ = ["PRESETS", "IndexSettings", "load_index_settings", "read_table"]

Settings = TypeVar("Settings")

_TABLES = ("index", "ingest", "qa", "ui")
_SUBTABLES = ("columns", "pgvector", "chat_server")
"""Of these tables; each has a reader of its own."""
PRESETS = {"best": "all-MiniLM-L6-v2", "fast": "all-MiniLM-L6-v2-fast"}
"""The packaged model that each takes."""
_LEAST = {"exact_up_to": 0, "workers": 0, "file_seconds": 1, "file_megabytes": 400}


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """[index]: where articles and library are, and what the library is made of."""

    articles: Path = Path("articles")
    library: Path = Path("var/library")
    cache: Path = Path("var/cache")
    models: Path = Path("var/models")
    preset: str = "best"
    """Which packaged model is taken where `model` names none."""
    model: str = ""
    precision: str = "auto"
    passage_words: int = 120
    exact_up_to: int = 100_000
    """Passages that are all compared with a question; where there are more, bits propose some.

    So many take 10 ms on one core, a tenth of an answer, and a question is compared up to four
    times: as typed, without the filters, and with what its chat adds.
    """
    question_prompt: str = ""
    passage_prompt: str = ""
    workers: int = 0
    """Processes that read files; 0 is one for each processor."""
    file_seconds: int = 60
    """What reading one file may take."""
    file_megabytes: int = 1000
    ocr: str = "auto"
    """Whether scans are read: "auto", where tesseract is installed, or "off"."""
    ocr_languages: str = "eng"
    columns: Columns = field(default_factory=Columns)
    """Which column of a table holds what."""
    backend: str = "faiss"
    """Where pages find the library: "faiss", in the folder; or "pgvector", in PostgreSQL."""
    pgvector: PgvectorSettings = field(default_factory=PgvectorSettings)
    """Servers of the backend of that name."""
    ingest: IngestSettings = field(default_factory=IngestSettings)
    """[ingest]: where passages are embedded."""

    def __post_init__(self) -> None:
        if not 20 <= self.passage_words <= 400:
            raise ConfigError(f"passage_words = {self.passage_words} must lie between 20 and 400")
        if self.precision not in ("auto", "float32", "bfloat16"):
            raise ConfigError(
                f'precision = "{self.precision}" must be one of "auto", "float32", "bfloat16"'
            )
        if self.backend not in ("faiss", "pgvector"):
            raise ConfigError(f'backend = "{self.backend}" must be "faiss" or "pgvector"')
        if self.ocr not in ("auto", "off"):
            raise ConfigError(f'ocr = "{self.ocr}" must be "auto" or "off"')
        for name, least in _LEAST.items():
            if getattr(self, name) < least:
                raise ConfigError(f"{name} = {getattr(self, name)} must be at least {least}")
        self._choose_model()

    def _choose_model(self) -> None:
        """Take the preset's model where none is named."""
        if self.preset not in PRESETS:
            raise ConfigError(f'preset = "{self.preset}" must be "best" or "fast"')
        if not self.model:
            object.__setattr__(self, "model", PRESETS[self.preset])
        elif self.preset != "best" and self.model != PRESETS[self.preset]:
            raise ConfigError(
                f'preset = "{self.preset}" has a model of its own, and model = "{self.model}" '
                "names another; leave one of them out"
            )


def load_index_settings(path: Path, articles: Path | None = None) -> IndexSettings:
    """Give [index] and [ingest]; `articles` overrides the folder the file names."""
    settings = read_table(path, "index", IndexSettings)
    columns = read_table(path, "index.columns", Columns)
    servers = read_table(path, "index.pgvector", PgvectorSettings)
    if settings.backend == "pgvector" and not servers.dsn:
        raise ConfigError(
            f'{path}: backend = "pgvector" needs the address of a server: [index.pgvector] dsn = '
            '"host=db1 dbname=articles user=ask"'
        )
    ingest = read_table(path, "ingest", IngestSettings)
    settings = dataclasses.replace(settings, columns=columns, pgvector=servers, ingest=ingest)
    beside = path.parent / settings.model
    if (beside / "modules.json").is_file():  # a model's folder is relative to the file, too
        settings = dataclasses.replace(settings, model=str(beside.absolute()))
    if articles is not None:
        settings = dataclasses.replace(settings, articles=articles.expanduser().absolute())
    return settings


def read_table(path: Path, name: str, into: type[Settings]) -> Settings:
    """Read table [name] of a TOML file into a dataclass whose fields all have defaults.

    Dots in `name` lead into sub-tables. Values of type `Path` are relative to the file. A missing
    table gives the defaults; sub-tables are left to their own readers.

    Raises:
        ConfigError: the file is missing or not TOML, a key is unknown, a type is wrong or a
            value is impossible; the message names file, table and key.
    """
    document = _parse(path)
    if unknown := document.keys() - set(_TABLES):
        found = min(unknown)
        raise ConfigError(f"{path}: there is no table or setting {found!r}{_hint(found, _TABLES)}")
    table = _find_table(document, name, path)
    fields = {item.name: item for item in dataclasses.fields(into)}  # type: ignore[arg-type]
    values: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(value, dict) and key in _SUBTABLES:
            continue
        if key not in fields:
            raise ConfigError(f"{path}: [{name}] has no setting {key!r}{_hint(key, fields)}")
        values[key] = _convert(value, fields[key].type, f"{path}: [{name}] {key}", path.parent)
    for key, item in fields.items():
        if item.type is Path and key not in values:
            values[key] = (path.parent / str(item.default)).absolute()
    try:
        return into(**values)
    except ArticleQAError as error:
        raise ConfigError(f"{path}: [{name}] {error}") from error


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigError(
            f"{path}: there is no such configuration file; name one with --config FILE"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read ({error})") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: is not valid TOML: {error}") from error


def _find_table(document: dict[str, Any], name: str, path: Path) -> dict[str, Any]:
    table: Any = document
    for part in name.split("."):
        table = table.get(part, {})
        if not isinstance(table, dict):
            raise ConfigError(f"{path}: {name} = {table!r} must be a table, written [{name}]")
    return dict(table)


def _hint(key: str, fields: Iterable[str]) -> str:
    close = difflib.get_close_matches(key, fields, n=1)
    meant = f"; did you mean {close[0]!r}?" if close else ""
    return f"{meant} (it has {', '.join(fields)})"


def _convert(value: object, wanted: Any, where: str, folder: Path) -> object:
    if wanted is Path and isinstance(value, str):
        try:
            return (folder / Path(value).expanduser()).absolute()
        except RuntimeError as error:
            raise ConfigError(f"{where} = {value!r} names a user that is not there") from error
    if wanted is float and type(value) is int:
        return float(value)
    if get_origin(wanted) is tuple and isinstance(value, list):
        item = get_args(wanted)[0]
        return tuple(_convert(entry, item, where, folder) for entry in value)
    if type(value) is not wanted:
        names = {
            str: "text in quotes",
            int: "a whole number",
            float: "a number",
            bool: "true or false",
        }
        expected = names.get(wanted, "a path in quotes" if wanted is Path else "a list")
        raise ConfigError(f"{where} = {value!r} must be {expected}")
    return value
