"""The sentence that opens the answer to a claim."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from bot.answer import Answer
from bot.languages import Language
from bot.markdown import Markdown
from bot.wording.quantities import Quantities
from estimator.units import rough

FITS: Final = "fits"  # the opening that says in which sense a claim of money fits


class Rulings:
    """Filters for what becomes of a claim."""

    def __init__(self, language: Language, quantities: Quantities) -> None:
        self.labels = language.labels
        self.quantities = quantities

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"ruling": self.ruling}

    def ruling(self, answer: Answer) -> Markdown:
        """Return the first sentence, without its full stop: "No, that is about 250 times too much"."""
        pattern: str = self.labels["rulings"][answer.opening]
        if answer.opening == FITS and answer.verdict is not None:
            pattern = self.labels["fits_money"].get(answer.verdict.sense, pattern)
        factor = self.quantities.roughly(rough(answer.factor, "times")) if answer.factor is not None else ""
        words = {"factor": factor, "standing": self._standing(answer), "year": self._year(answer)}
        return Markdown(pattern.format(**words) + self._sense(answer))

    def _sense(self, answer: Answer) -> Markdown:
        """Return what is counted where it isn't the usual: ", counting only the chips"."""
        verdict = answer.verdict
        if verdict is None or not answer.otherwise_counted:
            return Markdown("")
        return Markdown(self.labels["counting"][verdict.sense])

    def _standing(self, answer: Answer) -> str:
        """Return how a known claim stands: in words of its own, else by which way it leads."""
        words: dict[str, str] = self.labels["standings"]
        ruling = answer.verdict.ruling if answer.verdict else ""
        for key in (answer.story, f"{answer.standing}-{ruling}", answer.standing):
            if key in words:
                return words[key]
        return ""

    def _year(self, answer: Answer) -> str:
        """Return the year of the published figure that a claim repeats."""
        figure = answer.verdict.figure if answer.verdict else ""
        return next((str(each.year) for each in answer.published if each.id == figure), "")
