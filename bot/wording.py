"""What templates may say of a value: the filters that turn numbers, names and estimates into words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from jinja2 import pass_context
from jinja2.runtime import Context

from bot.answer import Answer, Picture
from bot.answer.pictures import measure
from bot.languages import Language
from estimator.estimate import Driver, ItemEstimate, Published
from estimator.figure import Source, Spread
from estimator.units import base, shown
from estimator.workload import Metric, Workload

NAME_LENGTH: Final = 80  # characters of a name or a quotation that are shown
SPECIAL: Final = re.compile(r"([\\*_~`|>#\[\]<()-])")
BREAKS: Final = re.compile(r"(@|:(?=//)|(?<=discord)\.(?=gg))", re.IGNORECASE)
UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\s]+")
ZERO_WIDTH: Final = "\u200b"
NEARLY_SURE: Final = 0.995


class Markdown(str):
    """Text that is ready to be sent: what came from outside is escaped in it."""

    __slots__ = ()


def escape(text: str) -> Markdown:
    """Return text that shows as it is: no formatting, no mention, no link, on one line."""
    line = UNSEEN.sub(" ", text).strip()
    return Markdown(BREAKS.sub(rf"\1{ZERO_WIDTH}", SPECIAL.sub(r"\\\1", line)))


def clipped(text: str, length: int = NAME_LENGTH) -> str:
    """Return a text cut at a word where it is too long to be quoted."""
    line = UNSEEN.sub(" ", text).strip()
    if len(line) <= length:
        return line
    kept = line[: length - 1]
    return (kept[: kept.rfind(" ")] if " " in kept[length // 2 :] else kept).rstrip() + "…"


def finish(value: Any) -> str:
    """Return what a template's expression puts into the message."""
    return value if isinstance(value, Markdown) else escape(str(value))


