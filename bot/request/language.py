"""Which language a message is in, by the words of each pack that it uses."""

from __future__ import annotations

from collections.abc import Container, Sequence

from bot.request.lexicon import Words
from bot.request.tokens import Token

FUNCTION_WEIGHT = 3
KNOWN_WEIGHT = 1
SIGN_WEIGHT = 3


def vote(
    text: str, tokens: Sequence[Token], words: Words, fallback: str | None, names: Container[str] = ()
) -> str:
    """Return the language whose words cover most of a message; `fallback` where it covers hardly less.

    `names` tell no language: "veo" is a model here before it is Spanish.
    """
    told = [token for token in tokens if token.text not in names]
    scores = {language: _score(text, told, language, words) for language in words.packs}
    best = max(scores.values(), default=0)
    if fallback in scores and best - scores[fallback] <= FUNCTION_WEIGHT:
        return fallback  # a word or two of another language: "versus o3?"
    leaders = [language for language, score in scores.items() if score == best]
    if fallback in leaders or not leaders:
        return fallback or "en"
    return leaders[0]


def _score(text: str, tokens: Sequence[Token], language: str, words: Words) -> int:
    function, own = words.own_function[language], words.own[language]
    score = SIGN_WEIGHT * sum(1 for sign in words.packs[language].signs if sign in text)
    for token in tokens:
        if token.kind == "word" and len(token.text) > 1:
            if token.text in function:
                score += FUNCTION_WEIGHT
            elif token.text in own:
                score += KNOWN_WEIGHT
    return score
