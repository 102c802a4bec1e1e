"""The bot on Discord: a gateway client and its slash commands, thin shells over the pipeline."""
