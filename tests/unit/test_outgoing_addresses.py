"""Which typed-in addresses may be called: by profile, and in every form that IPv6 has for one of IPv4."""

from ipaddress import ip_address, ip_network

import pytest

from vault.kernel.outgoing_addresses import (
    MAX_URL_CHARACTERS,
    AddressProfile,
    AddressRefused,
    AddressRules,
    may_call,
    parse_literal,
    parse_url,
)

RULES = AddressRules(own_networks=(ip_network("10.20.0.0/16"),), own_hosts={"api.example.com"})
LOCAL = AddressRules(allows_loopback=True)
PUBLIC = ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"]
IN_A_VENUE = ["10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "198.51.100.7", "2001:db8::1", "fd12:3456::1"]
TRANSLATED = ["64:ff9b::808:808", "2002:808:808::1", "192.88.99.1"]
NOWHERE = [
    *("0.0.0.0", "0.1.2.3", "127.0.0.1", "127.8.9.10", "169.254.169.254", "169.254.170.2", "192.0.0.8"),  # noqa: S104
    *("224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "10.20.3.4"),
    *("::", "::1", "fe80::1", "fec0::1", "ff02::1", "4000::1", "fd00:ec2::254", "fd00:ec2::23"),
]
EMBEDDED = [
    *("::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:10.20.0.1", "::ffff:0:169.254.169.254"),
    *("::127.0.0.1", "::169.254.169.254", "::8.8.8.8"),
    *("64:ff9b::169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::10.20.0.1", "64:ff9b:1::169.254.169.254"),
    *("2002:a9fe:a9fe::1", "2002:7f00:1::", "2002:a14:1::1"),
    *("2001:0:a9fe:a9fe::1", "2001:0:808:808::5601:5601"),
    *("2001:db8::5efe:169.254.169.254", "fd12::200:5efe:127.0.0.1", "2606:4700::5efe:10.20.0.1"),
]


@pytest.mark.parametrize("text", [*PUBLIC, *IN_A_VENUE])
def test_a_device_may_be_anywhere_where_devices_are(text: str) -> None:
    assert may_call(AddressProfile.DEVICE, ip_address(text), RULES)


@pytest.mark.parametrize("text", PUBLIC)
def test_another_system_may_be_at_a_public_address(text: str) -> None:
    assert may_call(AddressProfile.INTERNET, ip_address(text), RULES)


@pytest.mark.parametrize("text", [*IN_A_VENUE, *TRANSLATED])
def test_another_system_may_not_be_in_a_private_network_or_behind_a_translator(text: str) -> None:
    assert not may_call(AddressProfile.INTERNET, ip_address(text), RULES)


@pytest.mark.parametrize("profile", AddressProfile)
@pytest.mark.parametrize("text", [*NOWHERE, *EMBEDDED])
def test_nobody_leads_vault_to_itself_its_cloud_or_nowhere(profile: AddressProfile, text: str) -> None:
    assert not may_call(profile, ip_address(text), RULES)


@pytest.mark.parametrize("profile", AddressProfile)
def test_where_loopback_is_allowed_it_is_exactly_one_address(profile: AddressProfile) -> None:
    texts = ["127.0.0.1", "127.0.0.2", "::1", "::ffff:127.0.0.1", "0.0.0.0", "169.254.169.254"]  # noqa: S104

    allowed = [text for text in texts if may_call(profile, ip_address(text), LOCAL)]

    assert allowed == ["127.0.0.1"]


@pytest.mark.parametrize("text", ["fe80::1%eth0", "127.1", "0x7f000001", "2130706433", "010.0.0.1", "example.com", ""])
def test_only_the_usual_notation_is_a_literal_address(text: str) -> None:
    assert parse_literal(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("http://example.com", "ftp://example.com", "example.com", "https://", "https:///path", "https://[half"),
        *("https://user@example.com", "https://user:pass@example.com", "https://example.com/#part", "https://a/#"),
        *("https://example.com:0", "https://example.com:99999", "https://exa mple.com", "https://example.com/\r\nX: 1"),
        "https://example.com/" + "x" * MAX_URL_CHARACTERS,
    ],
)
def test_a_url_is_https_without_user_and_fragment_and_of_bounded_length(text: str) -> None:
    with pytest.raises(AddressRefused) as refusal:
        parse_url(text, "WebhookURL", RULES)

    assert refusal.value.data == {"field": "WebhookURL"}


def test_http_is_for_those_who_ask_for_it_and_for_the_loopback_address() -> None:
    by_choice = parse_url("http://example.com/x", "RealPageURL", RULES, ("http", "https"))
    local = parse_url("http://127.0.0.1:8080/x", "WebhookURL", LOCAL)

    assert (by_choice.hostname, local.port) == ("example.com", 8080)
