"""The command `footprint`, and the only reader of the environment.

What a command needs is imported when it runs, so that `footprint parse` doesn't wait for Discord's library.
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import TextIO

from bot import __version__
from bot.config import ConfigError, Settings, read_settings, set_up_logging

FAILED = 1  # something outside is wrong: a token, a port, a data file
MISUSED = 2  # the command line or the settings are wrong, as argparse has it


class CommandError(Exception):
    """A command cannot do its work; the message is the one line that says why."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = _parser().parse_args(arguments)
    try:
        _run(options, sys.stdout)
        sys.stdout.flush()
    except ConfigError as error:
        return _complain(error, MISUSED)
    except CommandError as error:
        return _complain(error, FAILED)
    except BrokenPipeError:  # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        return 130
    return 0


def _run(options: argparse.Namespace, out: TextIO) -> None:
    from bot.commands import BadOption
    from estimator.errors import DataError

    try:
        match options.command:
            case "ask":
                from bot import commands

                commands.ask(
                    " ".join(options.question),
                    as_json=options.json,
                    language=options.lang,
                    region=options.region,
                    out=out,
                    environment=os.environ,
                )
            case "parse":
                from bot import commands

                commands.parse(sys.stdin.buffer, out)
            case "estimate":
                from bot import commands

                commands.estimate(sys.stdin.buffer, out)
            case "validate":
                from estimator import validate

                validate.main(out)
            case "sync" | "invite":
                _at_discord(options.command, _settings(), out)
            case _:
                _serve(_settings(), out)
    except BadOption as error:
        raise ConfigError(str(error)) from None
    except DataError as error:
        raise CommandError(f"a data file is wrong: {error}") from None


def _settings() -> Settings:
    from dotenv import dotenv_values

    file = {name: value for name, value in dotenv_values(".env").items() if value is not None}
    settings = read_settings({**file, **os.environ})
    set_up_logging(settings)
    return settings


def _serve(settings: Settings, out: TextIO) -> None:
    """Run the bot until it is told to stop: on Discord with a token, else as a chat page."""
    import asyncio

    from bot import pipeline

    pipeline.load()
    if settings.discord_token:
        from bot.discord.run import StartError, run

        try:
            asyncio.run(run(settings, pipeline, lambda line: print(line, file=out, flush=True)))
        except StartError as error:
            raise CommandError(str(error)) from None
    else:
        from bot.web.server import PageError, serve

        print(
            "No DISCORD_TOKEN is set, so this is the bot as a chat page; README.md says how to connect it.",
            file=out,
        )
        try:
            asyncio.run(serve(settings, lambda line: print(line, file=out, flush=True)))
        except PageError as error:
            raise CommandError(str(error)) from None


def _at_discord(command: str, settings: Settings, out: TextIO) -> None:
    """Register the commands, or say the link that adds the bot to a server."""
    import asyncio

    from bot.discord import sync
    from bot.discord.run import StartError

    if not settings.discord_token:
        purpose = "register the commands" if command == "sync" else "know whom to invite"
        raise CommandError(f"DISCORD_TOKEN is needed to {purpose}")
    work = sync.sync if command == "sync" else sync.invite
    try:
        asyncio.run(work(settings, lambda line: print(line, file=out, flush=True)))
    except StartError as error:
        raise CommandError(str(error)) from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="footprint", description="Answers questions about the footprint of AI, with ranges and sources."
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser(
        "run", help="the bot: on Discord with DISCORD_TOKEN set, else as a chat page (the default)"
    )
    ask = commands.add_parser("ask", help="one answer, here")
    ask.add_argument("question", nargs="+")
    ask.add_argument(
        "--json", action="store_true", help="the request, the estimate and the reply on one line"
    )
    ask.add_argument(
        "--lang", metavar="LANGUAGE", help="the language where the question leaves it open: en, es"
    )
    ask.add_argument("--region", metavar="CODE", help="where it runs unless the question says: FR, US-VA")
    commands.add_parser("parse", help="questions, one a line, to what they were understood to ask, as JSON")
    commands.add_parser("estimate", help="requests as JSON, one a line, to estimates as JSON")
    commands.add_parser("validate", help="the method against measurements and published figures")
    commands.add_parser("sync", help="register the slash commands with Discord")
    commands.add_parser("invite", help="the link that adds the bot to a server, with what it may do there")
    return parser


def _complain(error: Exception, status: int) -> int:
    for line in str(error).splitlines():
        print(f"footprint: {line}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
