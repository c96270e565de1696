"""A Bot API server on 127.0.0.1: real HTTP, real limits, real refusals, no Telegram.

`FakeTelegram` answers an unmodified client library as the real server does where that is known, and with a loud 404
where it is not: a method the fake does not know is never a silent success. Tests act as people through ``user_*`` and
look at ``messages``, what the chats show now.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import itertools
import json
import re
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientError, ClientSession, web
from PIL import Image

DOWNLOAD_MAX, UPLOAD_MAX, PHOTO_MAX = 20_000_000, 50_000_000, 10_000_000
THUMBNAIL_SIDE, THUMBNAIL_BYTES = 320, 200_000
MOVING = ("width", "height", "duration")  # what an animation has and a document has not
TEXT_MAX, CAPTION_MAX, CALLBACK_MAX, KEYBOARD_MAX = 4096, 1024, 64, 100
OVERALL_PER_SECOND, PRIVATE_PER_SECOND, GROUP_PER_MINUTE = 30, 20, 20
BOT_ID, BOT_NAME = 123456, "portrait_bot"
JSONDict = dict[str, Any]
Files = dict[str, tuple[str, bytes]]


class ApiError(Exception):
    """What the server answers instead of a result."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        self.code, self.description, self.parameters = code, description, parameters
        super().__init__(description)


def bad_request(description: str) -> ApiError:
    """Return a 400 in the server's words."""
    return ApiError(400, f"Bad Request: {description}")


