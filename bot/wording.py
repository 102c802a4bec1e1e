"""What templates may say of a value: the filters that turn numbers, names and estimates into words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from jinja2 import pass_context
from jinja2.runtime import Context

from bot.answer import Answer, Picture
from bot.answer.pictures import measure
from bot.languages import Language, ListStyle, exactly
from estimator.result import Assumption, Driver, Fact, ItemEstimate, Published, Verdict
from estimator.figure import Source, Spread
from estimator.units import SECONDS, Shown, base, rough, shown, significant
from estimator.workload import Metric, Workload

NAME_LENGTH: Final = 80  # characters of a name or a quotation that are shown
SPECIAL: Final = re.compile(r"([\\*_~`|\[\]<]|^[-+#>]|^\d+(?=[.)]))")
BREAKS: Final = re.compile(r"(@|:(?=//)|(?<=discord)\.(?=gg))", re.IGNORECASE)
UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\s]+")
ZERO_WIDTH: Final = "\u200b"
NEARLY_SURE: Final = 0.995
DRIVERS_SHOWN: Final = 2
DRIVER_WORTH_NAMING: Final = 0.1  # of the spread
FACT_LENGTH: Final = 320
PLACE_ENDINGS: Final = {"uk": "GB", "world": "WLD"}  # of everyday things' ids
MANY: Final = 2.0  # years of a home from which it reads better as so many homes for a year
ROUND: Final = (1e6, 1e9, 1e12)  # amounts that one word may say: "a million"
PLAIN_UNITS: Final = ("L/kWh", "g/kWh", "USD/kWh", "W")  # of inputs, that a reader is told


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
            "assumed": self.assumed,
            "because": self.because,
            "bracket": self.bracket,
            "choices": self.choices,
            "claimed": self.claimed,
            "count": lambda n: Markdown(self.language.count(n)),
            "cite": self.cite,
            "fact": self.fact,
            "figure": self.figure,
            "percent_figure": self.percent_figure,
            "spread": lambda figure: Spread(figure.low, figure.median, figure.high, figure.unit),
            "figures": self.figures,
            "inside": lambda text: Markdown(text[:1].lower() + text[1:].rstrip(".")),
            "label": self.label,
            "links": lambda sources: Markdown(" · ".join(self.link(source) for source in sources)),
            "metric_line": self.metric_line,
            "page": lambda term: f"{self.language.name}/terms/{term}.md",
            "percent": self.percent,
            "place": self.place,
            "quantity": lambda spread: Markdown(self.language.quantity(spread)),
            "quoted": lambda text, length=NAME_LENGTH: escape(clipped(text, length)),
            "quotes": self.quotes,
            "range": lambda spread: Markdown(self.language.range(spread)),
            "same_as": self.same_as,
            "sentence": sentence,
            "spent": self.spent,
            "subject": self.subject,
            "subjects": self.subjects,
            "thing": self.thing,
            "times": lambda factor: self._about(rough(factor, "times")),
            "unslug": lambda slug: slug.replace("-", " "),
            "uses": self.uses,
            "uses_times": self.uses_times,
            "cost_lines": self.cost_lines,
            "number": lambda n: Markdown(self.language.count(n)),
            "value": lambda s: (
                Markdown(self.language.quantity(s) + self.bracket(s, "ends")) if s else Markdown("–")
            ),
            "about": self.about,
            "within_range": self.within_range,
            "within": lambda text: Markdown(self.labels["numbers"]["quote"].format(text=finish(text))),
        }

    # Words for ids

    def label(self, key: str, table: str) -> Markdown:
        """Return the word for an id, from a table of the language's labels; the id itself where it has none."""
        return Markdown(self.labels[table].get(key) or escape(key.replace("_", " ").replace("-", " ")))

    @pass_context
    def named(self, context: Context, slug: str) -> Markdown:
        """Return the name of a model, service or chip; of another thing, the language's word."""
        answer: Answer = context["answer"]
        return escape(
            clipped(answer.names.get(slug) or self.labels["subjects"].get(slug) or slug.replace("-", " "))
        )

    @pass_context
    def place(self, context: Context, code: str) -> Markdown:
        answer: Answer = context["answer"]
        return escape(self.language.place(code, answer.names.get(code, "")))

    def link(self, source: Source) -> Markdown:
        """Return a link that does not unfurl: `[Elsworth et al., Google, 2025](<https://…>)`."""
        return link(", ".join(part for part in (source.publisher, source.published[:4]) if part), source.url)

    @pass_context
    def figures(self, context: Context, published: Iterable[Published]) -> Markdown:
        """Return published figures with who says so: "340 kWh ([OpenAI, 2025](<…>), stated by the maker)"."""
        answer: Answer = context["answer"]
        words = self.labels["published"]
        parts = []
        for figure in published:
            publisher = answer.names.get(figure.source, "")
            parts.append(
                words["same" if figure.same_boundary else "other"].format(
                    q=self.stated(figure.value, figure.unit),
                    link=link(", ".join(part for part in (publisher, str(figure.year)) if part), figure.url),
                    kind=self.label(figure.kind, "kinds"),
                )
            )
        return Markdown(self.language.listing(parts))

    @pass_context
    def fact(self, context: Context, fact: Fact, strong: bool = False) -> Markdown:
        """Return a published fact with its source."""
        answer: Answer = context["answer"]
        text = escape(clipped(fact.text.rstrip("."), FACT_LENGTH))
        source = link(f"{answer.names.get(fact.source) or fact.source}, {fact.year}", fact.url)
        return Markdown(f"**{text}** ({source})" if strong else f"{text} ({source})")

    @pass_context
    def cite(self, context: Context, id: str) -> Markdown:
        """Return the link to a source that a page cites."""
        answer: Answer = context["answer"]
        return self.link(answer.library[id])

    @pass_context
    def figure(self, context: Context, id: str) -> Markdown:
        """Return a figure that a page quotes, with its range: "1.2 (1.1–1.6)"."""
        answer: Answer = context["answer"]
        found = answer.figures[id]
        unit = found.unit if found.unit in self.labels["units"] else ""
        spread = Spread(found.low, found.median, found.high, unit)
        return Markdown(self.language.quantity(spread) + self.bracket(spread, "ends"))

    @pass_context
    def percent_figure(self, context: Context, id: str) -> Markdown:
        """Return a share that a page quotes, in percent."""
        answer: Answer = context["answer"]
        found = answer.figures[id]
        spread = Spread(found.low * 100, found.median * 100, found.high * 100, "%")
        return Markdown(self.language.quantity(spread) + self.bracket(spread, "ends"))

    @pass_context
    def choices(self, context: Context, names: Iterable[str]) -> Markdown:
        """Return names to choose from, in bold: "**Grok 4** or **Nemotron 9B**"."""
        return Markdown(
            self.language.listing([f"**{self.named(context, name)}**" for name in names], style="or")
        )

    # Sentences

    @pass_context
    def subject(
        self, context: Context, what: ItemEstimate | Workload, amount: float | None = None
    ) -> Markdown:
        """Return what is estimated, or another amount of it: "a million ChatGPT prompts", "training GPT-3"."""
        work = what.workload if isinstance(what, ItemEstimate) else what
        if amount is not None:
            work = replace(work, amount=float(significant(amount, 2)))
        text = self._what(work, context)
        if work.tokens is not None and work.unit != "token":
            tokens = self.language.counted(work.tokens, self.labels["units"]["tokens"])
            text = self._phrase("tokens-each", work.amount, what=text, tokens=tokens)
        if work.region:
            text = self._phrase("place", 1, what=text, place=str(self.place(context, work.region)))
        return Markdown(text)

    @pass_context
    def subjects(self, context: Context, items: Iterable[ItemEstimate]) -> Markdown:
        return Markdown(self.language.listing([self.subject(context, item) for item in items]))

    def _what(self, work: Workload, context: Context) -> str:
        answer: Answer = context["answer"]
        name = str(self.named(context, work.subject))
        if work.activity == "everyday":
            unit = answer.units.get(work.subject, work.unit)
            unit = work.unit if work.unit in SECONDS and unit in SECONDS else unit
            if work.amount == 1 and work.unit == "item":
                return self._forms(work.subject)["one"]
            return self._thing_amount(work.subject, exactly(work.amount, ""), unit)
        if work.power:
            return self._phrase("power", 1, n=self._time(work), power=self._power(work.power), name=name)
        if work.unit in SECONDS:
            kind = work.activity if work.activity in ("video", "audio", "hardware") else "use"
            return self._phrase(kind, 1, n=self._time(work), name=name)
        key: str = work.unit
        if key == "run":
            key = "fine-tuning" if work.activity == "fine-tuning" else "training"
        elif key == "prompt" and work.activity in ("embedding", "code-agent"):
            key = work.activity
        return self._phrase(key, work.amount, name=name)

    def _time(self, work: Workload) -> str:
        if work.unit == "second":
            return self.language.duration(work.amount)
        return self.language.counted(work.amount, self.labels["spans"][work.unit])

    def _power(self, watts: float) -> str:
        unit, factor = next(
            ((u, f) for u, f in (("GW", 1e9), ("MW", 1e6), ("kW", 1e3)) if watts >= f), ("W", 1.0)
        )
        return self.language.counted(
            watts / factor, {k: v.replace("_", "\u00a0") for k, v in self.labels["units"][unit].items()}
        )

    def _phrase(self, key: str, amount: float, **words: str) -> str:
        forms = self.labels["phrases"][key]
        if "n" in words:
            return str(forms["other"].format(**words))
        if 0 < amount < 1:
            share = exactly(amount * 100, "%")
            return str(
                self.labels["numbers"]["part"].format(
                    n=self.language.quantity(share), one=forms["one"].format(**words)
                )
            )
        return self.language.counted(amount, forms, **words)

    @pass_context
    def uses(self, context: Context, item: ItemEstimate, metric: Metric) -> Markdown:
        """Return the verb and the quantity: "use about 320 kWh"."""
        spread = item.spread(metric)
        if spread is None:
            return Markdown("")
        return Markdown(self._verb(context, "verbs", metric, item.workload).format(q=self.about(spread)))

    def about(self, spread: Spread) -> Markdown:
        """Return a quantity that is known roughly as such: "about 320 kWh"; an exact one as it is."""
        seen = shown(spread)
        return Markdown(self.language.amount(seen)) if seen.exact else self._about(seen)

    def _about(self, seen: Shown) -> Markdown:
        numbers = self.labels["numbers"]
        feminine = seen.unit in numbers["feminine"]
        form = "one" if self.language.category(seen.median) == "one" else "feminine" if feminine else "other"
        return Markdown(numbers["about"][form].format(q=self.language.amount(seen)))

    @pass_context
    def uses_times(
        self, context: Context, what: ItemEstimate | Workload, metric: Metric, times: Spread
    ) -> Markdown:
        """Return the verb of a comparison: "uses about 6 times the energy of"."""
        work = what.workload if isinstance(what, ItemEstimate) else what
        return Markdown(
            self._verb(context, "times", metric, work).format(q=self.about(replace(times, unit="times")))
        )

    def _verb(self, context: Context, table: str, metric: Metric, work: Workload) -> str:
        """Return a verb in its number; past for a training. A length or a time is one thing: "two hours uses"."""
        answer: Answer = context["answer"]
        numbers = self.labels["numbers"]
        length = bool(measure(answer.units.get(work.subject, work.unit))[0])
        one = (
            work.amount == 1
            or (length and numbers["lengths_are_one"])
            or (work.amount in ROUND and numbers["scaled_is_one"])
        )
        number = "past" if work.unit == "run" else "one" if one else "other"
        return str(self.labels[table][metric][number])

    def bracket(self, spread: Spread, pattern: str = "range") -> Markdown:
        """Return a spread's ends in brackets, with a space before; nothing where it is exact."""
        if shown(spread).exact:
            return Markdown("")
        text = self.labels["brackets"][pattern]
        return Markdown(text.format(range=self.language.range(spread), ends=self.language.ends(spread)))

    def metric_line(self, item: ItemEstimate, metrics: Iterable[Metric]) -> Markdown:
        """Return the further metrics of an item on a line: "Carbon 130 kg CO₂e (40–420) · Water …"."""
        parts = [
            f"{self.labels['metrics'][metric]} {self.language.quantity(spread)}{self.bracket(spread, 'ends')}"
            for metric in metrics
            if (spread := item.spread(metric)) is not None
        ]
        return Markdown(" · ".join(parts))

    def cost_lines(self, item: ItemEstimate) -> Markdown:
        """Return what an item costs in each sense: its electricity, the chips' rent, the maker's list price."""
        parts = [
            f"{self.labels['costs'][kind]} {self.language.quantity(spread)}{self.bracket(spread, 'ends')}"
            for kind, spread in item.costs
        ]
        return Markdown(" · ".join(parts))

    def because(self, drivers: Iterable[Driver]) -> Markdown:
        """Return what the range comes from, inputs of one meaning together: "Half of the range comes from …"."""
        shares: dict[str, float] = {}
        for driver in drivers:
            reason = self.labels["drivers"].get(input_name(driver.name))
            if reason:
                shares[reason] = shares.get(reason, 0.0) + driver.share
        ranked = sorted(shares.items(), key=lambda pair: -pair[1])[:DRIVERS_SHOWN]
        words = self.labels["because"]
        parts = [
            words["part" if place else "first"].format(share=self._share(share), driver=reason)
            for place, (reason, share) in enumerate(ranked)
            if share >= DRIVER_WORTH_NAMING
        ]
        if not parts:
            return Markdown("")
        return sentence(words["all"].format(parts=words["between"].join(parts)))

    def assumed(self, assumptions: Iterable[Assumption]) -> Markdown:
        """Return inputs with their ranges: "64 prompts at once (12–350), 450 tokens of answer (100–1,500)"."""
        parts = []
        for each in assumptions:
            pattern = self.labels["inputs"].get(input_name(each.name))
            if pattern:
                spread = Spread(
                    each.low, each.median, each.high, each.unit if each.unit in PLAIN_UNITS else ""
                )
                parts.append(pattern.format(q=self.language.quantity(spread)) + self.bracket(spread, "ends"))
        return Markdown(" · ".join(parts))

    def _share(self, share: float) -> str:
        shares: Mapping[str, str] = self.labels["shares"]
        return shares[min(shares, key=lambda key: abs(float(key) - share))]

    def percent(self, share: float) -> Markdown:
        """Return a probability, never as certain: "97%", "more than 99%"."""
        if share >= NEARLY_SURE:
            return Markdown(self.labels["numbers"]["nearly_sure"])
        rounded = round(share * 100)
        return Markdown(self.language.quantity(exactly(rounded, "%")))

    # Everyday things

    def _forms(self, thing: str) -> dict[str, str]:
        """Return the words for one and for more of a thing; of a family where it stands for a place."""
        things = self.language.files["things"]
        if thing in things:
            return dict(things[thing])
        family, _, ending = thing.rpartition("-")
        if family in things:
            place = self.language.place(PLACE_ENDINGS.get(ending, ending.upper()))
            return {number: words.replace("{place}", place) for number, words in things[family].items()}
        name = str(escape(thing.replace("-", " ")))
        return {"one": f"1 × {name}", "other": f"{{n}} × {name}"}

    def thing(self, thing: str) -> Markdown:
        """Return one of an everyday thing: "one phone charge"."""
        return Markdown(self._forms(thing)["one"])

    def amounts(self, pictures: Sequence[Picture]) -> Markdown:
        """Return amounts of everyday things as alternatives: "11 days of a US home, or 1,900 km in an electric car"."""
        parts = [
            self._thing_amount(p.thing, exactly(p.amount.median, ""), p.unit, digits=2) for p in pictures
        ]
        return Markdown(self.language.listing(parts, style="or"))

    def _thing_amount(self, thing: str, amount: Spread, unit: str, digits: int = 6) -> str:
        forms = self._forms(thing)
        if unit == "year" and "many" in forms and amount.median >= MANY:
            seen = rough(amount.median, "", 2)
            return self.language.counted(float(seen.median), {"one": forms["many"], "other": forms["many"]})
        measured = _measured(amount, unit)
        seen = rough(measured.median, measured.unit, digits)
        if measured.unit == "%":
            return str(self.labels["numbers"]["part"].format(n=self.language.amount(seen), one=forms["one"]))
        if measured.unit:
            return str(forms["other"].format(n=self.language.amount(seen)))
        return self.language.counted(float(seen.median), forms)

    def within_range(self, picture: Picture) -> Markdown:
        """Return the range of an amount of an everyday thing, in brackets."""
        return self.bracket(_measured(picture.amount, picture.unit))

    # Small things

    def same_as(self, pictures: Sequence[Picture], basis: Metric) -> Markdown:
        """Return "As much electricity as 11 days of a US home, or 1,900 km in an electric car."."""
        return Markdown(self.labels["same"][basis].format(list=self.amounts(pictures)))

    # Small things

    def quotes(self, texts: Iterable[str], limit: int = 6) -> Markdown:
        """Return words of the question as they stood, in quotation marks."""
        mark: str = self.labels["numbers"]["quote"]
        parts = [mark.format(text=escape(clipped(text, 40))) for text in texts]
        return Markdown(self.language.listing(parts, limit=limit))

    def listing(self, parts: Iterable[str], style: ListStyle = "standard", limit: int = 6) -> Markdown:
        """Return "a, b and c", the parts escaped; beyond the limit, the rest as a count."""
        return Markdown(self.language.listing([finish(part) for part in parts], style=style, limit=limit))

    def spent(self, spent: tuple[float, str], metric: Metric) -> Markdown:
        """Return a budget as what it can do: "1 kWh is enough for"."""
        return Markdown(self.labels["budgets"][metric].format(q=self.stated(*spent)))

    def claimed(self, verdict: Verdict) -> Markdown:
        """Return what is claimed, in the unit that fits: "500 mL", "2–5 L", "at most 1 L"."""
        low, high, unit = verdict.claimed_low, verdict.claimed_high, verdict.found.unit
        if low is None or high is None:
            words = self.labels["claims"]["at_most" if low is None else "at_least"]
            return Markdown(words.format(q=self.stated(high if low is None else low, unit)))
        return Markdown(self.language.range(Spread(low, (low + high) / 2, high, unit)))

    def stated(self, value: float | None, unit: str) -> Markdown:
        """Return a quantity in the unit that somebody stated it in."""
        if value is None:
            return Markdown("")
        number, base_unit = base(value, unit)
        return Markdown(self.language.quantity(exactly(number, base_unit)))


def link(text: str, url: str) -> Markdown:
    """Return a link that does not unfurl."""
    address = re.sub(r"[<>\s]", lambda sign: f"%{ord(sign[0]):02X}", url)
    return Markdown(f"[{escape(clipped(text))}](<{address}>)")


def _measured(amount: Spread, unit: str) -> Spread:
    """Return an amount of an everyday thing in seconds or metres, in percent where it is less than one."""
    base_unit, factor = measure(unit)
    if base_unit:
        return replace(amount.times(factor), unit=base_unit)
    return replace(amount.times(100), unit="%") if amount.median < 1 else replace(amount, unit="")


def input_name(name: str) -> str:
    """Return an input's name without what tells one model's or chip's from another's: "batch", "chip"."""
    return re.split(r"[^a-z0-9_]", name, maxsplit=1)[0]


def sentence(text: str) -> Markdown:
    """Return text with its first letter in upper case."""
    return Markdown(text[:1].upper() + text[1:])
