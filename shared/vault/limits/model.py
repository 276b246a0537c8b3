"""Rate limits, and the pause after failed logins."""

import ipaddress

from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.values import value

SUBNET_BITS = 64
"""An IPv6 source is its subnet (RFC 4291, 2.5.1): a host chooses the other half of its address."""


class TooManyRequests(DomainError):
    """`retry_after` is in seconds."""

    code = ErrorCode.TOO_MANY_REQUESTS
    kind = Kind.THROTTLED


@value
class Limit:
    name: str
    max_tries: int
    seconds: int


# A whole building may share one IP address, hence the generous limits for a source.
LOGINS_PER_SOURCE = Limit("login_source", 300, 300)
LOGINS_PER_NAME = Limit("login_name", 30, 300)
"""For a name from one source."""
CODES_PER_SOURCE = Limit("code_source", 100, 900)
CODES_PER_NAME = Limit("code_name", 10, 900)
RESENDS_PER_SOURCE = Limit("resend_source", 100, 900)
WRONG_SECRETS_PER_SOURCE = Limit("wrong_secret_source", 30, 60)
RESENDS_PER_PERSON = Limit("resend_name", 5, 900)
PASSPHRASES_PER_PERSON = Limit("passphrase_name", 20, 900)

FREE_FAILURES = 5
MAX_CONCURRENT_TRIES = 12
"""Up to this sum of failed and pending tries a name may be tried concurrently."""
TRY_TIMEOUT_SECONDS = 30
MAX_PAUSE_SECONDS = 900
"""For a name from the source of the failures."""
MAX_PAUSE_ELSEWHERE_SECONDS = 8
"""For a name from any other source, so that a stranger keeps nobody out for long."""
FREE_FAILURES_TTL_SECONDS = 900
FAILURES_TTL_SECONDS = 3600
LOG_INTERVAL_SECONDS = 900
"""Between two log entries about failed logins with one name from one source."""
FAMILIAR_SOURCE_SECONDS = 30 * 24 * 3600
"""How long a person's successful login exempts its source from the pause that other sources cause."""


def pause_seconds(failures: int) -> int:
    """Seconds to wait after failed logins in a row: none up to 5, then 2, 4, 8 and so on up to 900."""
    beyond = failures - FREE_FAILURES
    return 0 if beyond <= 0 else min(2 ** min(beyond, 10), MAX_PAUSE_SECONDS)


def normalize_source(address: str) -> str:
    """The source that a limit counts: an IPv4 address, also where IPv6 maps it, or the subnet of an IPv6 address."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv4Address):
        return str(ip)
    if ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    return str(ipaddress.ip_network((int(ip), SUBNET_BITS), strict=False))