@dataclass
class FakeTelegram:
    """The server and the people on it."""

    token: str = "123456:TEST-TOKEN"
    updates: list[JSONDict] = field(default_factory=list)
    files: Files = field(default_factory=dict)  # file_id -> (path, bytes)
    messages: dict[tuple[int, int], JSONDict] = field(default_factory=dict)  # (chat, message_id) -> message shown now
    too_old: set[tuple[int, int]] = field(default_factory=set)  # messages that can be edited but no longer deleted
    calls: list[tuple[str, JSONDict]] = field(default_factory=list)
    button: JSONDict | None = None  # beside the message field
    commands: dict[str, list[JSONDict]] = field(default_factory=dict)  # language -> menu everywhere
    scoped: dict[tuple[str, str], list[JSONDict]] = field(default_factory=dict)  # (kind or chat, language) -> menu
    described: dict[tuple[str, str], str] = field(default_factory=dict)  # (what, language) -> text
    sets: dict[str, JSONDict] = field(default_factory=dict)  # sticker sets by name
    webhook: JSONDict = field(default_factory=dict)  # url and secret_token
    answered: set[str] = field(default_factory=set)  # callback queries
    blocked: set[int] = field(default_factory=set)
    fail_next: list[ApiError] = field(default_factory=list)  # refusals for the next send or edit
    drop_after: list[str] = field(default_factory=list)  # methods whose next answer is lost after its effect
    after: dict[str, Callable[[], None]] = field(default_factory=dict)  # method -> done once between effect and answer
    down: bool = False
    missed: int = 0  # requests while it was down
    limits: bool = False  # enforce the rates a real server enforces

    def __post_init__(self) -> None:
        self._ids = itertools.count(1000)
        self._message_ids: dict[int, itertools.count[int]] = {}
        self._pressed: set[str] = set()
        self._asked: set[str] = set()  # inline queries that wait for an answer
        self.invoices: dict[tuple[int, int], str] = {}  # payload by chat and message
        self._checkouts: dict[str, tuple[int, str, int]] = {}
        self.charges: dict[str, int] = {}  # who paid
        self.declined: list[str] = []
        self.refunded: list[str] = []
        self._poller = 0
        self._news: asyncio.Future[None] | None = None
        self._sent: dict[int, deque[float]] = {}
        self._calling: asyncio.Task[None] | None = None
        app = web.Application(client_max_size=UPLOAD_MAX + 2_000_000)
        app.router.add_route("*", "/bot{token}/{method}", self._dispatch)
        app.router.add_get("/file/bot{token}/{path:.*}", self._download)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)

    async def __aenter__(self) -> FakeTelegram:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(self, *exc: object) -> None:
        if self._calling is not None:
            self._calling.cancel()
            await asyncio.gather(self._calling, return_exceptions=True)
        await self._runner.cleanup()

    # ---- what tests see -----------------------------------------------------------------------------------------

    async def until(self, condition: Callable[[], Any], seconds: float = 120.0) -> Any:
        """Wait until ``condition`` holds, looking again at every request; returns its value."""
        async with asyncio.timeout(seconds):
            while not (value := condition()):
                await self._next_news()
            return value

    def shown(self, chat: int = 42) -> list[JSONDict]:
        """Return what the bot shows in a chat now, oldest first."""
        return [m for (where, _), m in sorted(self.messages.items()) if where == chat and m["from"]["is_bot"]]

    def texts(self, chat: int = 42) -> list[str]:
        """Return texts and captions of `shown`."""
        return [m.get("text") or m.get("caption") or "" for m in self.shown(chat)]

    def called(self, method: str) -> list[JSONDict]:
        """Return the parameters of every call of a method."""
        return [parameters for name, parameters in self.calls if name == method]

    def content(self, message: JSONDict) -> bytes:
        """Return the bytes a message carries, the largest size of a photo."""
        kinds = ("photo", "animation", "document", "video", "video_note", "voice")  # an animation also is a document
        kind = next(k for k in kinds if k in message)
        item = message[kind][-1] if kind == "photo" else message[kind]
        return self.files[item["file_id"]][1]

    # ---- what people do -----------------------------------------------------------------------------------------

    def user(self, uid: int = 42, language: str = "en") -> JSONDict:
        """Return a person as Telegram describes them."""
        return {"id": uid, "is_bot": False, "first_name": f"User{uid}", "language_code": language}

    def user_text(self, text: str, uid: int = 42, **more: Any) -> JSONDict:
        """Type a line."""
        if text.startswith("/"):
            more["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        return self._incoming(uid, text=text, **more)

    def user_photo(self, data: bytes, uid: int = 42, **more: Any) -> JSONDict:
        """Send a photo; the server re-encodes it."""
        return self._incoming(uid, photo=self._sizes(data), **more)

    def user_album(self, pictures: list[bytes], uid: int = 42) -> list[JSONDict]:
        """Send several photos at once: separate updates that share a group id."""
        group = str(next(self._ids))
        return [self.user_photo(data, uid, media_group_id=group) for data in pictures]

    def user_document(
        self, data: bytes, name: str = "me.jpg", mime: str = "image/jpeg", uid: int = 42, **more: Any
    ) -> JSONDict:
        """Send a file as it is."""
        document = {**self._store(data, "documents/"), "file_name": name, "mime_type": mime}
        return self._incoming(uid, document=document, **more)

    def user_voice(self, data: bytes, uid: int = 42, **more: Any) -> JSONDict:
        """Send a voice message of two seconds."""
        return self.user_recording("voice", data, uid, **more)

    def user_recording(self, kind: str, data: bytes, uid: int = 42, *, seconds: int = 2, **more: Any) -> JSONDict:
        """Send a voice message, an audio file, a video or a video note."""
        mime = {"voice": "audio/ogg", "audio": "audio/mpeg", "video": "video/mp4"}.get(kind)
        shape = {"video": {"width": 320, "height": 240}, "video_note": {"length": 240}}.get(kind, {})
        item = {**self._store(data, f"{kind}/"), "duration": seconds, **shape, **({"mime_type": mime} if mime else {})}
        return self._incoming(uid, **{kind: item}, **more)

    def user_press(self, message: JSONDict, label: str, uid: int = 42) -> str:
        """Press a button the message shows now; returns the id of the query."""
        shown = self.messages[message["chat"]["id"], message["message_id"]]
        rows = shown["reply_markup"]["inline_keyboard"]
        button = next(b for row in rows for b in row if b["text"] == label)
        query = str(next(self._ids))
        self._pressed.add(query)
        self._push(
            callback_query={
                "id": query,
                "from": self.user(uid),
                "chat_instance": "1",
                "message": shown,
                "data": button["callback_data"],
            }
        )
        return query

    def user_pays(self, message: JSONDict, uid: int = 42) -> None:
        """Press Pay under an invoice: the bot is asked first."""
        key = message["chat"]["id"], message["message_id"]
        query, amount = str(next(self._ids)), message["invoice"]["total_amount"]
        self._checkouts[query] = (uid, self.invoices[key], amount)
        self._push(
            pre_checkout_query={
                "id": query, "from": self.user(uid), "currency": "XTR", "total_amount": amount,
                "invoice_payload": self.invoices[key],
            }
        )  # fmt: skip

    def user_edits(self, message: JSONDict, text: str, after: int = 5) -> None:
        """Change the words of a message ``after`` seconds."""
        key = "caption" if "caption" in message else "text"
        message.update({key: text, "edit_date": message["date"] + after})
        self._push(edited_message=dict(message))

    def user_reacts(self, message: JSONDict, emoji: str, before: str = "", uid: int = 42) -> None:
        """Put a sign on a message, or with none take the one ``before`` off."""
        signs = [[{"type": "emoji", "emoji": one}] if one else [] for one in (before, emoji)]
        self._push(
            message_reaction={
                "chat": message["chat"],
                "message_id": message["message_id"],
                "user": self.user(uid),
                "date": int(time.time()),
                "old_reaction": signs[0],
                "new_reaction": signs[1],
            }
        )

    def user_asks(self, query: str, uid: int = 42, language: str = "en") -> str:
        """Type the bot's name and some words in another chat; returns the id of the query."""
        name = str(next(self._ids))
        self._asked.add(name)
        self._push(inline_query={"id": name, "from": self.user(uid, language), "query": query, "offset": ""})
        return name

    def _incoming(self, uid: int, *, chat: JSONDict | None = None, language: str = "en", **content: Any) -> JSONDict:
        sender = self.user(uid, language)
        chat = chat or {"id": uid, "type": "private", "first_name": sender["first_name"]}
        message = {
            "message_id": self._next_message(chat["id"]),
            "date": int(time.time()),
            "from": sender,
            "chat": chat,
            **content,
        }
        self.messages[chat["id"], message["message_id"]] = message
        self._push(message=message)
        return message

    def _push(self, **kind: Any) -> None:
        self.updates.append({"update_id": next(self._ids), **kind})
        self._tell()

    async def _next_news(self) -> None:
        if self._news is None:
            self._news = asyncio.get_running_loop().create_future()
        await asyncio.shield(self._news)

    def _tell(self) -> None:
        news, self._news = self._news, None
        if news is not None:
            news.set_result(None)

    def _next_message(self, chat: int) -> int:
        return next(self._message_ids.setdefault(chat, itertools.count(1)))

    def _store(self, data: bytes, folder: str) -> JSONDict:
        name = f"FILE{next(self._ids)}"
        self.files[name] = (folder + name, data)
        return {"file_id": name, "file_unique_id": "U" + name, "file_size": len(data)}

    def _sizes(self, data: bytes) -> list[JSONDict]:
        # JPEG without metadata, in up to three sizes: the long side at most 90, 320 and 1280.
        picture = Image.open(io.BytesIO(data)).convert("RGB")
        made = []
        for side in (90, 320, 1280):
            small = picture.copy()
            small.thumbnail((side, side))
            out = io.BytesIO()
            small.save(out, "JPEG", quality=87)
            made.append({**self._store(out.getvalue(), "photos/"), "width": small.width, "height": small.height})
            if max(picture.size) <= side:
                break
        return made

    # ---- HTTP ---------------------------------------------------------------------------------------------------

    async def _download(self, request: web.Request) -> web.Response:
        found = next((data for path, data in self.files.values() if path == request.match_info["path"]), None)
        if request.match_info["token"] != self.token or found is None:
            return _refusal(ApiError(404, "Not Found"))
        return web.Response(body=found)

    async def _dispatch(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"].lower()
        try:
            if self.down:
                self.missed += 1
                raise ApiError(502, "Bad Gateway")
            if request.match_info["token"] != self.token:
                raise ApiError(401, "Unauthorized")
            parameters, files = await _parameters(request)
            if method != "getupdates":
                self.calls.append((method, parameters))
            answer = await self._answer(method, parameters, files)
        except ApiError as refusal:
            return _refusal(refusal)
        finally:
            self._tell()
        if method in self.after:
            self.after.pop(method)()
        if method in self.drop_after:
            self.drop_after.remove(method)
            assert request.transport is not None
            request.transport.abort()
        return web.json_response({"ok": True, "result": answer})

    async def _answer(self, method: str, parameters: JSONDict, files: Files) -> Any:
        action: Callable[[JSONDict, Files], Awaitable[Any]] | None = getattr(self, f"on_{method}", None)
        if action is None:
            raise ApiError(404, "Not Found: method not found")
        if method.startswith(("send", "edit")):
            if self.fail_next:
                raise self.fail_next.pop(0)
            self._check_rate(int(parameters["chat_id"]), len(parameters.get("media", "x")) if "group" in method else 1)
        if int(parameters.get("chat_id") or 0) in self.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        return await action(parameters, files)

    def _check_rate(self, chat: int, count: int) -> None:
        if not self.limits:
            return
        now = time.monotonic()
        per_chat = (GROUP_PER_MINUTE, 60.0) if chat < 0 else (PRIVATE_PER_SECOND, 1.0)
        for who, (most, window) in ((0, (OVERALL_PER_SECOND, 1.0)), (chat, per_chat)):
            recent = self._sent.setdefault(who, deque())
            while recent and recent[0] <= now - window:
                recent.popleft()
            recent.extend([now] * count)
            if len(recent) > most:
                raise ApiError(429, "Too Many Requests: retry after 1", retry_after=1)

    # ---- updates and the bot itself -----------------------------------------------------------------------------

    async def on_getme(self, parameters: JSONDict, files: Files) -> JSONDict:
        """Describe the bot."""
        return {
            "id": BOT_ID,
            "is_bot": True,
            "first_name": "Bot",
            "username": BOT_NAME,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": True,
        }

    async def on_getupdates(self, parameters: JSONDict, files: Files) -> list[JSONDict]:
        """Long poll; ``offset`` acknowledges, a newer poller ends an older one."""
        if self.webhook:
            raise ApiError(409, "Conflict: can't use getUpdates method while webhook is active")
        self._poller += 1
        mine = self._poller
        self._tell()
        if offset := int(parameters.get("offset") or 0):
            self.updates = [u for u in self.updates if u["update_id"] >= offset]
        end = time.monotonic() + float(parameters.get("timeout") or 0)
        while not self.updates and time.monotonic() < end:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._next_news(), end - time.monotonic())
            if mine != self._poller:
                text = "terminated by other getUpdates request; make sure that only one bot instance is running"
                raise ApiError(409, f"Conflict: {text}")
        return self.updates[: int(parameters.get("limit") or 100)]

    async def on_deletewebhook(self, parameters: JSONDict, files: Files) -> bool:
        """Go back to polling."""
        self.webhook = {}
        if self._calling is not None:
            self._calling.cancel()
        return True

    async def on_setwebhook(self, parameters: JSONDict, files: Files) -> bool:
        """Call an address with every update from now on; https, but for this machine."""
        url, secret = str(parameters.get("url") or ""), str(parameters.get("secret_token") or "")
        if not url.startswith(("https://", "http://127.0.0.1:")):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
            raise bad_request("secret token contains unallowed characters")
        await self.on_deletewebhook({}, {})
        self.webhook = {"url": url, "secret_token": secret}
        self._calling = asyncio.create_task(self._call())
        return True

    async def _call(self) -> None:
        # One update after the other; what is not answered with success is tried again.
        async with ClientSession() as session:
            while True:
                while not self.updates:
                    await self._next_news()
                update, accepted = self.updates[0], False
                with contextlib.suppress(ClientError):
                    headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook["secret_token"]}
                    async with session.post(self.webhook["url"], json=update, headers=headers) as answer:
                        accepted = answer.status == 200
                if accepted:
                    self.updates.remove(update)
                    self._tell()
                else:
                    await asyncio.sleep(0.05)

    async def on_setmycommands(self, parameters: JSONDict, files: Files) -> bool:
        """Keep a menu; at most 100 commands of 1-32 characters with descriptions of 1-256."""
        commands = parameters["commands"]
        for entry in commands:
            name = entry["command"]
            if not 1 <= len(name) <= 32 or not name.replace("_", "a").isalnum() or name != name.lower():
                raise bad_request("BOT_COMMAND_INVALID")
            if not 1 <= len(entry["description"]) <= 256:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        if len(commands) > 100:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        scope, language = parameters.get("scope") or {"type": "default"}, parameters.get("language_code") or ""
        if scope["type"] == "chat" and not any(chat == int(scope["chat_id"]) for chat, _ in self.messages):
            raise bad_request("chat not found")
        self.scoped[str(scope.get("chat_id") or scope["type"]), language] = commands
        if scope["type"] == "default":
            self.commands[language] = commands
        return True

    async def on_setchatmenubutton(self, parameters: JSONDict, files: Files) -> bool:
        """Keep what the button beside the message field does; a web app needs an https address."""
        button = parameters.get("menu_button") or {"type": "default"}
        button = json.loads(button) if isinstance(button, str) else button
        if button["type"] == "web_app" and not button["web_app"]["url"].startswith("https://"):
            raise bad_request("BUTTON_URL_INVALID")
        self.button = button
        return True

    async def on_setmydescription(self, parameters: JSONDict, files: Files) -> bool:
        """Keep what an empty chat shows; at most 512 characters."""
        return self._describe("description", parameters, 512)

    async def on_setmyshortdescription(self, parameters: JSONDict, files: Files) -> bool:
        """Keep what the profile and a shared link show; at most 120 characters."""
        return self._describe("short_description", parameters, 120)

    def _describe(self, what: str, parameters: JSONDict, most: int) -> bool:
        text = str(parameters.get(what) or "")
        if len(text) > most:
            raise bad_request(f"{what} is too long")
        self.described[what, str(parameters.get("language_code") or "")] = text
        return True

    async def on_answerinlinequery(self, parameters: JSONDict, files: Files) -> bool:
        """Show results to whoever asked, once; at most 50, of files the server has."""
        query, results = str(parameters["inline_query_id"]), parameters.get("results") or []
        if query not in self._asked:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        if len(results) > 50 or len({one["id"] for one in results}) < len(results):
            raise bad_request("RESULT_ID_DUPLICATE")
        for one in results:
            if one["type"] == "photo" and one.get("photo_file_id") not in self.files:
                raise bad_request("PHOTO_INVALID")
        self._asked.discard(query)
        return True

    async def on_sendinvoice(self, parameters: JSONDict, files: Files) -> JSONDict:
        """Send an invoice over Stars; other currencies need a provider this server does not know."""
        prices, payload = parameters.get("prices") or [], str(parameters.get("payload") or "")
        if parameters.get("currency") != "XTR" or len(prices) != 1 or parameters.get("provider_token"):
            raise bad_request("CURRENCY_INVALID")
        if not 1 <= len(payload.encode()) <= 128 or not 1 <= len(str(parameters["title"])) <= 32:
            raise bad_request("INVOICE_PAYLOAD_INVALID")
        invoice = {
            "title": parameters["title"], "description": parameters["description"], "start_parameter": "",
            "currency": "XTR", "total_amount": int(prices[0]["amount"]),
        }  # fmt: skip
        sent = self._out(parameters, invoice=invoice)
        self.invoices[sent["chat"]["id"], sent["message_id"]] = payload
        return sent

    async def on_answerprecheckoutquery(self, parameters: JSONDict, files: Files) -> bool:
        """Take the payment, or say why not; once."""
        query = str(parameters["pre_checkout_query_id"])
        if query not in self._checkouts:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        uid, payload, amount = self._checkouts.pop(query)
        if str(parameters.get("ok")).lower() != "true":  # fields of a form are text
            self.declined.append(str(parameters["error_message"]))
            return True
        charge = f"charge-{next(self._ids)}"
        self.charges[charge] = uid
        paid = {
            "currency": "XTR", "total_amount": amount, "invoice_payload": payload,
            "telegram_payment_charge_id": charge, "provider_payment_charge_id": "",
        }  # fmt: skip
        self._incoming(uid, successful_payment=paid)
        return True

    async def on_refundstarpayment(self, parameters: JSONDict, files: Files) -> bool:
        """Give Stars back to whoever paid, once."""
        charge = str(parameters["telegram_payment_charge_id"])
        if self.charges.get(charge) != int(parameters["user_id"]):
            raise bad_request("CHARGE_NOT_FOUND")
        if charge in self.refunded:
            raise bad_request("CHARGE_ALREADY_REFUNDED")
        self.refunded.append(charge)
        return True

    async def on_answercallbackquery(self, parameters: JSONDict, files: Files) -> bool:
        """Stop a button's spinner, once."""
        query = str(parameters["callback_query_id"])
        if query not in self._pressed or query in self.answered:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        self.answered.add(query)
        return True

    async def on_sendchataction(self, parameters: JSONDict, files: Files) -> bool:
        """Show "typing"."""
        return True

    async def on_getfile(self, parameters: JSONDict, files: Files) -> JSONDict:
        """Say where a file can be fetched; refuses more than 20 MB."""
        if parameters["file_id"] not in self.files:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        path, data = self.files[parameters["file_id"]]
        if len(data) > DOWNLOAD_MAX:
            raise bad_request("file is too big")
        name = parameters["file_id"]
        return {"file_id": name, "file_unique_id": "U" + name, "file_size": len(data), "file_path": path}

    # ---- sending ------------------------------------------------------------------------------------------------

    async def on_sendmessage(self, parameters: JSONDict, files: Files) -> JSONDict:
        """Send text."""
        return self._out(parameters, **_text(parameters))

    async def on_sendphoto(self, parameters: JSONDict, files: Files) -> JSONDict:
        """Send a photo."""
        return self._send_file("photo", parameters, files)

    async def on_senddocument(self, parameters: JSONDict, files: Files) -> JSONDict:
        """Send a document."""
        return self._send_file("document", parameters, files)

    async def on_sendvideo(self, parameters: JSONDict, files: Files) -> JSONDict:
        """Send a video."""
        return self._send_file("video", parameters, files)

    async def on_sendanimation(self, parameters: JSONDict, files: Files) -> JSONDict:
        """Send a GIF, which comes out as an animation and, for old clients, as a document."""
        return self._send_file("animation", parameters, files)

    async def on_sendvideonote(self, parameters: JSONDict, files: Files) -> JSONDict:
        """Send a round video; it has no caption."""
        if parameters.get("caption"):
            raise bad_request("a video note has no caption")
        return self._send_file("video_note", parameters, files)

    async def on_sendvoice(self, parameters: JSONDict, files: Files) -> JSONDict:
        """Send a voice message."""
        return self._send_file("voice", parameters, files)

    async def on_sendmediagroup(self, parameters: JSONDict, files: Files) -> list[JSONDict]:
        """Send an album: 2-10 photos and videos, or 2-10 documents, without buttons."""
        media = parameters["media"]
        kinds = {item["type"] for item in media}
        if not 2 <= len(media) <= 10:
            raise bad_request("wrong number of media: must be 2-10")
        if len(kinds - {"photo", "video"}) and len(kinds) > 1:
            raise bad_request("MEDIA_GROUP_INVALID")
        if parameters.get("reply_markup"):
            raise bad_request("an album has no buttons")
        group = str(next(self._ids))
        contents = [
            {**self._file(i["type"], i["media"], files, i), **_caption(i), "media_group_id": group} for i in media
        ]
        where = {key: parameters[key] for key in ("chat_id", "reply_parameters") if key in parameters}
        return [self._out(where, **content) for content in contents]

    def _send_file(self, kind: str, parameters: JSONDict, files: Files) -> JSONDict:
        reference = files.get(kind) or parameters[kind]
        return self._out(parameters, **self._file(kind, reference, files, parameters), **_caption(parameters))

    def _out(self, parameters: JSONDict, **content: Any) -> JSONDict:
        chat = int(parameters["chat_id"])
        message = {
            "message_id": 0,
            "date": int(time.time()),
            "from": {"id": BOT_ID, "is_bot": True, "first_name": "Bot", "username": BOT_NAME},
            "chat": {"id": chat, "type": "group" if chat < 0 else "private"},
            **_markup(parameters),
            **content,
        }
        if reply := parameters.get("reply_parameters"):
            answered = self.messages.get((chat, int(reply["message_id"])))
            if answered is not None:
                message["reply_to_message"] = {k: v for k, v in answered.items() if k != "reply_to_message"}
            elif not reply.get("allow_sending_without_reply"):
                raise bad_request("message to be replied not found")
        message["message_id"] = self._next_message(chat)
        self.messages[chat, message["message_id"]] = message
        return message

    def _file(self, kind: str, reference: Any, files: Files, told: JSONDict) -> JSONDict:
        name, data = self._bytes(reference, files)
        if kind == "photo":
            _check_photo(data)
            return {"photo": self._sizes(data)}
        stored: JSONDict = self._store(data, f"{kind}s/")
        if kind in ("document", "video", "animation"):
            stored["file_name"] = name
        if kind == "video":
            stored |= {"mime_type": "video/mp4", **self._moving(told, files, "width", "height")}
        if kind == "animation":
            stored |= {"mime_type": "image/gif", **self._moving(told, files, "width", "height")}
            return {"animation": stored, "document": {k: v for k, v in stored.items() if k not in MOVING}}
        if kind == "video_note":
            stored |= self._moving(told, files, "length")
        if kind == "voice":
            stored |= {"duration": 0}
        return {kind: stored}

    def _moving(self, told: JSONDict, files: Files, *sides: str) -> JSONDict:
        """Return what a moving picture is said to be: 1 pixel and 0 seconds where nothing is said."""
        shown: JSONDict = {side: int(told.get(side, 1)) for side in sides}
        shown["duration"] = int(told.get("duration", 0))
        if "thumbnail" in told or "thumbnail" in files:
            _, data = self._bytes(files.get("thumbnail") or told["thumbnail"], files)
            with Image.open(io.BytesIO(data)) as picture:
                if picture.format != "JPEG" or max(picture.size) > THUMBNAIL_SIDE or len(data) > THUMBNAIL_BYTES:
                    raise bad_request("wrong thumbnail")
                size = {"width": picture.width, "height": picture.height}
            shown["thumbnail"] = {**self._store(data, "thumbnails/"), **size}
        return shown

    def _bytes(self, reference: Any, files: Files) -> tuple[str, bytes]:
        if isinstance(reference, str) and reference.startswith("attach://"):
            reference = files[reference.removeprefix("attach://")]
        if isinstance(reference, str):
            if reference not in self.files:
                raise bad_request("wrong file identifier/HTTP URL specified")
            return self.files[reference]
        if not reference[1]:
            raise bad_request("file must be non-empty")
        if len(reference[1]) > UPLOAD_MAX:
            raise ApiError(413, "Request Entity Too Large")
        return reference

    # ---- stickers -----------------------------------------------------------------------------------------------

    async def on_createnewstickerset(self, parameters: JSONDict, files: Files) -> bool:
        """Make a set of 1-50 stickers whose name ends in the bot's."""
        name, stickers = parameters["name"], parameters["stickers"]
        if name in self.sets:
            raise bad_request("sticker set name is already occupied")
        if not re.fullmatch(rf"[A-Za-z](?!\w*__)\w{{0,63}}_by_{BOT_NAME}", name) or len(name) > 64:
            raise bad_request("invalid sticker set name is specified")
        if not 1 <= len(parameters["title"]) <= 64 or not 1 <= len(stickers) <= 50:
            raise bad_request("STICKERS_EMPTY")
        if not any(chat == int(parameters["user_id"]) for chat, _ in self.messages):
            raise bad_request("user not found")
        made = [self._sticker(one, files, name) for one in stickers]
        self.sets[name] = {"name": name, "title": parameters["title"], "sticker_type": "regular", "stickers": made}
        return True

    async def on_addstickertoset(self, parameters: JSONDict, files: Files) -> bool:
        """Add one to at most 120."""
        found = self._set(parameters)
        if len(found["stickers"]) >= 120:
            raise bad_request("STICKERS_TOO_MUCH")
        found["stickers"].append(self._sticker(parameters["sticker"], files, found["name"]))
        return True

    async def on_getstickerset(self, parameters: JSONDict, files: Files) -> JSONDict:
        """Show a set."""
        return self._set(parameters)

    async def on_deletestickerset(self, parameters: JSONDict, files: Files) -> bool:
        """Take a set away."""
        del self.sets[self._set(parameters)["name"]]
        return True

    def _set(self, parameters: JSONDict) -> JSONDict:
        if parameters["name"] not in self.sets:
            raise bad_request("STICKERSET_INVALID")
        return self.sets[parameters["name"]]

    def _sticker(self, sticker: JSONDict, files: Files, name: str) -> JSONDict:
        # Static: WebP or PNG of at most 512 KB, one side exactly 512 pixels, with one to twenty emoji.
        _, data = self._bytes(sticker["sticker"], files)
        if not 1 <= len(sticker["emoji_list"]) <= 20 or sticker["format"] != "static":
            raise bad_request("invalid sticker emojis")
        try:
            with Image.open(io.BytesIO(data)) as opened:
                size, kind = opened.size, opened.format
        except OSError:
            raise bad_request("STICKER_PNG_NOPNG") from None
        if kind not in ("PNG", "WEBP") or max(size) != 512 or len(data) > 512_000:
            raise bad_request("STICKER_PNG_DIMENSIONS")
        shape = {"width": size[0], "height": size[1], "is_animated": False, "is_video": False, "type": "regular"}
        return {**self._store(data, "stickers/"), **shape, "set_name": name, "emoji": sticker["emoji_list"][0]}

    # ---- editing ------------------------------------------------------------------------------------------------

    async def on_editmessagetext(self, parameters: JSONDict, files: Files) -> JSONDict:
        """Change the text of a text message."""
        if "text" not in self._editable(parameters):
            raise bad_request("there is no text in the message to edit")
        return self._change(parameters, _text(parameters), ("text", "entities"))

    async def on_editmessagecaption(self, parameters: JSONDict, files: Files) -> JSONDict:
        """Change the caption of a message with a file."""
        if "text" in self._editable(parameters):
            raise bad_request("there is no caption in the message to edit")
        return self._change(parameters, _caption(parameters), ("caption", "caption_entities"))

    async def on_editmessagereplymarkup(self, parameters: JSONDict, files: Files) -> JSONDict:
        """Change the buttons: all that can be edited of a video note."""
        self._editable(parameters, only_buttons=True)
        return self._change(parameters, {}, ())

    async def on_editmessagemedia(self, parameters: JSONDict, files: Files) -> JSONDict:
        """Replace the file of a message, or give a text message one."""
        media = parameters["media"]
        old = self._editable(parameters)
        if "media_group_id" in old and (media["type"] == "document") != ("document" in old):
            raise bad_request("MEDIA_GROUP_INVALID")
        content = {**self._file(media["type"], media["media"], files, media), **_caption(media)}
        gone = ("text", "entities", "caption", "caption_entities", "photo", "document", "animation", "video")
        return self._change(parameters, content, gone)

    async def on_deletemessage(self, parameters: JSONDict, files: Files) -> bool:
        """Take a message away."""
        if (int(parameters["chat_id"]), int(parameters["message_id"])) in self.too_old:
            raise bad_request("message can't be deleted for everyone")
        if self.messages.pop((int(parameters["chat_id"]), int(parameters["message_id"])), None) is None:
            raise bad_request("message to delete not found")
        return True

    async def on_deletemessages(self, parameters: JSONDict, files: Files) -> bool:
        """Take several messages away; those that are not there are skipped."""
        wanted = [(int(parameters["chat_id"]), int(one)) for one in parameters["message_ids"]]
        if any(one in self.too_old for one in wanted):
            raise bad_request("message can't be deleted for everyone")
        for one in wanted:
            self.messages.pop(one, None)
        return True

    def _editable(self, parameters: JSONDict, *, only_buttons: bool = False) -> JSONDict:
        message = self.messages.get((int(parameters["chat_id"]), int(parameters["message_id"])))
        if message is None:
            raise bad_request("message to edit not found")
        if not message["from"]["is_bot"] or ("video_note" in message and not only_buttons):
            raise bad_request("message can't be edited")
        return message

    def _change(self, parameters: JSONDict, content: JSONDict, replaced: tuple[str, ...]) -> JSONDict:
        old = self._editable(parameters, only_buttons=True)
        kept = {k: v for k, v in old.items() if k not in (*replaced, "reply_markup", "edit_date")}
        new = {**kept, **content, **_markup(parameters)}
        if self._look(new) == self._look(old):
            raise bad_request(
                "message is not modified: specified new message content and reply markup are exactly the same as a "
                "current content and reply markup of the message"
            )
        new["edit_date"] = int(time.time())
        self.messages[old["chat"]["id"], old["message_id"]] = new
        return new

    def _look(self, message: JSONDict) -> JSONDict:
        # Files are the same when their bytes are, whatever id they were given.
        look = {k: v for k, v in message.items() if k not in ("edit_date", "photo", "document", "animation", "video")}
        has_file = any(kind in message for kind in ("photo", "document", "video"))
        return {**look, "bytes": self.content(message) if has_file else None}


