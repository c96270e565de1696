"""How CLIP spells: the list of joins published with it becomes the two files a tokenizer is made of.

Pairs of letters are joined in the order of the list; a token's number is its place among letters, letters that end a
word, joins, and the two marks for beginning and end. A checkpoint of one file does not bring it along.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path

COMPONENT, FILE = "clip-vocabulary", "bpe_simple_vocab_16e6.txt.gz"
TOKENS = 49408  # that CLIP knows; the published list is longer than what of it is used
BEGIN, END, END_OF_WORD = "<|startoftext|>", "<|endoftext|>", "</w>"


def joins(file: Path) -> list[str]:
    """Return the joins of the published list that CLIP knows, two parts and a space between them each."""
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        lines = stream.read().split("\n")
    return lines[1 : 1 + TOKENS - 2 * 256 - 2]  # the first line names the version


def letters() -> list[str]:
    """Return a visible character for each of the 256 bytes, in CLIP's order; what cannot be seen gets one above 255."""
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = 256 - len(shown)
    return [*map(chr, shown), *(chr(256 + number) for number in range(hidden))]


def write(folder: Path, known: Sequence[str] = ()) -> tuple[Path, Path]:
    """Write ``vocab.json`` and ``merges.txt`` for a list of joins; without any, every word is spelt in bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    alphabet = letters()
    words = [*alphabet, *(letter + END_OF_WORD for letter in alphabet), *("".join(pair.split()) for pair in known)]
    numbers = {word: number for number, word in enumerate([*words, BEGIN, END])}
    vocabulary, merges = folder / "vocab.json", folder / "merges.txt"
    vocabulary.write_text(json.dumps(numbers, ensure_ascii=False), encoding="utf-8")
    merges.write_text("\n".join(["#version: 0.2", *known, ""]), encoding="utf-8")
    return vocabulary, merges
