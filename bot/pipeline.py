"""The stages in a row: Question → Request → Estimate → Answer → Message.

Every edge (Discord, the web page, the terminal) goes through `answer`. All here is synchronous, pure and safe
to call from several threads; the shipped data are loaded at the first call.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal

from bot import answer as answers
from bot import message
from bot.answer import Answer, asking, naming, now
from bot.headline import Figures, figures_of
from bot.languages import US_UNITS
from bot.languages import language as language_of
from bot.live.intensity import LiveIntensity
from bot.request import Request
from bot.request.lexicon import Words, load_words
from bot.request.understand import known, read, restated
from bot.request.understand import understand as read_request
from bot.wording import option_label
from estimator import catalogue
from estimator.errors import EstimatorError, UnknownName
from estimator.estimate import Estimate, shared_sampling
from estimator.estimate import estimate as estimate_items
from estimator.levers import Lever, asked, levers, supposes
from estimator.workload import Budget, Metric

if TYPE_CHECKING:
    from bot.chart import Picture

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
    choices: tuple[Choice, ...] = ()  # what else may have been meant, the likeliest first
    drawable: bool = False  # whether `chart` has a picture of it

    @property
    def place(self) -> str | None:
        """The place whose live figure this reply would tell if it were given it."""
        return now.place(self.request)

    def as_json(self) -> dict[str, Any]:
        return {"text": self.text, "language": self.language, "kind": self.kind}


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
    return estimate_items(
        request.items,
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
    live: LiveIntensity | None = None,
) -> Reply:
    """Return the reply to a message; `language`, `region` and `metrics` hold where the message names none.

    With `us_units` it is in gallons and pounds. `live` is what the grid of the reply's `place` emits at the
    moment: an edge that knows it asks once more.
    """
    request = understand(text, context, language)
    if not text.strip():  # a mention without a word has said nothing that could be restated
        request = replace(request, understood="", language=language or request.language)
    return _answer(request, region, metrics, us_units, live, text)


def answer_request(
    request: Request,
    *,
    region: str | None = None,
    metrics: tuple[Metric, ...] = (),
    us_units: bool = False,
    live: LiveIntensity | None = None,
) -> Reply:
    """Return the reply to a request that no message made: a command's, or a stored one that was changed."""
    request = restated(request, catalogue.load(), words())
    return _answer(request, region, metrics, us_units, live)


def _answer(
    request: Request,
    region: str | None,
    metrics: tuple[Metric, ...],
    us_units: bool,
    live: LiveIntensity | None,
    text: str = "",
) -> Reply:
    request = _settled(request, region, metrics)
    found = _found(request)
    said = answers.compose(request, found, catalogue.load())
    if text and said.reason in UNCLEAR:
        said = _pointed(said, text)
    if said.kind == "estimate" and len(said.items) == 1 and supposes(said.item.workload, request.region):
        said = replace(said, effect=asked(said.item, catalogue.load(), shared_sampling()))
    if request.others:
        further = (_settled(other, region, metrics) for other in request.others)
        others = tuple(answers.compose(other, _found(other), catalogue.load()) for other in further)
        said = replace(said, others=others)
    if live is not None and isinstance(found, Estimate) and now.place(request) == live.region:
        said = now.with_live(said, live, estimate(now.with_intensity(request, live)) if found.items else None)
    return replace(
        _reply(said, request, found, us_units),
        choices=_choices(said, request, found),
        drawable=isinstance(found, Estimate) and _drawable(said, found),
    )


def _pointed(said: Answer, text: str) -> Answer:
    """Return a refusal with the questions nearest to a message; to a greeting or thanks, words in return."""
    facts = read(text, known(catalogue.load(), words()), said.request.language)
    if facts.tagged.cue("thanks"):
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
    if kind == "how" and isinstance(found, Estimate) and found.items:
        changes = levers(found.items[0], catalogue.load(), shared_sampling())
    said = answers.behind(request, found, catalogue.load(), kind, changes)
    return _reply(said, request, found, us_units)


def _reply(said: Answer, request: Request, found: Estimate | EstimatorError, us_units: bool) -> Reply:
    """Return an answer in words, in the request's language and in metric or US units."""
    return Reply(
        text=message.render(said, request.language + (US_UNITS if us_units else "")).text,
        language=request.language,
        kind=said.kind,
        request=request,
        estimate=found if isinstance(found, Estimate) else None,
    )


def chart(request: Request) -> Picture | None:
    """Return the picture that suits the answer to a request best; None where none would help a reader."""
    from bot.chart.choose import choose
    from bot.chart.draw import draw

    request = restated(request, catalogue.load(), words())
    found = _found(request)
    if not isinstance(found, Estimate):
        return None
    charts = choose(answers.compose(request, found, catalogue.load()), found, catalogue.load())
    return draw(charts[0], request.language) if charts else None


def _drawable(said: Answer, found: Estimate) -> bool:
    """Return whether an answer has a picture, without the work of laying one out."""
    match said.kind:
        case "lookup":
            from bot.chart.choose import choose

            return bool(choose(said, found, catalogue.load()))
        case "compare":
            return len(said.sides) > 1
        case "check":
            return said.verdict is not None
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
