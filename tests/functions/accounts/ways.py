"""The ways to an account and the ways to a role, as callers go them."""

from dataclasses import dataclass

from functions.networkoperatorconsole.staff import enable_staff_access as at_operator
from functions.networkoperatorconsole.venues import enable_staff_access as at_venue_by_operator
from functions.subscriberconsole import accept_t_and_c, confirm_reset_console_password, login
from functions.venuemgmtconsole.staff import enable_staff_access as at_venue
from functions.venuemgmtconsole.subscribers import add_subscriber
from local.system import System
from tests.factories import Persona, Tenant
from tests.gateway import Answer, call
from tests.pending_residents import SHOWN_CODE, call_without_token, mail_text, mails_to, run_notifications_job
from vault.adapters import cognito
from vault.graph.connection import execute
from vault.graph.schema import Edge
from vault.graph.steps import __
from vault.kernel import ids
from vault.operators.service import get_user_pool
from vault.runtime.endpoint import Endpoint

NAMES = {"GivenName": "Jen", "FamilyName": "Barber"}
CHOSEN = "Chosen-by-one-1"


@dataclass(frozen=True)
class Grant:
    """A role that a person is given by an endpoint; the granting person has another role."""

    endpoint: Endpoint
    granted_by: str
    role: str
    venue: int | None = None

    def give(self, tenant: Tenant, email: str) -> Answer:
        """Grant the role to the person with the address."""
        place = {} if self.venue is None else {"VenueID": tenant.venues[self.venue].id}
        body = {**NAMES, **place, "EmailAddress": email, "Role": self.role}
        return call(self.endpoint, tenant.token(self.granted_by), body)


GRANTS = {
    "an administrator": Grant(at_operator.handler, "DomainAdministrator", "DomainAdministrator"),
    "support": Grant(at_operator.handler, "DomainAdministrator", "CustomerSupport"),
    "an agent by the operator's staff": Grant(at_operator.handler, "AccountManager", "LeasingAgent", 0),
    "an agent by the venue's staff": Grant(at_operator.handler, "VenueAdministrator", "LeasingAgent", 0),
    "a venue's administrator": Grant(at_venue_by_operator.handler, "CustomerSupport", "VenueAdministrator", 0),
    "another venue's administrator": Grant(at_venue_by_operator.handler, "AccountManager", "VenueAdministrator", 1),
    "a colleague": Grant(at_venue.handler, "VenueAdministrator", "VenueAdministrator", 0),
}
GRANTS_OF_VIEWERS = {
    "LeasingAgent": frozenset[str](),
    "VenueAdministrator": frozenset(
        {"an agent by the operator's staff", "an agent by the venue's staff", "a venue's administrator", "a colleague"}
    ),
    "DomainAdministrator": frozenset(GRANTS),
}
"""By the role of somebody who is shown a code: the roles that they could grant themselves."""


def add_resident(tenant: Tenant, viewer: str, email: str, venue: int = 0) -> Answer:
    return call(
        add_subscriber.handler, tenant.token(viewer), {"EmailAddress": email, "UnitID_internal": tenant.units[venue]}
    )


def accept(tenant: Tenant, email: str, code: str, chosen: str = CHOSEN) -> Answer:
    body = {"EmailAddress": email, "TemporaryPassword": code, "NewPassword": chosen}
    return call_without_token(accept_t_and_c.handler, tenant, body)


def sign_in(tenant: Tenant, email: str, password: str = CHOSEN) -> Answer:
    return call_without_token(login.handler, tenant, {"EmailAddress": email, "Password": password})


def access_token(tenant: Tenant, email: str, password: str = CHOSEN) -> str:
    return str(sign_in(tenant, email, password).body["AuthenticationResult"]["AccessToken"])


def confirm_reset(tenant: Tenant, token: str, code: str, chosen: str) -> Answer:
    body = {"AccessToken": "", "SubscriberToken": token, "OTP": code, "NewPassword": chosen}
    return call_without_token(confirm_reset_console_password.handler, tenant, body)


def newest_code(system: System, email: str) -> str:
    """The code in the newest mail that has one, once all that is queued has been delivered."""
    run_notifications_job()
    found = [code for mail in mails_to(system, email) for code in SHOWN_CODE.findall(mail_text(mail))]
    return str(found[-1])


def unconfirmed(person: Persona) -> list[str]:
    """The venues whose ties to a person are not confirmed yet."""
    return list(execute(__.V(ids.subscriber_id(person.token)).out(Edge.UNCONFIRMED_AT).id_()))


def has_proven_address(tenant: Tenant, token: str) -> bool:
    user = cognito.get_user(get_user_pool(tenant.operator), token)
    return user is not None and user.attributes.get("email_verified") == "true"
