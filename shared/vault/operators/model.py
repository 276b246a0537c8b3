"""Operators and their keys."""

import ipaddress
from collections.abc import Iterable
from dataclasses import field
from typing import Self

from vault.graph.schema import Label, Prop, Row
from vault.graph.steps import T
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.message_keys import Message
from vault.kernel.sealing import DataKey
from vault.kernel.values import value

MAX_SHOWN_CHARACTERS = 250
"""Of a header that a message repeats."""


class OperatorNotFound(DomainError):
    code = ErrorCode.OPERATOR_NOT_FOUND
    kind = Kind.NOT_FOUND

    @classmethod
    def for_console(cls, origin: str) -> Self:
        """Create the error of a header Origin that is no operator's console; its text shows the header."""
        error = cls(origin=origin[:MAX_SHOWN_CHARACTERS])
        error.message = Message.CONSOLE_UNKNOWN
        return error


@value
class Keyring:
    """The key that seals, and a key of 32 bytes that makes blind indexes."""

    data_key: DataKey
    index_key: bytes


@value
class Operator:
    """A tenant, or the provider. Sealed and wrapped fields stay encrypted until used."""

    id: str
    is_provider: bool
    name: str
    country: str
    issuer: str
    user_pool_id: str
    client_id: str
    client_secret_sealed: str
    data_key_wrapped: str
    """The generations of the data key, oldest first, separated by blanks."""
    index_key_sealed: str
    console_origin: str
    source_ips_allowed: tuple[str, ...]
    webhook_url: str
    locale: str
    signing_keys: str = "{}"
    """Public keys of the issuer as JSON by key id, refreshed every five minutes."""
    vertex: Row = field(repr=False, compare=False, default_factory=dict)
    """All properties of the operator's vertex."""

    @classmethod
    def from_row(cls, row: Row) -> Self:
        return cls(
            id=row[T.id],
            is_provider=row[T.label] == Label.PROVIDER,
            name=row[Prop.NAME],
            country=row.get(Prop.COUNTRY, ""),
            issuer=row[Prop.ISSUER],
            user_pool_id=row[Prop.USER_POOL_ID],
            client_id=row[Prop.CLIENT_ID],
            client_secret_sealed=row[Prop.CLIENT_SECRET],
            data_key_wrapped=row[Prop.DATA_KEY],
            index_key_sealed=row[Prop.INDEX_KEY],
            console_origin=row.get(Prop.CONSOLE_ORIGIN, ""),
            source_ips_allowed=tuple(row.get(Prop.SOURCE_IPS_ALLOWED, "").split()),
            webhook_url=row.get(Prop.WEBHOOK_URL, ""),
            locale=row.get(Prop.LOCALE, ""),
            signing_keys=row.get(Prop.SIGNING_KEYS, "{}"),
            vertex=row,
        )

    def allows_source_ip(self, source_ip: str) -> bool:
        return not self.source_ips_allowed or is_in_networks(source_ip, self.source_ips_allowed)


def is_in_networks(source_ip: str, networks: Iterable[str]) -> bool:
    """False also for a text that is not an IP address."""
    try:
        address = ipaddress.ip_address(source_ip)
    except ValueError:
        return False
    return any(address in ipaddress.ip_network(network, strict=False) for network in networks)