class Wording:
    """The filters of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.labels = language.labels

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {
            "amounts": self.amounts,
            "because": self.because,
            "bracket": self.bracket,
            "count": lambda n: Markdown(self.language.count(n)),
            "date": lambda iso: Markdown(self.language.date(iso)),
            "ends": lambda s: Markdown(self.language.ends(s)),
            "exact": lambda s: shown(s).exact,
            "label": self.label,
            "link": self.link,
            "links": lambda sources: Markdown(" · ".join(self.link(source) for source in sources)),
            "listing": self.listing,
            "metric_line": self.metric_line,
            "percent": self.percent,
            "place": self.place,
            "quantity": lambda s: Markdown(self.language.quantity(s)),
            "quoted": lambda text, length=NAME_LENGTH: escape(clipped(text, length)),
            "quotes": self.quotes,
            "range": lambda s: Markdown(self.language.range(s)),
            "same_as": self.same_as,
            "sentence": sentence,
            "stated": self.stated,
            "subject": self.subject,
            "named": self.named,
            "thing": self.thing,
            "uses": self.uses,
            "worth": self.worth,
        }

    # Words for ids

    def label(self, key: str, table: str) -> Markdown:
        """Return the word for an id, from a table of the language's labels; the id itself where it has none."""
        return Markdown(self.labels[table].get(key) or escape(key.replace("_", " ").replace("-", " ")))

    @pass_context
    def named(self, context: Context, slug: str) -> Markdown:
        """Return the name of a model, service or chip; of another thing, the language's word."""
        answer: Answer = context["answer"]
        return escape(clipped(answer.names.get(slug) or self.labels["subjects"].get(slug) or slug.replace("-", " ")))

    @pass_context
    def place(self, context: Context, code: str) -> Markdown:
        answer: Answer = context["answer"]
        return escape(self.language.place(code, answer.names.get(code, "")))

    def link(self, source: Source | Published) -> Markdown:
        """Return a link that does not unfurl: `[Elsworth et al., Google, 2025](<https://…>)`."""
        url = source.url.replace(">", "%3E").replace("<", "%3C").replace(" ", "%20")
        if isinstance(source, Source):
            text = ", ".join(part for part in (source.publisher, source.published[:4]) if part)
        else:
            text = str(source.year)
        return Markdown(f"[{escape(clipped(text))}](<{url}>)")

    # Sentences

    @pass_context
    def subject(self, context: Context, item: ItemEstimate | Workload) -> Markdown:
        """Return what is estimated: "a million ChatGPT prompts", "training GPT-3"."""
        work = item.workload if isinstance(item, ItemEstimate) else item
        name = str(self.named(context, work.subject))
        what = self._what(work, name)
        if work.tokens is not None:
            tokens = self.language.counted(work.tokens, self.labels["units"]["tokens"])
            what = self._phrase("tokens-each", work.amount, what=what, tokens=tokens)
        region = work.region
        if region:
            what = self._phrase("place", 1, what=what, place=str(self.place(context, region)))
        return Markdown(what)

    def _what(self, work: Workload, name: str) -> str:
        if work.activity == "everyday":
            return self._thing_amount(work.subject, Spread(*[work.amount] * 3, ""), work.unit, name)
        if work.power:
            return self._phrase("power", 1, n=self._time(work), power=self._power(work.power), name=name)
        if work.unit in ("hour", "day", "year", "second"):
            key = work.activity if work.activity in ("video", "audio") else "use"
            return self._phrase(key, 1, n=self._time(work), name=name)
        key = work.unit
        if key == "run":
            key = "fine-tuning" if work.activity == "fine-tuning" else "training"
        elif key == "prompt" and work.activity in ("embedding", "code-agent"):
            key = work.activity
        return self._phrase(key, work.amount, name=name)

    def _time(self, work: Workload) -> str:
        return self.language.duration(work.amount * measure(work.unit)[1])

    def _power(self, watts: float) -> str:
        unit, factor = next(((u, f) for u, f in (("GW", 1e9), ("MW", 1e6), ("kW", 1e3)) if watts >= f), ("W", 1.0))
        return self.language.counted(watts / factor, {k: v.replace("_", "\u00a0") for k, v in self.labels["units"][unit].items()})

    def _phrase(self, key: str, amount: float, **words: str) -> str:
        forms = self.labels["phrases"][key]
        if "n" in words:
            return str(forms["other"].format(**words))
        return self.language.counted(amount, forms, **words)

    @pass_context
    def uses(self, context: Context, item: ItemEstimate, metric: Metric) -> Markdown:
        """Return the verb and the quantity: "use about 320 kWh"."""
        work, spread = item.workload, item.spread(metric)
        if spread is None:
            return Markdown("")
        number = "past" if work.unit == "run" else "one" if self._singular(work) else "other"
        return Markdown(self.labels["verbs"][metric][number].format(q=self.language.quantity(spread)))

    def _singular(self, work: Workload) -> bool:
        if work.unit in ("hour", "day", "year", "second") or measure(work.unit)[0]:
            return True  # a length of time is one thing: "two hours of video uses"
        return self.labels["numbers"]["scaled_is_one"] and work.amount in (1e6, 1e9, 1e12) or work.amount == 1

    def bracket(self, spread: Spread, pattern: str = "range") -> Markdown:
        """Return a spread's ends in brackets, with a space before; nothing where it is exact."""
        if shown(spread).exact:
            return Markdown("")
        text = self.labels["brackets"][pattern]
        return Markdown(text.format(range=self.language.range(spread), ends=self.language.ends(spread)))

    def metric_line(self, answer: Answer, item: ItemEstimate) -> Markdown:
        """Return the further metrics of an item on a line: "Carbon 130 kg CO₂e (40–420) · Water …"."""
        parts = [
            f"{self.labels['metrics'][metric]} {self.language.quantity(spread)}{self.bracket(spread, 'ends')}"
            for metric in answer.metrics
            if (spread := item.spread(metric)) is not None
        ]
        return Markdown(" · ".join(parts))

    def because(self, drivers: Iterable[Driver]) -> Markdown:
        """Return what the range comes from: "Half of the range comes from …, a fifth from …."."""
        named = [driver for driver in drivers if driver.name in self.labels["drivers"]]
        parts = [
            self.labels["because"]["rest" if place else "first"].format(
                share=self._share(driver.share), driver=self.labels["drivers"][driver.name]
            )
            for place, driver in enumerate(named)
        ]
        return Markdown(sentence(", ".join(parts)) + "." if parts else "")

    def _share(self, share: float) -> str:
        shares: Mapping[str, str] = self.labels["shares"]
        return shares[min(shares, key=lambda key: abs(float(key) - share))]

    def percent(self, share: float) -> Markdown:
        """Return a probability, never as certain: "97%", "more than 99%"."""
        if share >= NEARLY_SURE:
            return Markdown(self.labels["numbers"]["nearly_sure"])
        rounded = round(share * 100)
        return Markdown(self.language.quantity(Spread(rounded, rounded, rounded, "%")))

    # Everyday things

    def thing(self, thing: str) -> Markdown:
        """Return one of an everyday thing: "one phone charge"."""
        forms = self.language.files["things"].get(thing)
        return Markdown(forms["one"]) if forms else escape(thing.replace("-", " "))

    def amounts(self, pictures: Iterable[Picture]) -> Markdown:
        """Return amounts of everyday things as alternatives: "11 days of a US home, or 1,900 km in an electric car"."""
        parts = [self._thing_amount(p.thing, p.amount, p.unit, p.thing.replace("-", " ")) for p in pictures]
        return Markdown(self.language.listing(parts, style="or"))

    def _thing_amount(self, thing: str, amount: Spread, unit: str, name: str) -> str:
        forms = self.language.files["things"].get(thing) or {"one": f"1 × {name}", "other": f"{{n}} × {name}"}
        kind, factor = measure(unit)
        if kind:
            scaled = amount.times(factor)
            numeral = self.language.quantity(Spread(scaled.low, scaled.median, scaled.high, kind))
            return str(forms["other"].format(n=numeral))
        if amount.median < 1:
            share = amount.times(100)
            part = self.language.quantity(Spread(share.low, share.median, share.high, "%"))
            return str(self.labels["numbers"]["part"].format(n=part, one=forms["one"]))
        seen = shown(amount)
        return self.language.counted(float(seen.median), forms)

    # Small things

    def same_as(self, pictures: Iterable[Picture], basis: Metric) -> Markdown:
        """Return "As much electricity as 11 days of a US home, or 1,900 km in an electric car."."""
        return Markdown(self.labels["same"][basis].format(list=self.amounts(pictures)))

    # Small things

    def quotes(self, texts: Iterable[str], limit: int = 6) -> Markdown:
        """Return words of the question as they stood, in quotation marks."""
        mark: str = self.labels["numbers"]["quote"]
        parts = [mark.format(text=escape(clipped(text, 40))) for text in texts]
        return Markdown(self.language.listing(parts, limit=limit))

    def listing(self, parts: Iterable[str], style: str = "standard", limit: int = 6) -> Markdown:
        """Return "a, b and c", the parts escaped; beyond the limit, the rest as a count."""
        return Markdown(self.language.listing([finish(part) for part in parts], style=style, limit=limit))

    def worth(self, figure: Published) -> Markdown:
        """Return a published figure for the whole amount, in the unit that fits."""
        return self.stated(figure.value, figure.unit)

    def stated(self, value: float | None, unit: str) -> Markdown:
        """Return a quantity in the unit that somebody stated it in."""
        if value is None:
            return Markdown("")
        number, base_unit = base(value, unit)
        return Markdown(self.language.quantity(Spread(number, number, number, base_unit)))


def sentence(text: str) -> Markdown:
    """Return text with its first letter in upper case."""
    return Markdown(text[:1].upper() + text[1:])
