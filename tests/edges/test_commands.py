"""The command line, driven as a person or a program drives it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from typing import Any

import pytest

from bot import commands
from bot.__main__ import main


def lines_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def parse(given: bytes) -> list[dict[str, Any]]:
    out = io.StringIO()
    commands.parse(io.BytesIO(given), out)
    return lines_of(out.getvalue())


def estimate(*requests: object) -> list[dict[str, Any]]:
    out = io.StringIO()
    given = "".join(json.dumps(request) + "\n" for request in requests)
    commands.estimate(io.BytesIO(given.encode()), out)
    return lines_of(out.getvalue())


def test_parse_answers_each_line_in_order() -> None:
    first, second, third = parse(
        b"how much energy does a million ChatGPT queries use?\n\n"
        b'{"text": "and in France?", "context": ["co2 of 10 gpt-4o prompts"]}\n'
    )
    assert (first["intent"], first["metrics"]) == ("estimate", ["energy"])
    assert (
        first["items"][0] | {"subject": "chatgpt", "amount": 1_000_000, "unit": "prompt"} == first["items"][0]
    )
    assert second["intent"] == "none"
    assert (third["region"], third["items"][0]["amount"]) == ("FR", 10)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b"\xff\xfe", "UTF-8"),
        (b'{"text": 5}', "text"),
        (b'{"text": "hi", "context": 5}', "context"),
        (b'{"text": "hi', "JSON"),
        (b'{"a":' * 5000, "JSON"),
    ],
)
def test_a_bad_line_yields_an_error_in_its_place_and_the_rest_goes_on(line: bytes, fault: str) -> None:
    bad, good = parse(line + b"\nco2 per gpt-4o prompt\n")
    assert fault in bad["error"]
    assert good["intent"] == "estimate"


def test_estimate_reads_a_request_and_prints_base_units() -> None:
    (body,) = estimate({"items": [{"subject": "gpt-4o", "activity": "text", "amount": 10, "unit": "prompt"}]})
    (item,) = body["items"]
    assert {name: item[name]["unit"] for name in ("energy", "carbon", "water", "cost", "hardware")} == {
        "energy": "Wh",
        "carbon": "g",
        "water": "L",
        "cost": "USD",
        "hardware": "chip-hour",
    }
    assert 0 < item["energy"]["low"] < item["energy"]["median"] < item["energy"]["high"]
    used = {source["id"] for source in body["sources"]}
    assert {a["source"] for a in item["assumptions"] if a["basis"] != "stated"} <= used


@pytest.mark.parametrize(
    ("request_body", "field"),
    [
        ([], "request"),
        ({"intent": "guess"}, "intent"),
        ({}, "intent"),
        ({"items": {}}, "items"),
        ({"items": [5]}, "items[0]"),
        ({"intent": "estimate", "items": [{"subject": "gpt-9"}]}, "items[0].subject"),
        ({"items": [{"subject": "gpt-4o", "activity": "text", "amount": -1}]}, "items[0].amount"),
        ({"items": [{"subject": "gpt-4o", "activity": "text"}], "region": "XX"}, "region"),
        ({"items": [{"subject": "gpt-4o", "activity": "text"}], "metrics": ["joy"]}, "metrics[0]"),
        ({"items": [{"subject": "gpt-4o", "activity": "text"}], "versus": [5]}, "versus[0]"),
        ({"items": [{"subject": "gpt-4o", "activity": "text"}], "language": 5}, "language"),
    ],
)
def test_a_bad_request_names_the_field(request_body: object, field: str) -> None:
    (body,) = estimate(request_body)
    assert body["error"].startswith(f"{field}:")


def test_not_a_number_is_refused() -> None:
    out = io.StringIO()
    commands.estimate(
        io.BytesIO(b'{"items": [{"subject": "gpt-4o", "activity": "text", "amount": NaN}]}\n'), out
    )
    assert json.loads(out.getvalue())["error"].startswith("items[0].amount:")


def test_ask_prints_the_figure_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "how much energy does a million ChatGPT queries use?"]) == 0
    first_line = capsys.readouterr().out.splitlines()[0]
    assert "ChatGPT" in first_line
    assert "kWh" in first_line


def test_ask_as_json_holds_the_three_parts_on_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--json", "--region", "FR", "co2 of a gpt-4o prompt"]) == 0
    (body,) = lines_of(capsys.readouterr().out)
    assert set(body) == {"request", "estimate", "reply"}
    assert body["estimate"]["items"][0]["region"] == "FR"
    assert body["reply"]["text"].startswith("**")


def test_ask_in_an_unknown_language_is_one_line_and_a_status(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--lang", "xx", "hello"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_ask_in_an_unknown_region_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--region", "Atlantis", "co2 of a gpt-4o prompt"]) == 2
    assert "Atlantis" in capsys.readouterr().err


def test_wrong_settings_are_lines_and_a_status(capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    monkeypatch.setenv("HTTP_PORT", "eighty")
    assert main(["run"]) == 2
    assert capsys.readouterr().err == (
        "footprint: HTTP_PORT must be a whole number from 0 to 65535, not 'eighty'\n"
    )


def test_sync_without_a_token_is_one_line(capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "")
    assert main(["sync"]) == 1
    assert "DISCORD_TOKEN" in capsys.readouterr().err


def test_a_closed_pipe_ends_quietly() -> None:
    """A reader such as head may close the pipe early."""
    script = f"yes 'co2 per gpt-4o prompt' | head -n 200 | {sys.executable} -m bot parse | head -n 1"
    run = subprocess.run(["sh", "-c", script], capture_output=True, text=True, env=os.environ, check=False)
    assert run.stderr == ""
    assert json.loads(run.stdout)["intent"] == "estimate"
