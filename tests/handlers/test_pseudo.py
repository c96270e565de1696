"""A whole conversation in a language nobody speaks finds every sentence that is not in the locale files."""

from __future__ import annotations

import re

import pytest

from handlers.catalogue import CATALOGUE
from handlers.text import Translator, shipped
from handlers.views import Choice, Document, Pictures, Progress, View
from storage.vault import Vault
from tests.handlers.pseudo import pseudo
from tests.handlers.stage import FakeStyles, Stage, action_of

# Names, not sentences: styles as one types them, commands with their parameters, settings, ids, languages.
NAMES = re.compile(
    r"/\w+|`[^`]*`|[A-Z2-9]{5}-[A-Z2-9]{5}|([A-Z2-7]{4}-){3}[A-Z2-7]{4}|\b(cyberpunk|oil|oli|zzz|pictures|style|fake:\w+|"
    r"[Ff]ake|holiday|hello|wrong words|count|job)\b"
)


class OddStyles(FakeStyles):
    """Styles whose titles are no English."""

    def info(self, name: str, language: str = "en") -> dict[str, object]:
        return {**super().info(name, language), "title": "☼" * len(name)}


@pytest.fixture
def odd(tmp_path, db):
    """A bot that speaks nothing else."""
    source = pseudo(shipped()["en"])
    return Stage(
        db, Vault.open(tmp_path), styles=OddStyles(), translator=Translator({"en": source}), admins=frozenset({"root"})
    )


def readable(view: View) -> list[str]:
    """Return every text of a view that a person reads."""
    texts = [view.text]
    if isinstance(view, Progress):
        texts.append(view.finish_text)
    if isinstance(view, Pictures):
        texts += [text for item in view.items for text in (item.caption, item.alt)]
    if isinstance(view, Choice):
        texts += [one.label for one in view.options]
    elif not isinstance(view, Document):
        texts += [one.label for row in view.buttons for one in row]
    return texts


def english(view: View) -> list[str]:
    """Return the words of a view that are still English."""
    return [word for text in readable(view) for word in re.findall(r"[A-Za-z]{2,}", NAMES.sub("", text))]


def test_the_odd_language_is_odd():
    """The control: the transformation leaves no English in a sentence, but gaps and commands."""
    say = Translator({"en": pseudo(shipped()["en"])}).words("en")
    assert not re.search(r"[A-Za-z]{2,}", NAMES.sub("", say("start-ready", style="☼")))
    assert "/portrait ☼" in say("start-ready", style="☼")


async def test_no_sentence_is_written_into_the_code(odd):
    """From the first hello to erasing everything, with mistakes on the way."""
    ann, root = odd.person("ann"), odd.person("root")
    for command in ("/start", "/help", "/styles", "/styles zzz", "/privacy", "/mydata", "/portrat", "/language"):
        await ann.types(command)
    await ann.sends()
    await ann.agrees()
    await odd.look(problem="blurred", looks=None)
    for _ in range(2):
        await ann.sends()
        verdict = await odd.look()
    await ann.presses(action_of(verdict, "looks"))
    await ann.presses(action_of(verdict, "done"))
    await odd.learn()
    for command in ("/portrait", "/portrait oil", "/portrait oli", "/portrait oil 99", "/show", "/queue"):
        await ann.types(command)
    album = await odd.draw(likely=False, withheld=1)
    for verb in ("again", "like", "restyle", "closer", "bolder", "report", "delete", "fav"):
        await ann.presses(action_of(album, verb))
    for entry in CATALOGUE:
        await ann.types(f"/{entry.name}")
    for command in ("/settings pictures 99", "/settings news maybe", "/settings news off", "/report 1 wrong words"):
        await ann.types(command)
    for command in ("/presets save holiday", "/presets", "/presets use zzz", "/presets save", "/link wrong", "/link"):
        await ann.types(command)
    await ann.presses(action_of(album, "fav") + ":1")
    await ann.types("/favourites")
    crowd = odd.person("ann", private=False)
    number = (await odd.jobs())[-1].own
    for command in (f"/post {number}", "/post 999", "/gallery"):
        await crowd.types(command)
    await odd.fail("device", "disk-full")
    for command in (
        "/stats", "/ban fake:ann", "/allow fake:ann", "/pause", "/resume", "/reports", "/setstyle", "/setstyle off oil",
        "/setstyle on oil", "/setquota fake:ann 5", "/setquota fake:ann", "/broadcast hello", "/limit 3",
        "/adult fake:ann",
    ):  # fmt: skip
        await root.types(command)
    await ann.presses("v1:forget")
    found = {word: view for view in odd.seen for word in english(view)}
    assert sorted(found) == []
    assert len(odd.seen) > 60
