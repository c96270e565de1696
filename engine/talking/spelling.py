"""How the Kokoro voices want a text spelt: the letters of their own alphabet of sounds, language by language.

They were trained on IPA in which what glides or is released in one movement is one letter, and Mandarin has its tones
as arrows. IPA comes from the offline voice; Japanese is spelt from its kana, Mandarin from its pinyin, since what the
offline voice says of them has neither long vowels nor tones that can be told apart.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from engine.talking import espeak
from engine.talking.kana import parts

MARKS = {
    "。": ".",
    "、": ",",
    "，": ",",
    "！": "!",
    "？": "?",
    "；": ";",
    "：": ":",
    "¡": "",
    "¿": "",
    "…": ".",
    "－": "-",
}
CLOSED_UP = {"dʒ": "ʤ", "tʃ": "ʧ", "dz": "ʣ", "ts": "ʦ", "tɕ": "ʨ", "dʑ": "ʥ"}  # one movement, one letter
GLIDES = {"eɪ": "A", "aɪ": "I", "ɔɪ": "Y", "oʊ": "O", "əʊ": "Q", "aʊ": "W"}
AMERICAN = {"ɜːɹ": "ɜɹ", "ɜː": "ɜɹ", "ɚ": "əɹ", "əl": "ᵊl", "ɐ": "ə", "ɾ": "T", "ʔ": "t", "r": "ɹ", "x": "k", "ː": ""}


def spelt(text: str, language: str, robot: str) -> str:
    """Return ``text``, one sentence, in the letters of the voices; ``robot`` is the offline voice of ``language``."""
    for mark, plain in MARKS.items():
        text = text.replace(mark, plain)
    end = next((char for char in reversed(text) if char in ".!?,;:"), ".")
    if language in OWN:
        return OWN[language](text.rstrip(" .!?,;:")) + end
    letters = {**CLOSED_UP, **GLIDES, **(AMERICAN if language == "en" else {})}
    clauses = [espeak.pronounced(part, robot) for part in re.split(r"[,;:.!?]+", text) if part.strip(" .!?,;:")]
    return _exchanged(", ".join(clauses), letters) + end


def _exchanged(ipa: str, letters: dict[str, str]) -> str:
    """Return IPA with ``letters`` exchanged, longest first, also where a stress mark stands between two of them."""
    ipa = unicodedata.normalize("NFD", ipa).replace("c\u0327", "ç").replace("-", "").replace("g", "ɡ")
    for before, after in sorted(letters.items(), key=lambda pair: -len(pair[0])):
        ipa = ipa.replace(before, after)
    return ipa


# ------------------------------------------------------------------------------------------------------- Japanese

ROWS = {  # first letter of each row of the kana, with あ い う え お after it
    "あいうえお": ("", "", "", "", ""),
    "かきくけこ": ("k", "kʲ", "k", "k", "k"),
    "がぎぐげご": ("ɡ", "ɡʲ", "ɡ", "ɡ", "ɡ"),
    "さしすせそ": ("s", "ɕ", "sɨ", "s", "s"),
    "ざじずぜぞ": ("ʣ", "ʥ", "zɨ", "ʣ", "ʣ"),
    "たちつてと": ("t", "ʨ", "ʦɨ", "t", "t"),
    "だぢづでど": ("d", "ʥ", "zɨ", "d", "d"),
    "なにぬねの": ("n", "ɲ", "n", "n", "n"),
    "はひふへほ": ("h", "ç", "ɸ", "h", "h"),
    "ばびぶべぼ": ("b", "bʲ", "b", "b", "b"),
    "ぱぴぷぺぽ": ("p", "pʲ", "p", "p", "p"),
    "まみむめも": ("m", "mʲ", "m", "m", "m"),
    "らりるれろ": ("ɾ", "ɾʲ", "ɾ", "ɾ", "ɾ"),
}
VOWELS = "aiɯeo"
ALONE = {"や": "ja", "ゆ": "jɯ", "よ": "jo", "わ": "βa", "を": "o", "ゔ": "vɯ", "っ": "ʔ", "ー": "ː", "ん": "ɴ"}
KANA = {
    kana: start if start.endswith("ɨ") else start + vowel
    for row, starts in ROWS.items()
    for kana, start, vowel in zip(row, starts, VOWELS, strict=True)
} | ALONE
SMALL = {"ゃ": "a", "ゅ": "ɨ", "ょ": "o", "ぁ": "a", "ぃ": "i", "ぅ": "ɯ", "ぇ": "e", "ぉ": "o"}
PARTICLES = {"は": "わ", "へ": "え"}  # written otherwise than said
NASALS = (("pbm", "m"), ("kɡ", "ŋ"), ("ɲʨʥ", "ɲ"), ("ntdɾz", "n"))  # what ん becomes before them


def japanese(text: str) -> str:
    """Return a Japanese text, kanji and all, in the letters of the voices."""
    words = [PARTICLES.get(part, part) for part in parts(text)]
    said = " ".join(_kana(word) for word in words).replace(" ː", "ː")
    for before, nasal in NASALS:
        said = re.sub(f"ɴ(?= ?[{before}])", nasal, said)
    return said


def _kana(word: str) -> str:
    said = ""
    for index, char in enumerate(word):
        after = word[index + 1 : index + 2]
        if char in SMALL:
            said = said[:-1] + SMALL[char] if said else SMALL[char]
        elif (char == "う" and said.endswith(("o", "ɨ", "ɯ"))) or (char == "い" and said.endswith("e") and not after):
            said += "ː"
        else:
            said += KANA.get(char, char)
    return said


# ------------------------------------------------------------------------------------------------------- Mandarin

TONES = {"1": "→", "2": "↗", "3": "↓", "4": "↘", "5": ""}
INITIALS = {
    "b": "p", "p": "pʰ", "m": "m", "f": "f", "d": "t", "t": "tʰ", "n": "n", "l": "l", "g": "k", "k": "kʰ", "h": "x",
    "j": "ʨ", "q": "ʨʰ", "x": "ɕ", "zh": "ꭧ", "ch": "ꭧʰ", "sh": "ʂ", "r": "ɻ", "z": "ʦ", "c": "ʦʰ", "s": "s", "": "",
}  # fmt: skip
#: A final before and after its tone.
FINALS = {
    "a": ("a", ""), "ai": ("ai", ""), "an": ("a", "n"), "ang": ("a", "ŋ"), "ao": ("au", ""), "e": ("ɤ", ""),
    "ei": ("ei", ""), "en": ("ə", "n"), "eng": ("ə", "ŋ"), "er": ("aɚ", ""), "i": ("i", ""), "ia": ("ja", ""),
    "ian": ("jɛ", "n"), "iang": ("ja", "ŋ"), "iao": ("jau", ""), "ie": ("je", ""), "in": ("i", "n"), "ing": ("i", "ŋ"),
    "iong": ("jʊ", "ŋ"), "iou": ("jou", ""), "o": ("wo", ""), "ong": ("ʊ", "ŋ"), "ou": ("ou", ""), "u": ("u", ""),
    "ua": ("wa", ""), "uai": ("wai", ""), "uan": ("wa", "n"), "uang": ("wa", "ŋ"), "uei": ("wei", ""),
    "uen": ("wə", "n"), "ueng": ("wə", "ŋ"), "uo": ("wo", ""), "v": ("y", ""), "van": ("ɥɛ", "n"), "ve": ("ɥe", ""),
    "vn": ("y", "n"), "ê": ("ɛ", ""), "io": ("jo", ""),
}  # fmt: skip
HISSED = ("zh", "ch", "sh", "r", "z", "c", "s")  # after these an "i" is the hiss itself, held


def mandarin(text: str) -> str:
    """Return a Chinese text in the letters of the voices; other scripts in it are left as they are."""
    pypinyin = _pinyin()
    chosen = {"strict": True, "neutral_tone_with_five": True, "errors": lambda other: [other]}
    starts, ends = (
        pypinyin.lazy_pinyin(text, style=style, tone_sandhi=True, **chosen)
        for style in (pypinyin.Style.INITIALS, pypinyin.Style.FINALS_TONE3)
    )
    return "".join(_syllable(start, end) for start, end in zip(starts, ends, strict=True))


def _syllable(initial: str, final: str) -> str:
    tone = TONES.get(final[-1:])
    if tone is None:
        return final
    final = final[:-1]
    if final == "i" and initial in HISSED:
        return f"{INITIALS[initial]}ɨ{tone}"
    before, after = FINALS.get(final, (final, ""))
    return f"{INITIALS.get(initial, initial)}{before}{tone}{after}"


def _pinyin() -> Any:
    import pypinyin  # its dictionaries take a moment to load: only where Chinese is spoken

    return pypinyin


OWN = {"ja": japanese, "zh": mandarin}  # languages whose writing tells more than the offline voice
