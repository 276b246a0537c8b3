"""A person in the graph: their token, where they live or work, how to reach them. Never their name or address."""

import datetime as dt
from typing import Self

from vault.graph.schema import Prop, Row
from vault.graph.steps import T
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.values import value

AWAITING_TERMS = "AUP not accepted"
IN_SERVICE = "In Service"
SUSPENDED = "Suspended"


class PersonNotFound(DomainError):
    """No person of the operator, within the caller's reach, has this token, address or number."""

    code = ErrorCode.PERSON_NOT_FOUND
    kind = Kind.NOT_FOUND


class PhoneNumberTaken(DomainError):
    """A phone number that another person of the operator has."""

    code = ErrorCode.PHONE_NUMBER_TAKEN


@value
class Code:
    """A temporary password or reset code as it is kept: sealed, with its expiry (ms) and failed attempts."""

    kind: str
    sealed: str
    expires_at: int
    attempts: int


@value
class Subscriber:
    """A person or household of an operator; staff are persons too."""

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
    """What tells the temporary password with which the terms were accepted, without telling it."""
    signed_out_at: int = 0
    """Seconds since the epoch."""

    @classmethod
    def from_row(cls, row: Row) -> Self:
        """From the rows of the person's view."""
        vertex = row["vertex"]
        return cls(
            id=vertex[T.id],
            token=vertex[Prop.TOKEN],
            operator_id=row["operator"][0],
            venue_ids=frozenset(row["venues"]),
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
        )

    @property
    def awaits_terms(self) -> bool:
        """Whether the person has yet to accept the terms."""
        return self.accepted_at is None


def _code_from_vertex(vertex: Row) -> Code | None:
    """The code that a person's vertex keeps."""
    if Prop.CODE not in vertex:
        return None
    return Code(
        vertex[Prop.CODE_KIND], vertex[Prop.CODE], vertex[Prop.CODE_EXPIRES_AT], vertex.get(Prop.CODE_ATTEMPTS, 0)
    )


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
    """A person to be added; at least an e-mail address or a phone number in E.164."""

    email: str = ""
    phone: str = ""
    given_name: str = ""
    family_name: str = ""
    locale: str = "en-us"
    by_email: bool = True
    by_sms: bool = False
    external_id: str | None = None

    def cognito_attributes(self) -> dict[str, str]:
        """What Cognito is to know."""
        named = {
            "email": self.email,
            "phone_number": self.phone,
            "given_name": self.given_name,
            "family_name": self.family_name,
        }
        return {name: value for name, value in named.items() if value}


@value
class AddedPerson:
    """A person who was just added, with their temporary password in clear."""

    token: str
    temporary_password: str
    added_at: dt.datetime


class HasSubscriber:
    """What is a person, seen with something more of them: it is named and reached as the person is."""

    subscriber: Subscriber

    @property
    def id(self) -> str:
        """The person's vertex."""
        return self.subscriber.id

    @property
    def token(self) -> str:
        """The person's SubscriberToken."""
        return self.subscriber.token

    @property
    def operator_id(self) -> str:
        """The person's operator."""
        return self.subscriber.operator_id

    @property
    def venue_ids(self) -> frozenset[str]:
        """Where the person lives or works."""
        return self.subscriber.venue_ids
