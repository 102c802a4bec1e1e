"""Bodies held against Discord's own OpenAPI document, in both directions."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

DOCUMENT = Path(__file__).parent.parent / "openapi" / "discord.json"


@dataclass(frozen=True)
class Operation:
    """One call of the API."""

    method: str
    path: str
    body: dict[str, Any]
    schemas: dict[str, Any]

    @cached_property
    def request(self) -> Draft202012Validator | None:
        return self._validator(self.body["request"])

    @cached_property
    def responses(self) -> dict[int, Draft202012Validator | None]:
        return {int(status): self._validator(schema) for status, schema in self.body["responses"].items()}

    def _validator(self, schema: dict[str, Any] | None) -> Draft202012Validator | None:
        if schema is None:
            return None
        return Draft202012Validator({"components": {"schemas": self.schemas}, **schema})


@cache
def _operations() -> list[tuple[str, re.Pattern[str], Operation]]:
    document = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    schemas = document["components"]["schemas"]
    # Literal paths come before those with a variable in the same place: "@original" is no message id.
    paths = sorted(document["paths"], key=lambda path: (path.count("{"), path))
    return [
        (
            method.upper(),
            re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path)),
            Operation(method.upper(), path, body, schemas),
        )
        for path in paths
        for method, body in document["paths"][path].items()
    ]


def operation(method: str, path: str) -> tuple[Operation, dict[str, str]] | None:
    """Return the operation that a request asks for with the path's variables, or None if it is not kept."""
    for kept, pattern, found in _operations():
        if kept == method and (match := pattern.fullmatch(path)):
            return found, match.groupdict()
    return None


def faults(validator: Draft202012Validator | None, body: Any, known_only: bool = True) -> list[str]:
    """Return what is wrong with a body, one line each; with `known_only`, unknown properties too."""
    if validator is None:
        return [] if body in (None, {}) else ["a body where none belongs"]
    found = [_line(error) for error in validator.iter_errors(body)]
    if known_only and not found:
        found = [f"unknown property {name}" for name in _unknown(body, validator.schema, validator.schema)]
    return found


def _line(error: ValidationError) -> str:
    """Return an error by its likeliest cause: of a choice, the branch that is no mere null."""
    while error.context:
        meant = [part for part in error.context if part.validator_value != "null"]
        error = min(meant or error.context, key=lambda part: -len(part.absolute_path))
    return f"{'.'.join(map(str, error.absolute_path)) or 'body'}: {error.message[:200]}"


def _unknown(body: Any, schema: Any, root: Any) -> list[str]:
    """Return the properties of a body's top level that its schema doesn't name."""
    if not isinstance(body, dict):
        return []
    known: set[str] = set()
    todo = [schema]
    while todo:
        part = todo.pop()
        if "$ref" in part:
            part = root["components"]["schemas"][part["$ref"].rpartition("/")[2]]
        known |= part.get("properties", {}).keys()
        todo += [*part.get("oneOf", ()), *part.get("anyOf", ()), *part.get("allOf", ())]
    return sorted(body.keys() - known)
