"""Numbers, counts and lists as each language writes them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot import pipeline
from bot.languages import exactly, language, languages
from bot.wording.quantities import Quantities
from estimator.figure import Spread

NO_BREAK = {"en": "\u00a0", "es": "\u202f"}


@pytest.mark.parametrize(
    ("tag", "value", "text"),
    [
        ("en", "1900", "1,900"),
        ("en", "0.32", "0.32"),
        ("es", "1900", "1900"),
        ("es", "19000", "19.000"),
        ("es", "1.1", "1,1"),
        ("es-MX", "1900.5", "1,900.5"),
        ("es-419", "1900", "1,900"),
        ("en-US", "1900", "1,900"),
        ("en", "1E+30", "1\u00a0×\u00a010³⁰"),
        ("es", "2.5E-9", "2,5\u00a0×\u00a010⁻⁹"),
        ("en", "0", "0"),
    ],
)
def test_number(tag: str, value: str, text: str) -> None:
    assert language(tag).number(Decimal(value)) == text


@pytest.mark.parametrize(
    ("tag", "value", "text"),
    [
        ("en", 1, "1"),
        ("en", 730000, "730,000"),
        ("en", 1e6, "a million"),
        ("en", 1.5e6, "1.5 million"),
        ("en", 1234567, "1,234,567"),
        ("en", 1e9, "a billion"),
        ("en", 2.5e12, "2.5 trillion"),
        ("en", 0.5, "0.5"),
        ("es", 1e6, "un millón"),
        ("es", 1e9, "1000 millones"),
        ("es", 2.5e9, "2500 millones"),
        ("es", 1e12, "un billón"),
        ("es", 3e12, "3 billones"),
        ("en", 1e30, "1\u00a0×\u00a010³⁰"),
    ],
)
def test_count(tag: str, value: float, text: str) -> None:
    assert language(tag).count(value) == text


@pytest.mark.parametrize(
    ("tag", "value", "text"),
    [
        ("en", 1, "one prompt"),
        ("en", 1e6, "a million prompts"),
        ("en", 1000, "1,000 prompts"),
        ("es", 1, "una consulta"),
        ("es", 1e6, "un millón de consultas"),
        ("es", 2e6, "2 millones de consultas"),
        ("es", 1234567, "1.234.567 consultas"),
        ("es", 1000, "1000 consultas"),
    ],
)
def test_counted(tag: str, value: float, text: str) -> None:
    words = language(tag)
    assert words.counted(value, words.labels["units"]["prompt"]) == text


@pytest.mark.parametrize(
    ("tag", "spread", "text", "ends"),
    [
        ("en", Spread(120e3, 320e3, 900e3, "Wh"), "320_kWh", "120–900_kWh"),
        ("es", Spread(0.3e3, 1.1e3, 4e3, "L"), "1,1_m³", "0,3–4_m³"),
        ("en", Spread(10, 30, 90, "USD"), "$30", "$10–90"),
        ("es", Spread(10, 30, 90, "USD"), "30_dólares", "10–90_dólares"),
        ("en", Spread(1e6, 3e6, 9e6, "USD"), "$3 million", "$1–9 million"),
        ("es", Spread(1e6, 3e6, 9e6, "USD"), "3 millones de_dólares", "1–9 millones de_dólares"),
        ("en", Spread(1e12, 2e12, 7e12, "g"), "2 million_t CO₂e", "1–7 million_t CO₂e"),
        ("en", Spread(0.0001, 0.0003, 0.0009, "USD"), "0.03_cents", "0.01–0.09_cents"),
        ("en", Spread(0.005, 0.01, 0.05, "USD"), "1_cent", "0.5–5_cents"),
    ],
)
def test_quantity(tag: str, spread: Spread, text: str, ends: str) -> None:
    words = language(tag)
    assert words.quantity(spread) == text.replace("_", NO_BREAK[tag])
    assert words.range(spread) == ends.replace("_", NO_BREAK[tag])


@pytest.mark.parametrize(
    ("tag", "spread", "text"),
    [
        ("es", Spread(120e3, 320e3, 900e3, "Wh"), "unos 320_kWh"),
        ("es", Spread(2e6, 5e6, 9e6, "g"), "unas 5_t de CO₂e"),
        ("es", Spread(0.5e3, 1e3, 2e3, "Wh"), "alrededor de 1_kWh"),
        ("es", exactly(1287e6, "Wh"), "1,287_GWh"),
        ("en", Spread(2, 6, 17, "times"), "about 6 times"),
    ],
)
def test_about(tag: str, spread: Spread, text: str) -> None:
    assert Quantities(language(tag)).about(spread) == text.replace("_", NO_BREAK[tag])


@pytest.mark.parametrize(
    ("tag", "seconds", "text"),
    [
        ("en", 90, "90_seconds"),
        ("en", 600, "10_minutes"),
        ("en", 3600, "1_hour"),
        ("es", 86400 * 11, "11_días"),
        ("en", 0.25, "0.25_seconds"),
    ],
)
def test_duration(tag: str, seconds: float, text: str) -> None:
    assert language(tag).duration(seconds) == text.replace("_", NO_BREAK[tag])


@pytest.mark.parametrize(
    ("share", "text"), [(0.97, "97%"), (0.5, "50%"), (0.996, "more than 99%"), (1.0, "more than 99%")]
)
def test_a_probability_is_never_certain(share: float, text: str) -> None:
    assert Quantities(language("en")).percent(share) == text


def test_a_list_is_joined_as_the_language_does() -> None:
    assert language("en").listing(["a", "b", "c"]) == "a, b and c"
    assert language("es").listing(["a", "b", "c"], style="or") == "a, b o c"
    assert language("en").listing(list("abcdefgh"), limit=2) == "a, b and 6 more"
    assert language("es").listing([]) == ""


@pytest.mark.parametrize(
    ("tag", "code", "name", "text"),
    [
        ("en", "FR", "", "France"),
        ("es", "FR", "", "Francia"),
        ("en", "NL", "", "the Netherlands"),
        ("en", "WLD", "World", "world average"),
        ("es", "US-VA", "Virginia", "Virginia"),
        ("en", "XX-Y", "", "XX-Y"),
    ],
)
def test_place(tag: str, code: str, name: str, text: str) -> None:
    assert language(tag).place(code, name) == text


@pytest.mark.parametrize("tag", ["fr", "", "zz-ZZ", "en-XX", "../../etc", "es-419-x", "EN"])
def test_any_tag_has_a_language(tag: str) -> None:
    assert language(tag).name in languages()


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("bitcoin frente a ChatGPT", "unos 2,7 millones de veces"),
        ("bitcoin frente a ChatGPT", "1–6 millones de veces"),
        ("GPT-4o frente a o3", "unas 4,6 veces"),
        ("bitcoin vs ChatGPT", "1–6 million times"),
    ],
)
def test_times_are_told_as_a_language_counts_them(question: str, said: str) -> None:
    told = pipeline.answer(question).text
    assert said in told.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(("name", "said"), [("en", "$1 million"), ("es", "un millón de dólares")])
def test_a_million_of_money_is_written_as_money_is(name: str, said: str) -> None:
    told = language(name).quantity(Spread(0.2e6, 1.0e6, 4e6, "USD"))
    assert told.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ") == said
