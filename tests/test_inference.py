"""The one gate to the models: a turn for everybody, in the order of coming."""

import threading
import time

import pytest

from qa.inference import Queue, stand_back


def test_turns_are_given_in_the_order_of_coming() -> None:
    """Whoever waits longest is next, and one that was just in goes to the end of the queue."""
    queue, order = Queue(), list[str]()
    waiting = list[threading.Thread]()

    def work(name: str) -> None:
        with queue.turn():
            order.append(name)

    with queue.turn():
        for name in "abcdef":
            thread = threading.Thread(target=work, args=(name,))
            thread.start()
            waiting.append(thread)
            wait_until_queued(queue, len(waiting))
    work("again")
    for thread in waiting:
        thread.join(10)

    assert order == [*"abcdef", "again"]


def test_one_thread_is_in_at_a_time() -> None:
    """Ten threads that take many turns never meet inside, and none is kept out."""
    queue, inside, met = Queue(), list[int](), list[int]()
    turns = dict.fromkeys(range(10), 0)

    def work(number: int) -> None:
        for _ in range(200):
            with queue.turn():
                inside.append(number)
                met.append(len(inside))
                turns[number] += 1
                inside.remove(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in turns]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert set(met) == {1}
    assert set(turns.values()) == {200}


def test_who_stands_back_lets_a_whole_question_go_first() -> None:
    """Not only its turn that waits already: the next one too, and only then the other's."""
    queue, order = Queue(), list[str]()

    def look_for_examples() -> None:
        with stand_back():
            began.set()
            with queue.turn():
                order.append("example")

    began, thread = threading.Event(), threading.Thread(target=look_for_examples)
    for name in ("encoded", "read"):
        with queue.turn():
            if not began.is_set():
                thread.start()
                began.wait(10)
            order.append(name)
        time.sleep(0.1)  # between its turns a question does other work
    thread.join(10)

    assert order == ["encoded", "read", "example"]


def test_an_error_gives_the_turn_back() -> None:
    """What fails inside leaves the queue open for the next one."""
    queue = Queue()
    with pytest.raises(ZeroDivisionError), queue.turn():
        assert 1 / 0

    with queue.turn():
        assert not queue._waiting


def wait_until_queued(queue: Queue, count: int) -> None:
    """Wait until so many threads stand in the queue."""
    end = time.monotonic() + 10
    while len(queue._waiting) < count:
        assert time.monotonic() < end
        time.sleep(0.001)
