"""Whole processes, as the operating system accounts for them."""

from __future__ import annotations

import os
import re
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path

QUESTION = "how much energy does a million ChatGPT queries use?"
FOOTPRINT = [sys.executable, "-m", "bot"]


def measure() -> list[tuple[str, str]]:
    """Return wall time and peak memory of the commands, and the idle memory of the chat page."""
    rows = [
        _row("footprint ask", [*FOOTPRINT, "ask", QUESTION]),
        _row("footprint parse (one line)", [*FOOTPRINT, "parse"], QUESTION.encode()),
        _row("python -c 'import numpy'", [sys.executable, "-c", "import numpy"]),
        _row("python -c 'import estimator'", [sys.executable, "-c", "import estimator.estimate"]),
    ]
    start_s, idle_mb = _chat_page()
    rows.append(("chat page, start until it answers", f"{start_s:.2f} s"))
    rows.append(("chat page, memory when idle", f"{idle_mb:.0f} MB"))
    return rows


def _row(name: str, command: list[str], given: bytes = b"", runs: int = 5) -> tuple[str, str]:
    _run(command, given)
    results = [_run(command, given) for _ in range(runs)]
    wall_s = statistics.median(wall for wall, _ in results)
    peak_mb = max(peak for _, peak in results)
    return name, f"{wall_s:.2f} s, {peak_mb:.0f} MB"


def _run(command: list[str], given: bytes) -> tuple[float, float]:
    """Return one run's wall time in seconds and its peak memory in MB."""
    began = time.perf_counter()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        assert process.stdin is not None
        process.stdin.write(given)
        process.stdin.close()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}")
    return time.perf_counter() - began, usage.ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)


def _chat_page() -> tuple[float, float]:
    """Return the seconds until the chat page is up, and its resident memory in MB two seconds later."""
    environment = {**os.environ, "HTTP_PORT": "0", "DISCORD_TOKEN": ""}
    began = time.perf_counter()
    with subprocess.Popen([*FOOTPRINT, "run"], stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "http://" in line:
                break
        start_s = time.perf_counter() - began
        time.sleep(2)
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
        process.send_signal(signal.SIGTERM)
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found is not None
    return start_s, int(found[1]) / 1024
