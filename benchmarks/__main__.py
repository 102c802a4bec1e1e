"""Prints every benchmark's table."""

from __future__ import annotations

import platform
import sys
from collections.abc import Sequence

from benchmarks import processes


def main() -> None:
    """Run all benchmarks, one table each."""
    print(f"Python {platform.python_version()}, {platform.machine()}, {sys.platform}\n")
    # First, and before anything heavy is imported: Linux counts a parent's memory as its child's peak.
    table("Whole processes (median of 5 after one to warm up)", processes.measure())

    from benchmarks import discord, estimators, parsers, stages

    table("The estimator beside EcoLogits, each in a process of its own", estimators.measure())
    for title, rows in parsers.tables():
        table(title, rows)
    table("Inside a running bot, one question at a time", stages.measure())
    table("On Discord: one process, a fake Discord in another", discord.measure())


def table(title: str, rows: Sequence[tuple[str, str]]) -> None:
    """Print a table."""
    print(title)
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        print(f"  {name:<{width}}  {value}")
    print(flush=True)


if __name__ == "__main__":
    main()
