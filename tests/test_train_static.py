"""A vector for each token learns from questions, and from what a network says of texts."""

import numpy as np
import torch
from support import HashEmbedder

from benchmarks.train_static import Course, Lesson, Texts, begin, compare, teach
from index.embed import PACKAGED_MODEL, find_model
from index.model_tokens import TokenRuns

MATTERS = (
    "ferry harbour council tram budget pier storm orchard bridge museum school railway".split()
)


def test_it_learns_to_be_as_near_as_the_network_says() -> None:
    """And questions come nearer to the paragraphs that answer than to others."""
    tokenize = TokenRuns(find_model(PACKAGED_MODEL) / "tokenizer.json")
    paragraphs = [f"A report on the {matter} was read on Monday in Quill." for matter in MATTERS]
    questions = [f"Who spoke about the {matter}, and when?" for matter in MATTERS]
    texts = paragraphs + questions
    lesson = Lesson(
        Texts(questions, tokenize),
        Texts(paragraphs, tokenize),
        list(range(len(MATTERS))),
        Texts(texts, tokenize),
        torch.from_numpy(HashEmbedder().encode_passages(texts)),
    )
    network = np.random.default_rng(0).normal(size=(30_522, 16)).astype(np.float32)

    first = begin(network, lesson.paragraphs, 8)
    learnt = teach(first, lesson, Course(60, rate=0.03, batch=12, compared=24))

    assert compare(learnt, lesson)["off"] < compare(first, lesson)["off"]
    assert compare(learnt, lesson)["correlation"] > compare(first, lesson)["correlation"]
    rows = [part.embed(learnt, range(12)) for part in (lesson.questions, lesson.paragraphs)]
    assert (rows[0] @ rows[1].T).argmax(dim=1).tolist() == list(range(12))
