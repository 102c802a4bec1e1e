"""Write discord.json from Discord's OpenAPI document: the operations that the bot may use, and their schemas.

    python tests/discord/openapi/trim.py openapi.json

The document is specs/openapi.json of github.com/discord/discord-api-spec. Refresh by hand and read the diff.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

OPERATIONS = {
    "/applications/{application_id}/commands": ("get", "put"),
    "/applications/{application_id}/guilds/{guild_id}/commands": ("get", "put"),
    "/channels/{channel_id}": ("get",),
    "/channels/{channel_id}/messages": ("get", "post"),
    "/channels/{channel_id}/messages/pins": ("get",),
    "/channels/{channel_id}/messages/pins/{message_id}": ("put", "delete"),
    "/channels/{channel_id}/messages/{message_id}": ("get", "patch", "delete"),
    "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me": ("put",),
    "/channels/{channel_id}/typing": ("post",),
    "/gateway/bot": ("get",),
    "/interactions/{interaction_id}/{interaction_token}/callback": ("post",),
    "/oauth2/applications/@me": ("get",),
    "/users/@me": ("get",),
    "/users/@me/channels": ("post",),
    "/webhooks/{webhook_id}/{webhook_token}": ("post",),
    "/webhooks/{webhook_id}/{webhook_token}/messages/@original": ("get", "patch", "delete"),
    "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}": ("get", "patch", "delete"),
}


def trimmed(document: dict[str, Any]) -> dict[str, Any]:
    """Return the part of the document that OPERATIONS reach."""
    paths = {
        path: {
            method: {
                "operationId": (operation := document["paths"][path][method])["operationId"],
                "request": _json_schema(operation.get("requestBody", {})),
                "responses": {
                    status: _json_schema(response)
                    for status, response in operation["responses"].items()
                    if status.startswith("2")
                },
            }
            for method in methods
        }
        for path, methods in OPERATIONS.items()
    }
    schemas: dict[str, Any] = {}
    todo = _references(paths)
    while todo:
        name = todo.pop()
        if name not in schemas:
            schemas[name] = _without_prose(document["components"]["schemas"][name])
            todo |= _references(schemas[name])
    # Discord reads ids sent as numbers too, and its own libraries send them so.
    schemas["SnowflakeType"] = {"anyOf": [schemas["SnowflakeType"], {"type": "integer", "minimum": 0}]}
    return {
        "openapi": document["openapi"],
        "info": {"title": "Discord HTTP API, trimmed", "license": {"name": "MIT", "identifier": "MIT"}},
        "paths": paths,
        "components": {"schemas": dict(sorted(schemas.items()))},
    }


def _json_schema(body: dict[str, Any]) -> Any:
    """Return the schema of a body in JSON, or None where there is none."""
    return body.get("content", {}).get("application/json", {}).get("schema")


def _references(node: Any) -> set[str]:
    """Return the names of the schemas that a part of the document points to."""
    if isinstance(node, dict):
        found = set().union(*(_references(child) for child in node.values())) if node else set()
        if isinstance(node.get("$ref"), str):
            found.add(node["$ref"].rpartition("/")[2])
        return found
    if isinstance(node, list):
        return set().union(*(_references(child) for child in node)) if node else set()
    return set()


def _without_prose(node: Any, names_properties: bool = False) -> Any:
    """Return a schema without its descriptions, which check nothing."""
    if isinstance(node, dict):
        return {
            key: _without_prose(child, names_properties=key == "properties")
            for key, child in node.items()
            if names_properties or key != "description"
        }
    if isinstance(node, list):
        return [_without_prose(child) for child in node]
    return node


if __name__ == "__main__":
    whole = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    target = Path(__file__).with_name("discord.json")
    target.write_text(json.dumps(trimmed(whole), indent=1) + "\n", encoding="utf-8")
