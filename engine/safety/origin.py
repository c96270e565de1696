"""What a picture is by its own word: drawn by a model, or somebody's photo that was edited (AI Act, article 50)."""

from __future__ import annotations

from dataclasses import dataclass

TERMS = "http://cv.iptc.org/newscodes/digitalsourcetype/"
MADE_BY_A_MODEL = TERMS + "trainedAlgorithmicMedia"
EDITED_BY_A_MODEL = TERMS + "compositeWithTrainedAlgorithmicMedia"


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a picture comes from: IPTC's term for its metadata and the words on it."""

    term: str
    text: str


DRAWN = Origin(term=MADE_BY_A_MODEL, text="AI generated")
EDITED = Origin(term=EDITED_BY_A_MODEL, text="AI-edited")  # somebody's photo, in a new light or with a redrawn face
