"""Run as a script: clients that call an address for some seconds, each over a connection of its own.

Reads JSON from stdin: port, path, clients, seconds, the requests (headers and body) that the clients take in turn, and
whether these may be made `again`.
Prints JSON: the milliseconds of each answer, the number of answers by status, and the seconds of the whole run.
"""

import http.client
import itertools
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def run_clients(asked: dict[str, Any]) -> dict[str, Any]:
    """Run all clients until the time is over or no request is left."""
    requests = itertools.cycle(asked["requests"]) if asked["again"] else iter(asked["requests"])
    started = time.perf_counter()

    def client(_: int) -> tuple[list[float], Counter[int]]:
        return one_client(asked, requests, started + asked["seconds"])

    with ThreadPoolExecutor(asked["clients"]) as threads:
        response = list(threads.map(client, range(asked["clients"])))
    statuses: Counter[int] = sum((counted for _, counted in response), Counter())
    took = time.perf_counter() - started
    return {"taken": [one for taken, _ in response for one in taken], "statuses": statuses, "seconds": took}


def one_client(asked: dict[str, Any], requests: Iterator[Any], until: float) -> tuple[list[float], Counter[int]]:
    """Latencies (ms) and statuses of one client, which calls sequentially."""
    taken: list[float] = []
    statuses: Counter[int] = Counter()
    connection = http.client.HTTPConnection("127.0.0.1", asked["port"])
    while time.perf_counter() < until and (request := next(requests, None)):
        begun = time.perf_counter()
        connection.request("POST", asked["path"], request["body"], request["headers"])
        answer = connection.getresponse()
        answer.read()
        taken.append((time.perf_counter() - begun) * 1000)
        statuses[answer.status] += 1
    return taken, statuses


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run_clients(json.load(sys.stdin))))
