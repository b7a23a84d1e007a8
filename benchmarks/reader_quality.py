"""What the reader makes of a paragraph that is known to answer, or to be a near miss."""

from collections.abc import Sequence

import numpy as np
from sklearn.metrics import roc_auc_score

from benchmarks.metrics import exact_match, token_f1
from benchmarks.squad import AskedQuestion
from qa.spans import ReadPassages

__all__ = ["measure_pairs"]


def measure_pairs(reader: ReadPassages, questions: Sequence[AskedQuestion]) -> dict[str, float]:
    """Measure the short answers given the paragraph, and how well no answer is told from one."""
    order = sorted(questions, key=lambda item: len(item.paragraph.text))
    rows = []
    for item in order:
        passage = f"{item.paragraph.title}\n{item.paragraph.text}"
        read = reader(item.text, [passage])[0]
        found = read.find(0, len(passage))
        assert found is not None
        rows.append((item, passage[found.start : found.end], found.margin, read.answers))
    answered = [row for row in rows if row[0].answers]
    labels = [bool(row[0].answers) for row in rows]
    return {
        "questions": len(rows),
        "em": float(np.mean([exact_match(text, item.answers) for item, text, _, _ in answered])),
        "f1": float(np.mean([token_f1(text, item.answers) for item, text, _, _ in answered])),
        "auroc_span": float(roc_auc_score(labels, [row[2] for row in rows])),
        "auroc_verdict": float(roc_auc_score(labels, [row[3] for row in rows])),
        "auroc_both": float(roc_auc_score(labels, [row[2] / 4 + row[3] for row in rows])),
    }
