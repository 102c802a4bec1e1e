"""What is estimated, as the subject of a sentence, and the verb that goes with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from jinja2 import pass_context
from jinja2.runtime import Context

from bot.answer import Answer
from bot.answer.pictures import measure
from bot.languages import Language, exactly
from bot.markdown import Markdown, escape
from bot.request import Request
from bot.request.contrast import weighed
from bot.sized import size_of
from bot.wording.quantities import Quantities, in_percent
from bot.wording.texts import Texts
from bot.wording.things import Things
from estimator.figure import Spread
from estimator.result import ItemEstimate, Verdict
from estimator.units import SECONDS, plain, rough, significant, spoken
from estimator.workload import NOTHING, Metric, Workload

ROUND: Final = (1e6, 1e9, 1e12)  # amounts that one word may say: "a million"
POWERS: Final = (("GW", 1e9), ("MW", 1e6), ("kW", 1e3), ("W", 1.0))


MANY_LENGTHS: Final = 1000  # of a unit of time, from which they are no single length
MEASURE_DIGITS: Final = 6  # of an amount that a question states
WRITTEN: Final = frozenset({"text", "reasoning"})

CHIP_YEARS: Final = 20.0  # from which years of a chip are told as so many chips for a year
USERS: Final = "prompts_per_day"  # the input of which all users have a part


class Subjects:
    """Filters for the things estimated."""

    def __init__(self, language: Language, quantities: Quantities, things: Things, texts: Texts) -> None:
        self.language = language
        self.labels = language.labels
        self.quantities = quantities
        self.things = things
        self.texts = texts

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {
            "finds": self.finds,
            "place_times": self.place_times,
            "subject": self.subject,
            "work": self.work,
            "subjects": self.subjects,
            "uses": self.uses,
            "uses_times": self.uses_times,
        }

    @pass_context
    def subject(
        self, context: Context, what: ItemEstimate | Workload, amount: float | None = None
    ) -> Markdown:
        """Return what is estimated, or another amount of it: "a million ChatGPT prompts"."""
        work = _workload(what)
        if amount is not None:
            work = replace(work, amount=float(significant(amount, 2)))
        text = self._what(context, work, stated=amount is None)
        asked = work.assumptions.input_tokens if work.assumptions else None
        if asked is not None and work.activity in WRITTEN and work.unit == "prompt":
            tokens = self.language.counted(asked, self.labels["units"]["tokens"])
            text = self._phrase("tokens-asked", work.amount, what=text, tokens=tokens)
        if work.tokens is not None and work.unit != "token":
            tokens = self.language.counted(work.tokens, self.labels["units"]["tokens"])
            read = work.activity == "embedding"  # a text has a length, and no answer
            text = self._phrase(
                "tokens-read" if read else "tokens-each", work.amount, what=text, tokens=tokens
            )
        if work.region:
            text = self._phrase("place", 1, what=text, place=self.texts.place(context, work.region))
        return Markdown(text)

    @pass_context
    def work(self, context: Context, what: ItemEstimate | Workload) -> Markdown:
        """Return what is estimated, without where it runs."""
        return self.subject(context, replace(_workload(what), region=None))

    @pass_context
    def subjects(self, context: Context, items: Iterable[ItemEstimate]) -> Markdown:
        """Return several things estimated, as a list."""
        return Markdown(self.language.listing([self.subject(context, item) for item in items]))

    def _what(self, context: Context, work: Workload, *, stated: bool) -> str:
        if work.activity == "everyday":
            return self._everyday(context, work)
        name = str(self.texts.named(context, work.subject))
        if work.power and work.unit in SECONDS:
            return self._phrase(
                "power", 1, n=self._time(work, stated), power=self._power(work.power), name=name
            )
        if work.unit in SECONDS:
            kind: str = work.activity if work.activity in ("video", "audio", "hardware") else "use"
            length, unit = spoken(work.amount, work.unit)
            if kind == "hardware" and stated and unit == "year" and length >= CHIP_YEARS:
                return self._phrase("hardware-years", 1, n=self.language.count(length), name=name)
            if kind == "use" and _by_all(context["answer"], work):
                kind = "use-by-all"
            return self._phrase(kind, 1, n=self._time(work, stated), name=name)
        key: str = work.unit
        answer: Answer = context["answer"]
        apart = weighed(answer.request.items)
        if key == "run":
            text = self._trained(context, work, name)
            return self._with_input(context, work, apart, text) if apart else text
        if key == "item" and work.activity == "video":
            key = "clip"
        elif key == "prompt" and work.activity in ("embedding", "code-agent"):
            key = work.activity
        text = self._phrase(key, work.amount, name=name)
        if thinks := _thinks(context, work):
            return self._phrase(thinks, 1, what=text)
        return self._with_input(context, work, apart, text) if apart else text

    def _with_input(self, context: Context, work: Workload, name: str, text: str) -> str:
        """Return work with the input that a question weighs: "one Llama 3 8B prompt at a batch of 64"."""
        value = getattr(work.assumptions or NOTHING, name)
        pattern = self.labels["apart"].get(name)
        if value is None or pattern is None:
            return text
        if name == "chip":
            said = str(self.texts.named(context, value))
        elif name in ("boundary", "plant"):
            said = self.labels["boundaries" if name == "boundary" else "plants"][value]
        elif name == "cached":
            said = self.language.counted(value * 100, {"other": "{n} %"})
        else:
            said = value if isinstance(value, str) else self.language.number(plain(Decimal(repr(value))))
        return str(pattern.format(what=text, value=said))

    def _trained(self, context: Context, work: Workload, name: str) -> str:
        """Return a training, or a tuning with its method: "fine-tuning Llama 3 70B with LoRA"."""
        answer: Answer = context["answer"]
        if meant := answer.trained.get(work.subject):
            name = escape(meant)
        if size := size_of(work.subject):
            name = str(self.labels["subjects"]["sized-one"].format(size=size))
        key = "fine-tuning" if work.activity == "fine-tuning" else "training"
        text = self._phrase(key, work.amount, name=name)
        method = work.assumptions.method if work.assumptions else None
        return str(self.labels["methods"][method].format(what=text)) if method else text

    def _everyday(self, context: Context, work: Workload) -> str:
        answer: Answer = context["answer"]
        if (held := answer.measures.get(work.subject)) is not None:
            return self.language.amount(rough(work.amount * held.median, held.unit, MEASURE_DIGITS))
        if work.amount == 1 and work.unit == "item":
            return self.things.forms(work.subject)["one"]
        own = answer.units.get(work.subject, work.unit)
        timed = work.unit in SECONDS and own in SECONDS
        return self.things.amount(work.subject, work.amount, work.unit if timed else own)

    def _time(self, work: Workload, stated: bool) -> str:
        if not stated:
            seconds = work.amount * SECONDS[work.unit]
            return self.language.amount(rough(seconds, measure(work.unit)[0]))
        amount, unit = spoken(work.amount, work.unit)
        return self.language.counted(amount, self.labels["spans"][unit])

    def _power(self, watts: float) -> str:
        unit, factor = next((each for each in POWERS if watts >= each[1]), POWERS[-1])
        return self.language.quantity(exactly(watts / factor, unit))

    def _phrase(self, key: str, amount: float, **words: str) -> str:
        forms: dict[str, str] = self.labels["phrases"][key]
        if "n" in words:
            return forms["other"].format(**words)
        if 0 < amount < 1:
            share = self.language.quantity(exactly(amount * 100, "%"))
            return str(self.labels["numbers"]["part"].format(n=share, one=forms["one"].format(**words)))
        return self.language.counted(amount, forms, **words)

    @pass_context
    def uses(self, context: Context, item: ItemEstimate, metric: Metric) -> Markdown:
        """Return the verb and the quantity: "use about 320 kWh"; nothing where there is no such quantity."""
        spread = item.spread(metric)
        if spread is None:
            return Markdown("")
        return self._said("verbs", context, item.workload, metric, spread)

    @pass_context
    def finds(self, context: Context, item: ItemEstimate, verdict: Verdict) -> Markdown:
        """Return the verb and the quantity found for a claim: "costs about 2 cents in rent of the chips"."""
        answer: Answer = context["answer"]
        work, metric, found, unit = item.workload, verdict.metric, verdict.found, answer.told.found_unit
        sense = self.labels["senses"].get(verdict.sense) if metric == "cost" else None
        if sense is None:
            return self._said("verbs", context, work, metric, found, unit)
        return Markdown(self._said("paid", context, work, metric, found, unit).replace("{sense}", sense))

    @pass_context
    def uses_times(
        self, context: Context, what: ItemEstimate | Workload, metric: Metric, times: Spread
    ) -> Markdown:
        """Return the verb of a comparison: "uses about 6 times the energy of"."""
        spread = replace(times, unit="times")
        if times.median < 1:  # "22% of the energy of", where "0.22 times" would be hard to read
            spread = in_percent(times)
        return self._said("times", context, _workload(what), metric, spread)

    def place_times(self, times: Spread, metric: Metric) -> Markdown:
        """Return how much more the same takes in one place than in another: "about 17 times the carbon"."""
        pattern: str = self.labels["place_times"][metric]
        return Markdown(pattern.format(q=self.quantities.about(replace(times, unit="times"))))

    def _said(
        self, table: str, context: Context, work: Workload, metric: Metric, spread: Spread, unit: str = ""
    ) -> Markdown:
        """Return a verb in its number with a quantity; a training that was run so is past."""
        answer: Answer = context["answer"]
        numbers = self.labels["numbers"]
        own = answer.units.get(work.subject, work.unit)
        length = bool(measure(own)[0]) and not self.things.many(work.subject, work.amount, own)
        counted = self.language.count(work.amount)  # "un millón", but "1000 millones"
        said = spoken(work.amount, work.unit)[0] if work.unit in SECONDS else work.amount
        one = (
            said <= 1
            or (length and numbers["lengths_are_one"] and said < MANY_LENGTHS)
            or (numbers["scaled_is_one"] and work.amount in ROUND and not counted[0].isdigit())
        )
        past = work.unit == "run" and work.activity == "training" and not _supposed(work, answer.request)
        noun = self.things.forms(work.subject).get("number") if work.activity == "everyday" else None
        number = "past" if past else noun or ("one" if one else "other")
        manner = self.labels.get(answer.manners.get(work.subject, ""), {}).get(table, {})
        pattern: str = {**self.labels[table], **manner}[metric][number]
        quantity = self.quantities.about(spread, unit)
        if spread.unit == "%":
            quantity = Markdown(numbers["share_of"].format(q=quantity))
        told = pattern.replace("{q}", quantity)
        for apart, together in numbers["contractions"]:
            told = told.replace(apart, together)
        return Markdown(told)


def _by_all(answer: Answer, work: Workload) -> bool:
    """Return whether a day or year of a service is that of all its users, and not one person's."""
    items = (item for item in answer.items if item.workload == work)
    return any(each.name == USERS for item in items for each in item.assumptions)


def _supposed(work: Workload, request: Request) -> bool:
    """Return whether a training is one that nobody ran so: elsewhere, of other power, on other text."""
    as_run = replace(work.assumptions or NOTHING, boundary=None)
    return bool(work.region or request.region or size_of(work.subject) or as_run != NOTHING)


def _thinks(context: Context, work: Workload) -> str:
    """Return how a model works that a question weighs both ways: as it reasons, and as it does not."""
    answer: Answer = context["answer"]
    same = (work.subject, work.unit, work.amount)
    ways = {each.activity for each in answer.request.items if (each.subject, each.unit, each.amount) == same}
    if work.activity not in WRITTEN or not ways >= WRITTEN:
        return ""
    return "thinking" if work.activity == "reasoning" else "unthinking"


def _workload(what: ItemEstimate | Workload) -> Workload:
    return what.workload if isinstance(what, ItemEstimate) else what
