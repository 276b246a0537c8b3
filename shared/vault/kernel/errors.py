"""Domain errors and their kinds."""

import enum
from collections.abc import Mapping

from vault.kernel.error_codes import ErrorCode
from vault.kernel.message_keys import Message
from vault.kernel.values import value


class Kind(enum.Enum):
    """Why a call was refused; only the runtime maps a kind to an HTTP status and a log level."""

    UNAUTHENTICATED = enum.auto()
    FORBIDDEN = enum.auto()
    NOT_FOUND = enum.auto()
    INVALID = enum.auto()
    RULE = enum.auto()
    THROTTLED = enum.auto()
    UNAVAILABLE = enum.auto()
    INTERNAL = enum.auto()


class DomainError(Exception):
    """An error with a stable code, a kind, and data for its message (never personal data or a secret)."""

    code: ErrorCode
    kind: Kind = Kind.RULE
    message: Message | None = None
    """Its text, where that of its code would tell too little."""
    faults: "tuple[Fault, ...]" = ()
    """What is wrong with the body's fields, where that is the reason; the first is this error."""

    def __init__(self, **data: object) -> None:
        self.data = data
        super().__init__(self.code, data)


@value
class Fault:
    """What is wrong with one field of a body."""

    field: str
    """Its name on the wire; a member of an object after the object's name and a dot."""
    error: DomainError
    accepted: Mapping[str, object]
    """Keywords of JSON Schema that bound its values."""


class FieldErrors:
    """Annotates a request field with the errors that its validation raises besides FieldInvalid."""

    def __init__(self, *errors: type[DomainError]) -> None:
        self.errors = errors


class FieldInvalid(DomainError):
    code = ErrorCode.FIELD_INVALID
    kind = Kind.INVALID


class FieldMissing(DomainError):
    """`field` is a tuple of names where one of several has to be there."""

    code = ErrorCode.FIELD_MISSING
    kind = Kind.INVALID


class AccessDenied(DomainError):
    code = ErrorCode.ACCESS_DENIED
    kind = Kind.FORBIDDEN


class FieldNotYours(DomainError):
    """The caller may change the thing, but not this field of it."""

    code = ErrorCode.FIELD_NOT_YOURS
    kind = Kind.FORBIDDEN


class SignInRefused(DomainError):
    """Unknown person, wrong password, invalid refresh token: which of them is not disclosed."""

    code = ErrorCode.SIGN_IN_REFUSED
    kind = Kind.UNAUTHENTICATED


class Unavailable(DomainError):
    """A service that the call needs does not answer; nothing was done, or a retry completes it."""

    code = ErrorCode.UNAVAILABLE
    kind = Kind.UNAVAILABLE
