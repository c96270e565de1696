"""What was understood about a person from the accepted photos (paper 2.1.2, table 1), and the owner's corrections."""

from __future__ import annotations

from typing import Any

from handlers.text import Words

GENDERS = ("man", "woman", "person")  # the last only by the owner's own word
AGE_BANDS = ("young", "adult", "mature")
# Tags a person may correct: those of engine/faces/tags.toml people wear or do most often; the others stay as seen.
TAGS = (
    "glasses", "sunglasses", "smiling", "open mouth", "closed eyes", "raised eyebrows", "looking up", "pursed lips",
    "hat", "scarf", "suit", "tie", "uniform", "necklace",
)  # fmt: skip


def with_photo(looks: dict[str, Any], seen: dict[str, Any], quality: float) -> dict[str, Any]:
    """Return an identity's looks with one more accepted photo; gender and age are summed over all, as in the paper.

    ``looks["seen"]`` keeps what each photo said. A tie of genders is decided by the best photo, the age band by the
    photo nearest to the mean age, tags are those of the best photo.
    """
    everything = [*looks.get("seen", []), {**seen, "quality": quality}]
    women = sum(1 if one["gender"] == "woman" else -1 for one in everything)
    best = max(everything, key=lambda one: one["quality"])
    age = sum(one["age"] for one in everything) / len(everything)
    nearest = min(everything, key=lambda one: abs(one["age"] - age))
    gender = best["gender"] if women == 0 else ("woman" if women > 0 else "man")
    return {
        **looks,
        "seen": everything,
        "gender": gender,
        "age": age,
        "age_band": nearest["age_band"],
        "tags": list(best.get("tags", ())),
    }


def corrected(looks: dict[str, Any]) -> dict[str, Any]:
    """Return looks with the owner's corrections applied; they win over every photo."""
    return {**looks, **looks.get("corrected", {})}


def tags(looks: dict[str, Any]) -> list[str]:
    """Return the tags that hold now, those a person can correct first."""
    held = corrected(looks).get("tags", [])
    return [tag for tag in TAGS if tag in held]


def toggled(looks: dict[str, Any], tag: str) -> list[str]:
    """Return the tags of looks with one added or taken away."""
    held = list(corrected(looks).get("tags", []))
    return [each for each in held if each != tag] if tag in held else [*held, tag]


def describe(say: Words, looks: dict[str, Any]) -> str:
    """Say looks in words, without the tags: "a woman, about 34 years old"."""
    shown = corrected(looks)
    gender, band = shown["gender"], shown["age_band"]
    if "age_band" in looks.get("corrected", {}) or "age" not in shown:
        return f"**{say(f'looks-{gender}-{band}')}**"
    # The years say it: "aged 40 or over, about 43 years old" would say it twice.
    who = say(f"looks-{gender}-{'adult' if band == 'mature' else band}")
    return say("looks-full", who=who, age=say("looks-age", age=round(shown["age"])))
