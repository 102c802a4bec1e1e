"""The tokens of a question as the number readers look at them, and the parts they find."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.request.digits import LARGEST
from bot.request.number_words import NumberWords, Phrases
from bot.request.tokens import Token


@dataclass(frozen=True, slots=True)
class Part:
    """A number without its qualifiers. `scale` is what its scale words multiply to, 1 if there is none."""

    value: float
    start: int
    end: int
    scale: float = 1.0
    spelled: bool = True
    vague: bool = False
    alternatives: tuple[float, ...] = ()
    doubtful: bool = False
    suffix: str = ""
    bare: float | None = None
    label: bool = False  # names rather than counts: the resolution of "4K video"

    def times(self, factor: float, end: int) -> Part:
        return replace(
            self,
            value=min(self.value * factor, LARGEST),
            alternatives=tuple(min(value * factor, LARGEST) for value in self.alternatives),
            end=end,
            scale=self.scale * factor,
        )


class Line:
    """Tokens as the number readers look at them: misspelt words put right, taken ones blank."""

    def __init__(self, tokens: Sequence[Token], words: NumberWords, taken: Collection[int]) -> None:
        self.tokens, self.words, self.taken = tokens, words, taken
        right = words.misspelt
        self._texts = ["" if i in taken else right.get(t.text, t.text) for i, t in enumerate(tokens)]

    def text(self, at: int) -> str:
        return self._texts[at] if 0 <= at < len(self._texts) else ""

    def token(self, at: int) -> Token | None:
        return self.tokens[at] if 0 <= at < len(self.tokens) and at not in self.taken else None

    def is_numeral(self, at: int) -> bool:
        token = self.token(at)
        return token is not None and token.kind == "number"

    def before(self, at: int) -> str:
        """Return what parts a token from the one before it."""
        return self.tokens[at].before if 0 <= at < len(self.tokens) else " "

    def phrase_before(self, phrases: Phrases, end: int, first: int = 0) -> int:
        """Return the length of the longest phrase that ends here, from `first` on; 0 if none does."""
        for phrase in phrases.get(self.text(end - 1), ()):
            start = end - len(phrase)
            if start >= first and all(self.text(start + i) == word for i, word in enumerate(phrase)):
                return len(phrase)
        return 0

    def phrase_after(self, phrases: Phrases, start: int) -> int:
        """Return where the longest phrase that starts here ends; 0 if none does."""
        for phrase in phrases.get(self.text(start), ()):
            if all(self.text(start + i) == word for i, word in enumerate(phrase)):
                return start + len(phrase)
        return 0
