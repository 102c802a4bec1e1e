"""What the Discord edge needs of the pipeline, and the work that it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol

from bot.discord.manner import Manner
from bot.headline import Figures
from bot.live.intensity import LiveIntensity
from bot.request import Request
from estimator.workload import Budget, Metric

if TYPE_CHECKING:
    from bot.chart import Picture

NO_ANSWER: Final = ("hello", "thanks", "refusal", "error")  # kinds of reply that answer nothing


class Choice(Protocol):
    """Another reading of a question, and how to name it."""

    @property
    def request(self) -> Request: ...

    @property
    def label(self) -> str: ...


class Reply(Protocol):
    """What the bot says to one message."""

    @property
    def text(self) -> str: ...  # Markdown, at most 2000 characters; empty: nothing is worth saying

    @property
    def more(self) -> Sequence[str]: ...  # what follows in messages of their own

    @property
    def kind(self) -> str: ...  # estimate, compare, refusal …

    @property
    def language(self) -> str: ...

    @property
    def request(self) -> Request: ...

    @property
    def choices(self) -> Sequence[Choice]: ...  # what else may have been meant

    @property
    def offers(self) -> Sequence[str]: ...  # questions that the text offers

    @property
    def lead(self) -> str: ...  # the text without those

    @property
    def drawable(self) -> bool: ...  # whether a chart would show something

    @property
    def place(self) -> str | None: ...  # whose live figure it would tell if it were given it

    @property
    def asks(self) -> bool: ...  # False: the message was a remark, which wants no answer


class Answerer(Protocol):
    """What turns a text or a request into a reply; `bot.pipeline` is one."""

    def answer(
        self,
        text: str,
        context: Sequence[str | Request] | None = None,
        *,
        language: str | None = None,
        region: str | None = None,
        metrics: tuple[Metric, ...] = (),
        us_units: bool = False,
    ) -> Reply: ...

    def answer_request(
        self,
        request: Request,
        *,
        region: str | None = None,
        metrics: tuple[Metric, ...] = (),
        us_units: bool = False,
    ) -> Reply: ...

    def with_live(self, reply: Any, live: LiveIntensity) -> Reply: ...

    def behind(
        self, request: Request, kind: Literal["how", "sources"], *, us_units: bool = False
    ) -> Reply: ...

    def figures(self, request: Request) -> Figures: ...

    def charts(self, request: Request) -> tuple[Picture, ...]: ...

    def amount(self, text: str, language: str | None = None) -> Budget | None: ...

    def data_version(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Considered:
    """A reply, and the turns that it came of, oldest first; one that no message made is a request."""

    reply: Reply
    turns: tuple[Turn, ...]


Turn = str | Request
Work = Callable[[], Considered]  # works out a reply; it is run on a thread


def of_text(
    answerer: Answerer,
    text: str,
    manner: Manner,
    context: Sequence[Turn] = (),
    *,
    may_stand_alone: bool = False,
) -> Work:
    """Return the work of answering a message, which follows the turns before it.

    With `may_stand_alone`, it isn't known to follow them: they count only where the message makes no sense
    without them and some with them.
    """
    earlier = tuple(context)
    own = (text,) if text else ()

    def consider() -> Considered:
        def read(turns: tuple[Turn, ...]) -> Considered:
            reply = answerer.answer(
                text,
                list(turns) or None,
                language=manner.language,
                region=manner.region,
                metrics=manner.metrics,
                us_units=manner.us_units,
            )
            return Considered(reply, (*turns, *own))

        if not earlier:
            return read(())
        alone = read(()) if may_stand_alone else None
        if alone and alone.reply.kind not in NO_ANSWER:
            return alone
        followed = read(earlier)
        # What makes no sense either way is refused by itself, and the conversation goes on.
        kept = followed.reply.kind in NO_ANSWER and alone
        return Considered(kept.reply, followed.turns) if kept else followed

    return consider


def of_request(answerer: Answerer, request: Request, manner: Manner) -> Work:
    """Return the work of answering a request that no message made."""

    def consider() -> Considered:
        reply = answerer.answer_request(
            request,
            region=manner.region,
            metrics=manner.metrics,
            us_units=manner.us_units,
        )
        return Considered(reply, (reply.request,))

    return consider
