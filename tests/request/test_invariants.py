"""What holds for every message: nothing is passed over in silence, and nothing breaks the parser."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import pipeline
from bot.request import Request
from bot.request.evidence import measured
from bot.request.facts import Facts
from tests.counting import calls

CORPUS = Path(__file__).parent.parent / "corpus"
CASES = [
    (language, case, say)
    for language in ("en", "es")
    for file in sorted((CORPUS / language).glob("*.toml"))
    for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
    for say in case["say"]
]
ASKED = [(case, say) for _, case, say in CASES if "context" not in case and case["intent"] != "none"]


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("energy of 100 gpt-4o prompts, 28 kangaroos", "28"),
        ("energía de 100 prompts de gpt-4o, 28 canguros", "28"),
        ("energy of 100 gpt-4o prompts, in Spain: the report says gpt-4 too? 17", "17"),
    ],
)
def test_what_no_field_carries_is_listed_and_lowers_the_confidence(
    question: str, word: str, understand: Callable[..., Request]
) -> None:
    request = understand(question)
    assert word in request.unused
    assert request.confidence < 0.8


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("100 prompts a day to gpt-4o for a year but not in July and August, carbon", "in July and August"),
        ("200 prompts al mes a claude menos en agosto, agua al año", "en agosto"),
        ("compare 1 hour of Zoom without a camera with 50 prompts of gemini", "without a camera"),
        ("agua de 1000 prompts de gpt-4o, no la de las centrales", "no la de las centrales"),
        ("cost in yen of 1000 gpt-4o prompts", "yen"),
        ("at R$0.90/kWh what do 10k prompts on llama 3 70b cost", "R$0.90"),
        ("energía de un prompt de chatgpt con 3 fotos adjuntas", "3 fotos adjuntas"),
        ("cuánto gastan 5 min de videollamada con gpt-4o", "videollamada"),
        ("summarise a 2 hour podcast with gpt-4o, energy", "2 hour"),
        ("embodied carbon of an h100 spread over 4 years", "over 4"),
        ("how much does o3 use for 3 minutes of thinking", "3 minutes of"),
        (
            "how much carbon do 250 words of claude produce compared with writing by hand",
            "compared with writing by hand",
        ),
        ("200 prompts al día a chatgpt, en enero no lo uso, carbono", "en enero"),
        ("¿cuánta energía tomó entrenar gpt-4, sin los entrenamientos fallidos?", "sin los entrenamientos"),
        ("how many watts does an h100 draw at idle", "at idle"),
        ("2,4 millones de llamadas a gpt-4o en europe-west4, alcance 3, carbono", "alcance 3"),
        ("double the energy of a gpt-4 prompt is how many google searches", "double"),
        ("energía de un millón de tokens de claude, mitad de entrada", "mitad de entrada"),
        ("if chatgpt had 20% more users how much more power would it need", "20%"),
        ("is chatgpt's water use lower at night", "at night"),
        ("chatgpt on my phone, 20 prompts, energy", "on my phone"),
        ("how many olympic pools does chatgpt use in a year in the us alone", "the us alone"),
    ],
)
def test_what_is_left_out_is_told(question: str, words: str, understand: Callable[..., Request]) -> None:
    assert understand(question).unused == (words,)


@pytest.mark.parametrize(
    ("question", "words", "value"),
    [
        ("20 to 30 prompts a day to claude, carbon a year", "20 to 30", 25),
        ("a few prompts to claude a day, energy a year", "a few", 3),
        ("más de 500 imágenes con dall-e 3, agua", "más de 500", 500),
    ],
)
def test_the_value_of_an_open_number_is_told(
    question: str, words: str, value: float, understand: Callable[..., Request]
) -> None:
    (taken,) = understand(question).taken
    assert (taken.words, taken.value) == (words, value)


@pytest.mark.parametrize(
    "question",
    [
        "copilot for 50 developers, 220 working days a year, how much carbon",
        "huella de claude para 30 empleados",
    ],
)
def test_one_use_each_is_a_guess_that_is_told(question: str, understand: Callable[..., Request]) -> None:
    request = understand(question)
    assert "each" in request.guessed
    assert request.confidence < 0.8


def test_a_counted_thing_is_told_in_pieces_of_work() -> None:
    reply = pipeline.answer("how many claude prompts until i've used as much water as a 10 minute shower")
    assert reply.kind == "budget"
    assert reply.said.worth is not None
    assert reply.said.budget is not None
    one = reply.said.item.spread("water")
    assert one is not None
    assert reply.said.budget.amount.median * one.median == pytest.approx(100, rel=0.5)  # litres


@pytest.mark.parametrize(
    ("question", "unit", "digits"),
    [
        ("how much energy does a claude prompt use, in joules?", "J", " J"),
        ("energía de un prompt de claude en julios", "J", "\u202fJ"),
        ("co2 of 30000 gemini prompts in pounds please", "lb", "lb"),
        ("how many BTU for 100 gpt-4o prompts", "BTU", "BTU"),
    ],
)
def test_an_answer_is_told_in_the_unit_asked_for(question: str, unit: str, digits: str) -> None:
    reply = pipeline.answer(question)
    assert reply.request.told_in == unit
    assert digits in reply.text.replace("\u00a0", " ")


def test_money_is_told_in_the_currency_that_a_question_asks_for() -> None:
    reply = pipeline.answer("cost in euros of 100000 claude prompts")
    assert reply.request.told_in == "EUR"
    assert {each.unit for _, each in reply.said.converted} == {"EUR"}
    assert "€" in reply.text


def test_a_negated_name_is_left_out(understand: Callable[..., Request]) -> None:
    request = understand("energy of 100 prompts, not gpt-4o but claude")
    assert [item.subject for item in request.items] == ["claude"]


def test_a_boundary_is_kept_as_an_assumption(understand: Callable[..., Request]) -> None:
    (item,) = understand("energy of 100 gpt-4o prompts without PUE").items
    assert item.assumptions is not None
    assert item.assumptions.boundary == "server"


@pytest.mark.parametrize(
    ("question", "field", "value"),
    [
        ("100 llama 3 70b prompts on H100s, energy", "chip", "h100"),
        ("100 llama 3 70b prompts at batch size 8, energy", "batch", 8),
        ("100 llama 3 70b prompts with a PUE of 1.2, energy", "pue", 1.2),
        ("100 llama 3 70b prompts in fp8, energy", "precision", "fp8"),
        ("100 llama 3 70b prompts with 10k input tokens, energy", "input_tokens", 10000),
        ("100 llama 3 70b prompts at 300 g/kWh, carbon", "grid", 300),
        ("100 sdxl images with 30 steps, energy", "steps", 30),
        ("100 sdxl images at 1024x768, energy", "width", 1024),
        ("energía de 100 prompts de llama 3 70b con un PUE de 1,2", "pue", 1.2),
    ],
)
def test_an_input_that_the_question_fixes_is_an_assumption(
    question: str, field: str, value: object, understand: Callable[..., Request]
) -> None:
    (item,) = understand(question).items
    assert item.assumptions is not None
    assert getattr(item.assumptions, field) == value


def test_a_model_of_no_name_is_known_by_its_size(understand: Callable[..., Request]) -> None:
    (item,) = understand("how much energy does a 405b model use per prompt").items
    assert item.assumptions is not None
    assert item.assumptions.model is not None
    assert item.assumptions.model.total_params == 405e9


def test_two_questions_of_one_message_are_both_kept(understand: Callable[..., Request]) -> None:
    request = understand(
        "how much energy do 100 gpt-4o prompts use? Also, what's the water of training GPT-3?"
    )
    assert (request.intent, request.metrics, request.items[0].subject) == ("estimate", ("energy",), "gpt-4o")
    (other,) = request.others
    assert (other.intent, other.metrics, other.items[0].activity) == ("estimate", ("water",), "training")


def core(request: Request) -> dict[str, Any]:
    """Return what a request asks for, without how it was said."""
    body = request.as_json()
    how = ("confidence", "unused", "unknown", "guessed", "taken", "told_in", "understood", "alternatives")
    for name in (*how, "others"):
        del body[name]
    if request.intent in ("check", "budget", "explain", "lookup"):
        body["metrics"] = []
    if request.intent == "check" and request.items:
        body["topic"] = None  # a claim that goes round may be told by its words as well
    for item in body["items"]:
        item["amount"] = float(f"{item['amount']:.5g}")
    return body


@pytest.mark.parametrize("say", [say for _, say in ASKED])
def test_the_line_that_restates_a_request_reads_back_to_it(
    say: str, understand: Callable[..., Request]
) -> None:
    request = understand(say)
    if request.intent == "check" and not request.items:
        assert understand(request.understood).topic == request.topic  # its title has a number of its own
    else:
        assert core(understand(request.understood)) == core(request), request.understood


def misspell(word: str, source: random.Random) -> str:
    """Return a word of six letters or more with one slip of the finger inside."""
    at = source.randrange(1, len(word) - 2)
    slip = source.choice(("swap", "drop", "double"))
    if slip == "swap":
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + (word[at + 1 :] if slip == "drop" else word[at] + word[at:])


def test_one_slip_of_the_finger_keeps_the_meaning_or_asks(understand: Callable[..., Request]) -> None:
    """A wrong request with confidence is the one outcome that must stay rare."""
    source = random.Random(7)
    wrong = tried = 0
    for _, case, say in CASES:
        words = say.split(" ")
        long = [at for at, word in enumerate(words) if len(word) >= 6 and word.isascii() and word.isalpha()]
        if "context" in case or case["intent"] != "estimate" or not long:
            continue
        at = source.choice(long)
        typed = " ".join([*words[:at], misspell(words[at], source), *words[at + 1 :]])
        request, meant = understand(typed), understand(say)
        tried += 1
        wrong += (
            request.intent != "none"
            and request.confidence >= 0.8
            and core(request)["items"] != core(meant)["items"]
        )
    assert tried > 60
    assert wrong / tried < 0.05


@pytest.mark.parametrize("change", ["upper", "no accents", "emoji", "spaces", "question mark"])
def test_case_accents_emoji_and_marks_keep_the_request(
    change: str, understand: Callable[..., Request]
) -> None:
    changes: dict[str, Callable[[str], str]] = {
        "upper": str.upper,
        "no accents": lambda say: say.translate(str.maketrans("áéíóúÁÉÍÓÚ", "aeiouAEIOU")),
        "emoji": lambda say: f"🤖 {say} <:gpt:123456> 😀",
        "spaces": lambda say: f"  {say.replace(' ', '  ')}\n",
        "question mark": lambda say: say.rstrip("?") + "??",
    }
    plain = [(case, say) for case, say in ASKED if case["intent"] in ("estimate", "equivalent")][::4]
    differ = [say for _, say in plain if core(understand(changes[change](say))) != core(understand(say))]
    assert len(differ) <= len(plain) * 0.04, differ


HOSTILE = {
    "digits": "1" * 4000,
    "grouped digits": "1.111 " * 660,
    "one word": "a" * 4000,
    "strange words": "blorg " * 660,
    "names": "gpt-4o vs " * 400,
    "questions": "how much water? " * 250,
    "ones": "one " * 1000,
    "units": "5 kWh per prompt " * 230,
    "marks": "?!.,;:" * 660,
    "newlines": "energy\n" * 570,
    "places": "in Spain or " * 330,
    "quotes": '"' * 4000,
    "combining": "e\u0301" * 2000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_message_takes_bounded_work(kind: str, understand: Callable[..., Request]) -> None:
    """The usual question takes 5,000 calls, the worst of these 140,000: some 12 ms on a quiet machine."""
    understand(HOSTILE[kind])  # fills the caches
    assert calls(lambda: understand(HOSTILE[kind])) < 200_000


WORDS = sorted({word for _, _, say in CASES for word in say.split()})


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=25).map(" ".join))
def test_any_words_in_any_order_give_a_request(text: str) -> None:
    request = pipeline.understand(text)
    assert 0 <= request.confidence <= 1
    assert request.understood
    assert all(item.amount >= 0 for item in request.items)
    assert (request.claim is not None) == (request.intent == "check")
    assert (request.budget is not None) == (request.intent == "budget")


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(ASKED), st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join))
def test_any_words_after_a_question_give_a_request(asked: tuple[dict[str, Any], str], text: str) -> None:
    request = pipeline.understand(text, asked[1])
    assert request.intent in ("none", "help", "explain", "lookup") or request.items or request.topic


BEFORE = {
    "en": (
        "how much energy do 1000 GPT-4o prompts use?",
        "compare the carbon of 20 llama 3 70b answers and 20 mistral large answers in Poland",
        "how many km by car is training gpt-3?",
    ),
    "es": (
        "¿cuánta agua gastan 500 consultas a gemini al mes?",
        "compara el carbono de 20 respuestas de llama 3 70b y 20 de mistral large en Polonia",
        "¿cuántos km en coche es entrenar gpt-3?",
    ),
}


@pytest.mark.parametrize("language", BEFORE)
def test_a_complete_question_means_the_same_after_another(
    language: str, understand: Callable[..., Request], facts: Callable[[str], Facts]
) -> None:
    """Those that lack a model, or start with "and", may lean on what was asked before."""
    asked = [
        say
        for spoken, case, say in CASES
        if spoken == language and "context" not in case and case["intent"] != "none"
    ]
    changed = {
        say
        for say in asked
        for before in BEFORE[language]
        if understand(say).as_json() != understand(say, before).as_json()
    }
    complete = {say for say in changed if measured(facts(say)) and not leans(facts(say))}
    assert not complete
    assert len(changed) <= len(asked) * 0.02


def leans(stated: Facts) -> bool:
    """Return whether a message leaves out its model, or goes on from something."""
    nameless = all(mention.generic for mention in stated.mentions)
    return nameless or any(cue.start <= 1 for cue in stated.tagged.cues_of("go-on"))


@pytest.mark.parametrize(
    ("say", "asked"),
    [
        ("water of 20 chatgpt prompts? also the co2 of 5 images", [("water", 20), ("carbon", 5)]),
        (
            "how much energy for 100 gpt-4o prompts, how much water for 5 dall-e images?",
            [("energy", 100), ("water", 5)],
        ),
        ("energy of 100 gpt-4o prompts. and 5 dall-e 3 images.", [("energy", 100), ("energy", 5)]),
        ("¿cuánta energía gasta entrenar gpt-3? ¿y gpt-4? ¿y llama 3.1 405b?", [("energy", 1)] * 3),
        ("how much carbon is one gpt-4o prompt in france? in poland?", [("carbon", 1)] * 2),
    ],
)
def test_every_question_of_a_message_is_kept(
    say: str, asked: list[tuple[str, float]], understand: Callable[..., Request]
) -> None:
    request = understand(say)
    found = [(each.metrics[0], each.items[0].amount) for each in (request, *request.others)]
    assert found == asked


def test_what_is_looked_up_of_two_places_is_looked_up_of_each(understand: Callable[..., Request]) -> None:
    request = understand("carbon intensity Poland vs Sweden")
    assert [(each.topic, each.region) for each in (request, *request.others)] == [
        ("grid-intensity", "PL"),
        ("grid-intensity", "SE"),
    ]


@pytest.mark.parametrize(
    ("say", "left"),
    [
        ("energy of 100 llama 3 8b prompts on my laptop", "on my laptop"),
        ("energy of gpt-4o at 3 am", "3 am"),
        ("carbon of 1000 gpt-4o prompts in 2030", "2030"),
        ("carbon of 1000 gpt-4o prompts with 50% solar", "50% solar"),
        ("what if everyone in spain used chatgpt 10 times a day", "everyone in spain"),
        ("energía de 100 prompts de llama 3 8b en mi portátil", "en mi portátil"),
        ("energy of 100 gpt-4o prompts, not counting the network", "not counting the network"),
        ("un vídeo de 5 segundos en 4K con sora", "4K"),
        ("energy to make a 10 second sora clip at 1080p 30fps", "30fps"),
        ("how much carbon would 1000 gpt-4o prompts emit if they weren't run in the US", "the US"),
        ("water for 1000 gpt-4o prompts excluding power generation", "excluding power generation"),
        ("carbon of 1000 gpt-4o prompts, market-based", "market-based"),
        ("refactorizar 50 mil líneas de código con claude code, ¿huella?", "50 mil"),
        ("coste de 1000 prompts de llama 3 70b a 2,5 pesos el kWh", "2,5"),
        ("energy of 50 prompts to gpt-5 instant", "instant"),
        ("servidor con 8 H100 al 50% durante una semana, energía", "50%"),
        ("spent $200 on the claude api last month, carbon?", "$200"),
        ("with 3 kg of carbon per month how many claude prompts a day", "per month"),
        ("zillions of prompts to gpt-4o, water?", "zillions of"),
        ("tropecientas preguntas a gpt-4o, ¿cuánta agua?", "tropecientas"),
    ],
)
def test_what_no_field_carries_is_said(say: str, left: str, understand: Callable[..., Request]) -> None:
    request = understand(say)
    assert left in request.unused
    assert request.confidence < 0.8


@pytest.mark.parametrize(
    "say",
    [
        "what percentage of France's electricity is 1 billion gpt-4o prompts a day?",
        "¿qué porcentaje de la electricidad de Francia son mil millones de prompts de gpt-4o al día?",
    ],
)
def test_work_is_not_run_where_its_share_of_the_electricity_is_asked(
    say: str, understand: Callable[..., Request]
) -> None:
    request = understand(say)
    assert request.region is None
    assert request.unused
    assert request.confidence < 0.8
