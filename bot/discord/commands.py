"""The slash commands and the entries in a message's menu: their names, options and descriptions."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import discord
from discord import app_commands

from bot.discord import asking, menus, model_list, pin_actions, privacy, settings
from bot.discord.asking import PLACE_LENGTH, QUESTION_LENGTH
from bot.discord.completion import complete
from bot.discord.dealing import Dealing, apologise, handle
from bot.discord.pin_commands import pins_group, results
from bot.discord.texts import Languages, Texts
from estimator.workload import ACTIVITIES, METRICS

if TYPE_CHECKING:
    from bot.discord.client import FootprintClient

Interaction: TypeAlias = "discord.Interaction[FootprintClient]"
log = logging.getLogger(__name__)

MOST_COUNTED: Final = 1_000_000_000_000_000
MOST_TOKENS: Final = 1_000_000
OFFERED: Final = tuple(
    activity for activity in ACTIVITIES if activity not in ("everyday", "training", "fine-tuning")
)

Count: TypeAlias = app_commands.Range[int, 1, MOST_COUNTED]
Tokens: TypeAlias = app_commands.Range[int, 1, MOST_TOKENS]
Question: TypeAlias = app_commands.Range[str, 1, QUESTION_LENGTH]
Name: TypeAlias = app_commands.Range[str, 1, PLACE_LENGTH]

EVERYWHERE: Final = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
IN_SERVERS: Final = app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False)
WITH_THE_BOT: Final = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=False)
ANY_INSTALL: Final = app_commands.AppInstallationType(guild=True, user=True)
GUILD_INSTALL: Final = app_commands.AppInstallationType(guild=True, user=False)


class Tree(app_commands.CommandTree["FootprintClient"]):
    """The commands. One that fails says so to the person who used it, and to no one else."""

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError) -> None:
        if interaction.type is discord.InteractionType.autocomplete:
            log.error("interaction %d: no choices", interaction.id, exc_info=error)
            return
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        client = interaction.client
        dealing = Dealing(interaction, await client.settings_of(interaction.guild_id))
        await apologise(dealing, _name(interaction), cause)


class DataTranslator(app_commands.Translator):
    """Names and descriptions in each of Discord's locales whose language the bot speaks."""

    def __init__(self, languages: Languages) -> None:
        self._languages = languages

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        path = string.extras.get("path")
        if path is None or self._languages.language(str(locale)) is None:
            return None
        return self._languages.texts(str(locale))[path]


def command_tree(client: FootprintClient) -> Tree:
    """Return the client's commands. Sending them to Discord is `bot.discord.sync`'s work."""
    tree = Tree(client, allowed_contexts=EVERYWHERE, allowed_installs=ANY_INSTALL)
    texts = client.languages.default
    for command in (*_answering(texts), *_around(texts)):
        tree.add_command(command)
    tree.add_command(pins_group(texts, _run_free, lambda name, work: _command(name, work, texts)))
    for menu in _menus(texts):
        tree.add_command(menu)
    return tree


def _answering(texts: Texts) -> Sequence[app_commands.Command[Any, ..., None]]:
    """Return the commands that answer. A callback's signature is what Discord shows as options."""

    async def ask(interaction: Interaction, question: Question, private: bool | None = None) -> None:
        await _run(interaction, lambda dealing: asking.ask(dealing, question, private))

    async def estimate(
        interaction: Interaction,
        model: Name,
        count: Count | None = None,
        activity: str | None = None,
        tokens: Tokens | None = None,
        region: Name | None = None,
        metric: str | None = None,
        private: bool | None = None,
    ) -> None:
        options = asking.Options(count, activity, tokens, region, metric, private)
        await _run(interaction, lambda dealing: asking.estimate(dealing, model, options))

    async def compare(
        interaction: Interaction,
        first: Name,
        second: Name,
        third: Name | None = None,
        count: Count | None = None,
        region: Name | None = None,
        metric: str | None = None,
        private: bool | None = None,
    ) -> None:
        options = asking.Options(count, None, None, region, metric, private)
        named = [name for name in (first, second, third) if name is not None]
        await _run(interaction, lambda dealing: asking.compare(dealing, named, options))

    async def training(
        interaction: Interaction, model: Name, region: Name | None = None, private: bool | None = None
    ) -> None:
        options = asking.Options(region=region, private=private)
        await _run(interaction, lambda dealing: asking.training(dealing, model, options))

    async def budget(
        interaction: Interaction,
        amount: Name,
        of: Name,
        region: Name | None = None,
        private: bool | None = None,
    ) -> None:
        options = asking.Options(region=region, private=private)
        await _run(interaction, lambda dealing: asking.budget(dealing, amount, of, options))

    async def check(interaction: Interaction, claim: Question, private: bool | None = None) -> None:
        await _run(interaction, lambda dealing: asking.ask(dealing, claim, private))

    async def fact(interaction: Interaction, topic: Name, private: bool | None = None) -> None:
        await _run(interaction, lambda dealing: asking.topic(dealing, "topics", topic, private))

    async def explain(interaction: Interaction, term: Name, private: bool | None = None) -> None:
        await _run(interaction, lambda dealing: asking.topic(dealing, "terms", term, private))

    callbacks: Sequence[Callable[..., Awaitable[None]]] = (
        ask, estimate, compare, training, budget, check, fact, explain,
    )  # fmt: skip
    return [_command(callback.__name__, callback, texts) for callback in callbacks]


