"""Amounts of everyday things."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from jinja2 import pass_context
from jinja2.runtime import Context

from bot.answer import Answer, Picture
from bot.answer.pictures import measure
from bot.languages import Language
from bot.markdown import Markdown, escape
from bot.wording.quantities import Quantities
from bot.wording.texts import unslug
from estimator.figure import Spread
from estimator.result import Verdict
from estimator.units import rough
from estimator.workload import Metric

PLACE_ENDINGS: Final = {"uk": "GB", "world": "WLD"}  # of ids, where they aren't the place's code
# Years and days of a home from which it reads better as so many homes for one of them.
MANY: Final = {"year": 2.0, "day": 1000.0}
STATED_DIGITS: Final = 6


class Things:
    """Filters for everyday things."""

    def __init__(self, language: Language, quantities: Quantities) -> None:
        self.language = language
        self.labels = language.labels
        self.words: dict[str, dict[str, str]] = language.files["things"]
        self.quantities = quantities

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {
            "amounts": self.amounts,
            "claim": self.claim,
            "told_as_many": lambda picture: self.many(picture.thing, picture.amount.median, picture.unit),
            "same_as": self.same_as,
            "thing": lambda thing: Markdown(self.forms(thing)["one"]),
            "within_range": self.within_range,
        }

    def forms(self, thing: str) -> dict[str, str]:
        """Return the words for one and for more of a thing; of its family where the id ends in a place."""
        if thing in self.words:
            return self.words[thing]
        family, _, ending = thing.rpartition("-")
        if family in self.words:
            place = self.language.place(PLACE_ENDINGS.get(ending, ending.upper()))
            return {number: words.replace("{place}", place) for number, words in self.words[family].items()}
        name = escape(unslug(thing)).replace("{", "{{").replace("}", "}}")
        return {"one": f"1 × {name}", "other": f"{{n}} × {name}"}

    def same_as(self, pictures: Sequence[Picture], basis: Metric) -> Markdown:
        """Return "As much electricity as 11 days of a US home or 1,900 km in an electric car."."""
        return Markdown(self.labels["same"][basis].format(list=self.amounts(pictures)))

    def amounts(self, pictures: Sequence[Picture]) -> Markdown:
        """Return amounts as alternatives: "11 days of a US home or 1,900 km in an electric car"."""
        parts = [self.amount(each.thing, each.amount.median, each.unit, digits=2) for each in pictures]
        return Markdown(self.language.listing(parts, style="or"))

    @pass_context
    def claim(self, context: Context, verdict: Verdict) -> Markdown:
        """Return what is claimed; of everyday things, with how many: "5 bottles of water, 2.5 L"."""
        answer: Answer = context["answer"]
        claim, told = answer.request.claim, self.quantities.claimed(verdict, answer.told)
        if claim is None or (claim.low, claim.high) == (None, None):
            return told
        if verdict.found.unit == "times" and len(answer.sides) == 2:
            counted = answer.counted
            if self.many(counted.thing, counted.amount.median, counted.unit):  # "360", and not "360 times"
                return self.quantities.claimed(verdict, replace(answer.told, unit=""))
        of_things = claim.unit in self.words or bool(verdict.thing)
        if verdict.found.unit == "times" or not of_things:
            yearly = claim.per == "day" and not answer.items  # as what is published is for a year
            return Markdown(self.labels["claims"]["a_year"].format(q=told)) if yearly else told
        if claim.low is not None and claim.high is not None and claim.low != claim.high:
            return told
        things = self.amount(verdict.thing or claim.unit or "", claim.low or claim.high or 0.0, "")
        return Markdown(self.labels["claims"]["of_things"].format(things=things, q=told))

    def amount(self, thing: str, amount: float, unit: str, digits: int = STATED_DIGITS) -> str:
        """Return an amount of a thing: "3 phone charges", "40% of one phone charge"."""
        forms = self.forms(thing)
        if self.many(thing, amount, unit):
            return self.language.counted(float(rough(amount, "", digits).median), {"other": forms["many"]})
        measured = _measured(Spread(amount, amount, amount, unit))
        seen = rough(measured.median, measured.unit, digits)
        if measured.unit == "%":
            return str(self.labels["numbers"]["part"].format(n=self.language.amount(seen), one=forms["one"]))
        if measured.unit:
            return forms["other"].format(n=self.language.amount(seen))
        return self.language.counted(float(seen.median), forms)

    def many(self, thing: str, amount: float, unit: str) -> bool:
        """Return whether an amount of time of a thing is told as so many of it: "5,000 homes in a year"."""
        return "many" in self.forms(thing) and amount >= MANY.get(unit, math.inf)

    def within_range(self, picture: Picture) -> Markdown:
        """Return the range of an amount of a thing, in brackets; a count where it is told as one."""
        if self.many(picture.thing, picture.amount.median, picture.unit):
            return self.quantities.bracket(replace(picture.amount, unit=""))
        return self.quantities.bracket(_measured(replace(picture.amount, unit=picture.unit)))


def _measured(amount: Spread) -> Spread:
    """Return an amount in a thing's unit as seconds or metres; a count below one in percent."""
    base_unit, factor = measure(amount.unit)
    if base_unit:
        return replace(amount.times(factor), unit=base_unit)
    return replace(amount.times(100), unit="%") if amount.median < 1 else replace(amount, unit="")
