"""Number expressions as people write them, each with what it must be read as.

A row's last column lists the numbers from left to right: `5`, `5..10` a range, `~` about, `>=` and `<=`
bounds, `%` percent, a currency, `?` vague, `y` a year, `#` a label, `|` another reading, `none` no number.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.question import clean
from bot.request.number_words import number_words
from bot.request.numbers import Num, read_numbers
from bot.request.tokens import scan

HERE = Path(__file__).parent
CARRIER = {"en": "how much energy do {} prompts use", "es": "cuánta energía gastan {} consultas"}


def rows(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line]


def read(language: str, text: str) -> tuple[Num, ...]:
    words = number_words(language)
    return read_numbers(scan(clean(text), words.tails), words)


def written(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e21 else f"{value:.12g}"


def shown(num: Num) -> str:
    value = written(num.low) if num.exact else f"{written(num.low)}..{written(num.high)}"
    return "".join(
        (
            "~" if num.approximate else "",
            {"": "", "least": ">=", "most": "<="}[num.bound],
            value,
            "%" if num.kind == "percent" else num.currency,
            "?" if num.vague else "",
            "y" if num.year == "yes" else "",
            "#" if num.label else "",
            *(f"|{written(other)}" for other in num.alternatives if num.doubtful),
        )
    )


SENTENCES = [(language, *row) for language in ("en", "es") for row in rows(f"{language}.tsv")]


@pytest.mark.parametrize(
    ("language", "text", "expected"), [*SENTENCES, *(tuple(r) for r in rows("chat.tsv"))]
)
def test_a_sentence_gives_its_numbers(language: str, text: str, expected: str) -> None:
    assert " ".join(shown(num) for num in read(language, text)) in (
        expected,
        "" if expected == "none" else expected,
    )


@pytest.mark.parametrize(("language", "expression", "value"), rows("values.tsv"))
@pytest.mark.parametrize("carried", [False, True])
def test_an_expression_has_its_value(language: str, expression: str, value: str, carried: bool) -> None:
    """The value is the same alone and in a question."""
    found = read(language, CARRIER[language].format(expression) if carried else expression)
    if value == "none":
        assert found == ()
        return
    low, _, high = value.partition("..")
    assert [num.low for num in found] == [pytest.approx(float(low))]
    assert [num.high for num in found] == [pytest.approx(float(high or low))]


@pytest.mark.parametrize(
    ("language", "text", "counted"),
    [
        ("en", "1.500 prompts", 1500), ("es", "1,500 consultas", 1500), ("es", "1.500 consultas", 1500),
        ("en", "1.5 prompts", 1.5), ("en", "100.000 prompts", 100_000), ("en", "2.500 images", 2500),
        ("es", "un billón de tokens", 1e12), ("en", "1,500 prompts", 1500),
    ],
)  # fmt: skip
def test_things_that_come_whole_are_counted_whole(language: str, text: str, counted: float) -> None:
    assert read(language, text)[0].counted().low == counted


@pytest.mark.parametrize(
    ("text", "bare"), [("5m tokens", 5), ("70B", 70), ("2 T", 2), ("10k", 10), ("3.5M", 3.5)]
)
def test_a_letter_read_as_a_scale_can_be_read_as_a_unit(text: str, bare: float) -> None:
    num = read("en", text)[0]
    assert (num.as_unit().low, num.as_unit().end) == (bare, num.end - 1)
    assert num.suffix == text.split()[0][-1] or num.suffix == text[-1]


def test_digits_that_a_name_holds_are_no_numbers() -> None:
    words = number_words("en")
    tokens = scan(clean("llama 3 100 prompts"), words.tails)
    assert [num.low for num in read_numbers(tokens, words)] == [3100]
    assert [num.low for num in read_numbers(tokens, words, taken={1})] == [100]


def test_a_span_covers_the_words_that_belong_to_the_number() -> None:
    words = number_words("en")
    tokens = scan(clean("i ask at least about $5 million or so daily"), words.tails)
    (num,) = read_numbers(tokens, words)
    assert " ".join(token.text for token in tokens[num.start : num.end]) == "at least about $ 5 million or so"


def test_a_half_after_the_noun_belongs_to_the_number() -> None:
    words = number_words("es")
    tokens = scan(clean("dos horas y media de vídeo"), words.tails)
    (num,) = read_numbers(tokens, words)
    assert num.tail == (2, 4)
    assert num.low == 2.5
