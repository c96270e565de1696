"""hikari insists on compression, binary frames and fields discord.py does without."""

from __future__ import annotations

import asyncio
import base64

import hikari

from tests.fakes.discord import BOT, FakeDiscord
from tests.fakes.intake import picture


async def test_hikari_logs_in_publishes_hears_and_answers():
    """Login, commands, a command with an attachment, an answer with two files, a direct message with a nonce."""
    token = base64.b64encode(BOT.encode()).decode().rstrip("=") + ".test.token"  # it reads its own id from the token
    async with FakeDiscord(token=token) as server:
        bot = hikari.GatewayBot(
            token,
            banner=None,
            logs=None,
            rest_url=server.api_url,
            suppress_optimization_warning=True,
            intents=hikari.Intents.DM_MESSAGES,
        )
        seen: dict[str, object] = {}
        done = asyncio.Event()

        @bot.listen(hikari.InteractionCreateEvent)
        async def hear(event: hikari.InteractionCreateEvent) -> None:
            interaction = event.interaction
            assert isinstance(interaction, hikari.CommandInteraction)
            await interaction.create_initial_response(hikari.ResponseType.DEFERRED_MESSAGE_CREATE)
            file = next(iter(interaction.resolved.attachments.values()))
            seen["file"] = await file.read()
            files = [hikari.Bytes(b"1", "1.png"), hikari.Bytes(b"2", "2.png")]
            answer = await interaction.edit_initial_response("done", attachments=files)
            seen["files"] = len(answer.attachments)
            chat = await bot.rest.create_dm_channel(interaction.user)
            seen["text"] = (await bot.rest.create_message(chat, "hello", nonce="n")).content
            done.set()

        await asyncio.wait_for(bot.start(check_for_updates=False), 20)
        try:
            option = hikari.CommandOption(
                type=hikari.OptionType.ATTACHMENT, name="selfie", description="A photo", is_required=True
            )
            command = bot.rest.slash_command_builder("portrait", "Draw").add_option(option)
            await bot.rest.set_application_commands(int(BOT), [command])
            await server.slash("portrait", files={"selfie": ("me.png", picture(), "image/png")})
            await asyncio.wait_for(done.wait(), 20)
        finally:
            await bot.close()
    assert seen == {"file": picture(), "files": 2, "text": "hello"}
