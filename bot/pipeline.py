"""The stages in a row: Question → Request → Estimate → Answer → Message.

Every edge (Discord, the web page, the terminal) goes through `answer`. All here is synchronous, pure and safe
to call from several threads; the shipped data are loaded at the first call.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal

from bot import answer as answers
from bot import message
from bot.answer import Answer, asking, naming, now, today
from bot.answer.compared import worth_of
from bot.headline import Figures, figures_of
from bot.languages import US_UNITS
from bot.languages import language as language_of
from bot.live.intensity import LiveIntensity
from bot.request import Request
from bot.request.evidence import questions
from bot.request.facts import Facts
from bot.request.known import known, read
from bot.request.lexicon import Words, load_words
from bot.request.understand import restated
from bot.request.understand import understand as read_request
from bot.wording import offered, option_label
from estimator import catalogue
from estimator.errors import EstimatorError, UnknownName
from estimator.estimate import Estimate, shared_sampling
from estimator.estimate import estimate as estimate_items
from estimator.levers import Lever, asked, levers, since, supposes
from estimator.result import ItemEstimate
from estimator.workings import Working, workings
from estimator.workload import Budget, Metric

if TYPE_CHECKING:
    from bot.chart import Picture

# Topics that, after an answer, are about that answer, and what stands behind it.
OF_AN_ANSWER: Final[Mapping[str, Literal["how", "sources"]]] = {"method": "how", "sources": "sources"}
UNCLEAR: Final = ("not-for-me", "not-understood")  # reasons that tell nothing of what was asked
DATA_FILES: Final = (".csv", ".toml")

# What a question follows: a text, all turns oldest first, or a request, as is a turn that no message made.
Context = str | Sequence[str | Request] | Request | None


@dataclass(frozen=True, slots=True)
class Choice:
    """Another reading of a question, and how to name it."""

    request: Request
    label: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot says to one message."""

    text: str  # Markdown as Discord reads it, within one message's limit
    language: str
    kind: str  # the kind of Answer: estimate, compare, refusal …
    request: Request
    estimate: Estimate | None  # None where nothing could be estimated
    said: Answer  # what is put into words in the text
    us_units: bool = False
    choices: tuple[Choice, ...] = ()  # what else may have been meant, the likeliest first
    drawable: bool = False  # whether `charts` has a picture of it
    asks: bool = True  # False: the message was a remark, which wants no answer
    more: tuple[str, ...] = ()  # what follows in messages of their own, where one has no room for all

    @property
    def whole(self) -> str:
        """The text with what follows it, for where no message has a limit."""
        return "\n".join((self.text, *self.more))

    @property
    def offers(self) -> tuple[str, ...]:
        """The questions that the text offers, as plain text."""
        return offered(language_of(self.language), self.said)

    @property
    def lead(self) -> str:
        """The text without those."""
        return _text(self.said, self.us_units, without=("examples",))

    @property
    def place(self) -> str | None:
        """The place whose live figure this reply would tell if it were given it."""
        if now.place(self.request) is None:
            return None
        return (self.said.grid.region if self.said.grid else self.said.region) or None

    def as_json(self) -> dict[str, Any]:
        rested = answers.rested_on(self.said, self.estimate, catalogue.load()) if self.estimate else ()
        told = answers.things_told(self.said, catalogue.load())
        return {
            "text": self.text,
            "language": self.language,
            "kind": self.kind,
            "things": [each.as_json() for each in told],
            "sources": [each.as_json() for each in rested],
        }


@cache
def words() -> Words:
    """Return the word packs, read once."""
    return load_words()


def load() -> None:
    """Read and check every data file, word pack and template; DataError where one is wrong."""
    catalogue.load()
    words()
    answer("")


def understand(text: str, context: Context = None, language: str | None = None) -> Request:
    """Return what a question asks for, in the light of what it follows; `language` holds if no word tells."""
    return read_request(text, context, catalogue.load(), words(), language)


def estimate(request: Request) -> Estimate:
    """Return what is known about a request; UnknownName or OutOfRange where it cannot be estimated."""
    worth = worth_of(request)  # is what the work is told in, and no work itself
    return estimate_items(
        [item for item in request.items if item is not worth],
        intent=request.intent,
        metrics=request.metrics,
        region=request.region,
        versus=request.versus,
        claim=request.claim,
        budget=request.budget,
        topic=request.topic,
    )


