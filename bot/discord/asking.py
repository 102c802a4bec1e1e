"""The commands that answer: their options → a request → an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, cast

from bot.discord import requests
from bot.discord.answerer import NO_ANSWER, Considered, of_request, of_text
from bot.discord.dealing import Dealing, quoted
from bot.discord.manner import Manner
from bot.discord.shelves import WORLD
from bot.languages import DEFAULT
from bot.message import LIMIT
from bot.request import Request
from estimator.workload import Activity, Metric

QUESTION_LENGTH: Final = 1000  # characters of a question or a claim
PLACE_LENGTH: Final = 100  # characters of a name


@dataclass(frozen=True, slots=True)
class Options:
    """What may go with a name; None where it was left out."""

    count: int | None = None
    activity: str | None = None
    tokens: int | None = None
    region: str | None = None
    metric: str | None = None
    private: bool | None = None


async def ask(dealing: Dealing, question: str, private: bool | None) -> None:
    """Answer a question, or check a claim, in its own words."""
    hidden = dealing.is_private(private)
    work = of_text(dealing.client.answerer, question, dealing.manner(private=hidden))
    await dealing.answer(work, private=hidden)


async def estimate(dealing: Dealing, model: str, options: Options) -> None:
    library = dealing.client.library
    work = requests.workload(
        subject(dealing, "models", model),
        library.catalogue,
        count=options.count,
        activity=cast("Activity | None", options.activity),
        tokens=options.tokens,
    )
    metric = cast("Metric | None", options.metric)
    await _answer(dealing, options, lambda place, tag: requests.estimate(work, place, metric, tag))


async def compare(dealing: Dealing, named: list[str], options: Options) -> None:
    subjects = [subject(dealing, "subjects", name) for name in named]

    def make(place: str | None, tag: str) -> Request:
        return requests.comparison(
            subjects,
            dealing.client.library.catalogue,
            count=options.count,
            region=place,
            metric=cast("Metric | None", options.metric),
            language=tag,
        )

    await _answer(dealing, options, make)


async def training(dealing: Dealing, model: str, options: Options) -> None:
    slug = subject(dealing, "trained", model)
    await _answer(dealing, options, lambda place, tag: requests.training(slug, place, tag))


async def budget(dealing: Dealing, amount: str, of: str, options: Options) -> None:
    """Answer how much of something fits in an amount; one that can't be read is told so, privately."""
    spent = dealing.client.answerer.amount(amount, dealing.texts.language)
    if spent is None:
        await dealing.note("notes.unknown_amount", name=quoted(amount))
        return
    slug, catalogue = subject(dealing, "models", of), dealing.client.library.catalogue
    await _answer(dealing, options, lambda place, tag: requests.budget(spent, slug, place, catalogue, tag))


async def topic(dealing: Dealing, shelf: str, typed: str, private: bool | None) -> None:
    """Answer with what was published on a topic, or explain a term; other words are read as a question."""
    hidden = dealing.is_private(private)
    manner = dealing.manner(private=hidden)
    language = manner.language or DEFAULT
    index = getattr(dealing.client.library.of(dealing.texts.language), shelf)
    slug = index.resolve(typed)
    intent = "lookup" if shelf == "topics" else "explain"
    answerer = dealing.client.answerer
    if slug is not None:
        request = requests.topic(intent, slug, language)
        await dealing.answer(of_request(answerer, request, manner), private=hidden)
        return

    def consider() -> Considered:
        considered = of_text(answerer, typed, manner)()
        if considered.reply.kind not in NO_ANSWER:
            return considered
        unknown = requests.topic(intent, "-".join(typed.casefold().split()), language)
        return of_request(answerer, unknown, manner)()

    await dealing.answer(consider, private=hidden)


async def show_help(dealing: Dealing) -> None:
    """Tell what the bot can do, and every command that the person may use, to them alone."""
    client, texts = dealing.client, dealing.texts
    work = of_text(client.answerer, texts["notes.help_question"], Manner(texts.language))
    considered = await client.work_out(work)
    listed = [mention for name, mention in client.mentions(texts).items() if _offered(dealing, name)]
    parts = [
        considered.reply.text,
        dealing.say("notes.how_to_ask"),
        texts.say("notes.commands", list=" ".join(listed)),
    ]
    while len("\n".join(parts)) > LIMIT and len(parts) > 1:
        parts.pop()
    await dealing.tell("\n".join(parts), view=dealing.buttons(considered, private=True))


def _offered(dealing: Dealing, name: str) -> bool:
    """Return whether a command is one that somebody can use where they are."""
    permissions = dealing.interaction.permissions
    if name == "settings":
        return dealing.in_guild and permissions.manage_guild
    if name.startswith("pins_"):
        return dealing.in_guild and (name == "pins_list" or permissions.pin_messages)
    return True


async def _answer(dealing: Dealing, options: Options, make: Callable[[str | None, str], Request]) -> None:
    """Answer a request made of options; a place that nobody knows is told so, privately."""
    hidden = dealing.is_private(options.private)
    manner = dealing.manner(private=hidden)
    place: str | None = None
    if options.region is not None:
        place = dealing.client.library.of(dealing.texts.language).places.resolve(options.region)
        if place is None:
            await dealing.note("notes.unknown_place", name=quoted(options.region))
            return
    if place == WORLD:  # that is no place of its own, and the server's is not meant
        place, manner = None, replace(manner, region=None)
    request = make(place, manner.language or DEFAULT)
    await dealing.answer(of_request(dealing.client.answerer, request, manner), private=hidden)


def subject(dealing: Dealing, shelf: str, typed: str) -> str:
    """Return what a typed or picked name stands for; one in no list as it is, to be refused by name."""
    index = getattr(dealing.client.library.of(dealing.texts.language), shelf)
    return index.resolve(typed) or typed.strip()
