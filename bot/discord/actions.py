"""Which button, menu or form does what."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from bot.discord import (
    board,
    changing,
    following,
    model_list,
    pin_actions,
    pin_refresh,
    privacy,
    settings,
    showing,
)
from bot.discord.controls import Control
from bot.discord.dealing import Dealing

Action = Callable[[Dealing, str], Awaitable[None]]


def _plain(action: Callable[[Dealing], Awaitable[None]]) -> Action:
    return lambda dealing, _: action(dealing)


# By the action of a custom id; those that work out an answer count against the cooldown.
COSTLY: Final[dict[str, Action]] = {
    "to_region": _plain(changing.to_region),
    "to_other": _plain(changing.to_other),
    "choice": changing.to_choice,
    "chart": _plain(showing.show_charts),
    "further": _plain(following.further),
    "try": following.try_out,
    "share": _plain(following.share),
}
FREE: Final[dict[str, Action]] = {
    "region": _plain(changing.ask_region),
    "compare": _plain(changing.ask_other),
    "how": lambda dealing, _: showing.show_behind(dealing, "how"),
    "sources": lambda dealing, _: showing.show_behind(dealing, "sources"),
    "follow": _plain(following.ask_further),
    "delete": _plain(following.delete),
    "models": model_list.turn,
    "models_jump": model_list.ask_page,
    "models_page": model_list.to_page,
    "settings": settings.act,
    "pin": _plain(pin_actions.press),
    "pin_now": pin_actions.pin_now,
    "pin_edit": pin_actions.edit_now,
    "pin_instead": pin_actions.replace,
    "unpin": _plain(pin_actions.unpin),
    "refresh_all": _plain(pin_refresh.refresh_all),
    "board": board.turn,
    "board_place": board.turn,
    "privacy": privacy.act,
}


async def act(dealing: Dealing, control: Control) -> None:
    """Do what a button, menu or form asks for; one that is no longer known gets a note."""
    action = COSTLY.get(control.action) or FREE.get(control.action)
    if action is None:
        await dealing.note("notes.gone")
    else:
        await action(dealing, control.detail)


def costs(control: Control | None) -> bool:
    """Return whether something counts as a question."""
    return control is not None and control.action in COSTLY
