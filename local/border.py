"""Which HTTP requests a server of this machine answers: those of its programs and of its own pages."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

HOSTS = frozenset({"127.0.0.1", "localhost"})
ROOT = 0
CONNECTIONS = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
"""Linux's tables of connections (proc_pid_net(5)); other systems have none."""
OWN_SITES = frozenset({"", "none", "same-origin"})
"""Values of Sec-Fetch-Site (Fetch Metadata Request Headers): no browser, a typed address, one of our pages."""


def names_this_machine(environ: WSGIEnvironment) -> bool:
    """Whether the Host is this machine's; a page may let another name of its own lead to 127.0.0.1."""
    try:
        host = urlsplit(f"//{environ.get('HTTP_HOST', '')}").hostname
    except ValueError:
        return False
    return host in HOSTS


def comes_from_another_site(environ: WSGIEnvironment) -> bool:
    """Whether another site's page sent the request; to follow its link to one of our pages is allowed."""
    origin = environ.get("HTTP_ORIGIN")
    if origin is not None:
        return bool(origin != f"http://{environ.get('HTTP_HOST', '')}")
    follows_a_link = environ["REQUEST_METHOD"] == "GET" and environ.get("HTTP_SEC_FETCH_DEST") == "document"
    return environ.get("HTTP_SEC_FETCH_SITE", "") not in OWN_SITES and not follows_a_link


def comes_from_another_user(environ: WSGIEnvironment) -> bool:
    """Whether another user of this machine sent the request, where the kernel tells who did."""
    address = socket.inet_aton(environ["REMOTE_ADDR"])
    client = f"{int.from_bytes(address, sys.byteorder):08X}:{int(environ['REMOTE_PORT']):04X}"
    server = f":{int(environ['SERVER_PORT']):04X}"
    rows = [line.split() for table in CONNECTIONS if table.exists() for line in table.read_text().splitlines()]
    owners = {int(row[7]) for row in rows if row[1].endswith(client) and row[2].endswith(server)}
    return not owners <= {ROOT, os.getuid()}