def answer(
    text: str,
    context: Context = None,
    *,
    language: str | None = None,
    region: str | None = None,
    metrics: tuple[Metric, ...] = (),
    us_units: bool = False,
) -> Reply:
    """Return the reply to a message; `language`, `region` and `metrics` hold where the message names none.

    With `us_units` it is in gallons and pounds.
    """
    request = understand(text, context, language)
    if not text.strip():  # a mention without a word has said nothing that could be restated
        request = replace(request, understood="", language=language or request.language)
    before = _before(context)
    kind = OF_AN_ANSWER.get(request.topic or "") if request.intent == "explain" else None
    if kind is not None and before is not None and (before.items or (kind == "sources" and _told(before))):
        return behind(replace(before, language=request.language), kind, us_units=us_units)
    return _answer(request, region, metrics, us_units, text, before)


def answer_request(
    request: Request,
    *,
    region: str | None = None,
    metrics: tuple[Metric, ...] = (),
    us_units: bool = False,
) -> Reply:
    """Return the reply to a request that no message made: a command's, or a stored one that was changed."""
    request = _titled(restated(request, catalogue.load(), words()))
    return _answer(request, region, metrics, us_units)


def _titled(request: Request) -> Request:
    """Return a request that is restated by the title of its topic, where no words of a question name that."""
    title = language_of(request.language).files["titles"]["topics"].get(request.topic)
    if request.topic is None or title is None:
        return request
    return replace(request, understood=request.understood.replace(request.topic, title))


def _answer(
    request: Request,
    region: str | None,
    metrics: tuple[Metric, ...],
    us_units: bool,
    text: str = "",
    before: Request | None = None,
) -> Reply:
    request = _settled(request, region, metrics)
    found = _found(request)
    said = answers.compose(request, found, catalogue.load())
    asks = True
    if text and said.reason in UNCLEAR:
        facts = read(text, known(catalogue.load(), words()), None)  # "gracias" after English, too
        asks = said.reason != "not-for-me" or questions(facts)
        said = _pointed(said, facts)
    if said.kind == "estimate" and len(said.items) == 1:
        followed = before and _settled(before, region, metrics)
        said = replace(said, effects=_effects(said.item, request, followed))
    if said.kind == "lookup" and (work := today.old_work(said, catalogue.load())) is not None:
        said = today.with_today(said, estimate_items([work]).items[0], catalogue.load())
    if request.others:
        further = (_settled(other, region, metrics) for other in request.others)
        others = tuple(answers.compose(other, _found(other), catalogue.load()) for other in further)
        said = replace(said, others=others)
    return replace(
        _reply(said, request, found, us_units),
        choices=_choices(said, request, found),
        drawable=isinstance(found, Estimate) and _drawable(said, found),
        asks=asks,
    )


def _told(request: Request) -> bool:
    """Return whether a request without an estimate got what somebody has published, or a page."""
    return request.intent in ("check", "lookup", "explain") and request.topic not in OF_AN_ANSWER


def _before(context: Context) -> Request | None:
    """Return the request that a message follows."""
    if isinstance(context, Request):
        return context
    if not context:
        return None
    if isinstance(context, str):
        return understand(context)
    *earlier, last = context
    return last if isinstance(last, Request) else understand(last, earlier)


def _effects(item: ItemEstimate, request: Request, before: Request | None) -> tuple[Lever, ...]:
    """Return what a follow-up changes of the answer before it; else what the place and the inputs that a
    question fixes change of the usual."""
    if before is not None and before.intent == "estimate" and len(before.items) == 1:
        found = _found(before)
        (work,) = before.items
        alike = (work.amount, work.unit) == (item.workload.amount, item.workload.unit)
        if alike and isinstance(found, Estimate) and found.items:
            changed = since(found.items[0], item, catalogue.load(), shared_sampling())
            return (changed,) if changed is not None else ()
    if supposes(item.workload, request.region):
        placed = bool(request.region or item.workload.region)
        return asked(item, placed, catalogue.load(), shared_sampling())
    return ()


def with_live(reply: Reply, live: LiveIntensity) -> Reply:
    """Return a reply that tells what the grid of its `place` emits at the moment."""
    if live.region != reply.place or reply.estimate is None:
        return reply
    running = estimate(now.with_intensity(reply.request, live)) if reply.estimate.items else None
    said = now.with_live(reply.said, live, running)
    return replace(reply, said=said, text=_text(said, reply.us_units))


def _pointed(said: Answer, facts: Facts) -> Answer:
    """Return a refusal with the questions nearest to a message; to a greeting or thanks, words in return."""
    if facts.tagged.cue("thanks") and not (facts.mentions or facts.counts or facts.inputs):
        return replace(said, kind="thanks", reason="")
    if facts.tagged.cue("greeting"):
        return replace(said, kind="hello", reason="")
    hints = asking.about(facts)
    names = {hint.subject: naming.name(hint.subject, catalogue.load()) for hint in hints}
    return replace(said, about=hints, names=names)


