"""An operator as every call knows it."""

import ipaddress
from collections.abc import Iterable
from dataclasses import field
from typing import Self

from vault.graph.schema import Label, Prop, Row
from vault.graph.steps import T
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.values import value


class OperatorNotFound(DomainError):
    """No operator has this id or this console."""

    code = ErrorCode.OPERATOR_NOT_FOUND
    kind = Kind.NOT_FOUND


@value
class Keyring:
    """The secrets of an operator in memory: 32 bytes that seal, 32 bytes that index."""

    data_key: bytes
    index_key: bytes


@value
class Operator:
    """A tenant; the provider is one too, of its own kind. Sealed and wrapped fields stay so until used."""

    id: str
    is_provider: bool
    name: str
    country: str
    issuer: str
    user_pool_id: str
    client_id: str
    client_secret_sealed: str
    data_key_wrapped: str
    index_key_sealed: str
    console_origin: str
    source_ips_allowed: tuple[str, ...]
    webhook_url: str
    locale: str
    signing_keys: str = "{}"
    """The public keys of the issuer as JSON by key id, as they were published an hour ago at most."""
    vertex: Row = field(repr=False, compare=False, default_factory=dict)
    """Everything else that is set for the operator, by property."""

    @classmethod
    def from_row(cls, row: Row) -> Self:
        """From the operator's vertex."""
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
        """Whether calls may come from this address: any where the operator lists none."""
        return not self.source_ips_allowed or is_in_networks(source_ip, self.source_ips_allowed)


def is_in_networks(source_ip: str, networks: Iterable[str]) -> bool:
    """Whether an address lies in one of some networks; a text that is none does not."""
    try:
        address = ipaddress.ip_address(source_ip)
    except ValueError:
        return False
    return any(address in ipaddress.ip_network(network, strict=False) for network in networks)
