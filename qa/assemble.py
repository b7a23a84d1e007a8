"""config.toml becomes an assistant; the one place where names become objects."""

from datetime import date, datetime
from functools import cache, partial
from importlib.resources import as_file, files
from pathlib import Path

from index import Library, read_table
from index.config import load_index_settings
from index.days import read_period
from index.embed import FAST_MODEL, PACKAGED_MODEL, Embedder, find_model
from index.folder import Folder
from index.pgvector.transactions import SharedTables, Transactions
from index.pgvector_settings import ServerSettings
from index.reread import Rereader
from qa.assistant import Assistant, Stages
from qa.carry import Carry, FittedCarry
from qa.chat_file import ChatFile
from qa.chat_server import FORMAT, SCHEMA, ChatServer
from qa.chat_store import ChatStore
from qa.coefficients import load_fitted
from qa.confidence import Confidence
from qa.differences import FindDifferences
from qa.disagree import Compare
from qa.followups import FollowUps
from qa.inference import Gate
from qa.mentions import Mentions
from qa.people import People
from qa.periods import Periods
from qa.read import SentenceReader
from qa.retrieve import Retriever
from qa.search import EncodeQuestion, HybridSearch
from qa.settings import AnswerSettings
from qa.spans import ReadPassages
from qa.tally import Tallies

__all__ = [
    "Folder",
    "assemble",
    "load_reader",
    "make_followups",
    "make_hybrid",
    "make_periods",
    "open_assistant",
    "open_chat_store",
    "open_rereader",
    "preset_of",
]

PACKAGED_READER = "packaged"
_DENSE_WEIGHTS = {"best": 0.6, "fast": 0.4}
"""Share of meaning for each packaged model; measured, see docs/decisions.md."""
_ABOUT_A_NAME = 30
"""Passages that are looked at to tell whether a name is a person's."""


def open_assistant(
    config: Path | str = "config.toml", embedder: Embedder | None = None
) -> Assistant:
    """Open the library that a configuration names and give its assistant.

    Args:
        config: the configuration file.
        embedder: the model, where it is loaded already.

    Raises:
        ArticleQAError: there is no library, it is stale or damaged, the configuration is wrong,
            or the model is not on this machine; the message names the cure.
    """
    settings = load_index_settings(Path(config))
    answering = read_table(Path(config), "qa", AnswerSettings)
    return assemble(Library.open(settings, embedder), answering)


def open_rereader(config: Path | str = "config.toml") -> Rereader:
    """Give what reads files of the articles folder once more; no model is loaded.

    Raises:
        ArticleQAError: the configuration is wrong.
    """
    return Rereader(load_index_settings(Path(config)))


def open_chat_store(config: Path | str = "config.toml") -> ChatStore:
    """Give what keeps chats: the file of [qa] chats, or where any are named, servers.

    Raises:
        ArticleQAError: the configuration is wrong, or PostgreSQL's driver is not installed.
    """
    servers = read_table(Path(config), "qa.chat_server", ServerSettings)
    if servers.dsn:
        tables = Transactions(servers, SharedTables("[qa.chat_server]", FORMAT, SCHEMA))
        return ChatServer(tables, f"PostgreSQL, schema {servers.schema}")
    return ChatFile(read_table(Path(config), "qa", AnswerSettings).chats)


@cache
def load_reader(
    name: str, precision: str, models: Path = Path("var/models")
) -> ReadPassages | None:
    """Load the model that reads passages; None for an empty name.

    Args:
        name: as [qa] reader gives it.
        precision: "float32" or "bfloat16".
        models: folder in which models fetched on purpose lie.

    Raises:
        ConfigError: there is no such model.
        ModelMissingError: the embedding model that it stands on is not on this machine.
    """
    if not name:
        return None
    if name != PACKAGED_READER:
        from qa.reader_model import OtherReader

        return OtherReader(Path(name).expanduser(), precision)
    return open_packaged(precision, models)


