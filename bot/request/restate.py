"""A request → one line, in its language, that says it back; reading the line gives the same request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import Final

from babel.numbers import format_decimal

from bot.request.contrast import told_with, weighed
from bot.request.everyday import TIMED
from bot.request.lexicon import Pack
from bot.request.measures import PER_CENT, POWER_W, TOKEN_FIELDS
from bot.request.places import countries, subdivisions
from bot.request.request import Request
from bot.sized import BILLION, size_of
from estimator.catalogue import Catalogue
from estimator.units import SECONDS, spoken
from estimator.workload import LEARNING, NOTHING, Assumptions, Claim, Workload

PLAIN: Final = 1e18  # numbers beyond are written with their power of ten
THOUSANDS: Final = 3
MOST_TOLD: Final = 5  # digits of a number with a part, before and after the point
DIGITS: Final = 60  # of the largest number that is read, and of the smallest part that is written
LADDER: Final = sorted(POWER_W.items(), key=lambda rung: -rung[1])
BOUNDARIES: Final = {
    "chip": "chip-only", "server": "server-only", "facility": "facility", "lifecycle": "lifecycle",
}  # fmt: skip
WORD_FIRST: Final = ("batch", "pue", "wue")  # inputs whose word stands before the number
NUMBER_FIRST: Final = ("steps", "frames", "grid")
LEARNED: Final = ("training_tokens", "training_examples", "training_prompts", "samples", "rated")
SYMBOLS: Final = ("km", "kg")  # units that are written alike of one and of many


def restate(request: Request, pack: Pack, catalogue: Catalogue) -> str:
    """Return a line that restates a request for a person."""
    said = _Sayer(pack, catalogue)
    line = said.line(request)
    if request.unknown:
        line += said.words["part"] + said.words["unknown"].format(words=", ".join(request.unknown))
    if request.unused:
        line += said.words["part"] + said.words["unused"].format(words=", ".join(request.unused))
    return line


class _Sayer:
    def __init__(self, pack: Pack, catalogue: Catalogue) -> None:
        self.words: Mapping[str, str] = pack.restate
        self.pack = pack
        self.catalogue = catalogue

    def line(self, request: Request) -> str:
        words = self.words
        if request.intent in ("none", "help"):
            return words[request.intent]
        if request.intent in ("explain", "lookup"):
            title = self.topic(request.topic or "", request.intent)
            parts = [words["topic"].format(topic=title)]
            parts += [words["in-year"].format(year=year) for year in request.years]
        else:
            parts = self.work(request)
        if request.region:
            parts.append(words["place"].format(place=self.place(request.region)))
        pattern = words["line-budget"] if request.intent == "budget" else words["line"]
        return pattern.format(
            head=self.head(request), body=words["part"].join(part for part in parts if part)
        )

    def head(self, request: Request) -> str:
        """Return what kind of question it is, in the gender of what a budget counts."""
        counted = self.unit_word(request.items[0]) if request.intent == "budget" and request.items else ""
        return self.words.get(f"{request.intent}-{counted}", self.words[request.intent])

    def work(self, request: Request) -> list[str]:
        words = self.words
        parts: list[str] = []
        if request.intent not in ("check", "budget"):
            named = [words[metric] for metric in request.metrics] or [words["any-metric"]]
            parts.append(words["and"].join(named))
        things = [self.thing(thing, many=request.intent == "equivalent") for thing in request.versus]
        if request.intent == "compare":
            counted = {item.subject for item in request.items}
            things = [self.thing(thing) for thing in request.versus if thing not in counted]
        items = [self.item(item, request) for item in request.items]
        if len(request.items) == 2 and replace(request.items[0], activity="text") == request.items[1]:
            items[1] = words["unthinking"]  # "with reasoning vs without reasoning"
        joint = words["versus"] if request.intent == "compare" else words["and"]
        parts.append(joint.join(items + (things if request.intent == "compare" else [])))
        parts += self.learned(request.items[0]) if request.items else []
        fixed = request.items[0].assumptions if request.items else None
        if name := weighed(request.items):
            values = [getattr(item.assumptions or NOTHING, name) for item in request.items]
            told = [self.words["and"].join(self.fixed(Assumptions(**{name: value}))) for value in values]
            told = [each or words["in-cloud"] for each in told]  # on no chip that is named
            parts[-1] = items[0]
            parts.append(joint.join(told))
            fixed = replace(fixed or NOTHING, **dict.fromkeys(told_with(name)))
        if len({item.assumptions.plant for item in request.items if item.assumptions}) > 1 and not name:
            fixed = replace(fixed or NOTHING, plant=None, grid=None)  # is told with each
        parts += self.fixed(fixed)
        if request.intent == "equivalent" and things:
            parts.append(words["in-things"].format(things=words["and"].join(things)))
        numbered = request.claim is not None and (request.claim.low, request.claim.high) != (None, None)
        if request.topic and not (numbered and request.items):
            parts.append(words["topic"].format(topic=self.topic(request.topic, request.intent)))
        if request.ascending:
            parts.append(words["ascending"])
        if request.claim:
            parts.append(self.claim(request.claim, request))
        if request.budget:
            number, unit = self.number(request.budget.value), self.unit(request.budget.unit)
            if request.budget.value == 1:
                unit = words.get(f"unit-{request.budget.unit}-one", unit)
            parts.append(words["for-budget"].format(number=number, unit=unit))
        return parts

    def topic(self, topic: str, intent: str) -> str:
        """Return how a topic is said back: by its entry of the intent, else by any of its name."""
        named = [each for each in self.pack.topics if each.id == topic]
        entry = next((each for each in named if each.intent == intent), named[0] if named else None)
        return entry.title if entry else topic

    def item(self, item: Workload, request: Request) -> str:
        words = self.words
        everyday = item.activity == "everyday"
        name = self.thing(item.subject) if everyday else self.name(item.subject)
        unit = self.unit_word(item)
        if request.intent == "budget" and item.activity in LEARNING:
            text = f"{words[item.activity]} {name}"
        elif request.intent == "budget":
            text = f"{self.pack.restate[unit]} {words['of']} {name}"
        elif item.activity in LEARNING and (item.amount == 1 or item.unit == "token"):
            text = f"{words[item.activity]} {name}"
        elif item.activity == "everyday":
            text = f"{self.number(item.amount)} {self.counted(item.subject, many=item.amount != 1)}"
        else:
            amount, unit = self.told(item)
            counted = words.get(f"{unit}-one", words[unit]) if amount == 1 else words[unit]
            made = item.activity in ("audio", "video") and self.activity(item.subject) in (
                "text",
                "reasoning",
            )
            text = f"{self.number(amount)} {counted} {words['made-by' if made else 'of']} {name}"
            if item.unit == "day" and item.amount < 1:
                text += " " + words["worldwide"]
        if item.activity == "reasoning" and self.activity(item.subject) not in (None, "reasoning"):
            text += " " + words["thinking"]
        if item.activity == "code-agent" and self.activity(item.subject) not in (None, "code-agent"):
            text += " " + words["as-agent"]
        if item.tokens:
            text += " " + words["tokens-each"].format(number=self.number(item.tokens))
        if item.power:
            text += " " + self.power(item.power)
        if item.region:
            text += " " + words["place"].format(place=self.place(item.region))
            plants = {each.assumptions.plant for each in request.items if each.assumptions}
            if len(plants) > 1 and item.assumptions and item.assumptions.plant:
                text += " " + words["on-plant"].format(plant=self.plant(item.assumptions.plant))
        return text

    def told(self, item: Workload) -> tuple[float, str]:
        """Return how much there is of an item and the word for it, a length of time as people say it."""
        unit = self.unit_word(item)
        if item.unit not in SECONDS or item.activity == "everyday":
            return item.amount, unit
        amount, span = spoken(item.amount, item.unit)
        name = f"{item.activity}-{span}" if unit == f"{item.activity}-second" else span
        return (amount, name) if name in self.words else (item.amount, unit)

    def activity(self, slug: str) -> str | None:
        """Return what a model or a service does where nothing else is said."""
        if slug in self.catalogue.services:
            return self.catalogue.services[slug].activity
        return self.catalogue.models[slug].activity if slug in self.catalogue.models else None

    def power(self, watts: float) -> str:
        """Return a power in the largest unit of which there is one or more."""
        unit = next((unit for unit, size in LADDER if watts >= size), "W")
        return self.words["power"].format(number=self.number(watts / POWER_W[unit]), unit=unit)

    def unit_word(self, item: Workload) -> str:
        if item.activity == "fine-tuning":
            return "fine-tuning-run"
        if item.unit in ("item", "second") and item.activity in ("video", "audio"):
            return f"{item.activity}-{item.unit}"
        return item.unit

    def learned(self, item: Workload) -> list[str]:
        """Return how much a training learns from."""
        if item.activity not in LEARNING or item.unit != "token":
            return []
        return [self.words["training_tokens"].format(number=self.number(item.amount))]

    def fixed(self, fixed: Assumptions | None) -> list[str]:
        """Return what the question fixes of the method's inputs, in the words that fix it."""
        if fixed is None:
            return []
        first, said = self.pack.first, []
        if fixed.chip:
            many = f"{self.number(fixed.chips)} " if fixed.chips else ""
            said.append(self.words["on-chip"].format(chip=many + self.name(fixed.chip)))
        for key in WORD_FIRST:
            if (value := getattr(fixed, key)) is not None:
                said.append(f"{first['assumptions', key]} {self.number(value)}")
        for key in NUMBER_FIRST:
            if (value := getattr(fixed, key)) is not None:
                said.append(f"{self.number(value)} {first['assumptions', key]}")
        for noun, key in TOKEN_FIELDS.items():
            if (value := getattr(fixed, key)) is not None:
                said.append(f"{self.number(value)} {first['nouns', noun]}")
        if fixed.model and fixed.model.active_params:
            said.append(f"{fixed.model.active_params / BILLION:g}B {first['assumptions', 'active']}")
        if fixed.method:
            said.append(first["assumptions", fixed.method])
        for key in LEARNED:
            if (value := getattr(fixed, key)) is not None:
                said.append(self.words[key].format(number=self.number(value)))
        if fixed.cached is not None:
            said.append(f"{self.number(fixed.cached * PER_CENT)}% {first['assumptions', 'cached']}")
        if fixed.utilisation is not None:
            said.append(f"{self.number(fixed.utilisation * PER_CENT)}% {first['assumptions', 'utilisation']}")
        if fixed.price is not None:
            said.append(f"{self.number(fixed.price)} USD {first['assumptions', 'price']}")
        if fixed.width and fixed.height:
            said.append(f"{fixed.width}x{fixed.height}")
        if fixed.plant:
            said.append(self.plant(fixed.plant))
        if fixed.precision:
            said.append(fixed.precision)
        if fixed.boundary:
            said.append(first["assumptions", BOUNDARIES[fixed.boundary]])
        return said

    def plant(self, plant: str) -> str:
        """Return the shortest words for a kind of power plant, which hold none for power."""
        spoken = (" ".join(phrase) for phrase, lever in self.pack.levers.items() if lever == plant)
        return min(spoken, key=len, default=plant)

    def claim(self, claim: Claim, request: Request) -> str:
        words = self.words
        unit = self.unit(claim.unit or "")
        if request.versus and claim.unit in ("times", request.versus[0]):
            unit = self.counted(request.versus[0], many=claim.low != 1 or claim.high != 1)
        if claim.low is None and claim.high is None:
            return words[claim.metric] if claim.metric else ""
        if claim.than is not None and claim.low == claim.high and claim.low is not None:
            text = words[f"{claim.than}-{claim.unit}"].format(number=self.number(claim.low))
            return f"{text} {words[claim.metric or 'any-metric']}"
        if claim.low is None:
            text = words["at-most"].format(number=self.number(claim.high or 0), unit=unit)
        elif claim.high is None:
            text = words["at-least"].format(number=self.number(claim.low), unit=unit)
        elif claim.low != claim.high:
            ends = {"low": self.number(claim.low), "high": self.number(claim.high)}
            text = words["claimed-range"].format(**ends, unit=unit)
        else:
            text = words["claimed"].format(number=self.number(claim.low), unit=unit)
        if claim.unit == "%" or (claim.metric and claim.unit == "times"):
            text += f" {words['of']} {words[claim.metric or 'any-metric']}"
        return text

    def number(self, value: float) -> str:
        return written(value, self.pack.language)

    def unit(self, unit: str) -> str:
        return self.words.get(f"unit-{unit}", unit)

    def name(self, slug: str) -> str:
        for table in (self.catalogue.services, self.catalogue.models, self.catalogue.chips):
            if slug in table:
                return str(table[slug].name)
        if size := size_of(slug):
            return self.words["sized"].format(size=size)
        return self.words.get(f"name-{slug}", slug)

    def thing(self, thing: str, *, many: bool = False) -> str:
        """Return how people name an everyday thing, or many of it; of one counted by time, "days of" it."""
        if counted := self.words.get(f"many-{thing}" if many else f"one-{thing}"):
            return counted
        first = self.pack.first
        if ("things", thing) in first:
            return first["things", thing]
        stem, *rest = thing.split("-")
        period = next((part for part in rest if part in TIMED), None)
        named = first.get(("things", f"{stem}-{rest[-1]}")) or first.get(("things", stem)) if rest else None
        if named is None:
            named = next(
                (word for (kind, key), word in first.items() if kind == "things" and key.startswith(stem)),
                thing,
            )
        if period is None:
            return named
        spans = self.words.get(period if many else f"{period}-one", period)
        return f"{spans} {self.words['of']} {named}"

    def counted(self, thing: str, *, many: bool) -> str:
        """Return an everyday thing after its number: "hour of tv", "hours of tv", "km by car"."""
        words, own = self.words, self.catalogue.things[thing].unit
        if own in SYMBOLS and (counted := words.get(f"many-{thing}")):
            return counted
        name = self.thing(thing, many=many)
        one = words.get(f"{own}-one")
        told = (f"many-{thing}" if many else f"one-{thing}") in words
        if told or one is None or name != self.pack.first.get(("things", thing)) or one in name:
            return name
        return f"{words[own] if many else one} {words['of']} {name}"

    def place(self, code: str) -> str:
        return (
            countries(self.pack.language).get(code)
            or subdivisions(self.pack.language).get(code)
            or self.pack.first.get(("places", code), code).title()
        )


@lru_cache(maxsize=4096)
def written(value: float, language: str) -> str:
    """Return a number as a language writes it, so that it reads back."""
    if abs(value) >= PLAIN:
        return f"{value:g}".replace("e+", "e")
    with localcontext(prec=DIGITS):
        whole = len(str(int(abs(value)))) if abs(value) >= 1 else -1
        places = max(MOST_TOLD - whole, 0)
        places += places == THOUSANDS  # three would read as thousands in the other language
        exact = Decimal(repr(round(value, places)))
        return format_decimal(exact, format="#,##0.######", locale=language)
