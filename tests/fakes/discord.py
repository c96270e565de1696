"""Discord on 127.0.0.1: REST, gateway (JSON, plain or zlib-stream) and file server, with the real limits.

An unmodified client library logs in, publishes commands, hears people and answers them. Whatever the fake does not know
is a loud 404. Tests act as people through ``slash``, ``click``, ``dm`` and look at ``messages``, what is shown now.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import re
import time
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.fakes.discord_rules import (
    CHECKBOX,
    EPHEMERAL,
    INPUT,
    LABEL,
    LAYOUT,
    LOADING,
    ROW,
    TEXT,
    UPLOAD,
    UPLOAD_MAX,
    VOICE,
    DiscordError,
    JSONDict,
    Upload,
    check_choices,
    check_commands,
    check_files,
    check_message,
    check_modal,
    invalid,
    walk,
)

__all__ = [
    "ADA",
    "BOT",
    "CHANNEL",
    "EPHEMERAL",
    "GUILD",
    "VOICE",
    "DiscordError",
    "FakeDiscord",
    "buttons_of",
    "dm_of",
    "text_of",
    "walk",
]
BOT = "1000"
ADA = "3000"
CHANNEL, GUILD = "5000", "6000"  # a channel of a server
API = "/api/v10"
SEND_MESSAGES, ATTACH_FILES = 1 << 11, 1 << 15
FOLLOW_UPS = 5  # of one interaction, where the app is only installed by the person
CREATES = 200  # of commands a day


ANSWERS = {2: (4, 5, 9), 3: (4, 5, 6, 7, 9), 4: (8,), 5: (4, 5, 6, 7)}
"""Which answers each kind of interaction takes: a form is never the answer to a form."""


class Socket(web.WebSocketResponse):
    """A gateway connection that honours ``compress=zlib-stream``."""

    def __init__(self, compressed: bool) -> None:
        super().__init__()
        self._deflate = zlib.compressobj() if compressed else None
        self.shard = -1  # not known before it identifies

    async def push(self, value: JSONDict) -> None:
        """Send one payload."""
        raw = json.dumps(value)
        if self._deflate is None:
            await self.send_str(raw)
        else:
            await self.send_bytes(self._deflate.compress(raw.encode()) + self._deflate.flush(zlib.Z_SYNC_FLUSH))


@dataclass
class FakeDiscord:
    """The server and the people on it."""

    token: str = "TEST.discord.token"
    ack_seconds: float = 3.0  # for the first answer to an interaction
    token_seconds: float = 900.0  # how long an interaction can be answered
    commands: list[JSONDict] = field(default_factory=list)
    syncs: int = 0
    messages: dict[str, JSONDict] = field(default_factory=dict)
    uploads: dict[str, bytes] = field(default_factory=dict)  # path -> bytes
    interactions: dict[str, JSONDict] = field(default_factory=dict)  # token -> state
    calls: list[tuple[str, str, Any]] = field(default_factory=list)
    heard: list[JSONDict] = field(default_factory=list)  # gateway payloads of the client
    least_shards: int = 0  # fewer connections are refused, as those of a bot in thousands of servers
    closed: set[str] = field(default_factory=set)  # people who take no direct messages
    fail_next: list[DiscordError] = field(default_factory=list)  # refusals for the next message sent or edited
    drop_after: int = 0  # answers lost after their effect
    after: Callable[[], None] | None = None  # done once between the effect of a message with files and its answer
    down: bool = False
    missed: int = 0  # requests while it was down
    upload_limit: int = UPLOAD_MAX  # of interactions: servers may allow more
    nonce_seconds: float = 300.0  # how long a nonce is remembered
    member_permissions: int = SEND_MESSAGES | ATTACH_FILES  # of people in the server
    unreachable: set[str] = field(default_factory=set)  # channels the bot may not write to
    shards: int = 1  # that the bot is told to have
    guild: str = GUILD  # the server people use commands in
    concurrency: int = 1  # buckets of connections that may identify at once
    identify_seconds: float = 0.0  # between two in one bucket; who is too soon is told that the session is invalid
    too_soon: int = 0

    def __post_init__(self) -> None:
        self._ids = itertools.count(int((time.time() - 1420070400) * 1000) << 22, 1 << 22)
        self._sequence = itertools.count(1)
        self._sockets: list[Socket] = []
        self._events: list[tuple[int, JSONDict]] = []  # with the connection they are for
        self._nonces: dict[tuple[str, str], tuple[float, str]] = {}
        self._created: dict[str, str] = {}  # commands made so far, as text
        self._creates = 0
        self._news: asyncio.Future[None] | None = None
        self._identified: dict[int, float] = {}  # by bucket, when
        self.logins = 0
        app = web.Application(client_max_size=64 * 2**20, middlewares=[self._guard])
        for method, path, action in self._routes():
            app.router.add_route(method, path, action)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)

    def _routes(self) -> list[tuple[str, str, Callable[[web.Request], Awaitable[web.StreamResponse]]]]:
        return [
            ("GET", "/gateway", self._gateway),
            ("GET", f"{API}/users/@me", self._me),
            ("GET", f"{API}/oauth2/applications/@me", self._application),
            ("GET", f"{API}/gateway/bot", self._gateway_bot),
            ("PUT", f"{API}/applications/{{app}}/commands", self._sync),
            ("POST", f"{API}/users/@me/channels", self._open_dm),
            ("POST", f"{API}/interactions/{{id}}/{{token}}/callback", self._callback),
            ("POST", f"{API}/webhooks/{{app}}/{{token}}", self._followup),
            ("*", f"{API}/webhooks/{{app}}/{{token}}/messages/{{message}}", self._followup_message),
            ("GET", f"{API}/channels/{{channel}}/messages", self._history),
            ("POST", f"{API}/channels/{{channel}}/messages", self._create),
            ("*", f"{API}/channels/{{channel}}/messages/{{message}}", self._message),
            ("POST", f"{API}/channels/{{channel}}/typing", self._typing),
            ("GET", "/attachments/{path:.*}", self._file),
            ("*", "/{rest:.*}", self._unknown),
        ]

    async def __aenter__(self) -> FakeDiscord:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.api_url, self.gateway_url = self.url + API, f"ws://127.0.0.1:{self.port}/gateway"
        return self

    async def __aexit__(self, *exc: object) -> None:
        for socket in list(self._sockets):
            await socket.close()
        await self._runner.cleanup()

    # ---- what tests see -----------------------------------------------------------------------------------------

    async def until(self, condition: Callable[[], Any], seconds: float = 120.0) -> Any:
        """Wait until ``condition`` holds, looking again at every request; returns its value."""
        async with asyncio.timeout(seconds):
            while not (value := condition()):
                if self._news is None:
                    self._news = asyncio.get_running_loop().create_future()
                await asyncio.shield(self._news)
            return value

    def shown(self, user: str = ADA) -> list[JSONDict]:
        """Return the bot's messages in a person's direct messages now, oldest first."""
        mine = [m for m in self.messages.values() if m["channel_id"] == dm_of(user) and m["author"]["id"] == BOT]
        return sorted((m for m in mine if not m["flags"] & EPHEMERAL), key=lambda m: int(m["id"]))

    def texts(self, user: str = ADA) -> list[str]:
        """Return the texts of `shown`."""
        return [text_of(message) for message in self.shown(user)]

    def contents(self, message: JSONDict) -> list[bytes]:
        """Return the bytes of a message's files."""
        return [self.uploads[a["url"].split("/attachments/")[1]] for a in message["attachments"]]

    def called(self, method: str, ending: str) -> list[Any]:
        """Return the bodies of every call of a route."""
        return [body for verb, path, body in self.calls if verb == method and path.endswith(ending)]

    def _tell(self) -> None:
        news, self._news = self._news, None
        if news is not None:
            news.set_result(None)

    # ---- what people do -----------------------------------------------------------------------------------------

    async def slash(
        self,
        name: str,
        *,
        user: str = ADA,
        files: dict[str, Upload] | None = None,
        guild: bool = False,
        foreign: bool = False,
        **options: Any,
    ) -> JSONDict:
        """Use a command, which must have been published; returns the interaction's state once acknowledged.

        ``guild``: in a channel of a server the bot is in; ``foreign``: of one it is not in.
        """
        command = self._published(name, 1)
        known = {option["name"]: option["type"] for option in command.get("options", [])}
        given = [{"name": key, "type": known[key], "value": value} for key, value in options.items()]
        attachments = {}
        for key, upload in (files or {}).items():
            stored = self.put(*upload)
            attachments[stored["id"]] = stored
            given.append({"name": key, "type": known[key], "value": stored["id"]})
        data = {"id": command["id"], "name": name, "type": 1, "options": given}
        data["resolved"] = {"attachments": attachments}
        return await self._interact(2, data, user=user, guild=guild, foreign=foreign)

    async def menu(
        self, name: str, message: JSONDict, *, user: str = ADA, guild: bool = False, foreign: bool = False
    ) -> JSONDict:
        """Pick a command from the menu of a message."""
        command = self._published(name, 3)
        data = {"id": command["id"], "name": name, "type": 3, "target_id": message["id"]}
        data["resolved"] = {"messages": {message["id"]: message}}
        return await self._interact(2, data, user=user, guild=guild, foreign=foreign)

    async def submit(self, form: JSONDict, user: str = ADA, **values: Any) -> JSONDict:
        """Fill in the form an interaction was answered with and send it.

        ``values`` are texts, ticks, picked values or lists of files by the id of their field; a field that is not
        named keeps what it shows.
        """
        shown, attachments, parts = form["reply"]["data"], {}, []
        for part in shown["components"]:
            if part["type"] != LABEL:
                parts.append({"type": part["type"], "id": 1})
                continue
            filled = _filled(part["component"], values.pop(part["component"]["custom_id"], None))
            if part["component"]["type"] == UPLOAD:
                stored = [self.put(*upload) for upload in filled["values"]]
                attachments |= {one["id"]: one for one in stored}
                filled["values"] = [one["id"] for one in stored]
            parts.append({"type": LABEL, "id": 1, "component": filled})
        assert not values, f"the form has no {values}"
        data = {"custom_id": shown["custom_id"], "components": parts, "resolved": {"attachments": attachments}}
        where = {"guild": form["channel"] == CHANNEL, "foreign": form["foreign"]}
        return await self._interact(5, data, user=user, message=form["message"], **where)

    def _published(self, name: str, kind: int) -> JSONDict:
        command = next((c for c in self.commands if (c["name"], c["type"]) == (name, kind)), None)
        assert command is not None, f"/{name} was never published"
        return command

    async def complete(self, name: str, option: str, text: str, user: str = ADA) -> list[str]:
        """Type into an argument; returns the values offered."""
        command = self._published(name, 1)
        typed = {"name": option, "type": 3, "value": text, "focused": True}
        state = await self._interact(4, {"id": command["id"], "name": name, "type": 1, "options": [typed]}, user=user)
        return [choice["value"] for choice in state["reply"]["data"]["choices"]]

    async def click(self, message: JSONDict, label: str, user: str = ADA) -> JSONDict:
        """Press a button the message shows now."""
        shown = self.messages[message["id"]]
        button = next(item for item in walk(shown["components"]) if item.get("label") == label)
        data = {"custom_id": button["custom_id"], "component_type": 2}
        return await self._interact(3, data, user=user, message=shown)

    async def pick(self, message: JSONDict, label: str, user: str = ADA) -> JSONDict:
        """Pick an option of a menu the message shows now."""
        shown = self.messages[message["id"]]
        for menu in (item for item in walk(shown["components"]) if item["type"] == 3):
            for option in menu["options"]:
                if option["label"] == label:
                    data = {"custom_id": menu["custom_id"], "component_type": 3, "values": [option["value"]]}
                    return await self._interact(3, data, user=user, message=shown)
        raise AssertionError(f"no option {label}")

    async def dm(
        self,
        text: str = "",
        *files: JSONDict,
        user: str = ADA,
        flags: int = 0,
        answers: JSONDict | None = None,
        forwards: bool = False,
    ) -> JSONDict:
        """Write to the bot; files come from `put`, ``answers`` is an earlier message.

        ``forwards``: text and files stand in a message of somebody else, which is passed on.
        """
        message = {**self._blank(dm_of(user), person(user)), "content": text, "attachments": list(files)}
        message["flags"] = flags
        if forwards:
            place = {"message_id": self._new_id(), "channel_id": self._new_id(), "type": 1}
            passed = {"message_snapshots": [{"message": {**message}}], "message_reference": place}
            message |= {"content": "", "attachments": [], **passed}
        if answers is not None:
            place = {"message_id": answers["id"], "channel_id": answers["channel_id"], "type": 0}
            message |= {"type": 19, "message_reference": place, "referenced_message": answers}
        self.messages[message["id"]] = message
        await self.dispatch("CHANNEL_CREATE", _channel(user))
        await self.dispatch("MESSAGE_CREATE", message)
        return message

    def put(self, name: str, data: bytes, mime: str = "application/octet-stream", **more: Any) -> JSONDict:
        """Upload a file and return it as an attachment."""
        number = self._new_id()
        path = f"{number}/{name}"
        self.uploads[path] = data
        url = f"{self.url}/attachments/{path}"
        return {
            "id": number,
            "filename": name,
            "size": len(data),
            "url": url,
            "proxy_url": url,
            "content_type": mime,
            **more,
        }

    async def _interact(
        self,
        kind: int,
        data: JSONDict,
        *,
        user: str,
        message: JSONDict | None = None,
        guild: bool = False,
        foreign: bool = False,
    ) -> JSONDict:
        token, number = "interaction" + self._new_id(), self._new_id()
        guild = guild or foreign
        state: JSONDict = {
            "id": number,
            "kind": kind,
            "began": time.monotonic(),
            "message": message,
            "done": asyncio.Event(),
            "user": user,
            "channel": CHANNEL if guild else dm_of(user),
            "foreign": foreign,
            "follow_ups": 0,
        }
        self.interactions[token] = state
        event = {
            "id": number,
            "application_id": BOT,
            "type": kind,
            "token": token,
            "version": 1,
            "data": data,
            "locale": "de",
            "app_permissions": "0",
            "entitlements": [],
            "authorizing_integration_owners": {"1": user} if foreign or not guild else {"0": self.guild, "1": user},
            "attachment_size_limit": self.upload_limit,
            **(
                _in_guild(user, self.member_permissions, self.guild)
                if guild
                else {"user": person(user), "context": 1, "channel": _channel(user)}
            ),
            "channel_id": state["channel"],
            **({"message": message} if message else {}),
        }
        await self.dispatch("INTERACTION_CREATE", event)
        try:
            await asyncio.wait_for(state["done"].wait(), self.ack_seconds)
        except TimeoutError:
            raise AssertionError("the person is told: The application did not respond") from None
        return state

    # ---- plumbing -----------------------------------------------------------------------------------------------

    def _new_id(self) -> str:
        return str(next(self._ids))

    @web.middleware
    async def _guard(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        try:
            answer = await self._checked(request, handler)
        except DiscordError as refusal:
            # Without Via the library takes a 429 for a ban by a proxy.
            wait = str(refusal.extra.get("retry_after", 1))
            headers = {"Retry-After": wait, "Via": "1.1 google"} if refusal.status == 429 else {}
            body = {"message": refusal.message, "code": refusal.code, **refusal.extra}
            answer = web.json_response(body, status=refusal.status, headers=headers)
        finally:
            self._tell()
        if isinstance(answer, web.Response) and answer.content_type == "application/json":
            answer.headers["Content-Type"] = "application/json"  # discord.py compares the whole header
        return answer

    async def _checked(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        if self.down:
            self.missed += 1
            raise DiscordError(503, 0, "Service Unavailable")
        signed = request.path.startswith(API) and not re.search("/interactions/|/webhooks/", request.path)
        if signed and request.headers.get("Authorization") != f"Bot {self.token}":
            raise DiscordError(401, 0, "401: Unauthorized")
        writes = request.method in ("POST", "PATCH") and "/channels/" in request.path and "/messages" in request.path
        if writes and self.fail_next:
            raise self.fail_next.pop(0)
        answer = await handler(request)
        if writes and self.after is not None and request.content_type.startswith("multipart/"):
            after, self.after = self.after, None
            after()
        if writes and self.drop_after:
            self.drop_after -= 1
            assert request.transport is not None
            request.transport.abort()
        return answer

    async def _unknown(self, request: web.Request) -> web.StreamResponse:
        self.calls.append((request.method, request.path, None))
        raise DiscordError(404, 0, "404: Not Found (the fake does not know this route)")

    async def _body(self, request: web.Request) -> tuple[JSONDict, list[Upload]]:
        files: list[Upload] = []
        payload: JSONDict = {}
        if request.content_type.startswith("multipart/"):
            for key, value in (await request.post()).items():
                if isinstance(value, web.FileField):
                    files.append((value.filename, value.file.read(), value.content_type))
                elif key == "payload_json":
                    payload = json.loads(value)  # text, or bytes when the part names its type
        elif request.can_read_body:
            payload = await request.json()
        self.calls.append((request.method, request.path, payload))
        return payload, files

    def _blank(self, channel: str, author: JSONDict) -> JSONDict:
        return {
            "id": self._new_id(),
            "channel_id": channel,
            "author": author,
            "timestamp": "2026-01-01T00:00:00+00:00",
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "pinned": False,
            "type": 0,
            "content": "",
            "embeds": [],
            "attachments": [],
            "components": [],
            "flags": 0,
        }

    def _write(
        self, payload: JSONDict, files: list[Upload], channel: str, old: JSONDict | None = None, limit: int = UPLOAD_MAX
    ) -> JSONDict:
        message = dict(old or {**self._blank(channel, person(BOT, bot=True)), "application_id": BOT})
        for key in ("content", "embeds", "components", "flags", "nonce"):
            if payload.get(key) is not None:
                message[key] = payload[key]
            elif key == "content" and key in payload:
                message[key] = ""
        if old is not None:
            # Neither can be taken away again.
            message["flags"] |= old["flags"] & (LAYOUT | EPHEMERAL)
        if "attachments" in payload or files:
            check_files(files, limit)
            kept = {item["id"] for item in payload.get("attachments") or []}
            new = [self.put(name, data, mime) for name, data, mime in files]
            for stored, described in zip(new, payload.get("attachments") or [], strict=False):
                stored["description"] = described.get("description")
            message["attachments"] = [item for item in message["attachments"] if item["id"] in kept] + new
        check_message(message)
        if old is not None:
            message["edited_timestamp"] = "2026-01-01T00:00:01+00:00"
        self.messages[message["id"]] = message
        return message

    # ---- REST ---------------------------------------------------------------------------------------------------

    async def _me(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(_self())

    async def _application(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(
            {
                "id": BOT,
                "name": "portrait",
                "description": "",
                "icon": None,
                "rpc_origins": None,
                "bot_public": True,
                "bot_require_code_grant": False,
                "verify_key": "00",
                "flags": 0,
                "owner": person("9"),
                "team": None,
                "summary": "",
                "hook": True,
            }
        )

    async def _gateway_bot(self, request: web.Request) -> web.StreamResponse:
        limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": self.concurrency}
        return web.json_response({"url": self.gateway_url, "shards": self.shards, "session_start_limit": limit})

    async def _sync(self, request: web.Request) -> web.StreamResponse:
        commands = await request.json()
        self.create(commands)
        self.syncs += 1
        filled = {"application_id": BOT, "default_member_permissions": None, "type": 1, "description": ""}
        self.commands = [{"id": self._new_id(), "version": self._new_id(), **filled, **c} for c in commands]
        return web.json_response(self.commands)

    def create(self, commands: list[JSONDict]) -> None:
        """Check a list of commands and count those it creates. Raises `DiscordError`."""
        check_commands(commands)
        made = {f"{c.get('type', 1)} {c['name']}": json.dumps(c, sort_keys=True) for c in commands}
        self._creates += len(made.keys() - self._created.keys())
        if self._creates > CREATES:
            raise DiscordError(429, 30034, "Max number of daily application command creates has been reached (200)")
        self._created = made

    async def _open_dm(self, request: web.Request) -> web.StreamResponse:
        payload, _ = await self._body(request)
        return web.json_response(_channel(str(payload["recipient_id"])))

    async def _typing(self, request: web.Request) -> web.StreamResponse:
        return web.Response(status=204)

    async def _history(self, request: web.Request) -> web.StreamResponse:
        channel, query = request.match_info["channel"], request.query
        limit, after = int(query.get("limit", 50)), int(query.get("after", 0))
        if not 1 <= limit <= 100:
            raise invalid("limit must be 1-100")
        self.calls.append((request.method, request.path, dict(query)))
        self._reachable(channel)
        found = [m for m in self.messages.values() if m["channel_id"] == channel and not m["flags"] & EPHEMERAL]
        found = sorted((m for m in found if int(m["id"]) > after), key=lambda m: int(m["id"]))
        found = found[:limit] if after else found[-limit:]  # the oldest after a message, else the newest
        return web.json_response([{k: v for k, v in m.items() if k != "nonce"} for m in reversed(found)])

    def _reachable(self, channel: str) -> None:
        if channel in self.unreachable:
            raise DiscordError(403, 50001, "Missing Access")

    async def _create(self, request: web.Request) -> web.StreamResponse:
        channel = request.match_info["channel"]
        payload, files = await self._body(request)
        self._reachable(channel)
        if channel in {dm_of(user) for user in self.closed}:
            raise DiscordError(403, 50007, "Cannot send messages to this user")
        if (payload.get("flags") or 0) & (EPHEMERAL | LOADING):
            raise invalid("only an answer to an interaction can be seen by one person alone")
        nonce = str(payload.get("nonce") or "")
        if len(nonce) > 25:
            raise invalid("nonce must be 25 or fewer in length")
        sent, known = self._nonces.get((channel, nonce), (0.0, None)) if payload.get("enforce_nonce") else (0.0, None)
        if known in self.messages and time.monotonic() - sent < self.nonce_seconds:
            return web.json_response(self.messages[known])
        message = self._write(payload, files, channel)
        if nonce:
            self._nonces[channel, nonce] = (time.monotonic(), message["id"])
        return web.json_response(message)

    async def _message(self, request: web.Request) -> web.StreamResponse:
        found = self.messages.get(request.match_info["message"])
        if found is None or found["channel_id"] != request.match_info["channel"]:
            raise DiscordError(404, 10008, "Unknown Message")
        if request.method == "GET":
            return web.json_response(found)
        if found["author"]["id"] != BOT:
            raise DiscordError(403, 50005, "Cannot edit a message authored by another user")
        if request.method == "DELETE":
            del self.messages[found["id"]]
            return web.Response(status=204)
        payload, files = await self._body(request)
        return web.json_response(self._write(payload, files, found["channel_id"], found))

    async def _file(self, request: web.Request) -> web.StreamResponse:
        data = self.uploads.get(request.match_info["path"])
        return web.Response(status=404) if data is None else web.Response(body=data)

    # ---- interactions -------------------------------------------------------------------------------------------

    def _state(self, request: web.Request) -> JSONDict:
        state = self.interactions.get(request.match_info["token"])
        age = time.monotonic() - state["began"] if state else 0.0
        if state is None or ("reply" not in state and age > self.ack_seconds):
            raise DiscordError(404, 10062, "Unknown interaction")
        if age > self.token_seconds:
            raise DiscordError(401, 50027, "Invalid Webhook Token")
        return state

    async def _callback(self, request: web.Request) -> web.StreamResponse:
        state = self._state(request)
        payload, files = await self._body(request)
        if "reply" in state:
            raise DiscordError(400, 40060, "Interaction has already been acknowledged.")
        data = payload.get("data") or {}
        if payload["type"] not in ANSWERS[state["kind"]] or (payload["type"] == 6 and state["message"] is None):
            raise invalid(f"an interaction of type {state['kind']} cannot be answered so")
        if payload["type"] == 8:
            check_choices(data.get("choices") or [])
        if payload["type"] == 9:
            check_modal(data)
        message = None
        if payload["type"] == 4:
            message = self._write(data, files, state["channel"], limit=self.upload_limit)
        elif payload["type"] == 5:
            shown = {"content": "…", "flags": LOADING | ((data.get("flags") or 0) & EPHEMERAL)}
            message = self._write(shown, [], state["channel"])
        elif payload["type"] == 7 and state["message"] is not None:
            message = self._write(data, files, state["channel"], state["message"], self.upload_limit)
        state["original"] = message or state["message"]
        state["reply"] = payload
        state["done"].set()
        told = {
            "id": state["id"],
            "type": state["kind"],
            "response_message_id": message and message["id"],
            "response_message_loading": payload["type"] == 5,
            "response_message_ephemeral": bool((data.get("flags") or 0) & EPHEMERAL),
        }
        resource = {"type": payload["type"], **({"message": message} if message else {})}
        return web.json_response({"interaction": told, "resource": resource})

    async def _followup(self, request: web.Request) -> web.StreamResponse:
        state = self._state(request)
        payload, files = await self._body(request)
        if "reply" not in state:
            raise DiscordError(404, 10015, "Unknown Webhook")
        if state["foreign"] and state["follow_ups"] == FOLLOW_UPS:
            raise DiscordError(400, 40094, "This interaction has hit the maximum number of follow up messages")
        state["follow_ups"] += 1
        return web.json_response(self._write(payload, files, state["channel"], limit=self.upload_limit))

    async def _followup_message(self, request: web.Request) -> web.StreamResponse:
        state = self._state(request)
        name = request.match_info["message"]
        original = (state.get("original") or {}).get("id", "")
        found = self.messages.get(original if name == "@original" else name)
        if found is None:
            raise DiscordError(404, 10008, "Unknown Message")
        if request.method == "DELETE":
            del self.messages[found["id"]]
            return web.Response(status=204)
        if request.method == "GET":
            return web.json_response(found)
        payload, files = await self._body(request)
        shown = {
            **found,
            "flags": found["flags"] & ~LOADING,
            "content": "" if found["flags"] & LOADING else found["content"],
        }
        return web.json_response(self._write(payload, files, found["channel_id"], shown, self.upload_limit))

    # ---- gateway ------------------------------------------------------------------------------------------------

    async def _gateway(self, request: web.Request) -> web.StreamResponse:
        socket = Socket(request.query.get("compress") == "zlib-stream")
        await socket.prepare(request)
        self._sockets.append(socket)
        await socket.push({"op": 10, "d": {"heartbeat_interval": 5000}, "s": None, "t": None})
        async for frame in socket:
            if frame.type in (WSMsgType.TEXT, WSMsgType.BINARY):  # both are legal
                await self._hear(socket, json.loads(frame.data))
        with contextlib.suppress(ValueError):
            self._sockets.remove(socket)
        self._tell()
        return socket

    async def _hear(self, socket: Socket, payload: JSONDict) -> None:
        self.heard.append(payload)
        if payload["op"] == 1:
            await socket.push({"op": 11})
        elif payload["op"] == 2 and payload["d"]["token"] != self.token:
            await socket.close(code=4004)
        elif payload["op"] == 2 and payload["d"].get("shard", [0, 1])[1] < self.least_shards:
            await socket.close(code=4011)
        elif payload["op"] == 2 and not self._may_identify(payload["d"].get("shard", [0, 1])[0]):
            self.too_soon += 1
            await socket.push({"op": 9, "d": False})
        elif payload["op"] == 2:
            socket.shard, shards = payload["d"].get("shard", [0, 1])
            ready = {
                "v": 10,
                "user": _self(),
                "guilds": [],
                "session_id": f"session {socket.shard}",
                "application": {"id": BOT, "flags": 0},
                "resume_gateway_url": self.gateway_url,
                "private_channels": [],
                "relationships": [],
                "shard": [socket.shard, shards],
            }
            self.shards = shards
            await self._event([socket], socket.shard, "READY", ready)
            self.logins += 1
        elif payload["op"] == 6:
            socket.shard = int(payload["d"]["session_id"].rpartition(" ")[2])
            mine = [event for shard, event in self._events if shard == socket.shard]
            for event in [event for event in mine if event["s"] > (payload["d"]["seq"] or 0)]:
                await socket.push(event)
            await self._event([socket], socket.shard, "RESUMED", {})
        self._tell()

    def _may_identify(self, shard: int) -> bool:
        bucket, now = shard % self.concurrency, time.monotonic()
        if now - self._identified.get(bucket, -self.identify_seconds) < self.identify_seconds:
            return False
        self._identified[bucket] = now
        return True

    async def _event(self, sockets: list[Socket], shard: int, name: str, data: JSONDict) -> None:
        event = {"op": 0, "t": name, "s": next(self._sequence), "d": data}
        self._events.append((shard, event))
        for socket in sockets:
            with contextlib.suppress(ConnectionError):  # its end was killed, or hangs up just now
                await socket.push(event)

    async def dispatch(self, name: str, data: JSONDict) -> None:
        """Tell every session of the shard that something happened; while none is there it waits for a RESUME."""
        shard = self._shard_of(data)
        there = [socket for socket in self._sockets if socket.shard == shard and not socket.closed]
        await self._event(there, shard, name, data)

    def _shard_of(self, data: JSONDict) -> int:
        """Return which connection hears of something: of direct messages the first."""
        return (int(data.get("guild_id") or 0) >> 22) % self.shards

    @property
    def connections(self) -> int:
        """How many connections to the gateway are open."""
        return len(self._sockets)

    def forget_events(self) -> None:
        """Let a new connection hear nothing of what happened so far."""
        self._events.clear()

    async def drop(self, op: int = 7) -> None:
        """Ask the client to reconnect (7), or tell it that its session is over (9)."""
        await self._sockets[-1].push({"op": op, "d": op == 7})


def person(user: str, bot: bool = False) -> JSONDict:
    """Describe a user."""
    facts = {"discriminator": "0", "global_name": None, "avatar": None, "bot": bot, "flags": 0}
    return {"id": user, "username": f"user{user}", **facts}


def text_of(message: JSONDict) -> str:
    """Return what a message says, as a card too."""
    texts = [item["content"] for item in walk(message["components"]) if item["type"] == TEXT]
    return "\n".join([message["content"], *texts]).strip()


def buttons_of(message: JSONDict) -> list[list[str]]:
    """Return the labels of a message's buttons, row by row."""
    rows = [item["components"] for item in message["components"] if item["type"] == ROW]
    return [[item.get("label", "") for item in row] for row in rows]


def dm_of(user: str) -> str:
    """Return the id of a person's direct messages with the bot."""
    return str(int(user) + 1_000_000)


def _self() -> JSONDict:
    return {**person(BOT, bot=True), "verified": True, "mfa_enabled": False}


def _channel(user: str) -> JSONDict:
    return {"id": dm_of(user), "type": 1, "recipients": [person(user)], "last_message_id": None}


def _filled(field: JSONDict, value: Any) -> JSONDict:
    """Fill in one field of a form as a person's client would; what that does not let through is an AssertionError."""
    made = {"type": field["type"], "id": 1, "custom_id": field["custom_id"]}
    if field["type"] == CHECKBOX:
        return {**made, "value": bool(field.get("default") if value is None else value)}
    if field["type"] == INPUT:
        text = field.get("value") or "" if value is None else value
        assert text or not field.get("required", True), "this field must be filled in"
        assert len(text) <= (field.get("max_length") or 4000), "this text is too long"
        return {**made, "value": text}
    if field["type"] == UPLOAD:
        least, most = field.get("min_values", 1), field.get("max_values", 1)
        assert least <= len(value or []) <= most, f"{least} to {most} files"
        return {**made, "values": list(value or [])}
    picked = [o["value"] for o in field["options"] if o.get("default")] if value is None else [value]
    assert set(picked) <= {option["value"] for option in field["options"]}, "no such option"
    return {**made, "values": picked}


def _in_guild(user: str, permissions: int, guild: str) -> JSONDict:
    member = {"user": person(user), "roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "deaf": False, "mute": False}
    channel = {"id": CHANNEL, "type": 0, "name": "general", "guild_id": guild, "position": 0, "permissions": "0"}
    return {
        "member": {**member, "flags": 0, "permissions": str(permissions)},
        "guild_id": guild,
        "guild": {"id": guild, "locale": "en-US", "features": []},
        "context": 0,
        "channel": channel,
    }
