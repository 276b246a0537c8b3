"""A proxy to the primary that can lose answers of completed calls."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from local.system import STAGE


@dataclass
class LossyProxy:
    """The number of answers still to be lost, and the number of calls so far."""

    url: str = ""
    to_lose: int = 0
    calls: int = 0


@contextmanager
def proxy_to(port: int) -> Iterator[LossyProxy]:
    """Forward every POST to a port of this machine, and its answer back, unless that is to be lost."""
    proxy = LossyProxy()

    class Passing(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            proxy.calls += 1
            body = self.rfile.read(int(self.headers["content-length"]))
            connection = http.client.HTTPConnection("127.0.0.1", port)
            connection.request("POST", self.path, body, dict(self.headers.items()))
            response = connection.getresponse()
            answer = response.read()
            if proxy.to_lose:
                proxy.to_lose -= 1
                self.close_connection = True
                return
            self.send_response(response.status)
            for name, value in response.getheaders():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Passing) as server:
        proxy.url = f"http://127.0.0.1:{server.server_port}/{STAGE}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield proxy
        server.shutdown()
