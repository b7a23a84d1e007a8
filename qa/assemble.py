"""config.toml becomes an assistant; the one place where names become objects."""

from pathlib import Path

from index import Library, read_table
from index.config import load_index_settings
from index.embed import Embedder
from qa.answer import AnswerSettings, Assistant
from qa.coefficients import Coefficients, load_coefficients
from qa.confidence import Confidence
from qa.inference import Gate
from qa.read import SimilarityReader
from qa.retrieve import EncodeQuestion, HybridSearch, Retriever

__all__ = ["assemble", "make_hybrid", "open_assistant"]


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


def make_hybrid(library: Library, encode: EncodeQuestion, settings: AnswerSettings) -> HybridSearch:
    """Give the search that ships."""
    return HybridSearch(
        library, encode, settings.depth, settings.dense_weight, settings.article_weight
    )


def assemble(
    library: Library, settings: AnswerSettings, coefficients: Coefficients | None = None
) -> Assistant:
    """Put an assistant together over an open library."""
    fitted = coefficients or load_coefficients()
    gate = Gate(library)
    idf = library.keywords.idf
    search = make_hybrid(library, gate.encode_question, settings)
    return Assistant(
        library=library,
        retrieve=Retriever(library, search, settings.per_article),
        read=SimilarityReader(
            gate.encode_question, gate.encode_sentences, library.tokenize, idf, fitted.sentence
        ),
        judge=Confidence(
            library.tokenize, idf, library.keywords.document_frequency, fitted.confidence
        ),
        settings=settings,
        coefficients=fitted,
    )
