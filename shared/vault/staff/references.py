"""Lookups of staff, and of the operator that provider staff act for, named in requests."""

from typing import Annotated

from vault.callers.references import Lookup
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
        "email_address": people.by_email,
        "administrator": people.by_email,
        "staff_email_address": people.by_email,
        "subscriber_token": people.by_token,
    },
    view=queries.view,
    build=StaffMember.from_row,
    not_found_error=PersonNotFound,
)
OPERATOR_DOMAIN = Lookup(
    finders={"domain": queries.by_domain},
    view=lambda operator: operator.element_map(),
    build=lambda row: _OperatorDomain(row[T.id]),
    not_found_error=OperatorNotFound,
)

StaffRef = Annotated[StaffMember, STAFF]
OperatorDomainRef = Annotated[_OperatorDomain, OPERATOR_DOMAIN]
