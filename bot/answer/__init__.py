"""Request + Estimate → Answer: what is worth saying."""

from bot.answer.answer import Answer, Kind, Picture, Reason
from bot.answer.behind import behind
from bot.answer.compose import compose

__all__ = ["Answer", "Kind", "Picture", "Reason", "behind", "compose"]
