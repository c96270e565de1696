"""What a picture is by its own word: drawn by a model, or somebody's photo that was edited (AI Act, article 50)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

TERMS = "http://cv.iptc.org/newscodes/digitalsourcetype/"
MADE_BY_A_MODEL = TERMS + "trainedAlgorithmicMedia"
EDITED_BY_A_MODEL = TERMS + "compositeWithTrainedAlgorithmicMedia"


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a picture comes from: IPTC's term for its metadata, the English words there, and those on the picture."""

    term: str
    text: str
    labels: Mapping[str, str] = field(default_factory=dict)  # language -> words, where they are not the English ones

    def label(self, language: str) -> str:
        """Return the words on a picture in a person's language, in English where they are not known."""
        return self.labels.get(language, self.text)


DRAWN = Origin(
    term=MADE_BY_A_MODEL,
    text="AI generated",
    labels=MappingProxyType(
        {
            "de": "KI-generiert",
            "es": "Generado por IA",
            "fr": "Généré par IA",
            "ja": "AI生成",
            "pt": "Gerado por IA",
            "ru": "Создано ИИ",
            "zh": "AI生成",
        }
    ),
)
EDITED = Origin(  # somebody's photo, in a new light or with a redrawn face
    term=EDITED_BY_A_MODEL,
    text="AI-edited",
    labels=MappingProxyType(
        {
            "de": "KI-bearbeitet",
            "es": "Editado con IA",
            "fr": "Retouché par IA",
            "ja": "AI編集",
            "pt": "Editado por IA",
            "ru": "Изменено ИИ",
            "zh": "AI编辑",
        }
    ),
)


def short(text: str) -> str:
    """Return the part of a label that says it in two letters: AI, KI, IA or ИИ."""
    return next(two for two in ("KI", "IA", "ИИ", "AI") if two in text)
