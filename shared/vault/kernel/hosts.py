"""Host names and origins in the form that DNS, browsers and mail servers use: ASCII (IDNA 2008, RFC 5891)."""

from urllib.parse import urlsplit

from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind


class ConsoleOriginInvalid(DomainError):
    """An origin is scheme, host and port, without a path (RFC 6454)."""

    code = ErrorCode.CONSOLE_ORIGIN_INVALID
    kind = Kind.INVALID


def to_ascii_host(host: str) -> str:
    """The A-label form of a host name. Raises ValueError."""
    import idna

    return host if host.isascii() else idna.encode(host, uts46=True).decode()


def to_ascii_email(address: str) -> str:
    """The address with its domain as A-labels. Raises ValueError."""
    local, _, domain = address.rpartition("@")
    return f"{local}@{to_ascii_host(domain)}"


def normalize_origin(text: str) -> str:
    """The origin as a browser sends it in the Origin header (RFC 6454, 6.2). Raises ConsoleOriginInvalid."""
    try:
        url = urlsplit(text.strip().rstrip("/"))
        host, port = to_ascii_host(url.hostname or ""), url.port
    except ValueError:
        raise ConsoleOriginInvalid from None
    if url.scheme not in {"http", "https"} or not host or url.path or url.query or url.fragment or "@" in url.netloc:
        raise ConsoleOriginInvalid
    bracketed = f"[{host}]" if ":" in host else host
    is_default = port in {None, {"http": 80, "https": 443}[url.scheme]}
    return f"{url.scheme}://{bracketed}" + ("" if is_default else f":{port}")
