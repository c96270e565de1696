"""Anything in any order, by two people at once: nobody sees another's file, nothing breaks, nobody is stuck.

A state machine types commands, presses buttons that were ever shown to anybody, sends photos and lets the engine answer
well, badly or not at all. What is typed and pressed comes as the web app and Discord hand it over, and every answer is
rendered for each platform. After each step the tables are looked through; after the last, both go on to a portrait.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.core.export import Exporter
from bot.frontends.discord import incoming
from bot.frontends.local import inbound
from handlers import consent, views
from handlers.catalogue import COMMANDS
from handlers.events import Event
from handlers.router import VERBS
from handlers.views import Pictures, View
from storage.database import Database
from storage.retention import Retention
from storage.vault import Vault
from tests.bot.frontends import fitting
from tests.examples import examples
from tests.handlers.drawing import draws, sees_clothes, sees_faces, sends_with
from tests.handlers.stage import Person, Stage, buttons_of, text_of
from tests.storage.helpers import ManualClock

PEOPLE = ("ann", "bob")
people = st.sampled_from(PEOPLE)
platforms = st.sampled_from(("local", "discord"))
WORDS = ("", "1", "2", "3", "99999", "oil", "oil 2", "nothing", "me", "save mine", "use mine", "en", "de", "pictures 3",
         "Hello there", "size=512", "count=x", "🙂", "' OR 1=1 --", "v1:forget", "../../x", "<b>**a** `b`</b>",
         "x" * 5000, "\u202eabc\u0000", "שלום")  # fmt: skip
PROBLEMS = (None, "no-face", "other-person", "under-age", "duplicate", "nudity")
FAILURES = ("out-of-memory", "worker-died", "engine", "no-identity", "disk-full", "unsafe-picture", "cancelled")
NOT_OF_A_FACE = {"upload", "export"}  # what may be kept of somebody who has not agreed
DISCORD = {"user": {"id": "1", "name": "Ann"}, "locale": "en-US"}
SILENT = "v1:copy"  # the text to copy stands above the button


class Conversation(RuleBasedStateMachine):
    """Two people, one bot, and an engine that does what it likes."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.exits = AsyncExitStack()
        self.folder = self.exits.enter_context(tempfile.TemporaryDirectory())
        self.clock = ManualClock()
        self.buttons: list[str] = ["v1:nothing"]  # every action that was ever shown, to whomever
        self.runner.run(self.open(Path(self.folder)))

    async def open(self, folder: Path) -> None:
        """Open the stage."""
        db = await self.exits.enter_async_context(Database.open(folder / "portrait.sqlite", clock=self.clock))
        vault = Vault.open(folder)
        export = Exporter(vault, Retention(), {}).export
        self.stage = Stage(db, vault, export=export, admins=frozenset({"fake:bob"}))
        self.persons = {name: self.stage.person(name) for name in PEOPLE}

    def teardown(self) -> None:
        """Whatever happened: both can still go on to a portrait."""
        try:
            for name in PEOPLE:
                self.runner.run(self.goes_on(self.persons[name]))
        finally:
            self.runner.run(self.exits.aclose())
            self.runner.close()

    def hears(self, who: str, shown: list[View], *, silence: bool = True) -> None:
        """Look at an answer: it has words, and no file of anybody else."""
        assert shown or silence
        for view in shown:
            assert view.text.strip() or isinstance(view, Pictures), view
            self.runner.run(fitting.check(view, self.stage.deps.translator.words(self.persons[who].who.locale)))
            self.buttons += [one.action for one in buttons_of([view])]
            for media in _media_of(view):
                owner = self.runner.run(self.owner_of(media))
                assert owner in (None, who), f"{who} is shown a file of {owner}"

    async def owner_of(self, media: str) -> str | None:
        """Return whose file that is, None for a picture of the program or one that is gone."""
        async with self.stage.db.reading() as rx:
            return await rx.value(
                "SELECT user FROM users WHERE account = (SELECT account FROM media WHERE id = ?)", (media,)
            )

    def does(self, who: str, events: Sequence[Event]) -> list[View]:
        """Let somebody do what a platform hands over; here all of them are one person on one platform."""
        person = self.persons[who].who
        return [view for event in events for view in self.runner.run(self.stage.handle(replace(event, who=person)))]

    @rule(who=people, by=platforms, name=st.sampled_from(sorted(COMMANDS)), words=st.sampled_from(WORDS))
    def types(self, who: str, by: str, name: str, words: str) -> None:
        """Type a command."""
        self.hears(who, self.does(who, typed(by, f"/{name} {words}")), silence=False)

    @rule(who=people, by=platforms, words=st.sampled_from(WORDS))
    def says(self, who: str, by: str, words: str) -> None:
        """Type a line."""
        self.hears(who, self.does(who, typed(by, words or "hm")))

    @rule(who=people, by=platforms, number=st.integers(0, 10_000))
    def presses(self, who: str, by: str, number: int) -> None:
        """Press any button there ever was, one's own or not, now or long ago."""
        action = self.buttons[-1 - number % len(self.buttons)]
        self.hears(who, self.does(who, pressed(by, action)), silence=action.startswith(SILENT))

    @rule(
        who=people, by=platforms, verb=st.sampled_from(sorted(VERBS)), rest=st.lists(st.sampled_from(WORDS), max_size=3)
    )
    def forges(self, who: str, by: str, verb: str, rest: list[str]) -> None:
        """Press a button nobody showed."""
        action = ":".join(["v1", verb, *rest])
        self.hears(who, self.does(who, pressed(by, action)), silence=action.startswith(SILENT))

    @rule(who=people)
    def agrees(self, who: str) -> None:
        """Agree, perhaps again."""
        self.hears(who, self.runner.run(self.persons[who].agrees()))

    @rule(who=people, problem=st.sampled_from(("", "", "", "too-large", "disk-full")))
    def sends(self, who: str, problem: str) -> None:
        """Send a photo, or what the platform did not hand over."""
        self.hears(who, self.runner.run(self.persons[who].sends(None if problem else "", problem)))

    @rule(who=people, name=st.sampled_from(("inpaint", "tryon", "portrait")))
    def sends_for(self, who: str, name: str) -> None:
        """Send a picture with a command."""
        self.hears(who, self.runner.run(sends_with(self.persons[who], name)))

    @rule(seconds=st.sampled_from((1, 60, 7200, 90_000, -7200)))
    def time_passes(self, seconds: int) -> None:
        """Set the clock, back too."""
        self.clock.advance(seconds)

    @rule(problem=st.sampled_from(PROBLEMS), fails=st.sampled_from((*FAILURES, None, None, None, None)))
    @precondition(lambda self: self.next_of("look"))
    def looks(self, problem: str | None, fails: str | None) -> None:
        """Let the engine look at what is next."""
        kind, who = self.next_of("look")
        self.hears(who, self.runner.run(self.look(kind, problem, fails)))

    @rule(fails=st.sampled_from((*FAILURES, *[None] * 12)))
    @precondition(lambda self: self.next_of("device"))
    def works(self, fails: str | None) -> None:
        """Let the engine learn or draw what is next."""
        kind, who = self.next_of("device")
        self.hears(who, self.runner.run(self.work(kind, fails)))

    async def look(self, kind: str, problem: str | None, fails: str | None) -> list[View]:
        """End the next look."""
        if fails is not None:
            return await self.stage.fail("look", fails)
        if kind == "inspect":
            return await self.stage.look(problem=problem)
        return await (
            sees_faces(self.stage, "", problem or "") if kind == "inspect-template" else sees_clothes(self.stage)
        )

    async def work(self, kind: str, fails: str | None) -> list[View]:
        """End the next job of the device."""
        if fails is not None or kind not in ("enrol", "instant", "portrait", "template", "tryon"):
            return await self.stage.fail("device", fails or "engine")
        if kind == "enrol":
            return await self.stage.learn()
        if kind == "instant":
            return await self.stage.know()
        return await (self.stage.draw() if kind == "portrait" else draws(self.stage))

    def next_of(self, lane: str) -> tuple[str, str] | None:
        """Return kind and owner of the job that is handed out next, None where none is due."""
        return self.runner.run(self._next_of(lane))

    async def _next_of(self, lane: str) -> tuple[str, str] | None:
        async with self.stage.db.reading() as rx:
            row = await rx.one(
                "SELECT kind, user FROM jobs JOIN users USING (account) WHERE lane = ? AND state = 'queued' "
                "AND (due <= ? OR due > ? OR jobs.created > ?) ORDER BY served, priority, jobs.created, number LIMIT 1",
                (lane, rx.now(), rx.now() + 120, rx.now()),
            )
        return (row["kind"], row["user"]) if row else None

    @invariant()
    def nothing_is_kept_without_consent(self) -> None:
        """Of somebody who has not agreed there is no face, no verdict, no job, and only files that wait."""
        self.runner.run(self._consented())

    async def _consented(self) -> None:
        async with self.stage.db.reading() as rx:
            for row in await rx.all("SELECT id FROM accounts WHERE consent IS NULL"):
                for table in ("identities", "jobs"):
                    count = await rx.value(f"SELECT count(*) FROM {table} WHERE account = ?", (row["id"],))
                    assert not count, f"{count} {table} without consent"
                kept = {
                    one["purpose"] for one in await rx.all("SELECT purpose FROM media WHERE account = ?", (row["id"],))
                }
                assert kept <= NOT_OF_A_FACE, kept

    async def goes_on(self, person: Person) -> None:
        """Go from wherever one is to a portrait, by what anybody would try."""
        self.clock.advance(10**5)  # another day: no flood, no spent quota
        bob = self.persons["bob"]
        for line in (
            "/resume",
            f"/allow fake:{person.who.user}",
            f"/setquota fake:{person.who.user} 1440",
            "/setstyle on oil",
        ):
            await bob.types(line)
        while (waiting := await self._next_of("look")) or (waiting := await self._next_of("device")):
            kind, _ = waiting
            await (self.look(kind, None, None) if kind.startswith("inspect") else self.work(kind, None))
        await person.types("/start")
        await person.presses(f"v1:agree:{consent.VERSION}")
        face = await self.stage.face(person.who.user)
        if face is None or face.trained is None:
            for _ in range(3):
                await person.sends()
                while await self._next_of("look"):
                    await self.stage.look()
            said = await person.types("/train")
            assert await self._next_of("device"), text_of(said)
            await self.stage.learn()
        said = await person.types("/portrait oil 1")
        assert await self._next_of("device"), text_of(said)
        assert any(isinstance(view, Pictures) for view in await self.stage.draw())


