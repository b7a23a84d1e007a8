"""One way to run the packaged network, timed on batches of one shape, where its libraries are.

python encoders.py REQUEST.json

The request names the `encoder`, `bert` (the file that has the network), `model` (its folder),
`batches` (`ids` and `mask`, both (n_batches, size, width)), `rounds`, `threads` and `out`, the file
that the rows go to. It prints the seconds of each round.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import normalize

__all__ = ["ENCODERS", "main"]

Encode = Callable[[Any, Any], Any]
"""(ids, mask), both (size, width) -> (size, dim) rows of unit length, all numpy."""

_INPUTS = ("ids", "mask")


class Whole(nn.Module):  # type: ignore[misc]  # torch is untyped here
    """The network, the mean of its states and the norm: all that makes a vector of tokens."""

    def __init__(self, network: Any) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Give (n, dim) rows of unit length."""
        states = self.network(ids, mask)
        kept = mask[..., None].to(states.dtype)
        return normalize((states * kept).sum(dim=1) / kept.sum(dim=1), dim=1)


def main(arguments: list[str]) -> None:
    """Time the encoder that the request names."""
    request = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    torch.set_num_threads(request["threads"])
    with np.load(request["batches"]) as file:
        batches = list(zip(file["ids"], file["mask"], strict=True))
    encode = ENCODERS[request["encoder"]](_load(request), batches, request)
    encode(*batches[0])  # compilers and allocators settle
    seconds, rows = [], []
    for _ in range(request["rounds"]):
        started = time.perf_counter()
        rows = [encode(*batch) for batch in batches]
        seconds.append(time.perf_counter() - started)
    np.save(request["out"], np.concatenate(rows).astype(np.float32))
    print(json.dumps(seconds))


def _load(request: dict[str, Any]) -> Whole:
    # By its path: the environments of other libraries have none of ours.
    spec = spec_from_file_location("bert", request["bert"])
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    sys.modules["bert"] = module  # a compiler looks it up by its name
    spec.loader.exec_module(module)
    model = Whole(module.load_bert(Path(request["model"])))
    model.eval()
    return model


def _with_torch(model: Any) -> Encode:
    def encode(ids: Any, mask: Any) -> Any:
        with torch.inference_mode():
            return model(torch.from_numpy(ids), torch.from_numpy(mask)).float().numpy()

    return encode


def _float32(model: Whole, _batches: list[Any], _request: dict[str, Any]) -> Encode:
    return _with_torch(model)


def _bfloat16(model: Whole, _batches: list[Any], _request: dict[str, Any]) -> Encode:
    return _with_torch(model.to(torch.bfloat16))


def _compiled(model: Whole, _batches: list[Any], _request: dict[str, Any]) -> Encode:
    return _with_torch(torch.compile(model))


def _onnxruntime(model: Whole, batches: list[Any], request: dict[str, Any]) -> Encode:
    """Weights are int8 before, activations as they come."""
    import onnxruntime  # type: ignore[import-not-found]
    from onnxruntime.quantization import (  # type: ignore[import-not-found]
        QuantType,
        quantize_dynamic,
    )

    exported = _export(model, batches, request)
    path = exported.with_name("dynamic.onnx")
    quantize_dynamic(exported, path, weight_type=QuantType.QInt8, per_channel=True)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = request["threads"]
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])

    def encode(ids: Any, mask: Any) -> Any:
        return session.run(None, dict(zip(_INPUTS, (ids, mask), strict=True)))[0]

    return encode


def _openvino(model: Whole, batches: list[Any], request: dict[str, Any]) -> Encode:
    """Weights and activations are int8, by what a few batches reach."""
    import openvino  # type: ignore[import-not-found]
    from onnxruntime.quantization import (
        CalibrationDataReader,
        QuantType,
        quantize_static,
    )

    class Reader(CalibrationDataReader):  # type: ignore[misc]  # onnxruntime is untyped here
        """A few batches."""

        def __init__(self) -> None:
            self._left: Iterator[Any] = iter(batches[:4])

        def get_next(self) -> dict[str, Any] | None:
            batch = next(self._left, None)
            return None if batch is None else dict(zip(_INPUTS, batch, strict=True))

    exported = _export(model, batches, request)
    path = exported.with_name("static.onnx")
    quantize_static(
        exported,
        path,
        Reader(),
        op_types_to_quantize=["MatMul", "Gemm"],
        per_channel=True,
        weight_type=QuantType.QInt8,
    )
    core = openvino.Core()
    settings = {"INFERENCE_NUM_THREADS": request["threads"], "PERFORMANCE_HINT": "LATENCY"}
    compiled = core.compile_model(core.read_model(path), "CPU", settings)

    def encode(ids: Any, mask: Any) -> Any:
        return compiled([ids, mask])[0]

    return encode


def _export(model: Whole, batches: list[Any], request: dict[str, Any]) -> Path:
    path = Path(request["out"]).with_name("model.onnx")
    ids, mask = (torch.from_numpy(part.copy()) for part in batches[0])
    mask[0, -1] = 0  # without padding it would be written down without a mask
    torch.onnx.export(
        model, (ids, mask), str(path), input_names=list(_INPUTS), opset_version=17, dynamo=False
    )
    return path


ENCODERS = {
    "float32": _float32,
    "bfloat16": _bfloat16,
    "compiled": _compiled,
    "onnxruntime-int8": _onnxruntime,
    "openvino-int8": _openvino,
}

if __name__ == "__main__":
    main(sys.argv[1:])
