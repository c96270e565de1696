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

BOT = "1000"
ADA = "3000"
API = "/api/v10"
UPLOAD_MAX = 10 * 1024 * 1024
TEXT_MAX, FILES_MAX, CHOICES_MAX = 2000, 10, 25
EPHEMERAL, VOICE = 1 << 6, 1 << 13
JSONDict = dict[str, Any]
Upload = tuple[str, bytes, str]  # name, bytes, type


class DiscordError(Exception):
    """What the server answers instead of a result."""

    def __init__(self, status: int, code: int, message: str, **extra: Any) -> None:
        self.status, self.code, self.message, self.extra = status, code, message, extra
        super().__init__(message)


def invalid(what: str) -> DiscordError:
    """Return the answer to a body that breaks a limit."""
    return DiscordError(400, 50035, f"Invalid Form Body: {what}")


class Socket(web.WebSocketResponse):
    """A gateway connection that honours ``compress=zlib-stream``."""

    def __init__(self, compressed: bool) -> None:
        super().__init__()
        self._deflate = zlib.compressobj() if compressed else None

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
    closed: set[str] = field(default_factory=set)  # people who take no direct messages
    fail_next: list[DiscordError] = field(default_factory=list)  # refusals for the next message sent or edited
    drop_after: int = 0  # answers lost after their effect
    after: Callable[[], None] | None = None  # done once between the effect of a message with files and its answer
    down: bool = False

    def __post_init__(self) -> None:
        self._ids = itertools.count(int((time.time() - 1420070400) * 1000) << 22, 1 << 22)
        self._sequence = itertools.count(1)
        self._sockets: list[Socket] = []
        self._events: list[JSONDict] = []
        self._nonces: dict[tuple[str, str], str] = {}
        self._news: asyncio.Future[None] | None = None
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

    async def until(self, condition: Callable[[], Any], seconds: float = 20.0) -> Any:
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
        return [message["content"] for message in self.shown(user)]

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
        self, name: str, *, user: str = ADA, files: dict[str, Upload] | None = None, guild: bool = False, **options: Any
    ) -> JSONDict:
        """Use a command, which must have been published; returns the interaction's state once acknowledged."""
        command = next((c for c in self.commands if c["name"] == name), None)
        assert command is not None, f"/{name} was never published"
        known = {option["name"]: option["type"] for option in command.get("options", [])}
        given = [{"name": key, "type": known[key], "value": value} for key, value in options.items()]
        attachments = {}
        for key, upload in (files or {}).items():
            stored = self.put(*upload)
            attachments[stored["id"]] = stored
            given.append({"name": key, "type": known[key], "value": stored["id"]})
        data = {"id": command["id"], "name": name, "type": 1, "options": given}
        return await self._interact(2, {**data, "resolved": {"attachments": attachments}}, user=user, guild=guild)

    async def complete(self, name: str, option: str, text: str, user: str = ADA) -> list[str]:
        """Type into an argument; returns the values offered."""
        command = next(c for c in self.commands if c["name"] == name)
        typed = {"name": option, "type": 3, "value": text, "focused": True}
        state = await self._interact(4, {"id": command["id"], "name": name, "type": 1, "options": [typed]}, user=user)
        return [choice["value"] for choice in state["reply"]["data"]["choices"]]

    async def click(self, message: JSONDict, label: str, user: str = ADA) -> JSONDict:
        """Press a button the message shows now."""
        shown = self.messages[message["id"]]
        items = [item for row in shown["components"] for item in row["components"]]
        button = next(item for item in items if item.get("label") == label)
        data = {"custom_id": button["custom_id"], "component_type": 2}
        return await self._interact(3, data, user=user, message=shown)

    async def pick(self, message: JSONDict, label: str, user: str = ADA) -> JSONDict:
        """Pick an option of a menu the message shows now."""
        shown = self.messages[message["id"]]
        for menu in (item for row in shown["components"] for item in row["components"] if item["type"] == 3):
            for option in menu["options"]:
                if option["label"] == label:
                    data = {"custom_id": menu["custom_id"], "component_type": 3, "values": [option["value"]]}
                    return await self._interact(3, data, user=user, message=shown)
        raise AssertionError(f"no option {label}")

    async def dm(self, text: str = "", *files: JSONDict, user: str = ADA, flags: int = 0) -> JSONDict:
        """Write to the bot; files come from `put`."""
        message = {**self._blank(dm_of(user), person(user)), "content": text, "attachments": list(files)}
        message["flags"] = flags
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
        self, kind: int, data: JSONDict, *, user: str, message: JSONDict | None = None, guild: bool = False
    ) -> JSONDict:
        token, number = "interaction" + self._new_id(), self._new_id()
        state: JSONDict = {
            "id": number,
            "kind": kind,
            "began": time.monotonic(),
            "message": message,
            "done": asyncio.Event(),
            "user": user,
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
            "authorizing_integration_owners": {"1": user},
            "attachment_size_limit": UPLOAD_MAX,
            **(_in_guild(user) if guild else {"user": person(user), "context": 1, "channel": _channel(user)}),
            "channel_id": "5000" if guild else dm_of(user),
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

    def _write(self, payload: JSONDict, files: list[Upload], channel: str, old: JSONDict | None = None) -> JSONDict:
        message = dict(old or {**self._blank(channel, person(BOT, bot=True)), "application_id": BOT})
        for key in ("content", "embeds", "components", "flags", "nonce"):
            if payload.get(key) is not None:
                message[key] = payload[key]
            elif key == "content" and key in payload:
                message[key] = ""
        if "attachments" in payload or files:
            _check_files(files)
            kept = {item["id"] for item in payload.get("attachments") or []}
            new = [self.put(name, data, mime) for name, data, mime in files]
            for stored, described in zip(new, payload.get("attachments") or [], strict=False):
                stored["description"] = described.get("description")
            message["attachments"] = [item for item in message["attachments"] if item["id"] in kept] + new
        if len(message["content"]) > TEXT_MAX:
            raise invalid("content must be 2000 or fewer in length")
        if len(message["attachments"]) > FILES_MAX:
            raise invalid("attachments")
        _check_components(message["components"])
        if not any(message[key] for key in ("content", "embeds", "attachments", "components")):
            raise DiscordError(400, 50006, "Cannot send an empty message")
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
        limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        return web.json_response({"url": self.gateway_url, "shards": 1, "session_start_limit": limit})

    async def _sync(self, request: web.Request) -> web.StreamResponse:
        commands = await request.json()
        _check_commands(commands)
        self.syncs += 1
        filled = {"application_id": BOT, "default_member_permissions": None, "type": 1, "description": ""}
        self.commands = [{"id": self._new_id(), "version": self._new_id(), **filled, **c} for c in commands]
        return web.json_response(self.commands)

    async def _open_dm(self, request: web.Request) -> web.StreamResponse:
        payload, _ = await self._body(request)
        return web.json_response(_channel(str(payload["recipient_id"])))

    async def _typing(self, request: web.Request) -> web.StreamResponse:
        return web.Response(status=204)

    async def _create(self, request: web.Request) -> web.StreamResponse:
        channel = request.match_info["channel"]
        payload, files = await self._body(request)
        if channel in {dm_of(user) for user in self.closed}:
            raise DiscordError(403, 50007, "Cannot send messages to this user")
        nonce = str(payload.get("nonce") or "")
        if len(nonce) > 25:
            raise invalid("nonce must be 25 or fewer in length")
        known = self._nonces.get((channel, nonce)) if nonce and payload.get("enforce_nonce") else None
        if known is not None:
            return web.json_response(self.messages[known])
        message = self._write(payload, files, channel)
        if nonce:
            self._nonces[channel, nonce] = message["id"]
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
        if payload["type"] == 8 and len(data.get("choices") or []) > CHOICES_MAX:
            raise invalid("choices")
        message = None
        if payload["type"] == 4:
            message = self._write(data, files, dm_of(state["user"]))
        elif payload["type"] == 5:
            message = self._write({"content": "…", "flags": 128 | (data.get("flags") or 0)}, [], dm_of(state["user"]))
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
        return web.json_response(self._write(payload, files, dm_of(state["user"])))

    async def _followup_message(self, request: web.Request) -> web.StreamResponse:
        state = self._state(request)
        name = request.match_info["message"]
        found = self.messages.get(state["original"]["id"] if name == "@original" else name)
        if found is None:
            raise DiscordError(404, 10008, "Unknown Message")
        if request.method == "DELETE":
            del self.messages[found["id"]]
            return web.Response(status=204)
        if request.method == "GET":
            return web.json_response(found)
        payload, files = await self._body(request)
        shown = {**found, "flags": found["flags"] & ~128}
        return web.json_response(self._write(payload, files, found["channel_id"], shown))

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
        elif payload["op"] == 2:
            ready = {
                "v": 10,
                "user": _self(),
                "guilds": [],
                "session_id": "session",
                "application": {"id": BOT, "flags": 0},
                "resume_gateway_url": self.gateway_url,
                "private_channels": [],
                "relationships": [],
                "shard": [0, 1],
            }
            await self._event(socket, "READY", ready)
            self.logins += 1
        elif payload["op"] == 6:
            for event in [e for e in self._events if e["s"] > (payload["d"]["seq"] or 0)]:
                await socket.push(event)
            await self._event(socket, "RESUMED", {})
        self._tell()

    async def _event(self, socket: Socket | None, name: str, data: JSONDict) -> None:
        event = {"op": 0, "t": name, "s": next(self._sequence), "d": data}
        self._events.append(event)
        if socket is not None:
            await socket.push(event)

    async def dispatch(self, name: str, data: JSONDict) -> None:
        """Tell the client that something happened; while it is away the event waits for its RESUME."""
        await self._event(self._sockets[-1] if self._sockets else None, name, data)

    async def drop(self, op: int = 7) -> None:
        """Ask the client to reconnect (7), or tell it that its session is over (9)."""
        await self._sockets[-1].push({"op": op, "d": op == 7})


def person(user: str, bot: bool = False) -> JSONDict:
    """Describe a user."""
    facts = {"discriminator": "0", "global_name": None, "avatar": None, "bot": bot, "flags": 0}
    return {"id": user, "username": f"user{user}", **facts}


def dm_of(user: str) -> str:
    """Return the id of a person's direct messages with the bot."""
    return str(int(user) + 1_000_000)


def _self() -> JSONDict:
    return {**person(BOT, bot=True), "verified": True, "mfa_enabled": False}


def _channel(user: str) -> JSONDict:
    return {"id": dm_of(user), "type": 1, "recipients": [person(user)], "last_message_id": None}


def _in_guild(user: str) -> JSONDict:
    member = {"user": person(user), "roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "deaf": False, "mute": False}
    channel = {"id": "5000", "type": 0, "name": "general", "guild_id": "6000", "position": 0, "permissions": "0"}
    return {
        "member": {**member, "flags": 0, "permissions": "0"},
        "guild_id": "6000",
        "guild": {"id": "6000", "locale": "en-US", "features": []},
        "context": 0,
        "channel": channel,
    }


def _check_files(files: list[Upload]) -> None:
    if any(len(data) > UPLOAD_MAX for _, data, _ in files):
        raise DiscordError(413, 40005, "Request entity too large")
    if any(not data for _, data, _ in files):
        raise invalid("empty file")


def _check_components(rows: list[JSONDict]) -> None:
    if len(rows) > 5:
        raise invalid("components must be 5 or fewer in length")
    items = [item for row in rows for item in row["components"]]
    if any(len(row["components"]) > 5 for row in rows):
        raise invalid("components of a row must be 5 or fewer in length")
    names = [item["custom_id"] for item in items]
    if len(set(names)) != len(names):
        raise invalid("Component custom id cannot be duplicated")
    for item in items:
        if not 1 <= len(item["custom_id"]) <= 100:
            raise invalid("custom_id must be 1-100 in length")
        if item["type"] == 2 and not 1 <= len(item.get("label") or "") <= 80:
            raise invalid("label must be 1-80 in length")
        if item["type"] == 3:
            _check_menu(item)


def _check_menu(menu: JSONDict) -> None:
    values = [option["value"] for option in menu["options"]]
    if not 1 <= len(values) <= CHOICES_MAX or len(set(values)) != len(values):
        raise invalid("options")
    if any(len(option["value"]) > 100 or not 1 <= len(option["label"]) <= 100 for option in menu["options"]):
        raise invalid("options")
    if len(menu.get("placeholder") or "") > 150:
        raise invalid("placeholder")


def _check_commands(commands: list[JSONDict]) -> None:
    if len(commands) > 100 or len({c["name"] for c in commands}) != len(commands):
        raise invalid("commands")
    for command in commands:
        _check_named(command)
        options = command.get("options") or []
        if len(options) > CHOICES_MAX or len({o["name"] for o in options}) != len(options):
            raise invalid("options")
        required = [bool(option.get("required")) for option in options]
        if required != sorted(required, reverse=True):
            raise invalid("required options must be placed before non-required options")
        for option in options:
            _check_named(option)
            if len(option.get("choices") or []) > CHOICES_MAX or (option.get("choices") and option.get("autocomplete")):
                raise invalid("choices")
        if sum(_size(item) for item in (command, *options)) > 8000:
            raise invalid("command is too large")


def _check_named(item: JSONDict) -> None:
    if not re.fullmatch(r"[a-z0-9_-]{1,32}", item["name"]):
        raise invalid("name")
    for text in (item["description"], *(item.get("description_localizations") or {}).values()):
        if not 1 <= len(text) <= 100:
            raise invalid("description must be 1-100 in length")


def _size(item: JSONDict) -> int:
    # Name, the longest translation of the description, and the values of choices count.
    described = (item["description"], *(item.get("description_localizations") or {}).values())
    choices = sum(len(c["name"]) + len(str(c["value"])) for c in item.get("choices") or [])
    return len(item["name"]) + max(map(len, described)) + choices
