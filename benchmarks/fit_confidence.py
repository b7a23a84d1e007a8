"""Fit what the answer rests on: which sentence answers, whether any does, how many are shown.

    python -m benchmarks.fit_confidence --data ../shared/data [--work DIR] [--preset fast]

Fitted once with the reader and once without, on articles of SQuAD 2.0 and SQuADShifts that the
reader was not trained on, and reported on others (`benchmarks/parts.py`); that two sentences speak
of the same thing is fitted on pairs of our own (corroboration.json). Four kinds of unanswerable
questions teach refusal: SQuAD's own near misses, questions about another library, questions whose
answer was taken out of what is found, and questions in which a name was changed. Writes
qa/coefficients.json and qa/coefficients-similarity.json; for the fast preset
qa/coefficients-fast-similarity.json, and prints how the other fit does beside its own.
"""

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from benchmarks.confidence_cases import Case, read_cases
from benchmarks.fitting import fit_logistic
from benchmarks.metrics import token_f1
from benchmarks.parts import read_shifts, read_squad2
from benchmarks.squad import AskedQuestion, write_folder
from index.bert_embed import load_embedder
from index.build import build_library
from index.config import PRESETS, IndexSettings
from index.embed import Embedder
from index.library import Library
from index.logistic import Logistic
from qa.assemble import assemble
from qa.assistant import Assistant
from qa.coefficients import CAUTIONS, Coefficients, load_fitted, name_coefficients
from qa.compose import choose_sentences
from qa.question import parse_question
from qa.read import Reading, ReadSentence
from qa.settings import AnswerSettings

__all__ = ["main"]

_MOST_SHOWN = 4
_FURTHER = 1 / 3
"""Of the sentences shown beside the best one, so many are to hold the answer as well."""

_SHORT_F1 = 0.5
"""Overlap in words with an expected wording at which a short answer counts as right."""
_SHORT_RIGHT = 0.8
"""Of the short answers that are given, so many are to be right."""

_ANSWERED = {"normal": 0.93, "high": 0.88, "highest": 0.7}
"""Of the questions whose answer is found, how many are answered at each caution."""

_ASKED = {"answerable": 0.5, "near miss": 0.4}
"""Shares of the questions that confidence is fitted for; all other kinds have the rest alike."""

_AGAINST = frozenset(
    (
        "absent_share",
        "brevity",
        "is_question",
        "kind_missing",
        "name_absent",
        "names_lost",
        "near_unanswered",
    )
)
"""Features that speak against an answer; all others speak for it."""

_TEACH_SENTENCES = frozenset(("answerable", "changed name", "removed"))
"""Kinds whose sentences teach which sentence answers; the passages of the others are of another
matter, or tell what the question twists."""
_LEFT_OUT = frozenset(("passage_score",))
"""Features of sentences that are not fitted where a reader has read: in SQuAD's paragraphs the
search's first passage nearly always answers, among articles on one event it does not."""

_OUT = Path(__file__).resolve().parent.parent / "qa"


