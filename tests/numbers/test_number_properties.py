"""What must hold for every number: spelled or written in digits, it comes back; hostile text costs little."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.question import clean
from bot.request.digits import LARGEST, readings
from bot.request.number_words import NumberWords, number_words
from bot.request.numbers import Num, read_numbers
from bot.request.tokens import scan
from tests.counting import calls

EN_SMALL = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
EN_TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
ES_SMALL = [
    "cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once",
    "doce", "trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve",
    "veinte", "veintiuno", "veintidós", "veintitrés", "veinticuatro", "veinticinco", "veintiséis",
    "veintisiete", "veintiocho", "veintinueve",
]  # fmt: skip
ES_TENS = ["", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"]
ES_HUNDREDS = [
    "", "ciento", "doscientos", "trescientos", "cuatrocientos", "quinientos", "seiscientos", "setecientos",
    "ochocientos", "novecientos",
]  # fmt: skip


def read(language: str, text: str) -> tuple[Num, ...]:
    words = number_words(language)
    return read_numbers(scan(clean(text), words.tails), words)


def english(n: int, joint: str = " and ") -> str:
    for size, word in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if n >= size:
            head, rest = divmod(n, size)
            tail = "" if not rest else (joint if rest < 100 else " ") + english(rest, joint)
            return f"{english(head, joint)} {word}{tail}"
    if n < 20:
        return EN_SMALL[n]
    return EN_TENS[n // 10] + ("-" + EN_SMALL[n % 10] if n % 10 else "")


def spanish(n: int, before_noun: bool = False) -> str:
    if n >= 10**6:
        head, rest = divmod(n, 10**6)
        many = "un millón" if head == 1 else f"{spanish(head, True)} millones"
        return many + (f" {spanish(rest, before_noun)}" if rest else "")
    if n >= 1000:
        head, rest = divmod(n, 1000)
        many = "mil" if head == 1 else f"{spanish(head, True)} mil"
        return many + (f" {spanish(rest, before_noun)}" if rest else "")
    if n >= 100:
        rest = n % 100
        return (
            "cien" if n == 100 else ES_HUNDREDS[n // 100] + (f" {spanish(rest, before_noun)}" if rest else "")
        )
    word = ES_SMALL[n] if n < 30 else ES_TENS[n // 10] + (f" y {ES_SMALL[n % 10]}" if n % 10 else "")
    if before_noun and word.endswith("uno"):
        return "veintiún" if word == "veintiuno" else word[:-1]
    return word


SIZES = st.one_of(st.integers(0, 2000), st.integers(0, 10**6), st.integers(0, 10**12 - 1))


@settings(max_examples=400, deadline=None)
@given(SIZES, st.sampled_from([" and ", " "]))
def test_english_words_come_back(n: int, joint: str) -> None:
    assert [(num.low, num.high) for num in read("en", english(n, joint))] == [(n, n)]


@settings(max_examples=400, deadline=None)
@given(SIZES)
def test_spanish_words_come_back(n: int) -> None:
    assert [(num.low, num.high) for num in read("es", spanish(n))] == [(n, n)]


@settings(max_examples=200, deadline=None)
@given(SIZES)
def test_spanish_words_without_accents_come_back(n: int) -> None:
    bare = spanish(n).translate(str.maketrans("áéíóú", "aeiou")).upper()
    assert [num.low for num in read("es", bare)] == [n]


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**15), st.integers(0, 99), st.sampled_from([("en", ",", "."), ("es", ".", ",")]))
def test_digits_come_back_in_the_signs_of_each_language(
    n: int, cents: int, form: tuple[str, str, str]
) -> None:
    language, group, decimal = form
    text = f"{n:,}".replace(",", group) + (f"{decimal}{cents:02}" if cents else "")
    (num,) = read(language, f"x {text} prompts")
    assert num.low == pytest.approx(n + cents / 100)


@settings(max_examples=200, deadline=None)
@given(st.integers(1000, 10**12), st.sampled_from([" ", "\u00a0", "\u202f", "'", "’", "_"]))
def test_digits_in_groups_come_back(n: int, sign: str) -> None:
    (num,) = read("en", f"{n:,}".replace(",", sign) + " prompts")
    assert num.low == n


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="0123456789.,'e+-/ ^x", max_size=60))
@example("x0.0e")
@example("0^-1")
@example("0.001^-60")
def test_numbers_are_finite_and_bounded(text: str) -> None:
    for num in read("en", text):
        assert -LARGEST <= num.low <= num.high <= LARGEST


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300))
def test_no_text_breaks_reading_and_numbers_never_overlap(text: str) -> None:
    for language in ("en", "es"):
        words = number_words(language)
        tokens = scan(clean(text), words.tails)
        end = 0
        for num in read_numbers(tokens, words):
            assert end <= num.start < num.end <= len(tokens)
            end = num.end


@pytest.mark.parametrize("numeral", ["", "1.2.3", "1,2,3,4", "12,34", "1'2"])
def test_a_numeral_has_the_readings_its_signs_allow(numeral: str) -> None:
    expected = {"12,34": (12.34,)}
    assert readings(numeral or "0") == expected.get(numeral, (0.0,) if not numeral else ())


HOSTILE = [
    "1" * 600, "1,111" * 120, "1.1" * 200, "one " * 150, "million " * 80, "half " * 120, "one and " * 80,
    "and a half " * 55, "between one and " * 40, "1/" * 300, "1 000 " * 100, "10^" * 200, "2x" * 300,
    "- " * 300,
    "about " * 100, "of " * 200, "a million or two " * 35, "hundreds of " * 50, "twenty" * 100, "$" * 600,
    "5% " * 200, "1e9" * 200,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12])
def test_hostile_text_takes_bounded_work(text: str) -> None:
    """The worst takes 115,000 calls: under 4 ms on two slow cores."""
    for language in ("en", "es"):
        words = number_words(language)

        def read(words: NumberWords = words) -> None:
            read_numbers(scan(clean(text), words.tails), words)

        assert calls(read) < 180_000
