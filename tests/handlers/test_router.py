"""The gates every event passes, and what does not fit anywhere."""

from __future__ import annotations

import pytest

from handlers import consent
from handlers.actions import ANONYMOUS, PRIVATE
from handlers.catalogue import CATALOGUE
from handlers.policy import Limits
from handlers.router import VERBS
from storage import accounts
from storage.vault import Vault
from tests.handlers.stage import Stage, action_of, text_of, verbs_of


@pytest.fixture
def strict(tmp_path, db):
    """A stage with a short patience."""
    return Stage(db, Vault.open(tmp_path), limits=Limits(burst=3.0, refill=0.5))


@pytest.mark.parametrize("entry", [entry for entry in CATALOGUE if entry.private and entry.who == "user"])
async def test_a_group_hears_nothing_about_faces(tmp_path, db, entry):
    """Everything biometric or personal is answered in private only, whoever asks."""
    stage = Stage(db, Vault.open(tmp_path), abilities=frozenset({entry.needs}))
    crowd = stage.person("ann", private=False)
    await stage.person("ann").agrees()
    assert text_of(await crowd.types(f"/{entry.name} 1")) == stage.deps.translator.say("en", "private-only")


@pytest.mark.parametrize("verb", [name for name, verb in VERBS.items() if verb.private])
async def test_a_private_button_does_nothing_in_a_group(stage, verb):
    """A forwarded message carries its buttons along."""
    crowd = stage.person("ann", private=False)
    await stage.person("ann").agrees()
    arguments = ":1" * VERBS[verb].least
    assert text_of(await crowd.presses(f"v1:{verb}{arguments}")) == stage.deps.translator.say("en", "private-only")


async def test_pictures_and_chatter_in_a_group_are_not_touched(stage):
    """A selfie posted to friends is not meant for the bot."""
    crowd = stage.person("ann", private=False)
    await stage.person("ann").agrees()
    assert await crowd.sends() == []
    assert await crowd.says("cyberpunk") == []
    assert await stage.jobs() == []


@pytest.mark.parametrize("entry", [entry for entry in CATALOGUE if entry.consent and entry.who == "user"])
async def test_nothing_happens_before_consent(stage, ann, entry):
    """Each command that needs the consent asks for it and does nothing else."""
    assert verbs_of(await ann.types(f"/{entry.name} 1"))[:2] == ["agree", "disagree"]
    assert await stage.jobs() == []


@pytest.mark.parametrize("verb", [name for name, verb in VERBS.items() if verb.consent])
async def test_no_button_gets_around_the_consent(stage, ann, verb):
    """Old buttons survive a withdrawn consent; they ask again."""
    arguments = ":1" * VERBS[verb].least
    assert verbs_of(await ann.presses(f"v1:{verb}{arguments}"))[:2] == ["agree", "disagree"]


async def test_a_new_text_asks_everybody_again(stage, ann, monkeypatch):
    """A consent is to one version; the old button does not agree to the new text."""
    await ann.agrees()
    earlier = consent.VERSION
    monkeypatch.setattr(consent, "VERSION", "next")
    asked = await ann.types("/selfies")
    assert "has changed" in text_of(asked)
    assert verbs_of(await ann.presses(f"v1:agree:{earlier}"))[0] == "agree"
    assert "Thank you" in text_of(await ann.presses("v1:agree:next"))


async def test_a_consent_can_be_taken_back(stage, ann):
    """ "No" after a yes stops everything that needs it."""
    await ann.agrees()
    await ann.presses("v1:disagree")
    assert verbs_of(await ann.types("/selfies"))[0] == "agree"
    assert "consent withdrawn" in await stage.audited()


async def test_an_unknown_command_offers_the_closest(ann):
    """A typing mistake costs one press, not a search."""
    assert text_of(await ann.types("/portrat")).startswith("There is no /portrat. Did you mean /portrait")
    assert "/help" in text_of(await ann.types("/xyzzy"))


async def test_a_command_shown_back_carries_no_markup(ann):
    """What a person typed is text, never formatting, and never long."""
    answer = text_of(await ann.types("/**`" + "x" * 500))
    assert "**" not in answer
    assert "`" not in answer
    assert len(answer) < 150


@pytest.mark.parametrize(
    "action", ["", "v1:nothing", "v1:cancel", "v1:cancel:1:2", "v0:again:1", "v1:style:1", "again"]
)
async def test_a_forged_or_ancient_button_is_answered_kindly(ann, action):
    """A wrong version, verb or number of arguments: one sentence, and where to go on."""
    await ann.agrees()
    assert text_of(await ann.presses(action)) == "This button no longer works. Send /start to go on."


async def test_a_flood_is_told_once_and_then_met_by_silence(strict, clock):
    """Answering every message of a flood doubles it."""
    ann = strict.person("ann")
    for _ in range(3):
        assert await ann.types("/privacy")
    assert "Slow down a little" in text_of(await ann.types("/privacy"))
    assert await ann.types("/privacy") == []
    clock.advance(3)
    assert "Your photos" in text_of(await ann.types("/privacy"))


