"""The address of a Gremlin server, which may contain a user and a password; Neptune's has none."""

from urllib.parse import urlsplit


def connection_parameters(url: str) -> dict[str, str]:
    """The parameters of gremlinpython's clients for a ws:// or wss:// URL; the credentials are for SASL PLAIN."""
    parts = urlsplit(url)
    address = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    return {"url": address, "username": parts.username or "", "password": parts.password or ""}
