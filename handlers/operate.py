"""What admins decide for everybody: allowances, styles, news. Every act leaves a line in the audit log."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from handlers import pages
from handlers.actions import button
from handlers.admin import person_named
from handlers.admission import is_welcome
from handlers.context import Deps, NamedStyle, RefusedError, StyleBook, Turn, Tx, harmless, style_title
from handlers.views import Choice, Text, View, to_json
from storage import accounts, audit, contacts, outbox, rules, strikes

BROADCAST = "broadcast"  # in an admin's state: the text that waits for the second press
PACE = 20.0  # messages a second
STANDINGS, STYLES = 20, 20  # people, and styles as buttons, in one answer
NEWS = "news"


class Shown:
    """A `StyleBook` without the styles an admin took out."""

    def __init__(self, book: StyleBook, hidden: frozenset[str]) -> None:
        self._book, self._hidden = book, hidden
        self.info, self.usable, self.others, self.families = book.info, book.usable, book.others, book.families

    def all(self) -> dict[str, NamedStyle]:
        """See `StyleBook.all`."""
        return {name: style for name, style in self._book.all().items() if name not in self._hidden}

    def names(self) -> list[str]:
        """See `StyleBook.names`."""
        return [name for name in self._book.names() if name not in self._hidden]

    def get(self, name: str) -> NamedStyle | None:
        """See `StyleBook.get`."""
        style = self._book.get(name)
        return None if style is None or style.name in self._hidden else style

    def closest(self, name: str) -> list[str]:
        """See `StyleBook.closest`."""
        return [each for each in self._book.closest(name) if each not in self._hidden]


async def personal(tx: Tx, deps: Deps, account: str | None) -> Deps:
    """Return ``deps`` as the admins' rules make them for one person."""
    hidden = await rules.hidden_styles(tx)
    if hidden:
        deps = replace(deps, styles=Shown(deps.styles, hidden))
    given = await rules.allowance(tx, account) if account else None
    return deps if given is None else replace(deps, limits=replace(deps.limits, seconds_per_day=given))


async def set_quota(turn: Turn, options: dict[str, str]) -> list[View]:
    """/setquota platform:user [minutes]: a person's computing time a day; without minutes the general limit again."""
    person, account = await person_named(turn, options["person"])
    minutes = options.get("minutes")
    await rules.set_allowance(turn.tx, account.id, None if minutes is None else float(minutes) * 60)
    await audit.note(turn.tx, turn.account.id, "setquota", account.id, minutes=minutes)
    if minutes is None:
        return [Text(text=turn.say("setquota-general", person=harmless(person)))]
    return [Text(text=turn.say("setquota-done", person=harmless(person), minutes=round(float(minutes))))]


async def set_adult(turn: Turn, options: dict[str, str]) -> list[View]:
    """/adult platform:user [state]: vouch for somebody the age check refuses, or take that back."""
    person, account = await person_named(turn, options["person"])
    state = options.get("state", "on")
    await rules.vouch(turn.tx, account.id, grown=state == "on")
    await audit.note(turn.tx, turn.account.id, "adult", account.id, state=state)
    return [Text(text=turn.say(f"adult-{state}", person=harmless(person)))]


async def set_style(turn: Turn, options: dict[str, str]) -> list[View]:
    """/setstyle [state] [style]: take a style out, or put it back; without a style those that are out."""
    hidden = sorted(await rules.hidden_styles(turn.tx))
    state = options.get("state", "").casefold()
    if "style" not in options or state not in ("on", "off"):
        return await styles_to_switch(turn)
    style = turn.deps.styles.get(options["style"])
    name = style.name if style is not None else options["style"].strip().casefold()
    if style is None and name not in hidden:
        raise RefusedError("portrait-unknown-style-none", name=harmless(options["style"]))
    await rules.hide_style(turn.tx, name, hidden=state == "off")
    await audit.note(turn.tx, turn.account.id, "setstyle", name, state=state)
    return [Text(text=turn.say(f"setstyle-{state}", name=name))]


