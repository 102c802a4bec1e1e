"""A request → one line, in its language, that says it back; reading the line gives the same request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from babel.numbers import format_decimal

from bot.request.lexicon import Pack
from bot.request.places import territories
from bot.request.request import Request
from estimator.catalogue import Catalogue
from estimator.workload import Claim, Workload

TRAINS: Final = ("training", "fine-tuning")


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
        self.language = pack.language
        self.catalogue = catalogue
        self.pack = pack

    def line(self, request: Request) -> str:
        words = self.words
        if request.intent in ("none", "help"):
            return words[request.intent]
        if request.intent in ("explain", "lookup"):
            topic = words["topic"].format(topic=self.topic(request.topic or ""))
            return words["line"].format(head=words[request.intent], body=topic)
        parts: list[str] = []
        if request.metrics and request.intent not in ("check", "budget"):
            parts.append(words["and"].join(words[metric] for metric in request.metrics))
        joint = words["versus"] if request.intent == "compare" else words["and"]
        things = [self.thing(thing) for thing in request.versus if not self.counted(request, thing)]
        items = [self.item(item) for item in request.items]
        if request.intent == "compare":
            items += things
        if items:
            parts.append(joint.join(items))
        if request.intent == "equivalent" and things:
            parts.append(words["in-things"].format(things=words["and"].join(things)))
        if request.claim:
            parts.append(self.claim(request.claim, request))
        if request.budget:
            number = self.number(request.budget.value)
            parts.append(words["for-budget"].format(number=number, unit=self.unit(request.budget.unit)))
        if request.region:
            parts.append(words["place"].format(place=self.place(request.region)))
        return words["line"].format(head=words[request.intent], body=words["part"].join(parts))

    def counted(self, request: Request, thing: str) -> bool:
        return any(item.subject == thing for item in request.items) and request.intent != "equivalent"

    def topic(self, topic: str) -> str:
        entry = next((each for each in self.pack.topics if each.id == topic), None)
        return entry.title if entry else topic

    def item(self, item: Workload) -> str:
        words = self.words
        name = self.thing(item.subject) if item.activity == "everyday" else self.name(item.subject)
        if item.activity in TRAINS:
            text = f"{words[item.activity]} {name}"
            if item.amount != 1:
                text = f"{self.number(item.amount)} {words['run']} {name}"
        elif item.activity == "everyday":
            text = f"{self.number(item.amount)} {name}"
        else:
            text = f"{self.number(item.amount)} {words[self.unit_word(item)]} {words['of']} {name}"
        if item.tokens:
            text += " " + words["tokens-each"].format(number=self.number(round(item.tokens)))
        if item.power:
            text += " " + words["power"].format(number=self.number(item.power))
        if item.region:
            text += " " + words["place"].format(place=self.place(item.region))
        return text

    def unit_word(self, item: Workload) -> str:
        if item.unit in ("item", "second") and item.activity in ("video", "audio"):
            return f"{item.activity}-{item.unit}"
        return item.unit

    def claim(self, claim: Claim, request: Request) -> str:
        words = self.words
        unit = self.unit(claim.unit or "")
        if request.versus and claim.unit == "times":
            unit = self.thing(request.versus[0])
        if claim.low is None and claim.high is None:
            return words[claim.metric] if claim.metric else ""
        if claim.low is None:
            text = words["at-most"].format(number=self.number(claim.high or 0), unit=unit)
        elif claim.high is None:
            text = words["at-least"].format(number=self.number(claim.low), unit=unit)
        elif claim.low != claim.high:
            text = words["claimed-range"].format(
                low=self.number(claim.low), high=self.number(claim.high), unit=unit
            )
        else:
            text = words["claimed"].format(number=self.number(claim.low), unit=unit)
        if claim.metric and claim.unit in ("times", "%"):
            text += f" {words['of']} {words[claim.metric]}"
        return text

    def number(self, value: float) -> str:
        return format_decimal(round(value, 6), format="#,##0.######", locale=self.language)

    def unit(self, unit: str) -> str:
        return self.words.get(f"unit-{unit}", unit)

    def name(self, slug: str) -> str:
        for table in (self.catalogue.services, self.catalogue.models, self.catalogue.chips):
            if slug in table:
                return str(table[slug].name)
        return self.words.get(f"name-{slug}", slug)

    def thing(self, thing: str) -> str:
        return self.pack.first.get(("things", thing), thing)

    def place(self, code: str) -> str:
        named = dict((code, name) for name, code in territories(self.language))
        return named.get(code) or self.pack.first.get(("places", code), code).title()
