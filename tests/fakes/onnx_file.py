"""Small ONNX models written by hand, byte by byte: one matrix and what may follow it.

    onnx_file.linear((1, 3, 4, 4), matrix)            # flatten, multiply by (48, n)
    onnx_file.linear((1, 3, 4, 4), matrix, "Sigmoid")

The format is protobuf: field number and kind in a byte, then a number or a counted run of bytes.
"""

from __future__ import annotations

import numpy as np

FLOAT = 1


def linear(shape: tuple[int, ...], matrix: np.ndarray, after: str | None = None) -> bytes:
    """Return a model: input of ``shape`` float32 -> (1, n) of its values times ``matrix`` (values, n)."""
    count = matrix.shape[1]
    last = "product" if after else "out"
    nodes = [_node("Flatten", ["in"], "flat"), _node("MatMul", ["flat", "matrix"], last)]
    if after:
        nodes.append(_node(after, [last], "out"))
    weights = _number(1, matrix.shape[0]) + _number(1, count) + _number(2, FLOAT)
    weights += _run(8, b"matrix") + _run(9, matrix.astype("<f4").tobytes())
    graph = b"".join(_run(1, node) for node in nodes) + _run(2, b"linear") + _run(5, weights)
    graph += _run(11, _value("in", shape)) + _run(12, _value("out", (1, count)))
    return _number(1, 8) + _run(7, graph) + _run(8, _number(2, 13))


def _node(kind: str, inputs: list[str], output: str) -> bytes:
    return b"".join(_run(1, name.encode()) for name in inputs) + _run(2, output.encode()) + _run(4, kind.encode())


def _value(name: str, shape: tuple[int, ...]) -> bytes:
    sides = b"".join(_run(1, _number(1, side)) for side in shape)
    return _run(1, name.encode()) + _run(2, _run(1, _number(1, FLOAT) + _run(2, sides)))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _run(field: int, data: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(data)) + data


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])
