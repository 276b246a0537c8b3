"""What may go wrong, and of which kind it is."""

import enum

from vault.kernel.error_codes import ErrorCode


class Kind(enum.Enum):
    """Why a call was refused; the runtime alone turns a kind into an HTTP status and a log level."""

    UNAUTHENTICATED = enum.auto()
    FORBIDDEN = enum.auto()
    NOT_FOUND = enum.auto()
    INVALID = enum.auto()
    RULE = enum.auto()
    THROTTLED = enum.auto()
    UNAVAILABLE = enum.auto()
    INTERNAL = enum.auto()


class DomainError(Exception):
    """An error with a stable code, a kind, and data that its text may show (never personal data or a secret)."""

    code: ErrorCode
    kind: Kind = Kind.RULE

    def __init__(self, **data: object) -> None:
        self.data = data
        super().__init__(self.code, data)


class FieldErrors:
    """A mark in the type of a request's field: the errors with which it refuses a value, beside FieldInvalid."""

    def __init__(self, *errors: type[DomainError]) -> None:
        self.errors = errors


class FieldInvalid(DomainError):
    """A field of the request that does not have the documented form."""

    code = ErrorCode.FIELD_INVALID
    kind = Kind.INVALID


class FieldMissing(DomainError):
    """A field that the request needs."""

    code = ErrorCode.FIELD_MISSING
    kind = Kind.INVALID


class AccessDenied(DomainError):
    """The caller's roles do not allow it."""

    code = ErrorCode.ACCESS_DENIED
    kind = Kind.FORBIDDEN


class SignInRefused(DomainError):
    """Unknown person, wrong password, wrong or spent refresh token: the caller is never told which."""

    code = ErrorCode.SIGN_IN_REFUSED
    kind = Kind.UNAUTHENTICATED


class Unavailable(DomainError):
    """A service that the call needs does not answer; nothing was done, or a retry completes it."""

    code = ErrorCode.UNAVAILABLE
    kind = Kind.UNAVAILABLE
