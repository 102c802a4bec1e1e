"""Lengths of time and numbers are told as people say them, and no id or raw float reaches a reader."""

from __future__ import annotations

import re

import pytest

from bot.pipeline import answer, answer_request, words
from bot.request import Request
from bot.request.measures import METRIC_OF
from estimator.catalogue import load
from estimator.units import SECONDS, spoken
from estimator.workload import Budget, Workload

LONG = re.compile(r"\d[.,]\d{5,}")  # a float that nobody rounded


@pytest.mark.parametrize(
    ("amount", "unit", "told"),
    [
        (1 / 6, "hour", (10, "minute")),
        (1.5, "hour", (90, "minute")),
        (0.25, "day", (6, "hour")),
        (2.5, "day", (60, "hour")),
        (24, "hour", (24, "hour")),
        (5400, "second", (90, "minute")),
        (7200, "second", (2, "hour")),
        (45, "second", (45, "second")),
        (1 / 120, "hour", (30, "second")),
        (0.5, "year", (0.5, "year")),
        (1042.857142857, "hour", (1042.857142857, "hour")),
    ],
)
def test_a_length_of_time_is_told_in_the_unit_that_measures_it(
    amount: float, unit: str, told: tuple[float, str]
) -> None:
    assert spoken(amount, unit) == told
    assert told[0] * SECONDS[told[1]] == pytest.approx(amount * SECONDS[unit])


@pytest.mark.parametrize(
    ("question", "headline", "understood"),
    [
        ("Energy of 10 minutes of ChatGPT", "10 minutes of ChatGPT", "10 minutes of ChatGPT"),
        ("Energía de 10 minutos de ChatGPT", "10 minutos de ChatGPT", "10 minutos de ChatGPT"),
        ("Energy of 90 minutes of Sora video", "90 minutes of video", "90 minutes of video of Sora"),
        ("Energía de dos horas de audio con Whisper", "2 horas de audio", "2 horas de audio de Whisper"),
        ("An H100 for 90 minutes", "90 minutes of one NVIDIA H100", "90 minutes of NVIDIA H100"),
        ("How many ChatGPT prompts for 2 gallons of water?", "7.57 L of water", "2 gallon"),
    ],
)
def test_a_reply_tells_a_stated_amount_as_people_say_it(
    question: str, headline: str, understood: str
) -> None:
    text = " ".join(answer(question).text.replace("**", "").split())
    assert headline in text
    assert understood in text
    assert not LONG.search(text.split("Sources:")[0].split("Fuentes:")[0])


def test_part_of_a_thing_takes_a_verb_in_the_singular() -> None:
    text = answer_request(Request("estimate", items=(Workload("chatgpt", "text", 1 / 3),))).text
    assert "of one ChatGPT prompt uses" in text


@pytest.mark.parametrize("tag", ["en", "es"])
def test_no_id_of_a_model_or_a_thing_reaches_a_reader(tag: str) -> None:
    """Every model, service, chip and everyday thing is told by its name."""
    catalogue = load()
    units = {"image": "image", "video": "second", "audio": "second"}
    works = [
        Workload(name, each.activity, 1, units.get(each.activity, "prompt"))
        for name, each in {**catalogue.models, **catalogue.services}.items()
    ]
    works += [Workload(name, "hardware", 1, "hour") for name in catalogue.chips]
    tags = (tag for found in words().packs[tag].phrases.values() for tag in found)
    said = {tag.key for tag in tags if tag.kind == "things"}  # what a question can name
    works += [Workload(name, "everyday", 1, "item") for name in catalogue.things if name in said]
    for work in works:
        reply = answer_request(Request("estimate", items=(work,), language=tag))
        text = re.sub(r"\(<[^>]*>\)", "", reply.text)
        if "-" in work.subject and reply.kind == "estimate":
            names = [entry.name for entry in (
                catalogue.models.get(work.subject), catalogue.services.get(work.subject),
                catalogue.chips.get(work.subject),
            ) if entry is not None]  # fmt: skip
            assert work.subject not in text or any(work.subject in name for name in names), text


