from __future__ import annotations

from bot.frontends.local.transcript import Line, Place, Transcript
from handlers.views import PictureItem, Pictures, Progress, Text


def bot(message, view, at=1.0):
    return Line(message=message, at=at, view=view)


def mine(message, text="hello"):
    return Line(message=message, at=1.0, payload={"act": "say", "text": text})


def test_a_new_message_goes_to_the_end():
    """Conversations are read from top to bottom."""
    page = Transcript()
    assert page.put(mine("a")) is Place.END
    assert page.put(bot("b", Text(text="hi"))) is Place.END
    assert [line.message for line in page.lines] == ["a", "b"]


def test_progress_changes_where_it_stands():
    """A bar that jumped to the end every second would push the conversation away."""
    page = Transcript()
    page.put(bot("job", Progress(job="1", text="0 %")))
    page.put(mine("a"))
    assert page.put(bot("job", Progress(job="1", text="50 %", done=0.5))) is Place.SAME
    assert [line.message for line in page.lines] == ["job", "a"]
    assert page.lines[0].view.text == "50 %"


def test_a_result_moves_to_the_end():
    """Finished portraits must not appear above what was said meanwhile."""
    page = Transcript()
    page.put(bot("job", Progress(job="1", text="90 %")))
    page.put(mine("a"))
    assert page.put(bot("job", Pictures(items=(PictureItem(media="m"),)))) is Place.MOVED
    assert [line.message for line in page.lines] == ["a", "job"]


def test_a_result_that_is_last_already_stays():
    """Moving the last message would only make the page flicker."""
    page = Transcript()
    page.put(bot("job", Progress(job="1", text="90 %")))
    assert page.put(bot("job", Text(text="done"))) is Place.SAME


def test_the_same_line_again_changes_nothing():
    """A delivery repeated after a crash, or a line both in storage and in memory, is one bubble in one place."""
    page = Transcript()
    page.put(bot("verdict", Text(text="good"), at=1.0))
    page.put(mine("a"))
    assert page.put(bot("verdict", Text(text="good"), at=2.0)) is Place.SAME
    assert [line.message for line in page.lines] == ["verdict", "a"]


def test_more_buttons_under_the_same_pictures_stay_where_they_are():
    """Whoever presses More looks at that picture; it must not jump to the end."""
    page, items = Transcript(), (PictureItem(media="m"),)
    page.put(bot("job", Pictures(items=items)))
    page.put(mine("a"))
    assert page.put(bot("job", Pictures(items=items, text="Seed: 1"))) is Place.SAME
    assert [line.message for line in page.lines] == ["job", "a"]
    assert page.put(bot("job", Pictures(items=(PictureItem(media="n"),)))) is Place.MOVED  # the control