def _text(parameters: JSONDict) -> JSONDict:
    text = str(parameters.get("text") or "")
    if not text.strip():
        raise bad_request("message text is empty")
    if _units(text) > TEXT_MAX:
        raise bad_request("message is too long")
    return {"text": text, **_entities(parameters, "entities", text)}


def _caption(parameters: JSONDict) -> JSONDict:
    caption = str(parameters.get("caption") or "")
    if _units(caption) > CAPTION_MAX:
        raise bad_request("message caption is too long")
    return {"caption": caption, **_entities(parameters, "caption_entities", caption)} if caption else {}


def _entities(parameters: JSONDict, key: str, text: str) -> JSONDict:
    if parameters.get("parse_mode"):
        raise bad_request("this fake does not parse markup in texts")
    entities = parameters.get(key) or []
    for entity in entities:
        if entity["length"] < 1 or entity["offset"] < 0 or entity["offset"] + entity["length"] > _units(text):
            raise bad_request("can't parse entities")
        if entity["type"] == "date_time" and "unix_time" not in entity:
            raise bad_request("can't parse entities: unix_time is missing")
    return {key: entities} if entities else {}


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _markup(parameters: JSONDict) -> JSONDict:
    markup = parameters.get("reply_markup")
    if not markup:
        return {}
    if markup.get("force_reply"):
        if len(markup.get("input_field_placeholder") or "x") > 64:
            raise bad_request("input field placeholder is too long")
        return {"reply_markup": markup}
    if "inline_keyboard" not in markup:
        return {}
    buttons = [button for row in markup["inline_keyboard"] for button in row]
    if len(buttons) > KEYBOARD_MAX:
        raise bad_request("reply markup is too long")
    for button in buttons:
        if not button["text"]:
            raise bad_request("text buttons must be non-empty")
        if "copy_text" in button:
            if not 1 <= len(button["copy_text"]["text"]) <= 256:
                raise bad_request("BUTTON_COPY_TEXT_INVALID")
        elif "url" in button:
            if not re.match(r"https?://[\w.-]+\.\w+/|tg://", button["url"]):
                raise bad_request("BUTTON_URL_INVALID")
        elif not 1 <= len(button.get("callback_data", "").encode()) <= CALLBACK_MAX:
            raise bad_request("BUTTON_DATA_INVALID")
        if button.get("style", "primary") not in ("primary", "success", "danger"):
            raise bad_request("BUTTON_STYLE_INVALID")
    return {"reply_markup": markup}


def _check_photo(data: bytes) -> None:
    if len(data) > PHOTO_MAX:
        raise ApiError(413, "Request Entity Too Large")
    try:
        width, height = Image.open(io.BytesIO(data)).size
    except OSError:
        raise bad_request("IMAGE_PROCESS_FAILED") from None
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def _refusal(error: ApiError) -> web.Response:
    body: JSONDict = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    return web.json_response(body, status=error.code)


async def _parameters(request: web.Request) -> tuple[JSONDict, Files]:
    # Query, urlencoded, multipart or JSON, as the Bot API takes them; values that are JSON are decoded.
    values: JSONDict = {key: _decoded(value) for key, value in request.query.items()}
    files: Files = {}
    if request.content_type == "application/json":
        return values | await request.json(), files
    for key, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[key] = (value.filename, value.file.read())
        else:
            values[key] = _decoded(str(value))
    return values, files


def _decoded(value: str) -> Any:
    if value[:1] not in ("[", "{"):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
