"""Staff in responses."""

from typing import Self

from vault.kernel.time import Instant
from vault.kernel.wire import Wire
from vault.people.model import NewPerson
from vault.staff.model import Revocation, StaffMember


class AppointedView(Wire):
    """A person as requested; of somebody already known, nothing more is disclosed."""

    subscriber_token: str
    email_address: str
    given_name: str
    family_name: str
    locale: str

    @classmethod
    def from_person(cls, token: str, new: NewPerson) -> Self:
        return cls.from_value(new, subscriber_token=token, email_address=new.email)


class MemberView(Wire):
    email_address: str
    subscriber_token: str
    role: str

    @classmethod
    def from_member(cls, member: StaffMember, email_address: str, role: str) -> Self:
        return cls.from_value(email_address=email_address, subscriber_token=member.token, role=role)


class RevocationView(Wire):
    effective_date: Instant
    revocation_reason: str | None
    audit_notes: str

    @classmethod
    def from_revocation(cls, revocation: Revocation) -> Self:
        return cls.from_value(
            effective_date=revocation.at, revocation_reason=revocation.reason, audit_notes=revocation.notes
        )
