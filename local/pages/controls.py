"""The interfaces below /_local/ that change how the system runs: jobs by hand, and the clock."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from local import clock, job_runs
from local.api.interface import Interface, RequestRefused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from local.api.answer import Answer
    from local.api.page_request import PageRequest
    from vault.runtime.registry import Functions

ROOT = "/_local/"
FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def answer(request: PageRequest, functions: Functions) -> Answer | None:
    """Return None for the path of no interface."""
    interface = _interfaces(functions).get(request.path.removeprefix(ROOT))
    return interface.answer(request) if interface else None


def _interfaces(functions: Functions) -> dict[str, Interface]:
    names = list(job_runs.scheduled_jobs(functions))
    return {
        "clock": Interface(_read_clock, _set_clock, frozenset({"now"})),
        "jobs": Interface(post=lambda _: {"jobs": names, "failed": _run(functions, names)}),
        **{f"jobs/{name}": Interface(post=partial(_run_job, functions, name)) for name in names},
    }


def _run_job(functions: Functions, name: str, _: dict[str, Any]) -> dict[str, object]:
    return {"job": name, "failed": _run(functions, [name])}


def _run(functions: Functions, names: Iterable[str]) -> list[dict[str, str]]:
    return [vars(failure) for failure in job_runs.run(functions, names)]


def _read_clock() -> dict[str, str]:
    from vault.kernel.time import now, real_now, to_wire

    return {"now": to_wire(now()), "real": to_wire(real_now())}


def _set_clock(members: dict[str, Any]) -> dict[str, str]:
    if "now" not in members:
        sentence = "now is missing: an instant (ISO 8601), or null for the machine's time."
        raise RequestRefused(sentence)
    moment = None if members["now"] is None else _parse_instant(members["now"])
    if found := clock.follow():
        found.set(moment)
    return _read_clock()


def _parse_instant(text: object) -> datetime:
    """Raises RequestRefused."""
    from vault.kernel.time import DateTimeInvalid, from_wire

    try:
        moment = from_wire(text) if isinstance(text, str) else LAST
    except DateTimeInvalid:
        moment = LAST
    if not FIRST <= moment < LAST:
        sentence = (
            "now is no instant between 2000 and 2200 (ISO 8601 with an offset), such as 2027-03-14T05:00:00.000Z."
        )
        raise RequestRefused(sentence)
    return moment
