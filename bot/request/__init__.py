"""Question → Request: what a message asks for, read without a language model."""

from bot.request.request import INTENTS, Intent, Request

__all__ = ["INTENTS", "Intent", "Request"]
