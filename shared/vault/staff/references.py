"""How requests name staff, and the operator that the provider's staff act for."""

from typing import Annotated

from vault.callers.references import Kind, Reference
from vault.graph.steps import T
from vault.kernel.values import value
from vault.operators.model import OperatorNotFound
from vault.people import queries as people
from vault.people.model import PersonNotFound
from vault.staff import queries
from vault.staff.model import StaffMember


@value
class Domain:
    """An operator, named by its console."""

    id: str
    venue_ids: frozenset[str] = frozenset()

    @property
    def operator_id(self) -> str:
        """Itself."""
        return self.id


STAFF = Kind(
    find={
        "administrator": people.by_email,
        "email_address": people.by_email,
        "staff_email_address": people.by_email,
        "subscriber_token": people.by_token,
    },
    view=queries.view,
    value=StaffMember.of,
    missing=PersonNotFound,
)
DOMAIN = Kind(
    find={"domain": queries.by_domain},
    view=lambda operator, _body: operator.element_map(),
    value=lambda row: Domain(row[T.id]),
    missing=OperatorNotFound,
)

OperatorStaffRef = Annotated[StaffMember, Reference(STAFF, by=("email_address",))]
VenueStaffRef = Annotated[StaffMember, Reference(STAFF, by=("staff_email_address",))]
SiteStaffRef = Annotated[StaffMember, Reference(STAFF, by=("email_address", "subscriber_token"), documented=())]
AdministratorRef = Annotated[
    StaffMember | None, Reference(STAFF, by=("administrator",), required=False, may_be_new=True, anywhere=True)
]
"""Whoever did something; nobody where no such address is known."""
NewStaffRef = Annotated[StaffMember | None, Reference(STAFF, by=("email_address",), may_be_new=True, anywhere=True)]
"""Somebody of the operator, or somebody who is about to be."""
DomainRef = Annotated[Domain | None, Reference(DOMAIN, by=("domain",), required=False, anywhere=True)]