async def styles_to_switch(turn: Turn, number: str = "1") -> list[View]:
    """The styles as buttons, those that are out first; the admin's own press switches one."""
    if not turn.admin:
        raise RefusedError("unknown-button")
    hidden = sorted(await rules.hidden_styles(turn.tx))
    names = {"names": turn.say.several([f"`{name}`" for name in hidden], "list-and")} if hidden else {}
    now = pages.page_of([*hidden, *turn.deps.styles.names()], pages.page_number(number), STYLES)
    options = [
        button(f"{'✗' if name in hidden else '✓'} {style_title(turn.deps, turn.say, name)}", "styleout", name)
        for name in now.shown
    ]
    text = turn.say("setstyle-list" if hidden else "setstyle-none", **names)
    return [Choice(text=text, options=(*options, *pages.neighbours(turn.say, now, "stylesout")))]


async def switch_style(turn: Turn, name: str) -> list[View]:
    """The button of a style: take it out, or put it back."""
    if not turn.admin:
        raise RefusedError("unknown-button")
    out = name in await rules.hidden_styles(turn.tx)
    return await set_style(turn, {"state": "on" if out else "off", "style": name})


async def broadcast(turn: Turn, options: dict[str, str]) -> list[View]:
    """/broadcast TEXT: show what will be sent and to how many, and ask."""
    turn.account_state[BROADCAST] = options["text"]
    people = len(await _listeners(turn))
    rows = (
        (button(turn.say("button-send"), "broadcast", kind="danger"), button(turn.say("button-no"), "nobroadcast")),
    )
    return [Text(text=options["text"]), Text(text=turn.say("broadcast-ask", count=people), buttons=rows)]


async def send_broadcast(turn: Turn) -> list[View]:
    """The second press: write one message for everybody who wants news, `PACE` a second."""
    text = turn.account_state.pop(BROADCAST, "")
    if not turn.admin or not text:
        raise RefusedError("unknown-button")
    occasion, chats = turn.tx.new_id(), await _listeners(turn)
    for index, chat in enumerate(chats):
        say = turn.deps.translator.words(chat.locale)
        view = Text(text=text, buttons=((button(say("button-no-news"), "nonews"),),))
        await outbox.put(
            turn.tx,
            key=f"news:{occasion}:{chat.mark}",
            platform=chat.platform,
            address=chat.address,
            view=to_json(view),
            account=chat.account,
            due=turn.now + index / PACE,
        )
    await audit.note(turn.tx, turn.account.id, "broadcast", people=len(chats))
    return [Text(text=turn.say("broadcast-sent", count=len(chats)))]


async def _listeners(turn: Turn) -> list[contacts.Contact]:
    """Return who gets news: of a private bot only those who were let in."""
    chats = await contacts.listeners(turn.tx)
    if not turn.deps.listed:
        return chats
    known = [(chat, await accounts.get(turn.tx, chat.account)) for chat in chats]
    return [chat for chat, account in known if await is_welcome(turn.tx, turn.deps, account)]


async def drop_broadcast(turn: Turn) -> list[View]:
    """The No button: nothing is sent."""
    turn.account_state.pop(BROADCAST, None)
    return [Text(text=turn.say("forget-kept"))]


async def no_news(turn: Turn) -> list[View]:
    """The button under news: no more of them."""
    turn.account_state[NEWS] = contacts.NEWS_OFF
    return [Text(text=turn.say("news-off"))]


async def read_strikes(turn: Turn, _options: dict[str, str]) -> list[View]:
    """/strikes: who was refused how often within a day, and who pauses."""
    found = await strikes.standings(turn.tx, STANDINGS)
    if not found:
        return [Text(text=turn.say("strikes-nobody"))]
    lines = [_standing(turn, one) for one in found]
    return [Text(text="\n".join([turn.say("strikes-title"), *lines]))]


def _standing(turn: Turn, one: strikes.Standing) -> str:
    people = harmless(", ".join(one.people), 100)
    if one.until is None:
        return turn.say("strikes-line", person=people, count=one.strikes)
    return turn.say(
        "strikes-line-pause", person=people, until=f"{datetime.fromtimestamp(one.until, UTC):%Y-%m-%d %H:%M}"
    )


async def pardon(turn: Turn, options: dict[str, str]) -> list[View]:
    """/pardon platform:user: forget what was counted and end the pause."""
    person, account = await person_named(turn, options["person"])
    if not await strikes.pardon(turn.tx, account.id):
        raise RefusedError("strikes-no-strikes", person=harmless(person))
    await audit.note(turn.tx, turn.account.id, "pardon", account.id)
    return [Text(text=turn.say("strikes-pardoned", person=harmless(person)))]
