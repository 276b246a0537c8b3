"""Sign in with a password, or go on with a token from elsewhere."""

from typing import Annotated

from pydantic import Field

from vault.callers.model import CallContext
from vault.kernel.contact import EmailAddress, PhoneNumber
from vault.kernel.errors import SignInRefused
from vault.kernel.locales import SUPPORTED_LOCALES
from vault.kernel.permissions import Permission
from vault.kernel.person_text import PersonText
from vault.kernel.placeholders import Placeholder
from vault.limits.model import TooManyRequests
from vault.people.views import ProfileView
from vault.runtime.access_tokens import TokenInvalid
from vault.runtime.endpoint import Graph, Service, Token, endpoint
from vault.runtime.models import Request, Response
from vault.sessions import service as sessions
from vault.sessions.model import LoginCredentials
from vault.sessions.references import SIGNING_IN, SigningInRef
from vault.sessions.views import AuthenticationResult


class Login(Request):
    email_address: EmailAddress | None = None
    phone_number: PhoneNumber | None = None
    subscriber_token: str | None = Field(None, min_length=5, max_length=100)
    password: str | None = Field(None, min_length=8, max_length=128)
    authorization_token: str | None = Field(None, max_length=8192)
    person: Annotated[SigningInRef | None, SIGNING_IN] = None

    def credentials(self) -> LoginCredentials:
        names = {
            "email_address": self.email_address,
            "phone_number": self.phone_number,
            "subscriber_token": self.subscriber_token,
        }
        return LoginCredentials(names, self.password, self.authorization_token)


class LoggedIn(Response):
    supported_locales: dict[str, str]
    authentication_result: AuthenticationResult
    subscriber_token: str
    given_name: PersonText
    family_name: PersonText
    locale: str


@endpoint(
    "/subscriberconsole/login",
    requires=Permission.PUBLIC,
    token=Token.OPTIONAL,
    token_field="authorization_token",  # noqa: S106  a field's name
    raises=(SignInRefused, TokenInvalid, TooManyRequests),
    uses=(Graph.CONSISTENT_READ, Service.COGNITO_READ, Service.COGNITO_SIGN_IN, Service.KMS, Service.REDIS),
    example={"email_address": Placeholder.SUBSCRIBER_EMAIL, "password": Placeholder.PASSWORD},
)
def handler(body: Login, ctx: CallContext) -> LoggedIn:
    signed_in = sessions.log_in(ctx, body.person, body.credentials())
    profile, tokens = ProfileView.from_profile(signed_in.profile), AuthenticationResult.from_tokens(signed_in.tokens)
    return LoggedIn.from_value(signed_in, profile, authentication_result=tokens, supported_locales=SUPPORTED_LOCALES)
