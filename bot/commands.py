"""The commands that read lines and print lines: `footprint ask`, `parse` and `estimate`."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any, BinaryIO, TextIO

from bot import languages, pipeline, terminal
from bot.request.reading import request_from_json
from estimator import catalogue
from estimator.errors import EstimatorError, UnknownName
from estimator.grid import find

log = logging.getLogger(__name__)


class BadLine(Exception):
    """A line of input is not of the form that the command reads."""


class BadOption(Exception):
    """An option of a command names something that there is not."""


def ask(
    question: str,
    *,
    as_json: bool,
    language: str | None,
    region: str | None,
    out: TextIO,
    environment: Mapping[str, str],
) -> None:
    """Print the answer to one question, for a person or as one line of JSON.

    The environment tells what the terminal behind `out` can do.
    """
    if language is not None and language not in languages.languages():
        raise BadOption(f"--lang must be one of {', '.join(languages.languages())}, not {language!r}")
    if region is not None:
        try:
            find(catalogue.load(), region, "--region")
        except UnknownName as error:
            raise BadOption(str(error)) from None
    reply = pipeline.answer(question, language=language, region=region)
    if as_json:
        body = {
            "request": reply.request.as_json(),
            "estimate": reply.estimate.as_json() if reply.estimate else None,
            "reply": reply.as_json(),
        }
        print(json.dumps(body, ensure_ascii=False), file=out)
    else:
        print(terminal.show(reply.whole, out, environment), file=out)


def parse(lines: BinaryIO, out: TextIO) -> None:
    """Print, for each line of questions, what it was understood to ask."""
    _answer_lines(lines, out, lambda line: pipeline.understand(*_question(line)).as_json())


def estimate(lines: BinaryIO, out: TextIO) -> None:
    """Print, for each line that holds a request, its estimate."""
    _answer_lines(lines, out, lambda line: pipeline.estimate(request_from_json(_json(line))).as_json())


def _answer_lines(lines: Iterable[bytes], out: TextIO, answer: Callable[[str], dict[str, Any]]) -> None:
    """Print one JSON object a line of input, in order; a bad line yields `{"error": …}` in its place."""
    for raw in lines:
        try:
            body = answer(raw.decode("utf-8").rstrip("\r\n"))
        except UnicodeDecodeError:
            body = {"error": "the line is not UTF-8"}
        except (BadLine, EstimatorError) as error:
            body = {"error": str(error)}
        except Exception:  # a bug; the lines after it are still answered
            log.exception("no answer to a line")
            body = {"error": "an error of the program, not of this line; it is in the log"}
        print(json.dumps(body, ensure_ascii=False, allow_nan=False), file=out, flush=True)


def _question(line: str) -> tuple[str, str | list[str] | None]:
    """Return the text and the context of a line: plain text, or an object with `text` and `context`."""
    if not line.lstrip().startswith('{"'):
        return line, None
    body = _json(line)
    if not isinstance(body, dict) or not isinstance(body.get("text"), str):
        raise BadLine("text: a string is needed")
    context = body.get("context")
    if context is None or isinstance(context, str):
        return body["text"], context
    if isinstance(context, list) and all(isinstance(turn, str) for turn in context):
        return body["text"], context
    raise BadLine("context: a string or a list of strings is needed")


def _json(line: str) -> Any:
    try:
        return json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadLine(f"not JSON: {error}") from None