async def test_a_request_to_be_forgotten_is_heard_in_a_flood(strict):
    """Silence would read as a refusal; the control is any other command."""
    ann = strict.person("ann")
    for _ in range(5):
        await ann.types("/privacy")
    assert await ann.types("/privacy") == []
    assert await ann.types("/forget")
    assert await ann.presses("v1:forget")


async def test_a_flood_of_one_person_does_not_slow_another(strict):
    """The bucket belongs to the account."""
    ann, bob = strict.person("ann"), strict.person("bob")
    for _ in range(5):
        await ann.types("/privacy")
    assert "Your photos" in text_of(await bob.types("/privacy"))


async def test_a_flood_cannot_hide_in_several_chats(strict):
    """Another chat of the same person shares the bucket."""
    ann, crowd = strict.person("ann"), strict.person("ann", private=False)
    for _ in range(3):
        await ann.types("/privacy")
    assert "Slow down a little" in text_of(await crowd.types("/privacy"))


async def test_an_album_is_no_flood(strict):
    """Ten photos in one go are what we asked for."""
    ann = strict.person("ann")
    await ann.agrees()
    for _ in range(10):
        assert "slower" not in text_of(await ann.sends())
    assert len(await strict.jobs()) == 10


async def test_a_banned_person_hears_one_sentence(stage, ann):
    """Whatever they try."""
    await ann.teaches(photos=1)
    async with stage.db.transaction() as tx:
        await accounts.ban(tx, (await accounts.find(tx, "fake", "ann")).id)
    for views in (await ann.types("/portrait oil"), await ann.sends(), await ann.presses("v1:gallery:1")):
        assert "can no longer use this bot" in text_of(views)


async def test_words_without_a_command_get_the_next_step(stage, ann):
    """People talk to bots."""
    assert verbs_of(await ann.says("hi"))[0] == "agree"
    await ann.agrees()
    assert "Send me selfies" in text_of(await ann.says("hi"))
    assert "Send me a selfie" in text_of(await ann.says("where am I?"))
    await ann.sends()
    await stage.look()
    assert "collecting" in text_of(await ann.says("what now?"))


async def test_the_name_of_a_style_alone_draws_it(stage, ann):
    """Somebody who was asked "which style?" just answers."""
    await ann.teaches(photos=1)
    assert "SNOW-QUEEN" in text_of(await ann.says("Snow Queen"))
    assert (await stage.jobs())[0].request["style"] == "snow-queen"


async def test_a_person_is_answered_in_their_language(stage):
    """The platform's language at first, their own choice afterwards."""
    ann = stage.person("ann", locale="de-AT")
    if "de" in stage.deps.translator.locales:
        assert text_of(await ann.types("/start")).startswith("**Hallo")
    await ann.types("/language en")
    assert text_of(await ann.types("/start")).startswith("**Hello")


async def test_a_group_is_shown_the_way_to_the_private_chat(stage):
    """A refusal alone would leave a newcomer standing there."""
    crowd = stage.person("ann", private=False)
    for said in (await crowd.types("/start"), await crowd.types("/portrait oil"), await crowd.presses(PRIVATE)):
        assert [b.action for row in said[0].buttons for b in row] == [PRIVATE]
    assert "Hello" in text_of(await stage.person("ann").presses(PRIVATE))


@pytest.mark.parametrize("agreed", [True, False])
async def test_a_banned_person_keeps_the_right_to_their_own_data(db, tmp_path, agreed):
    """A ban takes the service away, not what the law gives: to know, to have and to erase what is stored."""

    async def export(tx, account, platform):
        return ["media-of-the-archive"]

    stage = Stage(db, Vault.open(tmp_path), export=export)
    ann = stage.person("ann")
    if agreed:
        await ann.teaches(photos=1)
    else:
        await ann.types("/start")
    async with stage.db.transaction() as tx:
        await accounts.ban(tx, (await accounts.find(tx, "fake", "ann")).id)
    assert "Selfies" in text_of(await ann.types("/mydata"))
    assert (await ann.types("/export"))[0].media == "media-of-the-archive"
    asked = await ann.types("/forget")
    assert verbs_of(asked) == ["forget", "keep"]
    assert "erased" in text_of(await ann.presses(action_of(asked, "forget")))
    async with stage.db.reading() as rx:
        assert (await accounts.find(rx, "fake", "ann")).role == "banned"
        assert await rx.value("SELECT count(*) FROM media") == 0
    assert text_of(await ann.types("/portrait oil")) == stage.deps.translator.say("en", "banned")


async def test_an_admin_who_hides_is_told_why_nothing_happens(stage):
    """Silence looks like a broken bot."""
    hidden = stage.person("1087968824", private=False)
    assert "writing as the group" in text_of(await hidden.presses(ANONYMOUS))
