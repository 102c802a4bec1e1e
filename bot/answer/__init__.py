"""Request + Estimate → Answer: what is worth saying."""

from bot.answer.answer import Answer, Kind, Picture, Reason
from bot.answer.behind import behind, rested_on
from bot.answer.compose import compose
from bot.answer.resting import things_told

__all__ = ["Answer", "Kind", "Picture", "Reason", "behind", "compose", "rested_on", "things_told"]