def typed(by: str, text: str) -> list[Event]:
    """Return a line as a platform hands it over, through the bytes it is kept in."""
    if by == "local":
        return inbound.events("local", json.loads(json.dumps(inbound.said("u", "en", text))))
    payload = {**DISCORD, "kind": "message", "id": "7", "channel": "8", "text": text, "files": [], "answered": None}
    return _heard(payload)


def pressed(by: str, action: str) -> list[Event]:
    """Return a press the same way."""
    if by == "local":
        return inbound.events("local", json.loads(json.dumps(inbound.pressed("u", "en", action, "Label", "m"))))
    return _heard({**DISCORD, "kind": "press", "action": action, "under": "7"})


def _heard(payload: dict[str, Any]) -> list[Event]:
    found = [one.what for one in incoming.read(json.loads(json.dumps(payload)))]
    assert None not in found
    return [event for event in found if event is not None]


def _media_of(view: View) -> list[str]:
    """Return the id of every file a view shows."""

    def walk(value: Any, name: str) -> list[str]:
        if isinstance(value, dict):
            return [found for key, each in value.items() for found in walk(each, key)]
        if isinstance(value, (list, tuple)):
            return [found for each in value for found in walk(each, name)]
        return [value] if name in ("media", "preview", "cover") and value else []

    return walk(json.loads(json.dumps(views.to_json(view))), "")


TestConversation = Conversation.TestCase
TestConversation.settings = examples(12, stateful_step_count=30)
