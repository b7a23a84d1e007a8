"""What computes vectors here, and how exactly: the processor, or a GPU that lies beside it."""

import os
import sys
from functools import cache
from pathlib import Path

__all__ = ["choose_device", "choose_precision", "name_vectors"]

_GPU_FILES = ("nvidia[0-9]*", "dxg")
"""In /dev, of NVIDIA's driver and of that under Windows."""


def choose_precision(precision: str) -> str:
    """Give bfloat16 for "auto" where the processor multiplies in it, float32 elsewhere."""
    if precision != "auto":
        return precision
    if sys.platform == "linux":  # what torch says too, a second sooner
        able = set(Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").split())
    else:
        import torch

        able = {name for name, has in torch.cpu.get_capabilities().items() if has}
    return "bfloat16" if able & {"avx512_bf16", "amx_bf16"} else "float32"


@cache
def choose_device() -> str:
    """Give what embeds passages: "cuda" or "mps" where PyTorch can use one, "cpu" elsewhere.

    A question is always read by the processor: a GPU takes seconds to begin, and gains nothing.
    """
    if sys.platform == "linux" and not _has_gpu():  # what torch says too, two seconds sooner
        return "cpu"
    import torch

    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def _has_gpu() -> bool:
    hidden = os.environ.get("CUDA_VISIBLE_DEVICES") == ""
    return not hidden and any(file for name in _GPU_FILES for file in Path("/dev").glob(name))


def name_vectors(model_hash: str, precision: str, executor: str = "local") -> str:
    """Name what makes vectors: under one name, equal texts get equal vectors.

    Workers of the executor "ray" compute on processors, whatever lies beside this one; those of
    other makes round in other ways.
    """
    device = "cpu" if executor == "ray" else choose_device()
    return f"{model_hash}-{precision}" + ("" if device == "cpu" else f"-{device}")