def _around(texts: Texts) -> Sequence[app_commands.Command[Any, ..., None]]:
    """Return the commands that tell of the bot itself, to the person who uses them alone."""

    async def models(interaction: Interaction, search: Name | None = None) -> None:
        asked = (search or "").strip()[: model_list.SEARCH_LENGTH]
        await _run(interaction, lambda dealing: model_list.show(dealing, asked), costs=False)

    async def show_settings(interaction: Interaction) -> None:
        await _run(interaction, settings.show, costs=False)

    async def show_privacy(interaction: Interaction) -> None:
        await _run(interaction, privacy.show, costs=False)

    async def show_help(interaction: Interaction) -> None:
        await _run(interaction, asking.show_help, costs=False)

    managed = _command("settings", show_settings, texts)
    managed.allowed_contexts, managed.allowed_installs = IN_SERVERS, GUILD_INSTALL
    managed.default_permissions = discord.Permissions(manage_guild=True)
    return (
        _command("models", models, texts),
        managed,
        _command("privacy", show_privacy, texts),
        _command("help", show_help, texts),
    )


def _menus(texts: Texts) -> Sequence[app_commands.ContextMenu]:
    async def check(interaction: Interaction, message: discord.Message) -> None:
        await _run(interaction, lambda dealing: menus.check(dealing, message))

    async def delete(interaction: Interaction, message: discord.Message) -> None:
        await _run(interaction, lambda dealing: menus.delete(dealing, message), costs=False)

    async def pin(interaction: Interaction, message: discord.Message) -> None:
        await _run(interaction, lambda dealing: pin_actions.choose(dealing, message), costs=False)

    checking = app_commands.ContextMenu(name=_translated(texts, "commands.menus.check"), callback=check)
    checking.allowed_contexts, checking.allowed_installs = EVERYWHERE, ANY_INSTALL
    deleting = app_commands.ContextMenu(name=_translated(texts, "commands.menus.delete"), callback=delete)
    deleting.allowed_contexts, deleting.allowed_installs = WITH_THE_BOT, GUILD_INSTALL
    pinning = app_commands.ContextMenu(name=_translated(texts, "commands.menus.pin"), callback=pin)
    pinning.allowed_contexts, pinning.allowed_installs = IN_SERVERS, GUILD_INSTALL
    return checking, deleting, pinning


async def _run(
    interaction: Interaction, handler: Callable[[Dealing], Awaitable[None]], *, costs: bool = True
) -> None:
    await handle(interaction, _name(interaction), handler, costs=costs)


async def _run_free(interaction: Interaction, handler: Callable[[Dealing], Awaitable[None]]) -> None:
    await _run(interaction, handler, costs=False)


def _command(
    name: str, callback: Callable[..., Awaitable[None]], texts: Texts
) -> app_commands.Command[Any, ..., None]:
    """Return a command whose names and descriptions the translator finds again in the other languages."""
    names = list(inspect.signature(callback).parameters)[1:]  # after the interaction
    paths = {
        option: own if (own := f"commands.{name}.{option}") in texts else f"options.{option}"
        for option in names
    }
    app_commands.rename(**{option: _translated(texts, path) for option, path in paths.items()})(callback)
    app_commands.describe(
        **{option: _translated(texts, f"{path}_description") for option, path in paths.items()}
    )(callback)
    listed = {option: _choices(texts, option) for option in names if option in ("metric", "activity")}
    app_commands.choices(**listed)(callback)
    completed: Any = {option: complete(COMPLETED[option]) for option in names if option in COMPLETED}
    if "result" in names:
        completed["result"] = results
    app_commands.autocomplete(**completed)(callback)
    return app_commands.Command(
        name=_translated(texts, f"commands.{name}.name"),
        description=_translated(texts, f"commands.{name}.description"),
        callback=callback,  # type: ignore[arg-type]
    )


# Options that are completed as they are typed, and what they offer.
COMPLETED: Final = {
    "model": "models", "of": "models", "first": "subjects", "second": "subjects", "third": "subjects",
    "region": "places", "topic": "topics", "term": "terms", "search": "known", "about": "known",
}  # fmt: skip


def _choices(texts: Texts, option: str) -> list[app_commands.Choice[str | int | float]]:
    table, values = ("metrics", METRICS) if option == "metric" else ("activities", OFFERED)
    return [app_commands.Choice(name=_translated(texts, f"{table}.{value}"), value=value) for value in values]


def _translated(texts: Texts, path: str) -> app_commands.locale_str:
    """Return a text in the fallback language that the translator finds again in the others."""
    return app_commands.locale_str(texts[path], path=path)


def _name(interaction: Interaction) -> str:
    command = interaction.command
    if command is None:
        return "an unknown command"
    return f"/{command.qualified_name}" if isinstance(command, app_commands.Command) else command.name