def open_packaged(precision: str, models: Path = Path("var/models")) -> ReadPassages:
    """Open the reader that ships; see `load_reader`."""
    import torch

    from index.bert import load_bert, read_tensors
    from index.model_tokens import TokenBatches
    from qa.reader_model import WEIGHTS, PairTokenizer, ReaderModel, SpanReader, load_weights

    base = find_model(PACKAGED_MODEL, models)
    model = ReaderModel(load_bert(base))
    with as_file(files("qa").joinpath("reader")) as folder:
        load_weights(model, read_tensors(folder / WEIGHTS))
    tokenize = PairTokenizer(TokenBatches(base / "tokenizer.json", keeps_first=True))
    return SpanReader(model.to(getattr(torch, precision)), tokenize)


def preset_of(library: Library) -> str:
    """Give the preset on whose model's cosines what is fitted for a library was fitted."""
    return "fast" if library.settings.model == FAST_MODEL else "best"


def make_hybrid(library: Library, encode: EncodeQuestion, settings: AnswerSettings) -> HybridSearch:
    """Give the search that ships."""
    weight = settings.dense_weight
    if weight < 0:
        weight = _DENSE_WEIGHTS[preset_of(library)]
    return HybridSearch(library, encode, settings.depth, weight, settings.article_weight)


def make_followups(library: Library, gate: Gate, periods: Periods) -> FollowUps:
    """Give what makes the questions of a chat stand alone."""
    carry = Carry(library.tokenize, FittedCarry.load())
    return FollowUps(carry, make_people(library), library.tokenize, gate.encode_sentences, periods)


def make_periods(library: Library, reference: str = "today") -> Periods:
    """Give what reads times."""
    return Periods(read_period, partial(find_reference, library, reference))


def find_reference(library: Library, reference: str) -> date:
    """Give the day that "yesterday" is counted from."""
    if reference == "newest":
        return library.articles.newest_day or datetime.now().astimezone().date()
    is_today = reference == "today"
    return datetime.now().astimezone().date() if is_today else date.fromisoformat(reference)


def make_people(library: Library) -> People:
    """Give what tells people from other names."""

    def find_texts(name: str) -> list[str]:
        rows, _ = library.store.best_by_keywords(name, _ABOUT_A_NAME)
        return [passage.text for _, passage in library.passages(rows.tolist())]

    return People(find_texts)


def _name_reader(library: Library, settings: AnswerSettings) -> str:
    """Give the reader to load: the packaged one reads English only."""
    english = sum(library.articles.languages[language] for language in ("", "en"))
    is_foreign = english * 2 < len(library.articles)
    return "" if settings.reader == PACKAGED_READER and is_foreign else settings.reader


def assemble(library: Library, settings: AnswerSettings, refuses: bool = True) -> Assistant:
    """Put an assistant together over an open library.

    Args:
        library: what is asked.
        settings: of config.toml.
        refuses: False for one that shows what it would have shown.
    """
    name, models = _name_reader(library, settings), library.settings.models
    reader = load_reader(name, library.embedder.precision, models)
    fitted = load_fitted(preset_of(library))
    fitted = fitted if refuses else fitted.without_refusals()
    gate = Gate(library, reader)
    idf = library.idf
    search = make_hybrid(library, gate.encode_question, settings)
    periods = make_periods(library, settings.reference_date)
    mentions = Mentions(library, make_people(library))
    stages = Stages(
        follow_up=make_followups(library, gate, periods),
        retrieve=Retriever(library, search, settings.per_article),
        read=SentenceReader(
            gate.encode_question,
            gate.encode_sentences,
            library.tokenize,
            idf,
            fitted,
            gate.read_passages if reader else None,
        ),
        judge=Confidence(library.tokenize, idf, library.store.frequency, fitted),
        periods=periods,
        differ=FindDifferences(Compare(library.tokenize)),
        tally=Tallies(library, mentions),
        mentions=mentions,
    )
    return Assistant(library, stages, settings, fitted)
