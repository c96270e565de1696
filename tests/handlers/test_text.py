"""The sentences: complete, filled, the same in every language."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

import fluent.syntax.ast as ftl
import pytest
from fluent.runtime import FluentResource

import bot
import engine
import handlers
from engine import samples
from engine.errors import EngineError
from engine.requests import kinds
from engine.tasks.alive.request import AliveProblem, Movement
from engine.tasks.inspect.request import PhotoProblem
from engine.tasks.portrait.request import LIGHTS, Expression, Source
from engine.tasks.talk.request import SoundProblem
from engine.tasks.template.request import Template
from engine.tasks.tryon.request import Background, Part, TryOn
from engine.templates import Gallery
from handlers import consent, person, portraits, privacy, reports
from handlers.catalogue import CATALOGUE
from handlers.commands import CHOICES, SHOWN
from handlers.jobs import tryon
from handlers.jobs.inspect import BEST, QUICK
from handlers.text import FALLBACK, MissingTextError, Translator, shipped

SOURCES = shipped()
OTHERS = sorted(set(SOURCES) - {FALLBACK})
STAGES = {  # those the engine names today; there are words for the rest, too
    stage
    for path in Path(engine.__file__).parent.rglob("*.py")
    for stage in re.findall(r"stage=[\"']([a-z]+)[\"']", path.read_text("utf-8"))
}
INTO_PICTURES = (Template.kind, TryOn.kind)
COMPOSED = {
    *(f"photo-{problem}" for problem in PhotoProblem),
    *(f"looks-{gender}-{band}" for gender in person.GENDERS for band in person.AGE_BANDS),
    *(f"button-{value}" for value in (*person.GENDERS, *person.AGE_BANDS)),
    *(f"{family}-{name}" for family in ("mydata", "forget") for name in privacy.HELD),
    *(entry.help_key for entry in CATALOGUE),
    *(parameter.help_key for entry in CATALOGUE for parameter in entry.parameters),
    *(f"field-{name}" for name in ("photo", "file")),
    *(f"field-{parameter.name}" for entry in CATALOGUE for parameter in entry.parameters),
    *(f"what-{kind}" for kind in kinds()),
    *(f"garment-title-{name}" for name in samples.GARMENTS),
    *(f"scene-{file.stem}" for file in (samples.HERE / "scenes").glob("*.jpg")),
    *("state-queued", "state-running"),
    *(f"fusion-{note}" for note in portraits.FUSION_NOTES),
    *(f"report-reason-{one}" for one in reports.REASONS),
    *(f"quota-{kind}" for kind in privacy.bounded()),
    *(f"template-{problem}" for problem in ("turned-away", "too-small", "covered", "child")),
    *(f"template-source-{source}" for source in (Source.PHOTO, Source.MOVED, Source.BASE)),
    *(f"{family}-{kind}" for family in ("title", "what") for kind in INTO_PICTURES),
    *(f"{kind}-{what}" for kind in INTO_PICTURES for what in ("alt", "done")),
    *(f"button-{sign}-garment" for sign in tryon.SIGNS),
    *(f"template-title-{name}" for name in Gallery().names()),
    *(f"{family}-{value}" for family in ("setstyle", "adult", "button-news") for value in ("on", "off")),
    *(f"tag-{tag.replace(' ', '-')}" for tag in person.TAGS),
    *(f"stage-{stage}" for stage in (*STAGES, "starting", "loading", "scoring", "other")),
    *(f"sound-{problem}" for problem in SoundProblem),
    *(f"alive-{movement}" for movement in Movement),
    *(f"alive-no-{problem}" for problem in AliveProblem),
    *(f"background-{value}" for value in Background),
    *(f"expression-{value}" for value in Expression),
    *(f"light-{value}" for value in LIGHTS),
    *(f"source-{value}" for value in Source),
    *(f"part-{value}" for value in Part),
    *("text-empty", "text-too-long"),  # why a text cannot be spoken
    *(f"menu-{entry.name}" for entry in CATALOGUE),
    *(f"{family}-{one.name}" for family in ("settings", "button") for one in CHOICES),
    *(f"{one.name}-{value}" for one in (*CHOICES, SHOWN) if one.needs for value in one.choices),
    *(f"button-done-{preset}" for preset in (QUICK, BEST)),
}


@cache
def messages(code: str) -> dict[str, ftl.Message]:
    """Return key -> message of a locale file."""
    return {entry.id.name: entry for entry in FluentResource(SOURCES[code]).body if isinstance(entry, ftl.Message)}


def gaps(node: object) -> set[str]:
    """Return the names of all variables in a message."""
    if isinstance(node, ftl.VariableReference):
        return {node.id.name}
    if isinstance(node, list):
        return set().union(*map(gaps, node)) if node else set()
    if isinstance(node, ftl.BaseNode):
        return set().union(*(gaps(value) for name, value in vars(node).items() if name != "span"))
    return set()


ENGLISH = messages(FALLBACK)


def tree(base: type[EngineError]) -> list[type[EngineError]]:
    """Return a class of errors with everything below it."""
    return [base, *(leaf for child in base.__subclasses__() for leaf in tree(child))]


ERRORS = {f"error-{error.code}" for error in tree(EngineError)}


@pytest.mark.parametrize("error", tree(EngineError), ids=lambda error: error.code)
def test_every_engine_error_has_a_sentence(error):
    """Nobody meets a bare code."""
    assert f"error-{error.code}" in ENGLISH


@pytest.mark.parametrize("problem", list(PhotoProblem))
def test_every_photo_problem_has_a_sentence_and_says_what_to_do(problem):
    """Two clauses at least: what is wrong, and what to try instead."""
    text = Translator().say("en", f"photo-{problem}")
    assert len(re.findall(r"[.,]", text)) >= 2


@pytest.mark.parametrize("code", sorted(SOURCES))
def test_a_locale_file_holds_nothing_unreadable(code):
    """A typing mistake in a .ftl file is skipped silently by the library; it must not be by us."""
    junk = [entry.content for entry in FluentResource(SOURCES[code]).body if isinstance(entry, ftl.Junk)]
    assert junk == []


@pytest.mark.parametrize("code", OTHERS)
def test_every_language_has_every_sentence(code):
    """A half-translated bot switches language in mid-sentence."""
    assert messages(code).keys() == ENGLISH.keys()


@pytest.mark.parametrize("code", OTHERS)
def test_every_language_fills_the_same_gaps(code):
    """A lost gap loses a number or a command; an invented one breaks the sentence."""
    theirs = messages(code)
    differing = {
        key: (gaps(theirs[key].value), gaps(ENGLISH[key].value))
        for key in ENGLISH
        if gaps(theirs[key].value) != gaps(ENGLISH[key].value)
    }
    assert differing == {}


@pytest.mark.parametrize("code", OTHERS)
def test_commands_and_marks_stay_the_same_in_every_language(code):
    """/portrait is /portrait everywhere, and bold marks come in pairs."""
    for key in ENGLISH:
        source, theirs = (_source(known, key) for known in (FALLBACK, code))
        assert sorted(set(re.findall(r"/[a-z]+", theirs))) == sorted(set(re.findall(r"/[a-z]+", source))), key
        assert theirs.count("**") % 2 == 0, key
        assert theirs.count("`") == source.count("`"), key


def _source(code: str, key: str) -> str:
    message = messages(code)[key]
    return SOURCES[code][message.span.start : message.span.end]


def test_every_sentence_is_used_and_every_used_sentence_exists():
    """Dead sentences are translated eight times for nothing; missing ones surprise a person."""
    folder, around = Path(handlers.__file__).parent, Path(bot.__file__).parent
    code = "\n".join(path.read_text("utf-8") for path in folder.rglob("*.py"))
    said = code + "\n".join(path.read_text("utf-8") for path in around.rglob("*.py"))
    literal = set(re.findall(r"[\"']([a-z]+(?:-[a-z0-9]+)*)[\"']", said))
    assert {key for key in ENGLISH if key not in literal | COMPOSED | ERRORS} == set()
    asked = set(re.findall(r"(?:(?<!\)\.)say|RefusedError|BadArgumentError)\(\s*[\"']([a-z-]+)[\"']", code))
    assert asked - ENGLISH.keys() == set()


def test_a_platform_locale_finds_the_nearest_language():
    """Telegram says pt-br, Discord pt-BR, a browser pt_BR."""
    translator = Translator({"en": "", "pt": "", "zh": ""})
    assert [translator.match(code) for code in ("pt-br", "pt_BR", "zh-CN", "sw", "", None)] == [
        "pt", "pt", "zh", "en", "en", "en",
    ]  # fmt: skip


def test_a_missing_translation_is_answered_in_english_and_logged(caplog):
    """The person reads something true; the log tells the operator."""
    translator = Translator({"en": "hello = Hello", "de": "other = Anderes"})
    assert translator.say("de", "hello") == "Hello"
    assert "text missing" in caplog.text


def test_an_open_gap_is_a_mistake_of_the_program():
    """A sentence with a hole is never sent."""
    translator = Translator({"en": "hello = Hello { $name }"})
    with pytest.raises(MissingTextError):
        translator.say("en", "hello")
    with pytest.raises(MissingTextError):
        translator.say("en", "nothing")


def test_a_job_number_can_be_typed_back():
    """Thousands are not grouped: "/show 12,345" is no command."""
    assert "/show 12345 " in Translator().say("en", "cancel-finished", number=12345)


def test_names_are_joined_as_people_do():
    """ "a, b or c"."""
    say = Translator().words("en")
    assert [say.several(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a or b",
        "a, b or c",
    ]


def test_the_consent_text_cannot_change_without_a_new_version():
    """A consent is to one text: whoever edits it must raise the version, and everybody is asked again."""
    digest = hashlib.sha256(Translator().say("en", "consent-text").encode()).hexdigest()
    assert {consent.VERSION: digest[:16]} == CONSENT


CONSENT = {"3": "b216af0357ec8273"}


def test_lists_and_sentences_are_joined_as_each_language_does():
    """Chinese has a comma of its own and no space between sentences."""
    zh, en = Translator().words("zh"), Translator().words("en")
    assert zh.several(["neon", "comic", "oil"]) == "neon、comic或oil"
    assert en.several(["neon", "comic", "oil"]) == "neon, comic or oil"
    assert zh.together("你好。", "", "再见。") == "你好。再见。"
    assert en.together("Hello.", "Bye.") == "Hello. Bye."
