"""What embeds is named with the vectors, so that no other device's are taken for them."""

import subprocess
import sys

import pytest

from index.processor import choose_device, choose_precision, name_vectors

HIDDEN = """
import sys
from index.processor import choose_device
print(choose_device(), "torch" in sys.modules)
"""


def test_vectors_are_named_by_model_precision_and_gpu() -> None:
    """The processor's own name no device, since every machine has one."""
    device = choose_device()
    assert device in {"cpu", "cuda", "mps"}

    expected = "model-float32" if device == "cpu" else f"model-float32-{device}"
    assert name_vectors("model", "float32") == expected


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere only PyTorch tells")
def test_a_hidden_gpu_is_not_used_nor_is_pytorch_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asking it would cost every build two seconds."""
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")

    told = subprocess.run(
        [sys.executable, "-c", HIDDEN], check=False, capture_output=True, text=True
    )

    assert told.stdout.split() == ["cpu", "False"], told.stderr


def test_a_precision_that_is_named_is_taken() -> None:
    """Whatever the processor is best at."""
    assert choose_precision("float32") == "float32"
    assert choose_precision("bfloat16") == "bfloat16"
    assert choose_precision("auto") in {"float32", "bfloat16"}
