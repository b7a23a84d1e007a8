"""Questions that confidence is fitted on, answerable and not, with what is read for them."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.progress import show_progress
from benchmarks.squad import AskedQuestion
from qa.assistant import Assistant
from qa.filters import Filters
from qa.question import parse_question
from qa.read import Reading, ReadSentence

__all__ = ["Case", "read_cases"]

_SEED = 20


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what was read for it, and whether what was read answers it."""

    kind: str
    question: str
    answers: tuple[str, ...]
    reading: Reading

    def holds_answer(self, sentence: ReadSentence) -> bool:
        return any(answer.casefold() in sentence.text.casefold() for answer in self.answers)

    @property
    def is_answered(self) -> bool:
        return bool(self.answers)


def read_cases(
    assistant: Assistant,
    own: Sequence[AskedQuestion],
    others: Sequence[AskedQuestion],
    count: int,
) -> Iterator[Case]:
    """Read the questions of one part, and the unanswerable ones made from them."""
    chance = random.Random(_SEED)  # noqa: S311  # a repeatable draw, no secret
    answerable = [item for item in own if item.answers]
    near = [item for item in own if not item.answers]
    foreign = [item for item in others if item.answers]
    chosen = chance.sample(answerable, min(count, len(answerable)))
    for done, item in enumerate(chosen, 1):
        show_progress("reading", done, len(chosen))
        reading = _read(assistant, item.text)
        yield Case("answerable", item.text, item.answers, reading)
        if chance.random() < 0.5:
            yield Case("removed", item.text, (), _read(assistant, item.text, item.answers))
        # A name of the same library, or one that no article of it mentions.
        changed = _change_name(item, own if chance.random() < 0.5 else foreign, chance)
        if changed:
            yield Case("changed name", changed, (), _read(assistant, changed))
    for item in chance.sample(foreign, count // 2):
        yield Case("foreign", item.text, (), _read(assistant, item.text))
    for item in chance.sample(near, min(count, len(near))):
        yield Case("near miss", item.text, (), _read(assistant, item.text))


def _read(assistant: Assistant, text: str, without: tuple[str, ...] = ()) -> Reading:
    """Read a question as the assistant does; passages that hold `without` are not there."""
    question = parse_question(text, assistant.library.tokenize)
    hits = assistant.retrieve(text, 8, Filters()).hits
    kept = [
        hit
        for hit in hits
        if not any(answer.casefold() in hit.passage.text.casefold() for answer in without)
    ]
    return assistant.read(question, kept)


def _change_name(
    item: AskedQuestion, others: Sequence[AskedQuestion], chance: random.Random
) -> str:
    """Put a name of another article in place of one of the question's; empty if it has none."""
    names = [term.text for term in parse_question(item.text, str.split).names]
    if not names:
        return ""
    for _ in range(20):
        other = chance.choice(others)
        if other.paragraph.title == item.paragraph.title:
            continue
        theirs = [term.text for term in parse_question(other.text, str.split).names]
        new = [name for name in theirs if name not in item.paragraph.text and name[0].isalpha()]
        if new:
            return item.text.replace(chance.choice(names), new[0], 1)
    return ""
