"""Places where computing runs, and words that only look like places."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from importlib.resources import files

import pytest

from bot import pipeline
from bot.request import Request
from bot.request.places import subdivisions, territories
from estimator import catalogue, grid
from estimator.errors import UnknownName


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("in Spain", "ES"), ("in the UK", "GB"), ("in the USA", "US"), ("in Washington state", "US-WA"),
        ("in Georgia, US", "US-GA"), ("in Virginia", "US-VA"), ("in Quebec", "CA-QC"),
        ("in europe-west9", "FR"),
        ("in us-east-1", "US-VA"), ("on the Swedish grid", "SE"), ("in Turkey", "TR"), ("in FR", "FR"),
        ("in Côte d’Ivoire", "CI"), ("in South Korea", "KR"), ("hosted in Iceland", "IS"),
        (", germany", "DE"),
        ("in US-TX", "US-TX"), ("in the EU", "EU"), ("in Bavaria", "DE-BY"), ("in Aragon", "ES-AR"),
        ("in Tamil Nadu", "IN-TN"), ("in Jalisco", "MX-JAL"), ("in Queretaro", "MX-QUE"),
        ("in Scotland", "GB-SCT"), ("in Nova Scotia", "CA-NS"), ("in the state of Jalisco, Mexico", "MX-JAL"),
        ("in Ashburn", "US-VA"), ("in Council Bluffs", "US-IA"), ("at The Dalles", "US-OR"),
        ("in Quilicura", "CL-RM"), ("in Hamina", "FI"), ("in Luleå", "SE-BD"), ("in Zaragoza", "ES-AR"),
        ("in Tirol", "AT-7"), ("in Goa, India", "IN-GA"), ("in Spain (Aragon)", "ES-AR"), ("in VA", "US-VA"),
        ("in northcentralus", "US-IL"), ("in North Central US", "US-IL"), ("in us-ashburn-1", "US-VA"),
        ("in US East (N. Virginia)", "US-VA"), ("in Europe (Zaragoza)", "ES-AR"), ("in eu-south-2", "ES"),
        ("in mexicocentral", "MX"), ("in southamerica-west1 (Chile)", "CL"), ("in Canada (Central)", "CA-QC"),
        ("on German electricity", "DE"), ("on the Spanish grid", "ES"), ("in Chilean data centres", "CL"),
        ("in Santa Cruz, Bolivia", "BO-S"), ("in London, Ontario", "CA-ON"), ("in Paris, Texas", "US-TX"),
        ("hosted in Santiago", "CL-RM"), ("on AWS N. Virginia", "US-VA"), ("in a Dutch data center", "NL"),
        ("on the Texan grid", "US-TX"),
    ],
)  # fmt: skip
def test_a_place_is_read_as_its_code(place: str, code: str, understand: Callable[..., Request]) -> None:
    assert understand(f"energy of 100 gpt-4o prompts {place}").region == code


@pytest.mark.parametrize(
    ("lugar", "code"),
    [
        ("en España", "ES"),
        ("en Alemania", "DE"),
        ("en Texas", "US-TX"),
        ("en Estados Unidos", "US"),
        ("en México", "MX"),
        ("en Aragón", "ES-AR"),
        ("en la Comunidad de Madrid", "ES-MD"),
        ("en Querétaro", "MX-QUE"),
        ("en Baviera", "DE-BY"),
        ("en el estado de Querétaro", "MX-QUE"),
        ("en queretaro", "MX-QUE"),
        ("en la provincia de Barcelona", "ES-B"),
        ("en La Rioja", "ES-RI"),
        ("en El Salvador", "SV"),
        ("en Colón", "PA-3"),
        ("en Córdoba, Argentina", "AR-X"),
        ("en Córdoba (España)", "ES-CO"),
        ("en México, Jalisco", "MX-JAL"),
        ("en Santiago de Chile", "CL-RM"),
        ("en Hidalgo", "MX-HID"),
        ("en USA", "US"),
        ("en la red eléctrica chilena", "CL"),
        ("en centros de datos chilenos", "CL"),
        ("con electricidad alemana", "DE"),
        ("en Norte de Virginia", "US-VA"),
    ],
)
def test_a_place_is_read_in_spanish(lugar: str, code: str, understand: Callable[..., Request]) -> None:
    assert understand(f"energía de 100 prompts de gpt-4o {lugar}").region == code


@pytest.mark.parametrize(
    "question",
    [
        "energy of a gpt-4o prompt about turkey",
        "is it in the AI or in me? energy of a gpt-4o prompt",
        "us gpt-4o users: energy of a prompt",
        "a 20 MW data centre for an hour, energy",
        "cuánta energía usa gpt-4o",
        "carbon of one gpt-4o prompt worldwide",
        "energy of 100 gpt-4o prompts in flights from Paris to London",
        "is it fact or PR? energy of a gpt-4o prompt",
        "ENERGY OF 100 CHATGPT PROMPTS IN OR ME NO",
        "energy of 100 gpt-4o prompts vs a turkey sandwich",
        "energy of 100 gpt-4o prompts about jordan shoes",
        "energy of 100 gpt-4o prompts in georgia font",
        "energy of a gpt-4o chat with Victoria",
        "victoria asks 100 chatgpt prompts, energy",
        "energy of 100 gpt-4o prompts in Spanish",
        "energía de 100 prompts de gpt-4o en alemán",
        "american users send 100 chatgpt prompts: energy",
        "CUÁNTA ENERGÍA USA CHATGPT",
        "hidalgo me mandó 100 prompts de gpt-4o, ¿energía?",
        "a family in Medellín sends 100 chatgpt prompts, energy",
        "my cousin in Miami sends 100 chatgpt prompts, energy",
        "mi prima en Medellín hace 100 preguntas a chatgpt, ¿cuánta energía?",
        "100 gpt-4o prompts run by my team in Berlin: energy",
        "la carne argentina o 100 prompts de chatgpt, ¿qué contamina más?",
    ],
)
def test_an_ordinary_word_is_no_place(question: str, understand: Callable[..., Request]) -> None:
    assert understand(question).region is None


def test_places_that_are_compared_go_on_the_items(understand: Callable[..., Request]) -> None:
    request = understand("100 gpt-4o prompts in France or Poland, carbon")
    assert request.intent == "compare"
    assert [item.region for item in request.items] == ["FR", "PL"]
    assert request.region is None


def test_a_name_of_a_state_and_a_country_is_asked_about(understand: Callable[..., Request]) -> None:
    request = understand("energy of 100 gpt-4o prompts in Georgia")
    assert request.region == "US-GA"
    assert [other.region for other in request.alternatives] == ["GE"]
    assert request.confidence < 0.8
    assert understand("energy of 100 gpt-4o prompts in the country Georgia").region == "GE"


def test_a_name_that_several_countries_have_is_asked_about(understand: Callable[..., Request]) -> None:
    request = understand("energía de 100 prompts de gpt-4o en Córdoba")
    assert {request.region, *(other.region for other in request.alternatives)} == {"ES-CO", "AR-X", "CO-COR"}
    assert request.confidence < 0.8
    assert understand("energía de 100 prompts de gpt-4o en Guadalajara").confidence > 0.8


@pytest.mark.parametrize(
    "say",
    [
        "1000 gpt-4o prompts hosted in Santiago",
        "Mexico City, 1000 gpt-4o prompts",
        "gpt-4o 1000 prompts AWS Ohio",
        "1000 prompts de gpt-4o en el estado de Querétaro",
        "500 prompts gpt-4o, azure sweden central",
    ],
)
def test_a_count_of_prompts_in_a_place_is_a_question(say: str, understand: Callable[..., Request]) -> None:
    request = understand(say)
    assert request.intent == "estimate"
    assert request.region is not None


def test_a_code_of_two_letters_is_a_state_beside_another(understand: Callable[..., Request]) -> None:
    request = understand("100 gpt-4o prompts in TX or CA, carbon")
    assert [item.region for item in request.items] == ["US-TX", "US-CA"]


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("¿cuántos hogares españoles al año son un millón de prompts de gpt-4o?", "home-year-es"),
        ("how many German homes is a million chatgpt prompts a day", "home-day-de"),
        ("¿cuántos hogares brasileños al año son un millón de prompts de gpt-4o?", "home-year-br"),
        ("¿cuántos hogares chilenos al año son un millón de prompts de gpt-4o?", "home-year-world"),
    ],
)
def test_a_home_is_that_of_its_country_and_no_place_of_computing(
    question: str, thing: str, understand: Callable[..., Request]
) -> None:
    request = understand(question)
    assert request.versus == (thing,)
    assert request.region is None


@pytest.mark.parametrize(("language", "question"), [
    ("en", "energy of 100 gpt-4o prompts in {}"), ("es", "energía de 100 prompts de gpt-4o en {}"),
])  # fmt: skip
def test_the_name_that_replies_use_is_understood(
    language: str, question: str, understand: Callable[..., Request]
) -> None:
    """All of them but those that mean another place first, a model, or a number."""
    read = {code: understand(question.format(name)).region for code, name in subdivisions(language).items()}
    others = {code: region for code, region in read.items() if region != code}
    assert {code for code, region in others.items() if region is None} <= {"UY-TT", "VE-I"}
    assert len(others) < 25


def test_every_place_that_can_be_named_has_a_grid() -> None:
    data = catalogue.load()
    for language in ("en", "es"):
        codes = {code for _, code in territories(language)} | set(subdivisions(language))
        assert all(grid.find(data, code, "region").carbon.median > 0 for code in codes)


def test_both_languages_name_the_same_subdivisions_and_peoples() -> None:
    english, spanish = (pipeline.words().packs[each].language for each in ("en", "es"))
    assert subdivisions(english).keys() == subdivisions(spanish).keys()
    tables = [
        tomllib.loads((files("bot") / "words" / each / "people.toml").read_text(encoding="utf-8"))
        for each in (english, spanish)
    ]
    assert tables[0]["demonyms"].keys() == tables[1]["demonyms"].keys()


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("100 chatgpt prompts in Querétaro", "Electricity: Mexico (no figures for Querétaro alone)"),
        ("100 prompts de chatgpt en Querétaro", "Electricidad: México (no hay cifras solo de Querétaro)"),
        ("100 prompts de chatgpt en Baviera", "Electricidad: Alemania (no hay cifras solo de Baviera)"),
        ("carbon intensity of the grid in Jalisco", "There are no figures for Jalisco alone."),
    ],
)
def test_a_reply_says_whose_figures_stand_in_for_a_place(question: str, said: str) -> None:
    assert said in pipeline.answer(question).text


def test_the_live_figure_of_a_nation_is_its_countrys() -> None:
    assert pipeline.answer("carbon of 100 chatgpt prompts in England").place == "GB"
    assert pipeline.answer("carbon of 100 chatgpt prompts").place is None


def test_a_province_without_a_grid_of_its_own_has_that_of_its_country() -> None:
    found = grid.find(catalogue.load(), "ES-AR", "region")
    assert found.region == "ES"
    with pytest.raises(UnknownName):
        grid.find(catalogue.load(), "XX-AR", "region")
