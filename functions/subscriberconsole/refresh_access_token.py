"""Get new tokens for a refresh token; the refresh token is replaced too."""

from typing import Annotated

from pydantic import Field

from vault.callers.model import CallContext
from vault.kernel.errors import SignInRefused
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.runtime.endpoint import Graph, Service, Token, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.sessions import service as sessions
from vault.sessions.views import AuthenticationResult
from vault.venues.references import ANY_VENUE, VenueRef


class RefreshAccessToken(SignedInRequest):
    refresh_token: str = Field(min_length=1, max_length=8192)
    venue: Annotated[VenueRef, ANY_VENUE]


class AccessTokenRefreshed(Response):
    authentication_result: AuthenticationResult


@endpoint(
    "/subscriberconsole/refreshAccessToken",
    requires=Permission.ACCOUNT_SESSION,
    token=Token.ALLOW_EXPIRED,
    raises=(SignInRefused,),
    uses=(Graph.CONSISTENT_READ, Service.COGNITO_SIGN_IN, Service.KMS),
    example={
        "access_token": Placeholder.SUBSCRIBER_ACCESS_TOKEN,
        "refresh_token": Placeholder.REFRESH_TOKEN,
        "venue_id": Placeholder.VENUE_ID,
    },
)
def handler(body: RefreshAccessToken, ctx: CallContext) -> AccessTokenRefreshed:
    tokens = sessions.refresh(ctx, body.refresh_token)
    return AccessTokenRefreshed.from_value(authentication_result=AuthenticationResult.from_tokens(tokens))
