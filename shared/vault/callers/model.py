"""The caller of an endpoint: a person, a RADIUS server or nobody, with operator and transaction."""

from dataclasses import field
from typing import Protocol, Self

from vault.graph.schema import Prop, Row
from vault.graph.steps import T
from vault.graph.transaction import Transaction
from vault.kernel.locales import Locale
from vault.kernel.permissions import (
    RADIUS_SERVER_PERMISSIONS,
    ROLE_PERMISSIONS,
    SUSPENDED_PERMISSIONS,
    Permission,
    Role,
)
from vault.kernel.statuses import SUSPENDED
from vault.kernel.values import value
from vault.operators.model import Operator, is_in_networks


@value
class Grant:
    """`at` is the id of an operator, venue or provider."""

    role: Role
    at: str


@value
class RequestInfo:
    function_name: str
    source_ip: str = ""
    user_agent: str = ""
    origin: str = ""
    accept: str = ""
    accept_language: str = ""
    correlation_id: str = ""
    idempotency_key: str = ""
    command_id: str = ""
    """The id that the forwarding region gave the call."""
    base_url: str = ""
    """Scheme and host by which the caller has reached the API."""


@value
class SignedInUser:
    """`signed_out_at` is in seconds since the epoch, as is `signed_in_at`, which is by the issuer's clock.

    Sessions are named by the `origin_jti` of their tokens. The `grants` of a suspended person count as none.
    """

    token: str
    status: str
    locale: str
    signed_out_at: int
    home_operator: Operator
    grants: frozenset[Grant]
    signed_in_at: int = 0
    session: str = ""
    spared_session: str = ""
    """The session that the sign-out did not end."""

    @classmethod
    def from_row(cls, token: str, row: Row, signed_in_at: int = 0, session: str = "") -> "SignedInUser | None":
        """Return None where there is no such person."""
        if not row["person"] or not row["home"]:
            return None
        vertex = row["person"][0]
        status = vertex.get(Prop.STATUS, "")
        grants = () if status == SUSPENDED else row["grants"]
        return cls(
            token=token,
            status=status,
            locale=vertex.get(Prop.LOCALE, ""),
            signed_out_at=vertex.get(Prop.SIGNED_OUT_AT, 0),
            home_operator=Operator.from_row(row["home"][0]),
            grants=frozenset(Grant(Role(grant["role"]), grant["at"]) for grant in grants),
            signed_in_at=signed_in_at,
            session=session,
            spared_session=vertex.get(Prop.SPARED_SESSION, ""),
        )

    @property
    def own_permissions(self) -> frozenset[Permission]:
        """What the person may do on their own record."""
        return SUSPENDED_PERMISSIONS if self.status == SUSPENDED else ROLE_PERMISSIONS[Role.SUBSCRIBER]

    @property
    def is_provider_staff(self) -> bool:
        return self.home_operator.is_provider and any(
            grant.role is Role.NETWORK_SOFTWARE_PROVIDER for grant in self.grants
        )


@value
class RadiusServer:
    id: str
    home_operator: Operator
    networks: tuple[str, ...]
    secret_digest: str
    pmk_attribute: str
    session_seconds: int | None
    """The longest session of a device that it admits; None for one that was added before this could be set."""

    @classmethod
    def from_row(cls, row: Row) -> Self:
        vertex = row["server"]
        return cls(
            id=vertex[T.id],
            home_operator=Operator.from_row(row["home"]),
            networks=tuple(vertex[Prop.SOURCE_IPS_ALLOWED].split()),
            secret_digest=vertex[Prop.SECRET],
            pmk_attribute=vertex[Prop.PMK_ATTRIBUTE],
            session_seconds=vertex.get(Prop.SESSION_SECONDS),
        )

    def allows_source_ip(self, source_ip: str) -> bool:
        return is_in_networks(source_ip, self.networks)


@value
class Scope:
    """Where a permission is held: in the whole operator, at some venues, on the caller's own record."""

    operator: bool = False
    venues: frozenset[str] = frozenset()
    self: bool = False

    def __bool__(self) -> bool:
        return self.operator or bool(self.venues) or self.self


class WriteContext(Protocol):
    """On whose behalf something is written, and the write itself: a caller's or a job's."""

    @property
    def operator(self) -> Operator:
        """The tenant in which everything of the write lies."""

    @property
    def token(self) -> str:
        """The SubscriberToken of the person who writes; empty for nobody."""

    @property
    def request(self) -> RequestInfo:
        """What the audit log records of where the write comes from."""

    @property
    def locale(self) -> Locale:
        """The language of the write."""

    @property
    def tx(self) -> Transaction:
        """The write."""


@value
class CallContext:
    """`operator` is the tenant in which everything of this call lies."""

    user: SignedInUser | None
    operator: Operator
    request: RequestInfo
    locale: Locale = Locale.EN_US
    tx: Transaction = field(default_factory=Transaction, compare=False)
    server: RadiusServer | None = None

    @property
    def token(self) -> str:
        """The caller's SubscriberToken; empty where no person has signed in."""
        return self.user.token if self.user else ""

    def scope(self, permission: Permission) -> Scope:
        if self.server:
            return Scope(operator=permission in RADIUS_SERVER_PERMISSIONS)
        if self.user is None:
            return Scope()
        grants = [grant for grant in self.user.grants if permission in ROLE_PERMISSIONS[grant.role]]
        whole_operator = any(grant.at == self.user.home_operator.id for grant in grants)
        venues = frozenset(grant.at for grant in grants if grant.at != self.user.home_operator.id)
        return Scope(whole_operator, venues, permission in self.user.own_permissions)

    def has_permission(self, permission: Permission) -> bool:
        return bool(self.scope(permission))

    def has_role(self, *roles: Role) -> bool:
        return self.user is not None and any(grant.role in roles for grant in self.user.grants)


@value
class SystemContext:
    """A write of the system itself, for one operator and in nobody's name."""

    function_name: str
    operator: Operator
    locale: Locale = Locale.EN_US
    tx: Transaction = field(default_factory=Transaction, compare=False)

    @property
    def token(self) -> str:
        """Nobody's SubscriberToken."""
        return ""

    @property
    def request(self) -> RequestInfo:
        """What the audit log records of where the write comes from."""
        return RequestInfo(self.function_name)
