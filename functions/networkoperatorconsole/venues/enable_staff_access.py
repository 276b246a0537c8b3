"""Give somebody a role at a venue; a new person gets a temporary password by mail."""

from typing import Annotated, Self

from pydantic import Field

from vault.callers.model import Caller
from vault.kernel.contact import EmailAddress, PersonName40
from vault.kernel.locales import LenientLocale, Locale
from vault.kernel.messages import text
from vault.kernel.permissions import Permission, Role
from vault.people.model import NewPerson
from vault.runtime.endpoint import Graph, Queue, Service, endpoint
from vault.runtime.models import Request, Response
from vault.staff import service as staff
from vault.staff.model import VenueRole
from vault.staff.references import NewStaffRef
from vault.venues.model import VenueNotFound
from vault.venues.references import VenueRef


class EnableStaffAccess(Request):
    access_token: str
    venue: VenueRef
    role: Annotated[VenueRole, Field(strict=False)]
    email_address: EmailAddress
    member: NewStaffRef = None
    given_name: PersonName40
    family_name: PersonName40 | None = None
    locale: LenientLocale = Locale.EN_US

    def person(self) -> NewPerson:
        """The person, where they are new."""
        return NewPerson(self.email_address, "", self.given_name, self.family_name or "", self.locale)


class StaffAccessEnabled(Response):
    subscriber_token: str
    email_address: str
    given_name: str
    family_name: str
    locale: str

    @classmethod
    def of(cls, token: str, asked: EnableStaffAccess) -> Self:
        """The person as they were asked for; no more is told of somebody who was known already."""
        told = asked.model_dump(include={"email_address", "given_name", "locale"})
        said = text("message.staff_enabled")
        return cls(message=said, subscriber_token=token, family_name=asked.family_name or "", **told)


@endpoint(
    "/networkoperatorconsole/venues/enableStaffAccess",
    requires=Permission.VENUE_STAFF_GRANT,
    command="Venue.enableStaff",
    raises=(VenueNotFound,),
    uses=(Graph.WRITE, Queue.NOTIFICATIONS, Service.COGNITO, Service.KMS),
)
def handler(body: EnableStaffAccess, caller: Caller) -> StaffAccessEnabled:
    token = staff.appoint(caller, body.member, body.person(), Role(body.role), body.venue)
    return StaffAccessEnabled.of(token, body)
