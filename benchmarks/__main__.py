"""Prints every benchmark's table."""

from __future__ import annotations

import platform
import sys

import numpy as np

from benchmarks import discord, processes, stages


def main() -> None:
    """Run all benchmarks, one table each."""
    print(
        f"Python {platform.python_version()}, numpy {np.__version__}, {platform.machine()}, {sys.platform}\n"
    )
    for title, rows in (
        ("Whole processes (median of 5 after one to warm up)", processes.measure()),
        ("Inside a running bot, one question at a time", stages.measure()),
        ("On Discord: one process, a fake Discord in another", discord.measure()),
    ):
        print(title)
        width = max(len(name) for name, _ in rows)
        for name, value in rows:
            print(f"  {name:<{width}}  {value}")
        print()


if __name__ == "__main__":
    main()
