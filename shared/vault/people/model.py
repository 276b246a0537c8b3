"""A person in the graph: token, operator, venues and preferences, never name, e-mail address or phone number."""

import datetime as dt
from typing import Self

from vault.graph.schema import Prop, Row
from vault.graph.steps import T
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.values import value
from vault.people.grantable_roles import GrantableRoles


class PersonNotFound(DomainError):
    """No person of the operator, within the caller's scope, has this token, address or number."""

    code = ErrorCode.PERSON_NOT_FOUND
    kind = Kind.NOT_FOUND


class PhoneNumberTaken(DomainError):
    """Another person of the operator has this phone number."""

    code = ErrorCode.PHONE_NUMBER_TAKEN


class ExternalSubscriberIdTaken(DomainError):
    """Another person of the operator has this external id."""

    code = ErrorCode.EXTERNAL_SUBSCRIBER_ID_TAKEN


class LastAdministrator(DomainError):
    """An operator keeps at least one DomainAdministrator who is not suspended."""

    code = ErrorCode.LAST_ADMINISTRATOR


EMAIL_ADDRESS = "email_address"
NOTHING = "nothing"


@value
class Code:
    """`expires_at` is in epoch milliseconds; `attempts` counts failures.

    `proves` is what its use proves: the e-mail address where the mail alone carried it, NOTHING where staff saw it,
    else the id of the identity of the phone number that it was sent to.
    """

    kind: str
    sealed: str
    expires_at: int
    attempts: int
    proves: str = EMAIL_ADDRESS


@value
class Subscriber:
    """A person or household of an operator, staff included; times in epoch milliseconds."""

    id: str
    token: str
    operator_id: str
    venue_ids: frozenset[str]
    status: str
    locale: str
    by_email: bool
    by_sms: bool
    external_id: str | None
    added_at: int
    accepted_at: int | None
    code: Code | None
    code_used: str = ""
    """Blind index of the temporary password with which the terms were accepted."""
    signed_out_at: int = 0
    """Seconds since the epoch."""
    unconfirmed_venue_ids: frozenset[str] = frozenset()
    """Where staff say that the person lives or works; they have not confirmed it yet."""
    viewers_grant: GrantableRoles | None = None
    """What all who were shown a code of the account could grant; None where nobody was, or the address is proven."""

    @classmethod
    def from_row(cls, row: Row) -> Self:
        vertex, unconfirmed = row["vertex"], frozenset(row["unconfirmed"])
        return cls(
            id=vertex[T.id],
            token=vertex[Prop.TOKEN],
            operator_id=row["operator"][0],
            venue_ids=frozenset(row["venues"]) - unconfirmed,
            status=vertex[Prop.STATUS],
            locale=vertex.get(Prop.LOCALE, ""),
            by_email=vertex.get(Prop.CONTACT_BY_EMAIL, True),
            by_sms=vertex.get(Prop.CONTACT_BY_SMS, False),
            external_id=vertex.get(Prop.EXTERNAL_SUBSCRIBER_ID),
            added_at=vertex[Prop.ADDED_AT],
            accepted_at=vertex.get(Prop.ACCEPTED_AT),
            code=_code_from_vertex(vertex),
            code_used=vertex.get(Prop.CODE_USED, ""),
            signed_out_at=vertex.get(Prop.SIGNED_OUT_AT, 0),
            unconfirmed_venue_ids=unconfirmed,
            viewers_grant=_viewers_grant_from_vertex(vertex),
        )

    @property
    def awaits_terms(self) -> bool:
        return self.accepted_at is None


def _code_from_vertex(vertex: Row) -> Code | None:
    if Prop.CODE not in vertex:
        return None
    return Code(
        vertex[Prop.CODE_KIND],
        vertex[Prop.CODE],
        vertex[Prop.CODE_EXPIRES_AT],
        vertex.get(Prop.CODE_ATTEMPTS, 0),
        vertex.get(Prop.CODE_PROVES, EMAIL_ADDRESS),
    )


def _viewers_grant_from_vertex(vertex: Row) -> GrantableRoles | None:
    text = vertex.get(Prop.VIEWERS_GRANT)
    return None if text is None else GrantableRoles.from_text(text)


@value
class Profile:
    """What Cognito alone knows of a person; a text is None while Cognito does not answer."""

    token: str
    email: str | None = ""
    phone: str | None = ""
    given_name: str | None = ""
    family_name: str | None = ""
    confirmed: bool = False


@value
class NewPerson:
    """Has an e-mail address or a phone number in E.164, or both."""

    email: str = ""
    phone: str = ""
    given_name: str = ""
    family_name: str = ""
    locale: str = "en-us"
    by_email: bool = True
    by_sms: bool = False
    external_id: str | None = None

    def cognito_attributes(self) -> dict[str, str]:
        named = {
            "email": self.email,
            "phone_number": self.phone,
            "given_name": self.given_name,
            "family_name": self.family_name,
        }
        return {name: value for name, value in named.items() if value}


@value
class AddedPerson:
    """`temporary_password` is in clear text."""

    token: str
    temporary_password: str
    added_at: dt.datetime


class HasSubscriber:
    """For values that add to a person: named and scoped as the person is."""

    subscriber: Subscriber

    @property
    def id(self) -> str:
        return self.subscriber.id

    @property
    def token(self) -> str:
        return self.subscriber.token

    @property
    def operator_id(self) -> str:
        return self.subscriber.operator_id

    @property
    def venue_ids(self) -> frozenset[str]:
        return self.subscriber.venue_ids


@value
class PersonWithNumbers(HasSubscriber):
    """A person with the identities of the phone numbers that they have not proven."""

    subscriber: Subscriber
    unproven_numbers: frozenset[str]

    @classmethod
    def from_row(cls, row: Row) -> Self:
        unproven = frozenset(each[T.id] for each in row["identities"] if Prop.CLAIMED_AT in each)
        return cls(Subscriber.from_row(row), unproven)
