"""Host names, addresses and origins as DNS, mail servers and browsers write them."""

import pytest

from vault.kernel.hosts import ConsoleOriginInvalid, normalize_origin, to_ascii_email, to_ascii_host


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("metro.example", "metro.example"),
        ("bücher.example.com", "xn--bcher-kva.example.com"),
        ("BÜCHER.example.com", "xn--bcher-kva.example.com"),
        ("faß.example", "xn--fa-hia.example"),
        ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
        ("127.0.0.1", "127.0.0.1"),
    ],
)
def test_a_host_is_written_in_ascii(host: str, expected: str) -> None:
    assert to_ascii_host(host) == expected


def test_only_the_domain_of_an_address_is_rewritten() -> None:
    assert to_ascii_email("sam@bücher.example.com") == "sam@xn--bcher-kva.example.com"


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("https://metro.example", "https://metro.example"),
        ("https://Metro.example/", "https://metro.example"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("https://metro.example:443", "https://metro.example"),
        ("https://metro.example:8443", "https://metro.example:8443"),
        ("http://localhost:5173", "http://localhost:5173"),
        ("http://[::1]:5173", "http://[::1]:5173"),
    ],
)
def test_an_origin_is_what_a_browser_sends(origin: str, expected: str) -> None:
    assert normalize_origin(origin) == expected


@pytest.mark.parametrize(
    "origin",
    ["", "metro.example", "ftp://metro.example", "https://", "https://metro.example/console", "https://metro.example?a",
     "https://me@metro.example", "https://metro.example:http", "https://a..example\u3002\u3002b"],
)  # fmt: skip
def test_what_is_no_origin_is_refused(origin: str) -> None:
    with pytest.raises(ConsoleOriginInvalid):
        normalize_origin(origin)