def main(arguments: list[str] | None = None) -> int:
    """Fit, report on the part kept apart, and write the coefficients."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--questions", type=int, default=400, help="of each source and part")
    parser.add_argument("--preset", choices=PRESETS, default="best")
    parser.add_argument("--only", choices=("with", "without"), help="a reader; else both")
    parser.add_argument("--work", type=Path, help="where libraries are kept from run to run")
    options = parser.parse_args(arguments)
    squad = {part: read_squad2(options.data, part) for part in ("train", "fit", "kept")}
    shifts = {part: read_shifts(options.data, "new_wiki", part) for part in ("train", "fit")}
    folders = {
        "squad2": [item for part in squad.values() for item in part],
        "new_wiki": [item for part in shifts.values() for item in part],
    }
    parts = {
        "squad2": (squad["fit"], shifts["fit"], "squad2"),
        "new_wiki": (shifts["fit"], squad["fit"], "new_wiki"),
        "kept": (squad["kept"], shifts["fit"], "squad2"),
    }
    embedder = load_embedder(IndexSettings(preset=options.preset))
    with tempfile.TemporaryDirectory() as folder:
        home = options.work or Path(folder)
        libraries = {
            name: _open(home / name, questions, embedder, options.preset)
            for name, questions in folders.items()
        }
        readers = {"with": ("packaged",), "without": ("",)}.get(options.only, ("packaged", ""))
        for reader in readers:
            print(f"reader: {reader or 'none'}")
            settings = AnswerSettings(reader=reader)
            assistants = {name: assemble(item, settings) for name, item in libraries.items()}
            cases = {
                name: [
                    case
                    for case in read_cases(assistants[library], own, foreign, options.questions)
                    if case.reading.sentences and case.reading.is_seen == bool(reader)
                ]
                for name, (own, foreign, library) in parts.items()
            }
            fitted = _fit([*cases["squad2"], *cases["new_wiki"]], assistants["squad2"])
            _report(cases["kept"], assistants["squad2"], fitted)
            if options.preset != "best":
                print("as fitted for the other model")
                _report(cases["kept"], assistants["squad2"], load_fitted().of(bool(reader)))
            file = name_coefficients(options.preset, has_reader=bool(reader))
            if options.preset == "best" or file != name_coefficients(has_reader=bool(reader)):
                content = json.dumps(asdict(fitted), indent=2) + "\n"
                (_OUT / file).write_text(content, encoding="utf-8")
    return 0


def _open(
    folder: Path, questions: Sequence[AskedQuestion], embedder: Embedder, preset: str
) -> Library:
    write_folder(questions, folder / "articles")
    settings = IndexSettings(
        articles=folder / "articles",
        library=folder / "library",
        cache=folder / "cache",
        preset=preset,
    )
    report = build_library(settings, embedder=embedder)
    print(f"{folder.name}: {report.articles} articles, {report.passages} passages", file=sys.stderr)
    return Library.open(settings, embedder)


def _fit(cases: Sequence[Case], assistant: Assistant) -> Coefficients:
    sentence = Logistic(*fit_logistic(list(_teach_sentences(cases)), _AGAINST))
    scored = [_rescore(case, sentence) for case in cases]
    judged = [
        (
            assistant.judge.features(
                parse_question(case.question, assistant.library.tokenize), case.reading
            ),
            _is_found(case),
        )
        for case in scored
    ]
    confidence = Logistic(*fit_logistic(judged, _AGAINST, _count(scored)))
    chances = np.array([confidence(features) for features, _ in judged])
    labels = np.array([label for _, label in judged])
    return Coefficients(
        sentence=sentence,
        confidence=confidence,
        refuse_below=_fit_limits(chances, labels),
        show_share=_best_share(scored),
        short_margin=_fit_short(scored),
        same_matter=_fit_same_matter(assistant),
    )


def _teach_sentences(cases: Sequence[Case]) -> Iterator[tuple[dict[str, float], bool]]:
    """Give sentences by their features, with whether they hold the answer."""
    for case in cases:
        if case.kind not in _TEACH_SENTENCES:
            continue
        for item in case.reading.sentences:
            features = dict(item.features)
            if case.reading.is_seen:
                features = {name: features[name] for name in features.keys() - _LEFT_OUT}
            yield features, case.holds_answer(item)


def _count(cases: Sequence[Case]) -> list[float]:
    """Give how often each case counts, for its kind to have its share."""
    kinds = Counter(case.kind for case in cases)
    others = (1 - sum(_ASKED.values())) / max(len(kinds.keys() - _ASKED.keys()), 1)
    return [len(cases) * _ASKED.get(case.kind, others) / kinds[case.kind] for case in cases]


def _fit_short(cases: Sequence[Case]) -> float:
    """Give the least margin at which most of the short answers above it are right."""
    best = [case.reading.sentences[0] for case in cases if case.reading.sentences]
    answers = [case.answers for case in cases if case.reading.sentences]
    graded = sorted(
        (
            (item.features["span_margin"], token_f1(_short(item), expected) >= _SHORT_F1)
            for item, expected in zip(best, answers, strict=True)
            if item.short is not None and expected
        ),
        reverse=True,
    )
    right, least = 0, 99.0
    for count, (margin, is_right) in enumerate(graded, 1):
        right += is_right
        if right >= _SHORT_RIGHT * count:
            least = margin
    return round(least, 3)


def _short(sentence: ReadSentence) -> str:
    if sentence.short is None:
        return ""
    start, end = sentence.short
    return sentence.text[start - sentence.start : end - sentence.start]


def _fit_same_matter(assistant: Assistant) -> float:
    """Give the cosine that best parts the pairs of corroboration.json, between two of theirs."""
    pairs = json.loads(Path(__file__).with_name("corroboration.json").read_text("utf-8"))
    encode = assistant.library.embedder.encode_sentences
    cosines = (encode([pair["one"] for pair in pairs]) * encode([p["other"] for p in pairs])).sum(1)
    labels = np.array([pair["same"] for pair in pairs])
    limits = np.sort(cosines)
    middles = (limits[1:] + limits[:-1]) / 2
    # A sentence shown in vain costs more than one that is missing: it is read as an answer.
    worth = [
        ((cosines >= x) & labels).sum() - 2 * ((cosines >= x) & ~labels).sum() for x in middles
    ]
    best = float(middles[int(np.argmax(worth))])
    right = int(((cosines >= best) == labels).sum())
    print(f"same matter: cosine {best:.2f} is right on {right} of {len(pairs)} pairs")
    return round(best, 3)


def _rescore(case: Case, model: Logistic) -> Case:
    sentences = [replace(item, score=model(item.features)) for item in case.reading.sentences]
    sentences.sort(key=lambda item: -item.score)
    return replace(case, reading=Reading(tuple(sentences)))


def _is_found(case: Case) -> bool:
    """Tell whether one of the three best sentences holds the answer."""
    return any(case.holds_answer(item) for item in case.reading.sentences[:3])


def _fit_limits(chances: np.ndarray, labels: np.ndarray) -> dict[str, float]:
    """Give the highest limit at which so many of the questions that are answered are answered."""
    return {
        caution: round(float(np.quantile(chances[labels], 1 - _ANSWERED[caution])), 3)
        for caution in CAUTIONS
    }


def _best_share(cases: Sequence[Case]) -> float:
    """Give the smallest share at which enough of the further sentences hold the answer."""
    further = [
        (item.score / case.reading.sentences[0].score, case.holds_answer(item))
        for case in cases
        if case.kind == "answerable" and case.reading.sentences
        for item in case.reading.sentences[1:_MOST_SHOWN]
    ]
    shares, holds = np.array([share for share, _ in further]), np.array([it for _, it in further])
    tried = np.linspace(0.2, 0.95, 76)
    enough = (share for share in tried if holds[shares >= share].mean() >= _FURTHER)
    return round(float(next(enough, tried[-1])), 2)


def _report(cases: Sequence[Case], assistant: Assistant, fitted: Coefficients) -> None:
    """Print how the fit does on the part kept apart."""
    scored = [_rescore(case, fitted.sentence) for case in cases]
    chances: dict[str, list[float]] = {}
    for case in scored:
        question = parse_question(case.question, assistant.library.tokenize)
        chance = 0.0
        if case.reading.sentences:
            chance = fitted.confidence(assistant.judge.features(question, case.reading))
        chances.setdefault(case.kind, []).append(chance)
    answerable = [case for case in scored if case.kind == "answerable"]
    shown = [choose_sentences(case.reading, fitted, _MOST_SHOWN) for case in answerable]
    print(f"kept apart: {len(scored)} cases")
    first = [case.holds_answer(case.reading.sentences[0]) for case in answerable]
    within = [
        any(map(case.holds_answer, chosen)) for case, chosen in zip(answerable, shown, strict=True)
    ]
    print(
        f"answer in first sentence {np.mean(first):.3f}, in sentences shown {np.mean(within):.3f}"
    )
    print(f"sentences shown on average {np.mean([len(chosen) for chosen in shown]):.2f}")
    for kind, values in chances.items():
        answered = np.mean(np.array(values) >= fitted.refuse_below["normal"])
        line = f"{kind:>12}: {len(values)} questions, {answered:.3f} answered"
        if kind != "answerable":
            both = [*chances["answerable"], *values]
            truth = [1] * len(chances["answerable"]) + [0] * len(values)
            line += f", AUROC {roc_auc_score(truth, both):.3f}"
        print(line)


if __name__ == "__main__":
    sys.exit(main())
