"""The buttons under an answer: what can be done with it, at most what fits and makes sense."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, Literal

import discord

from bot.discord.answerer import NO_ANSWER, Reply
from bot.discord.controls import Control, Press, button, panel
from bot.discord.requests import MOST_COMPARED
from bot.discord.texts import Texts
from bot.request import Request
from bot.store.asked import fingerprint

ROW: Final = 5  # buttons that fit beside one another
CHOICES: Final = 5
MARK_LENGTH: Final = 16  # characters that tell one reading from another
BEHIND: Final = ("how", "sources")  # kinds of reply that tell of an answer given before
QUESTION_LENGTH: Final = 80  # characters that a label takes, and a custom id beside what it says
ESTIMATED: Final = ("estimate", "compare", "equivalent", "budget", "check")  # intents with something computed


PinButton = Literal["", "pin", "unpin"]


def answer_buttons(
    reply: Reply, texts: Texts, *, private: bool, shareable: bool, pin: PinButton = ""
) -> discord.ui.View:
    """Return the buttons for a reply, in the language of `texts`; no button where none makes sense."""
    rows = (
        list(_choices(reply)),
        list(_about(reply, texts)),
        list(_beside(reply, texts, private=private, shareable=shareable, pin=pin)),
    )
    items: list[discord.ui.Item[Any]] = []
    for at, row in enumerate(row for row in rows if row):
        for item in row[:ROW]:
            item.row = at
            items.append(item)
    return panel(*items)


def text_of(reply: Reply) -> str:
    """Return a reply's text: of a refusal, without the questions that its buttons offer."""
    return reply.lead if reply.kind == "refusal" and _offered(reply) else reply.text


def _choices(reply: Reply) -> Iterator[Press]:
    """Yield what else may have been meant; where nothing was understood, what can be asked."""
    # Discord refuses a message with two buttons of one id.
    labels = {fingerprint(choice.request)[:MARK_LENGTH]: choice.label for choice in reply.choices}
    for mark, label in list(labels.items())[:CHOICES]:
        yield button(Control("choice", mark), label, style=discord.ButtonStyle.primary)
    for question in _offered(reply):
        yield button(Control("try", question), question)


def _offered(reply: Reply) -> Sequence[str]:
    """Return the questions that a reply offers, where all of them fit on buttons."""
    offers = tuple(dict.fromkeys(reply.offers))
    fit = all(len(question) <= QUESTION_LENGTH for question in offers)
    return offers if fit and not reply.choices else ()


def _about(reply: Reply, texts: Texts) -> Iterator[Press]:
    """Yield what changes the answer or tells more of it."""
    if reply.kind in (*NO_ANSWER, *BEHIND):
        return
    if may_move(reply.request):
        yield button(Control("region"), texts["buttons.region"])
    if may_compare(reply.request):
        yield button(Control("compare"), texts["buttons.compare"])
    if reply.drawable:
        yield button(Control("chart"), texts["buttons.chart"])
    if reply.request.intent in ESTIMATED and reply.request.items:
        yield button(Control("how"), texts["buttons.how"])
    if reply.request.intent in (*ESTIMATED, "lookup"):
        yield button(Control("sources"), texts["buttons.sources"])


def _beside(reply: Reply, texts: Texts, *, private: bool, shareable: bool, pin: PinButton) -> Iterator[Press]:
    """Yield what goes on from the answer, or makes away with it."""
    if reply.kind not in NO_ANSWER and reply.kind != "help":
        yield button(Control("follow"), texts["buttons.follow_up"])
        if private and shareable:
            yield button(Control("share"), texts["buttons.share"])
        if pin and not private:
            yield button(Control(pin), texts[f"buttons.{pin}"])
    if not private:
        yield button(Control("delete"), texts["buttons.delete"])


def may_move(request: Request) -> bool:
    """Return whether it matters where a request's items run, and one place holds for all."""
    computing = any(item.activity != "everyday" for item in request.items)
    return request.intent in ESTIMATED and computing and not any(item.region for item in request.items)


def may_compare(request: Request) -> bool:
    return request.intent in ("estimate", "compare", "equivalent") and 0 < len(request.items) < MOST_COMPARED