def behind(request: Request, kind: Literal["how", "sources"], *, us_units: bool = False) -> Reply:
    """Return what stands behind the answer to a request: how it was computed, or all of its sources."""
    found = _found(request)
    changes: tuple[Lever, ...] = ()
    steps: tuple[Working, ...] = ()
    if kind == "how" and isinstance(found, Estimate) and found.items:
        changes = levers(found.items[0], catalogue.load(), shared_sampling())
        metric = answers.compose(request, found, catalogue.load()).metric
        steps = workings(found.items[0], metric, catalogue.load())
    said = answers.behind(request, found, catalogue.load(), kind, changes, steps)
    return replace(_reply(said, request, found, us_units), more=message.further(said, request.language))


def _reply(said: Answer, request: Request, found: Estimate | EstimatorError, us_units: bool) -> Reply:
    return Reply(
        text=_text(said, us_units),
        language=request.language,
        kind=said.kind,
        request=request,
        estimate=found if isinstance(found, Estimate) else None,
        said=said,
        us_units=us_units,
    )


def _text(said: Answer, us_units: bool, without: tuple[str, ...] = ()) -> str:
    """Return an answer in words, in the request's language and in metric or US units."""
    return message.render(said, said.request.language + (US_UNITS if us_units else ""), without).text


def charts(request: Request, *, us_units: bool = False) -> tuple[Picture, ...]:
    """Return the pictures of the answer to a request, the most fitting first."""
    from bot.chart import draw, in_customary
    from bot.chart.choose import choose

    request = restated(request, catalogue.load(), words())
    found = _found(request)
    if not isinstance(found, Estimate):
        return ()
    chosen = choose(answers.compose(request, found, catalogue.load()), found, catalogue.load())
    return tuple(draw(in_customary(each) if us_units else each, request.language) for each in chosen)


def _drawable(said: Answer, found: Estimate) -> bool:
    """Return whether an answer has a picture, without the work of laying one out."""
    match said.kind:
        case "lookup":
            from bot.chart.choose import choose

            return bool(choose(said, found, catalogue.load()))
        case "compare":
            return len(said.sides) > 1
        case "check":
            return said.claim_stated or bool(said.items and said.drivers)
        case "estimate" | "equivalent":
            spread = said.item.spread(said.metric)
            return len(said.items) > 1 or (spread is not None and spread.low < spread.high)
    return False


def figures(request: Request) -> Figures:
    """Return what is to be kept of the answer to a request that stays, to tell when it no longer holds."""
    request = restated(request, catalogue.load(), words())
    said = answers.compose(request, _found(request), catalogue.load())
    return figures_of(said, request.understood)


def amount(text: str, language: str | None = None) -> Budget | None:
    """Return the quantity of energy, carbon, water or money that a text states; None where it states none."""
    tables = known(catalogue.load(), words())
    stated = (each for each in read(text, tables, language).quantities if each.metric is not None)
    return next((Budget(each.metric, each.low, each.unit) for each in stated if each.metric), None)


@cache
def data_version() -> str:
    """Return twelve characters that change with any figure: what an answer was made from."""
    digest = hashlib.sha256()
    for file in sorted(file for file in catalogue.DATA.rglob("*") if file.suffix in DATA_FILES):
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _settled(request: Request, region: str | None, metrics: tuple[Metric, ...]) -> Request:
    """Return a request with what holds where it names no place and no metric."""
    if region and request.region is None:
        request = replace(request, region=region)
    if metrics and not request.metrics:
        request = replace(request, metrics=metrics)
    return request


def _choices(said: Answer, request: Request, found: Estimate | EstimatorError) -> tuple[Choice, ...]:
    """Return what else a request may have meant; of a name in no list, the same with the nearest names."""
    if not isinstance(found, UnknownName):
        words_of = language_of(request.language)
        return tuple(
            Choice(option.request, option_label(words_of, option, said.names)) for option in said.options
        )
    choices = []
    for name in found.nearest:
        items = tuple(
            replace(item, subject=name) if item.subject == found.name else item for item in request.items
        )
        if items != request.items:
            label = naming.name(name, catalogue.load()) or name
            choices.append(Choice(replace(request, items=items, unknown=()), label))
    return tuple(choices)


def _found(request: Request) -> Estimate | EstimatorError:
    """Return what is known about a request, or why it can't be estimated."""
    try:
        return estimate(request)
    except EstimatorError as error:
        return error
