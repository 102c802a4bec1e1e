"""Messages: those that ask are answered, corrected ones anew; with a question its answer goes."""

from __future__ import annotations

import logging
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

import discord

from bot.discord.answerer import NO_ANSWER, Considered, of_text
from bot.discord.board_link import pointed
from bot.discord.buttons import PinButton, answer_buttons, text_of
from bot.discord.conversation import Heard, earlier_turns, for_bot, hear, overhear, places, title_of
from bot.discord.dealing import in_seconds
from bot.discord.intake import InTurn
from bot.discord.manner import Manner, manner_of, public_language
from bot.discord.memory import Given
from bot.discord.recent import Recent
from bot.discord.sending import FAILURES, one_line
from bot.store.records import GuildSettings

if TYPE_CHECKING:
    from bot.discord.answerer import Turn
    from bot.discord.client import FootprintClient
    from bot.discord.texts import Texts

log = logging.getLogger(__name__)

TYPING_AFTER_SECONDS: Final = 1.0
EDITS_REMEMBERED: Final = 1_000
NOT_OVERHEARD: Final = (
    *NO_ANSWER,
    "help",
)  # kinds of reply to what was said to nobody that are not worth saying


class Listener:
    """What the client does with messages."""

    def __init__(self, client: FootprintClient) -> None:
        self._client = client
        self._in_turn = InTurn()
        self._edited: Recent[int, datetime] = Recent(EDITS_REMEMBERED)  # question → when it was last

    async def message(self, message: discord.Message) -> None:
        """Answer a message that is for the bot, once."""
        client, me = self._client, self._client.user
        heard = hear(message, me) if me else None
        if me is None or (heard is None and not self._may_overhear(message)):
            return
        with client.intake.hold() as held:
            if not held or (heard is None and (heard := await self._overheard(message, me)) is None):
                return
            with client.intake.take(message.id) as taken:
                if taken and client.sender.may_answer(message):
                    # Of direct messages, one may follow the last.
                    before = nullcontext() if message.guild else self._in_turn.of(message.channel.id)
                    async with before, self._in_turn.of(message.id):
                        settings = await client.settings_of(message.guild.id if message.guild else None)
                        await self._answer(message, heard, settings, me)

    async def edited(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Change the answer to a question that was corrected; link previews and pins are edits, too."""
        client, me, message = self._client, self._client.user, payload.message
        if me is None or message.edited_at is None:
            return
        heard = hear(message, me)
        if heard is None and not self._may_overhear(message):
            return
        with client.intake.hold() as held:
            if not held or (heard is None and (heard := await self._overheard(message, me)) is None):
                return
            self._edited.set(message.id, message.edited_at)
            with client.intake.take((message.id, message.edited_at)) as taken:
                if taken:
                    async with self._in_turn.of(message.id):
                        await self._correct(message, heard, me)

    async def deleted(self, message_id: int) -> None:
        """Take back the answer to a question that was taken back, unless it was pinned meanwhile."""
        client = self._client
        with client.intake.take((message_id, None)) as taken:
            if taken:
                async with self._in_turn.of(message_id):
                    await self._take_back(message_id)

    async def _take_back(self, message_id: int) -> None:
        client = self._client
        given = await client.memory.to_question(message_id)
        if given is None:
            if await client.memory.behind(message_id) is not None:  # it is an answer
                client.memory.forget(message_id)
        elif await client.sender.may_go(self._message(given)):
            await client.sender.delete(self._message(given))
            client.memory.forget(given.saved.message_id)

    def _may_overhear(self, message: discord.Message) -> bool:
        return self._client.reads_content and message.guild is not None and for_bot(message)

    async def _overheard(self, message: discord.Message, me: discord.ClientUser) -> Heard | None:
        """Return what a message says in one of a server's ask channels, or in a thread or post of one."""
        assert message.guild is not None
        settings = await self._client.settings_of(message.guild.id)
        if not set(places(message)) & set(settings.ask_channels):
            return None
        return overhear(message, me)

    async def _answer(
        self, message: discord.Message, heard: Heard, settings: GuildSettings, me: discord.ClientUser
    ) -> None:
        client, manner = self._client, self._manner(message, settings)
        texts = client.languages.texts(manner.language)
        if heard.withheld:
            await client.sender.reply(message, client.say(texts, "notes.unreadable"))
            return
        if not heard.unprompted and not await self._admitted(message, settings, texts):
            return
        turns = await earlier_turns(message, me, client.memory) if heard.text else ()
        considered = await self._considered(message, heard, manner, turns)
        title = title_of(message)
        if title and considered is not None and considered.reply.kind in NO_ANSWER:
            titled = replace(heard, text=title)  # a post may ask in its title alone
            by_title = await self._considered(message, titled, manner, ())
            if by_title is not None and by_title.reply.kind not in NO_ANSWER:
                considered, heard = by_title, titled
        if considered is None:
            await client.sender.reply(message, client.say(texts, "notes.apology"))
            return
        reply = considered.reply
        if not reply.text:
            return
        if reply.kind == "thanks" and not heard.unprompted:
            await client.sender.nod(message)
            return
        if turns and not reply.asks:  # a remark on an answer, for whoever reads along
            return
        if heard.unprompted and (
            reply.kind in NOT_OVERHEARD or not await self._admitted(message, settings, texts)
        ):
            return
        guild_id = message.guild.id if message.guild else None
        text = await pointed(client, considered, self._text(considered, heard), guild_id, message.channel.id)
        answer = await client.sender.reply(message, text, self._view(considered, message))
        if answer is not None:
            self._remember(message, answer.id, considered)

    async def _correct(self, message: discord.Message, heard: Heard, me: discord.ClientUser) -> None:
        """Put the answer to a corrected question in the place of the one given, if that was lately."""
        client = self._client
        if self._edited.get(message.id) != message.edited_at:  # it was corrected once more meanwhile
            return
        given = await client.memory.to_question(message.id) if heard.text else None
        if given is None or heard.withheld or (given.turns and given.turns[-1] == heard.text):
            return
        settings = await client.settings_of(message.guild.id if message.guild else None)
        if client.memory.age(given).total_seconds() > settings.edit_window_minutes * 60:
            return
        turns = given.turns[:-1] if given.turns else await earlier_turns(message, me, client.memory)
        considered = await self._considered(message, heard, self._manner(message, settings), turns)
        if considered is None or considered.reply.kind == "thanks" or not considered.reply.asks:
            return
        answer = self._message(given)
        if await self._is_pinned(given):
            return
        if await client.sender.change(answer, text_of(considered.reply), self._view(considered, message)):
            self._remember(message, answer.id, considered)

    async def _considered(
        self, message: discord.Message, heard: Heard, manner: Manner, turns: tuple[Turn, ...]
    ) -> Considered | None:
        """Return the reply to a message; None, and a line in the log, where something broke."""
        client = self._client
        may_stand_alone = message.reference is None
        work = of_text(client.answerer, heard.text, manner, turns, may_stand_alone=may_stand_alone)
        thought = client.thinking.begin(work)
        try:
            if not await thought.ready_within(TYPING_AFTER_SECONDS) and not heard.unprompted:
                await self._show_typing(message)
            return await thought.result()
        except Exception:
            log.exception("message %d: no answer", message.id)
            return None

    async def _admitted(self, message: discord.Message, settings: GuildSettings, texts: Texts) -> bool:
        """Return whether the cooldown lets somebody ask; the first time it doesn't, they are told."""
        client = self._client
        seconds = settings.cooldown_seconds
        verdict, wait = client.cooldown.ask(message.author.id, message.channel.id, seconds)
        if verdict == "tell":
            await client.sender.reply(message, client.say(texts, "notes.cooldown", when=in_seconds(wait)))
        return verdict == "go"

    def _manner(self, message: discord.Message, settings: GuildSettings) -> Manner:
        locale = message.guild.preferred_locale if message.guild else None
        return manner_of(settings, public_language(self._client.languages, settings, locale))

    def _text(self, considered: Considered, heard: Heard) -> str:
        """Return a reply's text; who called the bot and asked nothing is told how to."""
        reply = considered.reply
        texts = self._client.languages.texts(reply.language)
        if not reply.asks:
            return self._client.say(texts, "notes.remark")
        if heard.text:
            return text_of(reply)
        return f"{reply.text}\n{self._client.say(texts, 'notes.how_to_ask')}"

    def _view(self, considered: Considered, message: discord.Message) -> discord.ui.View:
        reply = considered.reply
        texts = self._client.languages.texts(reply.language)
        pin: PinButton = "pin" if message.guild and self._client.pins else ""
        return answer_buttons(reply, texts, private=False, shareable=False, pin=pin)

    async def _is_pinned(self, given: Given) -> bool:
        """Return whether an answer was pinned meanwhile: then it stays as it is."""
        store = self._client.store
        pin = await store.attempt(store.pin_of(given.saved.message_id), None) if store else None
        return pin is not None and pin.removed_at is None

    def _remember(self, message: discord.Message, answer_id: int, considered: Considered) -> None:
        saved = self._client.record(
            considered,
            message_id=answer_id,
            channel_id=message.channel.id,
            guild_id=message.guild.id if message.guild else None,
            asker_id=message.author.id,
            question_message_id=message.id,
        )
        self._client.memory.keep(Given(saved, considered.turns), direct=message.guild is None)

    def _message(self, given: Given) -> discord.PartialMessage:
        """Return the message of an answer, known by its ids alone."""
        channel = self._client.get_partial_messageable(given.saved.channel_id, guild_id=given.saved.guild_id)
        return channel.get_partial_message(given.saved.message_id)

    async def _show_typing(self, message: discord.Message) -> None:
        try:
            await message.channel.typing()
        except FAILURES as error:
            log.info("message %d: cannot show typing: %s", message.id, one_line(error))
