"""A Discord bot that answers questions about the footprint of AI."""
