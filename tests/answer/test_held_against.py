"""What a claim is held against: the figure that it repeats, and no statement without data."""

from __future__ import annotations

import pytest

from bot import pipeline


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("will data centres use 945 TWh in 2030?", "945"),
        ("will data centres use 950 TWh in 2030?", "950"),
        ("¿gastarán los centros de datos 945 TWh en 2030?", "945"),
    ],
)
def test_a_published_number_is_held_against_itself(question: str, figure: str) -> None:
    text = (
        pipeline.answer(question)
        .text.replace("\N{NO-BREAK SPACE}", " ")
        .replace("\N{NARROW NO-BREAK SPACE}", " ")
    )
    held = next(line for line in text.splitlines() if "2030" not in line and "TWh" in line)
    assert held.count(f"{figure} TWh") == 2, "as claimed and as published"


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("Is it true that AI companies spend over 80% of capital on compute?", "a statement without data"),
        (
            "¿Es verdad que las empresas de IA gastan el 80 % de su capital en cómputo?",
            "afirmación sin datos",
        ),
    ],
)
def test_what_somebody_said_without_data_confirms_nothing(question: str, opening: str) -> None:
    said = pipeline.answer(question)
    assert opening in said.text.splitlines()[0]
    verdict = pipeline.estimate(said.request).verdict
    assert verdict is not None
    assert verdict.ruling == "unknown"


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("training a 70B model", "14 trillion tokens to learn from ("),
        ("training a 70B model", "200 tokens to learn from for each parameter ("),
        ("entrenar GPT-2", "300.000 millones de tokens de los que aprender ("),
        ("entrenar GPT-2", "tokens de los que aprender por cada parámetro ("),
        ("one DeepSeek-R1 prompt", "tokens of reasoning for each that is seen ("),
        ("RLHF of DeepSeek V3 with 100k prompts", "answers a prompt ("),
        ("LoRA fine-tuning of Llama 3 8B on 10 million tokens", "of their peak speed ("),
        ("one ChatGPT prompt", "parameters in all ("),
        ("one image from DALL-E 3", "parameters in all ("),
    ],
)
def test_what_a_range_is_said_to_come_from_stands_among_the_assumptions(question: str, shown: str) -> None:
    lines = pipeline.answer(question).text.splitlines()
    assumed = next(line for line in lines if "Assumed: " in line or "Supuesto: " in line)
    assert shown in assumed


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("was GPT-3 training 200 times more expensive than GPT-2?", "too wide to confirm it"),
        ("¿fue entrenar GPT-3 200 veces más caro que GPT-2?", "demasiado amplio para confirmarlo"),
    ],
)
def test_a_range_of_a_hundred_times_confirms_nothing(question: str, opening: str) -> None:
    assert opening in pipeline.answer(question).text.splitlines()[0]


@pytest.mark.parametrize(
    "question",
    [
        "How much carbon do AI researchers' flights emit?",
        "¿Cuánto carbono emiten los vuelos de los investigadores de IA?",
    ],
)
def test_researchers_flights_are_no_prompt(question: str) -> None:
    request = pipeline.understand(question)
    assert (request.intent, request.topic) == ("explain", "left-out-flights")
    assert "flights" in pipeline.answer(question).text or "vuelos" in pipeline.answer(question).text


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("water of training GPT-3", "as here, outside our range"),
        ("agua de entrenar GPT-3", "fuera de nuestro margen"),
    ],
)
def test_a_published_figure_outside_our_range_is_said_to_be(question: str, note: str) -> None:
    assert note in pipeline.answer(question).text
    assert note.split(", ")[-1] not in pipeline.answer("energy of one Gemini prompt").text


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("inference vs training", "Use takes more, where somebody has measured it"),
        ("¿Qué gasta más, la inferencia o el entrenamiento?", "Gasta más el uso, donde alguien lo ha medido"),
        ("does inference use more energy than training?", "Use takes more"),
    ],
)
def test_inference_is_weighed_against_training_before_the_figures(question: str, verdict: str) -> None:
    assert pipeline.answer(question).text.startswith(verdict)


