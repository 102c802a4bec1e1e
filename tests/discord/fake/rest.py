"""The fake's REST API: each call held against Discord's document and rules, then done as Discord does it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from aiohttp import web

from tests.discord.fake import rules, spec
from tests.discord.fake.interactions import SAY, SHOW_FORM, UPDATE

if TYPE_CHECKING:
    from tests.discord.fake.discord import FakeDiscord

PREFIX = "/api/v10"
REASON_LIMIT = 512  # characters for the audit log
OPEN = ("/interactions/", "/webhooks/")  # calls that a token in the path authorises


class ApiError(Exception):
    """An error as Discord answers it."""

    def __init__(self, status: int, code: int, message: str, errors: Any = None) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"code": code, "message": message, **({"errors": errors} if errors else {})}


@dataclass
class Call:
    """One request as its handler reads it."""

    variables: dict[str, str]
    query: dict[str, str]
    body: Any
    files: dict[str, bytes]
    reason: str = ""  # for the audit log

    def id(self, name: str) -> int:
        value = self.variables[name]
        return int(value) if value.isdigit() else 0


@dataclass
class Fault:
    """What the next calls of an operation meet instead of their answer."""

    operation: str
    status: int
    code: int
    times: int
    retry_after: float
    after: bool  # the call is done first, only its answer is lost


Handler = Callable[[Call], Awaitable[Any]]
Happening = Callable[[], None]


class Rest:
    """The API's front: authorisation, faults, checks of every body; the work is `handlers`'."""

    def __init__(self, discord: FakeDiscord) -> None:
        self._discord = discord
        self.handlers: dict[str, Handler] = {}
        self.log: list[tuple[str, int]] = []  # operation and status, in order
        self.busy = 0
        self._faults: list[Fault] = []
        self._happenings: dict[tuple[str, bool], Happening] = {}  # by operation, and whether after it

    def fail(
        self,
        operation: str,
        status: int,
        *,
        code: int = 0,
        times: int = 1,
        retry_after: float = 0.05,
        after: bool = False,
    ) -> None:
        """Let the next calls of an operation ("POST /channels/{channel_id}/messages") fail."""
        self._faults.append(Fault(operation, status, code, times, retry_after, after))

    def when(self, operation: str, happens: Happening, *, after: bool = False) -> None:
        """Have something happen once, right before the next call of an operation is done, or right after."""
        self._happenings[operation, after] = happens

    def count(self, operation: str, status: int | None = None) -> int:
        """Return how often an operation was called, or answered with a status."""
        return sum(name == operation and status in (None, got) for name, got in self.log)

    async def handle(self, request: web.Request) -> web.Response:
        path = request.path.removeprefix(PREFIX)
        self.busy += 1
        try:
            found = spec.operation(request.method, path)
            name = f"{request.method} {found[0].path}" if found else f"{request.method} {path}"
            try:
                status, body = await self._answer(request, path, name, found)
            except ApiError as error:
                status, body = error.status, error.body
            self.log.append((name, status))
            headers = {"Via": "1.1 fake"}
            if status == 429:
                headers |= {"Retry-After": str(body["retry_after"]), "X-RateLimit-Scope": "user"}
            if body is None:
                return web.Response(status=status, headers=headers)
            # Exactly this content type: discord.py takes one with a charset for text.
            return web.Response(
                body=json.dumps(body).encode(),
                status=status,
                content_type="application/json",
                headers=headers,
            )
        finally:
            self.busy -= 1

    async def _answer(
        self, request: web.Request, path: str, name: str, found: tuple[spec.Operation, dict[str, str]] | None
    ) -> tuple[int, Any]:
        if found is None or name not in self.handlers:
            self._problem(name, "no such call")
            raise ApiError(404, 0, "404: Not Found")
        if not path.startswith(OPEN) and request.headers.get("Authorization") != f"Bot {self._discord.token}":
            raise ApiError(401, 0, "401: Unauthorized")
        operation, variables = found
        body, files = await _read(request)
        wrong = self._wrong(name, operation, body, files)
        if wrong:
            for line in wrong:
                self._problem(name, line)
            raise ApiError(400, 50035, "Invalid Form Body", {"_errors": wrong})
        fault = self._next_fault(name)
        if fault and not fault.after:
            return self._failure(fault)
        reason = unquote(request.headers.get("X-Audit-Log-Reason", ""))
        if len(reason) > REASON_LIMIT:
            self._problem(name, f"a reason of {len(reason)} characters")
        self._happenings.pop((name, False), _nothing)()
        answer = await self.handlers[name](Call(variables, dict(request.query), body, files, reason))
        self._happenings.pop((name, True), _nothing)()
        status = 204 if answer is None else 200
        lines = [] if answer is None else spec.faults(operation.responses.get(status), answer, False)
        for line in lines:
            self._problem(name, f"the fake's own answer: {line}")
        return self._failure(fault) if fault else (status, answer)

    def _wrong(self, name: str, operation: spec.Operation, body: Any, files: dict[str, bytes]) -> list[str]:
        if name.startswith("PATCH") and isinstance(body, dict):
            body.pop("tts", None)  # discord.py sends it with every edit, and Discord reads past it
        wrong = spec.faults(operation.request, body)
        if wrong or body is None:
            return wrong
        if name.startswith("PUT /applications/"):
            return rules.command_faults(body)
        if name.endswith("/callback"):
            if body["type"] == SHOW_FORM:
                return rules.form_faults(body["data"])
            if body["type"] not in (SAY, UPDATE):
                return []
            return rules.message_faults(body.get("data") or {}, files=len(files), new=body["type"] == SAY)
        if "/messages" in name or name.startswith("POST /webhooks/"):
            return rules.message_faults(body, files=len(files), new=name.startswith("POST"))
        return []

    def _next_fault(self, name: str) -> Fault | None:
        for fault in self._faults:
            if fault.operation == name and fault.times:
                fault.times -= 1
                return fault
        return None

    def _failure(self, fault: Fault) -> tuple[int, Any]:
        if fault.status == 429:
            message = "You are being rate limited."
            return 429, {"message": message, "retry_after": fault.retry_after, "global": False}
        return fault.status, {"code": fault.code, "message": f"{fault.status}: by the test's wish"}

    def _problem(self, name: str, line: str) -> None:
        self._discord.problems.append(f"{name}: {line}")


def _nothing() -> None:
    """Do nothing."""


async def _read(request: web.Request) -> tuple[Any, dict[str, bytes]]:
    """Return a request's JSON and its files, by name."""
    if not request.can_read_body:
        return None, {}
    if not request.content_type.startswith("multipart/"):
        text = await request.text()
        return (json.loads(text) if text else None), {}
    body: Any = None
    files: dict[str, bytes] = {}
    form = await request.post()
    for key, part in form.items():
        if key == "payload_json":
            assert isinstance(part, str)
            body = json.loads(part)
        elif isinstance(part, web.FileField):
            files[part.filename] = part.file.read()
    return body, files
