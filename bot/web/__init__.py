"""The HTTP server: the bot as a chat page."""
