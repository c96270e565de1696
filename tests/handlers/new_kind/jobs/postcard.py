"""/postcard NAME: write to somebody."""

from __future__ import annotations

from engine.tasks.postcard.request import Postcard, Written

from engine.files import Scratch, media_id
from handlers import work
from handlers.actions import button
from handlers.commands import Command, Entry, Parameter, Verb
from handlers.context import Turn
from handlers.kinds import Ended, JobKind
from handlers.views import Document, Text, View


async def command(turn: Turn, options: dict[str, str]) -> list[View]:
    """Queue a postcard."""
    request = Postcard(to=options["name"], out=Scratch("card.txt").path)
    return [await work.start(turn, request, identity=None)]


async def once_more(turn: Turn, number: str) -> list[View]:
    """The button below a postcard."""
    job = await work.own(turn, number, "show-unknown")
    return await command(turn, {"name": work.asked(job, Postcard).to})


async def _finished(ended: Ended, result: Written) -> list[View]:
    again = button(ended.say("button-again"), "recard", ended.job.number)
    told = Text(text=f"{result.words} words are written.", buttons=((again,),))
    return [told, Document(media=media_id(result.file), name="card.txt")]


JOBS = (
    JobKind(
        request=Postcard,
        commands=(Command(entry=Entry(name="postcard", parameters=(Parameter(name="name", rest=True),)), run=command),),
        verbs={"recard": Verb(run=once_more, least=1, most=1)},
        cost=lambda limits, count: 2.0,
        most=lambda limits: 3,
        finished=_finished,
    ),
)
