"""What is weighed is told by what sets its sides apart, and a training that nobody ran so is no past."""

from __future__ import annotations

import pytest

from bot import pipeline
from bot.chart.chart import Ranges
from bot.chart.choose import choose
from estimator import catalogue


def read(question: str) -> str:
    """Return a reply as it is read."""
    text = pipeline.answer(question).text
    return text.replace("*", "").replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("question", "more", "less"),
    [
        (
            "solar vs coal for training GPT-3",
            "Training GPT-3 on coal plants alone emits about",
            "- Training GPT-3 on solar panels alone: 48 t CO₂e (",
        ),
        (
            "¿entrenar GPT-3 con energía solar o con carbón?",
            "Entrenar GPT-3 con solo centrales de carbón emite unas",
            "- Entrenar GPT-3 con solo paneles solares: 48 t de CO₂e (",
        ),
    ],
)
def test_trainings_on_two_plants_have_two_names_and_ranges(question: str, more: str, less: str) -> None:
    lines = read(question).splitlines()
    assert lines[0].startswith(more)
    assert any(line.startswith(less) for line in lines), lines


@pytest.mark.parametrize(
    ("question", "tells"),
    [
        ("carbon of training GPT-3", "Training GPT-3 emitted 552 t"),
        ("carbon of training GPT-3 in Sweden", "Training GPT-3 emits about"),
        ("carbono de entrenar GPT-3 en Suecia", "Entrenar GPT-3 emite un"),
    ],
)
def test_a_training_elsewhere_is_supposed(question: str, tells: str) -> None:
    assert tells in read(question)


def test_a_training_elsewhere_emits_what_its_grid_does() -> None:
    said = pipeline.answer("carbon of training GPT-3 in Sweden")
    # 1,287 MWh at some 30 g/kWh are 40 t, where 552 t were emitted as it was run
    found = pipeline.estimate(said.request).items[0].carbon
    assert found is not None
    assert 20e6 < found.median < 80e6
    assert "Published for the same: 552" not in said.text


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("energy to embed 10 million documents of 500 tokens", "text-embedding-3-large"),
        ("¿cuánta energía gasta calcular embeddings de un millón de textos?", "text-embedding-3-large"),
        ("energy of embedding 1000 texts with ChatGPT", "chatgpt"),
    ],
)
def test_embeddings_stand_for_an_embedding_model(question: str, subject: str) -> None:
    request = pipeline.understand(question)
    assert [item.subject for item in request.items] == [subject]
    assert ("model" in request.guessed) == (subject != "chatgpt")


@pytest.mark.parametrize(
    "question",
    [
        "¿Qué gasta más, entrenar GPT-3 o un día de ChatGPT?",
        "training GPT-3 vs a day of ChatGPT",
        "does training GPT-3 take more energy than ChatGPT in a day?",
    ],
)
def test_a_training_is_weighed_against_a_day_of_a_service(question: str) -> None:
    items = pipeline.understand(question).items
    assert [(each.subject, each.activity, each.unit) for each in items] == [
        ("gpt-3", "training", "run"),
        ("chatgpt", "text", "day"),
    ]


@pytest.mark.parametrize(
    ("question", "order"),
    [
        ("rank Poland, Sweden and Germany from lowest to highest carbon for one ChatGPT prompt", "SGP"),
        ("rank Poland, Sweden and Germany by carbon for one ChatGPT prompt", "PGS"),
        ("ordena Polonia, Suecia y Alemania de menos a más carbono para una consulta a ChatGPT", "SAP"),
        ("ordena Polonia, Suecia y Alemania de más a menos carbono para una consulta a ChatGPT", "PAS"),
    ],
)
def test_what_is_ranked_is_listed_the_way_it_is_asked_for_in_text_and_picture(
    question: str, order: str
) -> None:
    said = pipeline.answer(question)
    listed = [line[2] for line in read(question).splitlines() if line.startswith("- ")]
    assert "".join(listed) == order
    assert said.estimate is not None
    drawn = choose(said.said, said.estimate, catalogue.load())[0]
    assert isinstance(drawn, Ranges)
    assert "".join(row.label[0] for row in drawn.rows) == order
    assert pipeline.understand(said.request.understood).ascending == said.request.ascending


@pytest.mark.parametrize(
    ("question", "seat", "note"),
    [
        (
            "a million ChatGPT prompts vs a flight from Madrid to New York",
            "One seat on a flight from Madrid to New York",
            "A flight is one seat, one way, with the warming of its contrails.",
        ),
        (
            "un millón de consultas a ChatGPT frente a un vuelo de Madrid a Nueva York",
            "Un asiento en un vuelo de Madrid a Nueva York",
            "Un vuelo es un asiento, solo ida, con lo que calientan sus estelas.",
        ),
    ],
)
def test_a_named_flight_is_that_flight_and_says_what_is_counted(question: str, seat: str, note: str) -> None:
    text = read(question)
    assert text.startswith(seat)
    assert note in text


@pytest.mark.parametrize(
    "question",
    ["a million ChatGPT prompts vs a flight from Oslo to Rome", "training GPT-3 vs an Oslo-Rome flight"],
)
def test_a_flight_that_another_stands_for_is_said_to_be_left_out(question: str) -> None:
    assert pipeline.understand(question).unused == ("Oslo", "Rome")
    assert "“Oslo” and “Rome”" in read(question).splitlines()[0]


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("bitcoin vs ChatGPT", "one more adds nearly nothing"),
        ("energy of a bitcoin transaction", "one more adds nearly nothing"),
        ("¿cuánta energía gasta una transacción de bitcoin?", "una más no añade casi nada"),
    ],
)
def test_a_transaction_is_told_to_be_a_share(question: str, note: str) -> None:
    assert note in read(question)


def test_what_a_thing_takes_is_told_once_with_its_source() -> None:
    assumed = next(line for line in read("energy of a bitcoin transaction").splitlines() if "Assumed" in line)
    assert assumed.count("one Bitcoin transaction") == assumed.count("Digiconomist") == 1
    assert all(unit in assumed for unit in ("MWh", "kg", "m³"))
