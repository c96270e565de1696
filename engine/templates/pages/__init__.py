"""What a template draws itself, behind its windows (a page) and before everything (a front).

Both are ``(sheet, *, ...) -> None`` on a `engine.templates.sheet.Sheet`; the names are those of the functions.
"""

from __future__ import annotations

from collections.abc import Callable

from engine.templates.pages import gatherings, papers, screens, space, walls

Step = Callable[..., None]

PAGES: dict[str, Step] = {
    step.__name__: step
    for step in (
        *(papers.plain, papers.envelope, papers.banknote, papers.table, papers.newspaper, papers.record, papers.card),
        *(walls.salon, walls.gallery, walls.street, space.suit, space.hull, space.globe),
        *(screens.television, screens.laptop, screens.strip, screens.booth, gatherings.velvet),
    )
}
FRONTS: dict[str, Step] = {
    step.__name__: step
    for step in (
        *(papers.postmark, papers.note_lines, papers.clip, papers.sleeve, papers.court, papers.bars),
        *(walls.lamp, walls.bulbs, walls.panes, space.visor, space.pane, space.snowed),
        *(screens.scan, screens.controls, screens.flash, gatherings.locket, gatherings.credits, gatherings.popcorn),
        *(gatherings.playbill, gatherings.dinner, gatherings.greeting, gatherings.gilt, gatherings.border),
    )
}
