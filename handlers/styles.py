"""/styles: a list with search and paging, and the choice of one as buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handlers import actions, pages
from handlers.actions import button
from handlers.context import Turn, harmless
from handlers.understanding import Meaning
from handlers.views import Button, Choice, PictureItem, Pictures, Text, View

PAGE = 10  # lines of a list
CHOICES = 8  # buttons of a choice
FAMILIES = 12  # buttons of families below a list
OFFERED = 3  # buttons where a sentence may mean several


async def command(turn: Turn, options: dict[str, str]) -> list[View]:
    """/styles [search]."""
    return [page(turn, options.get("search", ""), 1)]


def page(turn: Turn, search: str, number: int) -> Text | Pictures:
    """Return one page of the styles whose name, title or tag holds ``search``, with the previews there are."""
    say = turn.say
    names = found(turn, search)
    if not names and search:
        everything = page(turn, "", 1)
        text = f"{say('styles-none', search=harmless(search))}\n\n{everything.text}"
        return replace(everything, text=text)
    if not names:
        return Text(text=say("styles-nothing"))
    now = pages.page_of(names, number, PAGE)
    shown, counts = now.shown, now.counts
    title = say("styles-found", search=harmless(search), **counts) if search else say("styles-title", **counts)
    lines = [say("styles-line", name=name, title=turn.style_title(name)) for name in shown]
    if others := len(turn.deps.styles.others()):
        lines.append(say("styles-others", count=others))
    rows = [tuple(draw_button(turn, name) for name in shown[at : at + 2]) for at in range(0, len(shown), 2)]
    beside = pages.neighbours(say, now, "styles", search) if _says(search, "styles", now.last) else ()
    families = () if search else _families(turn)
    text, buttons = "\n".join([title, *lines]), (*rows, *([beside] if beside else []), *families)
    previews = _previews(turn, shown)
    if not previews or not _says(search, "stylepics", now.number):
        return Text(text=text, buttons=buttons)
    all_of_them = button(say("button-apart", count=len(previews)), "stylepics", now.number, search)
    return Pictures(items=previews, text=text, buttons=buttons, apart=all_of_them if len(previews) > 1 else None)


def previews(turn: Turn, search: str, number: int) -> list[View]:
    """The preview pictures of a page, one by one."""
    return pages.one_by_one(turn, page(turn, search, number))


def _previews(turn: Turn, names: Sequence[str]) -> tuple[PictureItem, ...]:
    """Return the preview pictures of styles, those without one left out."""
    titles = {name: turn.style_title(name) for name in names if turn.deps.styles.info(name).get("preview")}
    return tuple(
        PictureItem(media=f"style:{name}", caption=title, alt=turn.say("styles-alt", title=title))
        for name, title in titles.items()
    )


def found(turn: Turn, search: str) -> list[str]:
    """Return the names of the styles that fit a search; an empty one fits all."""
    wanted = search.casefold().strip()
    book = turn.deps.styles

    def fits(name: str) -> bool:
        info = book.info(name, turn.say.locale)
        tags = info.get("tags") or ()
        family = (info.get("family", ""), info.get("family_title", ""))
        return any(wanted in str(text).casefold() for text in (name, info["title"], *family, *tags))

    return [name for name in book.names() if fits(name)]


def titles(turn: Turn) -> list[tuple[str, str]]:
    """Return (name or title in any language, name) of every style, also of those the base in use cannot draw."""
    book, languages = turn.deps.styles, turn.deps.translator.locales
    spoken = [(str(book.info(name, code)["title"]), name) for name in book.all() for code in languages]
    return [*((name, name) for name in book.all()), *spoken]


def meant(turn: Turn, meaning: Meaning, most: int = OFFERED) -> list[str]:
    """Return up to ``most`` styles that can be drawn and that a sentence may mean: named, half named, of its mood."""
    book = turn.deps.styles

    def shared(name: str) -> int:
        return len(set(meaning.tags) & set(book.info(name).get("tags") or ()))

    moody = sorted((name for name in book.names() if shared(name)), key=shared, reverse=True)
    return [name for name in dict.fromkeys((*meaning.styles, *meaning.near, *moody)) if book.usable(name)][:most]


def alike(turn: Turn, name: str) -> list[str]:
    """Return up to three styles that can be drawn here and are of the mood or the family of one that cannot."""
    book = turn.deps.styles
    wanted = book.info(name)

    def shared(other: str) -> int:
        info = book.info(other)
        tags = len(set(wanted.get("tags") or ()) & set(info.get("tags") or ()))
        return 2 * tags + (info.get("family") == wanted.get("family"))

    return sorted((other for other in book.names() if shared(other)), key=shared, reverse=True)[:OFFERED]


def draw_button(turn: Turn, name: str) -> Button:
    """Return the button that draws this person in a style."""
    return button(turn.style_title(name), "portrait", name)


def choice(turn: Turn, question: str, job: int | None = None, page: int = 1) -> Choice:
    """Ask for a style; with ``job`` the pressed one redraws that job with the same seeds."""
    if job is None:
        return chooser(turn, question, ("portrait",), ("pick",), page)
    return chooser(turn, question, ("style", job), ("restyle", job), page)


def chooser(
    turn: Turn,
    question: str,
    chosen: tuple[object, ...],
    paging: tuple[object, ...],
    page: int,
    extra: tuple[Button, ...] = (),
) -> Choice:
    """Ask for a style: each is the action ``chosen`` + its name, "more" is ``paging`` + the next page."""
    names = [name for name in turn.deps.styles.names() if actions.fits(*map(str, chosen), name)]
    last = pages.page_of(names, 1, CHOICES).last
    now = pages.page_of(names, (page - 1) % last + 1, CHOICES)
    options = [button(turn.style_title(name), *map(str, chosen), name) for name in now.shown]
    if last > 1:
        options.append(button(turn.say("button-more"), *map(str, paging), now.number % last + 1))
    return Choice(text=question, options=(*options, *extra))


def _families(turn: Turn) -> tuple[tuple[Button, ...], ...]:
    """Return a button for each family of styles, where there is more than one page to look through."""
    known = turn.deps.styles.families(turn.say.locale)
    if len(known) < 2 or len(turn.deps.styles.names()) <= PAGE:
        return ()
    row = [button(f"{title} ({count})", "styles", 1, family) for family, title, count in known]
    return pages.threes(row[:FAMILIES])


def _says(search: str, verb: str, number: int) -> bool:
    """Say whether a button can hold a search."""
    return actions.fits(verb, number, search) and ":" not in search
