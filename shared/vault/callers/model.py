"""The caller of an endpoint: a person, a RADIUS server or nobody, their operator, and what they are about to write."""

from collections.abc import Mapping
from dataclasses import field
from typing import Any, Protocol, Self

from vault.graph.schema import Prop
from vault.graph.steps import T
from vault.graph.transaction import Transaction
from vault.kernel.locales import Locale
from vault.kernel.permissions import OF_RADIUS_SERVERS, PERMISSIONS, Permission, Role
from vault.kernel.values import value
from vault.operators.model import Operator, lies_in


@value
class Grant:
    """A role, and the operator, venue or provider at which it is held."""

    role: Role
    at: str


@value
class Request:
    """What is known of a request apart from its body."""

    function_name: str
    source_ip: str = ""
    user_agent: str = ""
    origin: str = ""
    accept: str = ""
    accept_language: str = ""
    correlation_id: str = ""
    idempotency_key: str = ""
    command_id: str = ""
    """The id that another region gave the call when it forwarded it."""


@value
class Person:
    """The signed-in person: token, status, locale and signing-out time (seconds since the epoch)."""

    token: str
    status: str
    locale: str
    signed_out_at: int
    home: Operator
    grants: frozenset[Grant]

    @classmethod
    def of(cls, token: str, row: Mapping[str, Any]) -> "Person | None":
        """From the rows of the caller's query; None where there is no such person."""
        if not row["person"] or not row["home"]:
            return None
        vertex = row["person"][0]
        return cls(
            token=token,
            status=vertex.get(Prop.STATUS, ""),
            locale=vertex.get(Prop.LOCALE, ""),
            signed_out_at=vertex.get(Prop.SIGNED_OUT_AT, 0),
            home=Operator.of(row["home"][0]),
            grants=frozenset(Grant(Role(grant["role"]), grant["at"]) for grant in row["grants"]),
        )

    @property
    def is_provider_staff(self) -> bool:
        """Whether this person runs the platform over all operators."""
        return self.home.is_provider and any(grant.role is Role.NETWORK_SOFTWARE_PROVIDER for grant in self.grants)


@value
class RadiusServer:
    """A RADIUS server of an operator: from where it may call, what tells its secret, how it is to be given a PMK."""

    id: str
    home: Operator
    networks: tuple[str, ...]
    secret_digest: str
    pmk_attribute: str

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """From the rows of the server's query."""
        vertex = row["server"]
        return cls(
            id=vertex[T.id],
            home=Operator.of(row["home"]),
            networks=tuple(vertex[Prop.SOURCE_IPS_ALLOWED].split()),
            secret_digest=vertex[Prop.SECRET],
            pmk_attribute=vertex[Prop.PMK_ATTRIBUTE],
        )

    def admits(self, source_ip: str) -> bool:
        """Whether it may call from this address."""
        return lies_in(source_ip, self.networks)


@value
class Scope:
    """Where a caller holds a permission: in the whole operator, at some venues, on the own record."""

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
    def request(self) -> Request:
        """What the audit log records of where the write comes from."""

    @property
    def locale(self) -> Locale:
        """The language of the write."""

    @property
    def tx(self) -> Transaction:
        """The write."""


@value
class Caller:
    """Who calls and on whose behalf: `operator` is the tenant in which everything of this call lies."""

    person: Person | None
    operator: Operator
    request: Request
    locale: Locale = Locale.EN_US
    tx: Transaction = field(default_factory=Transaction, compare=False)
    server: RadiusServer | None = None

    @property
    def token(self) -> str:
        """The caller's SubscriberToken; empty for nobody."""
        return self.person.token if self.person else ""

    def scope(self, permission: Permission) -> Scope:
        """Where the caller holds a permission."""
        if self.server:
            return Scope(operator=permission in OF_RADIUS_SERVERS)
        if self.person is None:
            return Scope()
        held = [grant for grant in self.person.grants if permission in PERMISSIONS[grant.role]]
        wide = any(grant.at == self.person.home.id for grant in held)
        venues = frozenset(grant.at for grant in held if grant.at != self.person.home.id)
        return Scope(wide, venues, permission in PERMISSIONS[Role.SUBSCRIBER])

    def may(self, permission: Permission) -> bool:
        """Whether the caller holds a permission anywhere."""
        return bool(self.scope(permission))

    def holds(self, *roles: Role) -> bool:
        """Whether the caller has one of these roles, anywhere."""
        return self.person is not None and any(grant.role in roles for grant in self.person.grants)


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
    def request(self) -> Request:
        """What the audit log records of where the write comes from."""
        return Request(self.function_name)
