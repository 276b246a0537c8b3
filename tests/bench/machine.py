"""One line about the machine on which figures were measured."""

import datetime as dt
import os
import platform
from pathlib import Path


def line() -> str:
    """Processor, cores, load, Python, operating system, and time."""
    now = dt.datetime.now(dt.UTC).strftime("%Y-%m-%d %H:%M UTC")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    load = f"load {os.getloadavg()[0]:.1f} at the start"
    python = f"Python {platform.python_version()}"
    return f"{processor()}, {cores} cores, {load}, {python}, {platform.system()} {platform.release()}, {now}"


def processor() -> str:
    """The processor's name, as far as the system reports it."""
    facts = Path("/proc/cpuinfo")
    named = [line for line in facts.read_text().splitlines() if line.startswith("model name")] if facts.exists() else []
    return named[0].partition(":")[2].strip() if named else platform.processor() or platform.machine()
