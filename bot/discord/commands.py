"""The slash commands: `/ask` and `/help`, wherever the app is installed."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

import discord
from discord import app_commands

from bot.discord.answerer import NO_ANSWER, Thought
from bot.discord.texts import Languages, Texts

if TYPE_CHECKING:
    from bot.discord.client import FootprintClient

    Interaction = discord.Interaction[FootprintClient]

log = logging.getLogger(__name__)

QUESTION_LIMIT: Final = 1000  # characters
DEFER_AFTER_SECONDS: Final = 1.5  # Discord drops an interaction without a sign of life for 3 s
MESSAGE_LIMIT: Final = 2000  # characters of one message


class Tree(app_commands.CommandTree["FootprintClient"]):
    """The commands. One that fails says so to the person who used it, and to no one else."""

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError) -> None:
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        log.error("interaction %d: %s failed", interaction.id, _name(interaction), exc_info=cause)
        apology = interaction.client.languages.texts(str(interaction.locale)).apology
        try:
            if interaction.response.is_done():
                await interaction.followup.send(apology, ephemeral=True)
            else:
                await interaction.response.send_message(apology, ephemeral=True)
        except discord.HTTPException as failure:
            log.warning("interaction %d: apology not sent: %s", interaction.id, failure)


class DataTranslator(app_commands.Translator):
    """The descriptions in each of Discord's locales whose language the bot speaks."""

    def __init__(self, languages: Languages) -> None:
        self._languages = languages

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        field = string.extras.get("field")
        if field is None or self._languages.language(str(locale)) is None:
            return None
        text: str = getattr(self._languages.texts(str(locale)), field)
        return text


def command_tree(client: FootprintClient) -> Tree:
    """Return the client's commands. Sending them to Discord is `bot.discord.sync`'s work."""
    tree = Tree(
        client,
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
    )
    texts = client.languages.default

    @app_commands.describe(question=_translated(texts, "ask_question"))
    async def ask(interaction: Interaction, question: app_commands.Range[str, 1, QUESTION_LIMIT]) -> None:
        with client.intake.take(interaction.id) as taken:
            if taken:
                await _answer(interaction, question)

    async def show_help(interaction: Interaction) -> None:
        with client.intake.take(interaction.id) as taken:
            if taken:
                await _help(interaction)

    tree.add_command(
        app_commands.Command(name="ask", description=_translated(texts, "ask_description"), callback=ask)
    )
    tree.add_command(
        app_commands.Command(
            name="help", description=_translated(texts, "help_description"), callback=show_help
        )
    )
    return tree


async def _answer(interaction: Interaction, question: str) -> None:
    client = interaction.client
    language = client.languages.language(str(interaction.locale))
    thought = Thought(client.answerer, question, language=language, grid=client.grid)
    if await thought.ready_within(DEFER_AFTER_SECONDS):
        reply = (await thought.considered()).reply
        callback = await interaction.response.send_message(
            reply.text, suppress_embeds=True, ephemeral=reply.kind in NO_ANSWER
        )
        answer_id = callback.message_id
    else:
        await interaction.response.defer()
        reply = (await thought.considered()).reply
        message = await interaction.followup.send(reply.text, suppress_embeds=True, wait=True)
        answer_id = message.id
    if answer_id:
        client.memory.keep_turns(answer_id, (question,))


async def _help(interaction: Interaction) -> None:
    """Send what the bot can do, to the person who asked alone."""
    client = interaction.client
    locale = str(interaction.locale)
    texts = client.languages.texts(locale)
    thought = Thought(client.answerer, texts.help_question, language=client.languages.language(locale))
    mention = client.user.mention if client.user else ""
    parts = [(await thought.considered()).reply.text, texts.how_to_ask.replace("{bot}", mention)]
    text = "\n\n".join(parts)
    if len(text) > MESSAGE_LIMIT:
        text = parts[0]
    await interaction.response.send_message(text, ephemeral=True, suppress_embeds=True)


def _translated(texts: Texts, field: str) -> app_commands.locale_str:
    """Return a text in the fallback language that the translator finds again in the others."""
    return app_commands.locale_str(getattr(texts, field), field=field)


def _name(interaction: Interaction) -> str:
    return f"/{interaction.command.qualified_name}" if interaction.command else "an unknown command"
