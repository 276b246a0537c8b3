"""Lookups of staff, and of the operator that provider staff act for, named in requests."""

from typing import Annotated

from vault.callers.references import Lookup, Reference
from vault.graph.steps import T
from vault.kernel.values import value
from vault.operators.model import OperatorNotFound
from vault.people import queries as people
from vault.people.model import PersonNotFound
from vault.staff import queries
from vault.staff.model import StaffMember


@value
class _OperatorDomain:
    id: str
    venue_ids: frozenset[str] = frozenset()

    @property
    def operator_id(self) -> str:
        return self.id


STAFF = Lookup(
    finders={
        "administrator": people.by_email,
        "email_address": people.by_email,
        "staff_email_address": people.by_email,
        "subscriber_token": people.by_token,
    },
    view=queries.view,
    build=StaffMember.from_row,
    not_found_error=PersonNotFound,
)
OPERATOR_DOMAIN = Lookup(
    finders={"domain": queries.by_domain},
    view=lambda operator, _body: operator.element_map(),
    build=lambda row: _OperatorDomain(row[T.id]),
    not_found_error=OperatorNotFound,
)

OperatorStaffRef = Annotated[StaffMember, Reference(STAFF, by=("email_address",))]
VenueStaffRef = Annotated[StaffMember, Reference(STAFF, by=("staff_email_address",))]
SiteStaffRef = Annotated[StaffMember, Reference(STAFF, by=("email_address", "subscriber_token"), documented=())]
AdministratorRef = Annotated[
    StaffMember | None, Reference(STAFF, by=("administrator",), required=False, may_be_new=True, any_venue=True)
]
"""The administrator who did something; None if no person has the address."""
NewStaffRef = Annotated[StaffMember | None, Reference(STAFF, by=("email_address",), may_be_new=True, any_venue=True)]
"""A person of the operator, or None for a new one."""
OperatorDomainRef = Annotated[
    _OperatorDomain | None, Reference(OPERATOR_DOMAIN, by=("domain",), required=False, any_venue=True)
]
