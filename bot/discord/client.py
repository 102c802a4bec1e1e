"""The gateway client: what it holds, and which event goes where."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

import discord

from bot.discord import actions
from bot.discord.answerer import Answerer, Considered, Work
from bot.discord.commands import command_tree
from bot.discord.controls import PATTERN, Press, read_control
from bot.discord.cooldown import Cooldown
from bot.discord.dealing import Dealing, handle
from bot.discord.intake import Intake
from bot.discord.listening import Listener
from bot.discord.memory import Memory, now
from bot.discord.pin_keeper import Keeper
from bot.discord.pinning import Pins
from bot.discord.sending import Sender
from bot.discord.shelves import Library
from bot.discord.texts import Languages, Texts
from bot.discord.thinking import Thinking
from bot.live.grid import LiveGrid
from bot.store.records import ANSWERS_KEPT, GuildSettings, SavedAnswer

if TYPE_CHECKING:
    from bot.store.store import Store

log = logging.getLogger(__name__)

GRACE_SECONDS: Final = 10.0  # for what is in hand when the bot is told to stop
MESSAGES_CACHED: Final = 100
NO_GUILD: Final = 0  # whose settings hold in direct messages


class FootprintClient(discord.AutoShardedClient):
    """The bot. It needs no privileged intent and keeps no members, presences or history.

    With `reads_content` it asks for the Message Content intent, which ask channels need.
    """

    def __init__(
        self,
        answerer: Answerer,
        languages: Languages,
        library: Library,
        report: Callable[[str], None],
        *,
        grid: LiveGrid | None = None,
        store: Store | None = None,
        reads_content: bool = False,
        keeps_questions: bool = False,
        shard_ids: Sequence[int] | None = None,
        shard_count: int | None = None,
        **options: Any,
    ) -> None:
        intents = discord.Intents.none()
        intents.guilds = intents.guild_messages = intents.dm_messages = True
        intents.message_content = reads_content
        # The bot never speaks, so what discord.py would need for it is no news to the host.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        if shard_ids is not None:
            options["shard_ids"] = list(shard_ids)
        super().__init__(
            intents=intents,
            shard_count=shard_count,
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=MESSAGES_CACHED,
            **options,
        )
        self.answerer = answerer
        self.languages = languages
        self.library = library
        self.thinking = Thinking(answerer, grid)
        self.store = store
        self.reads_content = reads_content
        self.keeps_questions = keeps_questions
        self.intake = Intake()
        self.memory = Memory(store)
        self.cooldown = Cooldown()
        self.sender = Sender()
        self.tree = command_tree(self)
        self.add_dynamic_items(Press)
        self.pins = Pins(self, store) if store is not None else None
        self._listener = Listener(self)
        self._keeper = Keeper(self, self.pins) if self.pins is not None else None
        self._command_ids: dict[str, int] = {}
        self._report = report
        self._announced = False

    # Its life

    async def setup_hook(self) -> None:
        """Learn the commands' ids, so that texts can hold commands to click on."""
        if self.store is not None and self.application_id is not None:
            sync = await self.store.attempt(self.store.last_sync(self.application_id), None)
            self._command_ids = sync.command_ids if sync else {}
            if sync is None:
                log.info("no commands were registered from here yet: footprint sync does it")

    async def on_ready(self) -> None:
        if not self._announced:  # a new session after a fault is ready once more
            self._announced = True
            count = len(self.guilds)
            self._report(f"Ready on Discord as {self.user}, in {count} server{'' if count == 1 else 's'}.")
        if self._keeper is not None:
            self._keeper.ready()

    async def finish(self) -> None:
        """Take no new work, let what is in hand be done, then close the connection."""
        if not await self.intake.finish(GRACE_SECONDS):
            log.warning("stopped with answers unfinished after %g s", GRACE_SECONDS)
        await self.memory.settle()
        await self.close()

    async def close(self) -> None:
        if self._keeper is not None:
            await self._keeper.stop()
        self.thinking.close()
        await super().close()

    # What happens

    async def on_message(self, message: discord.Message) -> None:
        if self._keeper is not None and message.type is discord.MessageType.pins_add:
            await self._keeper.notice(message)
        await self._listener.message(message)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        await self._listener.edited(payload)

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        await self._listener.deleted(payload.message_id)
        if self._keeper is not None:
            await self._keeper.deleted({payload.message_id})

    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        for message_id in payload.message_ids:
            await self._listener.deleted(message_id)
        if self._keeper is not None:
            await self._keeper.deleted(payload.message_ids)

    async def on_guild_channel_pins_update(
        self, channel: discord.abc.GuildChannel | discord.Thread, last_pin: object
    ) -> None:
        if self._keeper is not None:
            await self._keeper.changed(channel.guild.id, channel.id)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Look at a server's pins again after an outage; those of a start wait until all is ready."""
        if self._keeper is not None and self._announced:
            self._keeper.look_at(guild.id)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Forget a server that the bot was thrown out of. An outage is another event."""
        self.memory.forget_guild(guild.id)
        with self.intake.hold() as held:
            if self.store is not None and held:
                await self.memory.settle()
                await self.store.attempt(self.store.forget_guild(guild.id), None)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        await self._forget_channel(channel.id)

    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        await self._forget_channel(payload.thread_id)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Take what no command and no button's class does: forms, and buttons that nobody knows any more."""
        data: Any = interaction.data or {}
        custom_id = str(data.get("custom_id", ""))
        unknown = interaction.type is discord.InteractionType.component and not re.fullmatch(
            PATTERN, custom_id
        )
        if unknown or interaction.type is discord.InteractionType.modal_submit:
            await self.press(interaction, custom_id)

    async def press(self, interaction: discord.Interaction[Any], custom_id: str) -> None:
        """Do what a button, menu or form stands for."""
        control = read_control(custom_id)

        async def act(dealing: Dealing) -> None:
            if control is None:
                await dealing.note("notes.gone")
            else:
                await actions.act(dealing, control)

        name = control.action if control else "an unknown control"
        await handle(interaction, name, act, costs=actions.costs(control))

    async def _forget_channel(self, channel_id: int) -> None:
        with self.intake.hold() as held:
            if self.store is not None and held:
                await self.store.attempt(self.store.forget_channel(channel_id), None)

    # What its parts need

    def say_anew(self, channel_ids: Iterable[int]) -> None:
        """Have the pinned answers of channels say what is so now, in a moment."""
        if self._keeper is not None:
            self._keeper.say_anew(channel_ids)

    async def settings_of(self, guild_id: int | None) -> GuildSettings:
        """Return a server's settings; the defaults in direct messages, and where the store fails."""
        default = GuildSettings(guild_id or NO_GUILD)
        if self.store is None or guild_id is None:
            return default
        return await self.store.attempt(self.store.settings_of(guild_id), default)

    def mentions(self, texts: Texts) -> dict[str, str]:
        """Return the commands as texts show them, by name: to click on, where their ids are known."""
        shown = {}
        for command in self.tree.get_commands(type=discord.AppCommandType.chat_input):
            known = self._command_ids.get(command.name)
            parts = command.commands if isinstance(command, discord.app_commands.Group) else (command,)
            for part in parts:
                name = part.qualified_name.replace(" ", "_")
                path = part.qualified_name.split(" ")
                names = [texts[f"commands.{'_'.join(path[: at + 1])}.name"] for at in range(len(path))]
                shown[name] = f"</{part.qualified_name}:{known}>" if known else f"`/{' '.join(names)}`"
        return shown

    def say(self, texts: Texts, path: str, **values: str) -> str:
        """Return a text with the bot's mention and its commands in it."""
        bot = self.user.mention if self.user else ""
        return texts.say(path, **{"bot": bot, **self.mentions(texts), **values})

    def record(
        self,
        considered: Considered,
        *,
        message_id: int,
        channel_id: int,
        guild_id: int | None,
        asker_id: int,
        question_message_id: int | None = None,
    ) -> SavedAnswer:
        """Return what is to be kept of an answer."""
        reply, at = considered.reply, now()
        last = considered.turns[-1] if considered.turns else None
        return SavedAnswer(
            message_id=message_id,
            channel_id=channel_id,
            guild_id=guild_id,
            asker_id=asker_id,
            question_message_id=question_message_id,
            kind=reply.kind,
            language=reply.language,
            request=reply.request,
            data_version=self.answerer.data_version(),
            created_at=at,
            expires_at=at + ANSWERS_KEPT,
            question=last if self.keeps_questions and isinstance(last, str) else None,
        )

    async def work_out(self, work: Work) -> Considered:
        """Return a reply that nothing else waits for meanwhile."""
        return await self.thinking.begin(work).result()
