"""A Discord bot that answers questions about the footprint of AI."""

__version__ = "0.1.0"