@pytest.mark.parametrize(
    ("question", "opening", "money"),
    [
        ("ChatGPT costs 36 cents per interaction", "times too much", "in rent of the chips"),
        ("cada interacción con ChatGPT cuesta 36 centavos", "No:", "en alquiler de los chips"),
        ("0.36 cents per query for ChatGPT, is it true?", "Out of date", "in rent of the chips"),
        ("Is it true that a ChatGPT query costs 2 cents?", "Out of date", "in rent of the chips"),
        ("each ChatGPT query costs a few cents", "Out of date", "in rent of the chips"),
        ("Altman says ChatGPT costs single-digit cents per chat", "Out of date", "in rent of the chips"),
        ("¿Es cierto que ChatGPT cuesta unos pocos centavos?", "Desfasado", "en alquiler de los chips"),
        (
            "running ChatGPT costs $694,444 a day",
            "the middle of our range is about 2.4 times",
            "in rent of the chips",
        ),
        (
            "¿es verdad que ChatGPT cuesta 694.444 dólares al día?",
            "cifra antigua",
            "en alquiler de los chips",
        ),
        ("does a Claude Opus 4 prompt cost 5 cents?", "Yes, as a list price", "at the API's list price"),
        ("does a ChatGPT prompt cost 0.004 cents?", "Yes, for the electricity", "in electricity"),
    ],
)
def test_a_claim_of_money_says_which_money_it_is_held_against(
    question: str, opening: str, money: str
) -> None:
    first, second, third = pipeline.answer(question).text.splitlines()[:3]
    assert opening in first
    assert money in second
    assert third.startswith(("Counted otherwise: ", "Contado de otra forma: "))
    assert money.removeprefix("in ").removeprefix("en ").casefold() not in third.casefold()


@pytest.mark.parametrize(
    "question", ["one ChatGPT prompt in dollars", "a million ChatGPT prompts in dollars"]
)
def test_what_a_whole_chat_cost_is_no_figure_for_a_prompt(question: str) -> None:
    assert "Reuters" not in pipeline.answer(question).text


@pytest.mark.parametrize(
    ("question", "times"),
    [
        ("is it true that ChatGPT uses ten times a Google search?", "1.3 times"),
        ("¿es verdad que ChatGPT gasta diez veces más que una búsqueda de Google?", "1,3 veces"),
    ],
)
def test_a_figure_that_was_given_without_a_range_is_as_wide_as_its_rounding(
    question: str, times: str
) -> None:
    text = pipeline.answer(question).text
    assert times in text.splitlines()[1], "0.38 Wh over 0.3 Wh"


@pytest.mark.parametrize("question", ["AI uses 62 TWh a year, is that true?", "¿la IA gasta 62 TWh al año?"])
def test_all_of_ai_is_not_held_against_one_prompt(question: str) -> None:
    said = pipeline.answer(question)
    verdict = pipeline.estimate(said.request).verdict
    assert verdict is not None
    assert (verdict.figure, verdict.ruling) == ("ai-energy-2024", "supported")


@pytest.mark.parametrize(
    ("question", "opening", "homes"),
    [
        ("Did training GPT-3 use enough power for 360 homes?", "which homes", "370 homes in the European"),
        ("¿Entrenar GPT-3 gastó la energía de 360 hogares?", "qué hogares", "370 hogares en la Unión"),
        ("Did training GPT-3 use the power of 360 US homes?", "3 times too much", "120 US homes"),
        ("¿entrenar GPT-3 gasta tanto como 360 hogares españoles?", "Sí, encaja", "390 hogares españoles"),
    ],
)
def test_homes_are_those_of_the_claim_in_all_of_an_answer(question: str, opening: str, homes: str) -> None:
    said = pipeline.answer(question)
    first, second = said.text.splitlines()[:2]
    assert opening in first
    assert homes in second
    assert "world" not in said.text
    assert "mundo" not in said.text


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("does one AI image use as much energy as charging a phone?", "still possible, but about 2.5 times"),
        ("¿una imagen con IA gasta como cargar el móvil?", "aún es posible, pero es unas 2,5 veces"),
        ("does ChatGPT use as much energy as 17,000 homes?", "it still fits"),
    ],
)
def test_an_old_figure_inside_our_range_is_not_called_out_of_date(question: str, opening: str) -> None:
    assert opening in pipeline.answer(question).text.splitlines()[0]


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("does GPT-5 use 40 Wh per answer?", "Not proven, and above our own range"),
        ("¿GPT-5 gasta 40 Wh por respuesta?", "No está demostrado, y queda por encima de nuestro margen"),
    ],
)
def test_what_is_unproven_says_on_which_side_of_our_range_it_lies(question: str, opening: str) -> None:
    assert opening in pipeline.answer(question).text.splitlines()[0]
