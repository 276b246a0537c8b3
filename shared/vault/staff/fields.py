"""The request fields for somebody who gets a role at a venue."""

from typing import Annotated

from vault.callers.references import Naming
from vault.kernel.contact import EmailAddress, PersonName40
from vault.kernel.locales import LenientLocale, Locale
from vault.kernel.placeholders import Placeholder
from vault.kernel.wire import Choice, Wire
from vault.people.model import NewPerson
from vault.staff.model import VenueRole
from vault.staff.references import StaffRef
from vault.venues.references import VenueRef

APPOINTMENT_EXAMPLE = {
    "venue_id": Placeholder.VENUE_ID,
    "role": "LeasingAgent",
    "email_address": f"staff{Placeholder.UNIQUE}@homes.example",
    "given_name": "Ada",
    "family_name": "Okafor",
}


class Appointment(Wire):
    venue: VenueRef
    role: Choice[VenueRole]
    email_address: EmailAddress
    member: Annotated[StaffRef | None, Naming(may_be_new=True, any_venue=True)] = None
    given_name: PersonName40
    family_name: PersonName40 | None = None
    locale: LenientLocale = Locale.EN_US

    def new_person(self) -> NewPerson:
        return NewPerson(self.email_address, "", self.given_name, self.family_name or "", self.locale)
