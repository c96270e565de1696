"""The vocabulary and the captions of the embedded base."""

from __future__ import annotations

import json
from pathlib import Path

from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

TOKENS = 32  # a prompt longer than this is cut
WIDTH = 256

#: Whole words; anything else is spelt in bytes. Triggers are words nothing else uses.
WORDS = (Path(__file__).parent / "vocabulary.txt").read_text().split()

CLOSE, FRAMED = "a close-up photo of", "a portrait photo of"


def caption(*, close: bool, gender: int, age: int, smile: float) -> str:
    """Say what is known of a training picture; the same sentence the prompt builder uses later."""
    return f"{CLOSE if close else FRAMED} {subject(gender, age)}{', smiling' if smile > 0.5 else ''}"


def subject(gender: int, age: float) -> str:
    """``a young woman``: gender 0 man, 1 woman."""
    word = {"young": "young ", "adult": "", "mature": "mature "}[band(age)]
    return f"a {word}{('man', 'woman')[gender]}"


def band(age: float) -> str:
    """Return what the captions call an age: young below 30, mature from 40 (table 1 begins its "young" at 20)."""
    return "young" if age < 30 else "mature" if age >= 40 else "adult"


def _byte_letters() -> list[str]:
    """Return the 256 letters in which CLIP's byte-level BPE spells bytes."""
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters, extra = {byte: chr(byte) for byte in shown}, 0
    for byte in range(256):
        if byte not in letters:
            letters[byte] = chr(256 + extra)
            extra += 1
    return [letters[byte] for byte in [*shown, *(b for b in range(256) if b not in shown)]]


def _spell(word: str, merges: list[tuple[str, str]]) -> list[str]:
    """Split a word as byte-level BPE does: join the earliest-learnt pair until none is left."""
    ranks = {pair: rank for rank, pair in enumerate(merges)}
    parts = [*word[:-1], word[-1] + "</w>"]
    while len(parts) > 1:
        place = min(range(len(parts) - 1), key=lambda k: ranks.get((parts[k], parts[k + 1]), len(ranks)))
        if (parts[place], parts[place + 1]) not in ranks:
            break
        parts[place : place + 2] = [parts[place] + parts[place + 1]]
    return parts


def build_tokenizer(folder: Path) -> CLIPTokenizer:
    """Write and return a CLIP tokenizer that knows `WORDS` as single tokens."""
    folder.mkdir(parents=True, exist_ok=True)
    letters = _byte_letters()
    vocabulary, merges = letters + [letter + "</w>" for letter in letters], []
    for word in dict.fromkeys(WORDS):
        # Start from how the merges so far spell the word: a merge added at the end never undoes an earlier one.
        parts = _spell(word, merges)
        while len(parts) > 1:
            merges.append((parts[0], parts[1]))
            vocabulary.append(parts[0] + parts[1])
            parts = _spell(word, merges)
    vocabulary = [*dict.fromkeys(vocabulary), "<|startoftext|>", "<|endoftext|>"]
    (folder / "vocab.json").write_text(json.dumps({word: number for number, word in enumerate(vocabulary)}))
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(" ".join(pair) for pair in merges) + "\n")
    special = {"bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>"}
    config = {"tokenizer_class": "CLIPTokenizer", "model_max_length": TOKENS, **special}
    config |= {"unk_token": "<|endoftext|>", "pad_token": "<|endoftext|>"}
    (folder / "tokenizer_config.json").write_text(json.dumps(config))
    return CLIPTokenizer.from_pretrained(folder)


def build_text_encoder(tokenizer: CLIPTokenizer) -> CLIPTextModel:
    """Return the untrained text encoder: two layers of width 256."""
    return CLIPTextModel(
        CLIPTextConfig(
            vocab_size=len(tokenizer),
            hidden_size=WIDTH,
            intermediate_size=4 * WIDTH,
            num_hidden_layers=2,
            num_attention_heads=4,
            max_position_embeddings=TOKENS,
            projection_dim=WIDTH,
            bos_token_id=tokenizer.bos_token_id,
            eos_token_id=tokenizer.eos_token_id,
            pad_token_id=tokenizer.pad_token_id,
        )
    )
