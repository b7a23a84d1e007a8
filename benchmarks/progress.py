"""How far a benchmark is, on the terminal and only there."""

import sys

__all__ = ["show_progress"]


def show_progress(stage: str, done: int, total: int) -> None:
    """Say how far a stage is, over the line before; silent when nobody watches."""
    if sys.stderr.isatty():
        end = "\n" if done >= total else ""
        print(f"\r{stage} {done}/{total}", end=end, file=sys.stderr, flush=True)