@pytest.mark.parametrize(
    ("tag", "thing", "amount", "said"),
    [
        ("en", "wind-year", 1, "A year of a wind turbine makes about"),
        ("es", "wind-year", 5, "5 aerogeneradores en un año producen unos"),
        ("en", "hoover-day", 1, "A day of the Hoover Dam makes about"),
        ("en", "tree-year", 40, "What 40 young trees take up in a year is about 440 kg CO₂e"),
        ("es", "tree-year", 1, "Lo que absorbe un árbol joven en un año equivale a unos 11 kg de CO₂e"),
        ("en", "fridge-year", 1, "A year of fridge uses about"),
    ],
)
def test_what_makes_electricity_or_takes_up_carbon_is_not_said_to_use_or_emit_it(
    tag: str, thing: str, amount: float, said: str
) -> None:
    item = Workload(thing, "everyday", amount, "item")
    text = answer_request(Request("estimate", items=(item,), language=tag)).text
    assert said in " ".join(text.replace("**", "").split())


def test_trees_are_counted_with_their_range_and_have_no_grid() -> None:
    offset = answer("How many trees would offset training GPT-3?").text.replace("\xa0", " ")
    assert "as what 50,000 young trees take up in a year** (90% range 22,000–90,000)" in offset
    against = answer("Is training GPT-4 more carbon than 1000 trees take up?").text
    assert against.count("young trees take up in a year") == 2  # the headline and one line
    assert "kWh" not in next(line for line in against.splitlines() if line.startswith("- What 1,000"))


@pytest.mark.parametrize("unit", [unit for unit, metric in METRIC_OF.items() if metric != "cost"])
def test_each_unit_that_a_question_can_state_is_converted(unit: str) -> None:
    budget = Budget(METRIC_OF[unit], 3, unit)
    item = Workload("chatgpt", "text", 1, "prompt")
    reply = answer_request(Request("budget", items=(item,), budget=budget, language="en"))
    assert reply.kind == "budget"


def test_a_currency_without_a_rate_is_said_to_have_none() -> None:
    assert "I have no exchange rate" in answer("How many ChatGPT prompts for 500 yen?").text
    assert "No tengo el cambio" in answer("¿Cuántas consultas a ChatGPT por 500 pesos argentinos?").text


def test_money_that_is_exact_is_told_to_the_cent() -> None:
    assert "$2.50 as input, $10 as output" in answer("Cost of 1 million tokens of GPT-4o").text
    assert "2,50 dólares de entrada" in " ".join(
        answer("Precio de un millón de tokens de GPT-4o").text.split()
    )


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("1 GWh in everyday terms", "1 GWh: as much energy as 94 US homes in a year."),
        (
            "¿A qué equivalen 500 kg de CO2?",
            "500 kg de CO₂e: tanto carbono como 2600 km en coche de gasolina.",
        ),
        ("1000 litros de agua en perspectiva", "1 m³: equivale a 16 duchas de ocho minutos."),
    ],
)
def test_a_bare_amount_is_told_in_things_that_people_know(question: str, first: str) -> None:
    text = answer(question).text
    for space in ("\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"):
        text = text.replace(space, " ")
    assert text.replace("*", "").splitlines()[0] == first


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("un centro de datos de 100 MW un año", "Un año de un centro de datos de 100 MW gasta 876 GWh"),
        ("1000 H100 for a month", "720,000 hours of one NVIDIA H100 chip use about"),
        ("100 ChatGPT prompts a day for 5 million people for a year", "182.5 billion ChatGPT prompts use"),
        ("3285000 ChatGPT prompts", "3,285,000 ChatGPT prompts use"),
        ("a million texts of 500 tokens embedded with text-embedding-3-large", "(500 tokens each) use about"),
        ("full fine-tuning of Llama 3 8B on 10M tokens", "Llama 3 8B (every weight of it) uses about"),
        ("energía de entrenar GPT-3, 12 millones", "«12 millones de consultas»"),
        ("¿12 millones de dólares costó entrenar GPT-3?", "12 millones"),
        ("RLHF de Llama 3 8B", "He entendido: estimar: huella · ajuste fino de Llama 3 8B"),
    ],
)
def test_numbers_and_nouns_agree(question: str, words: str) -> None:
    text = answer(question).text.replace("*", "")
    for space in ("\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"):
        text = text.replace(space, " ")
    assert words in text


def test_less_than_a_few_seconds_pictures_nothing() -> None:
    assert "second" not in answer("one ChatGPT prompt").text
    assert "segundo" not in answer("una consulta a ChatGPT").text
