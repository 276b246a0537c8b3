"""IAM authorization as in API Gateway: verifies a Signature Version 4 and identifies its signer."""

from __future__ import annotations

import hmac
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from local.api.context import ROLE
from local.aws.service import ACCOUNT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from wsgiref.types import WSGIEnvironment

AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/\d{8}/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request, *"
    r"SignedHeaders=(?P<headers>[^,]+), *Signature=(?P<signature>[0-9a-f]{64})"
)
LONGEST_AGO = timedelta(minutes=5)
SERVICE = "execute-api"


@dataclass(frozen=True)
class _Signature:
    """The fields of an Authorization header."""

    key: str
    region: str
    service: str
    headers: str
    signature: str


def signer(environ: WSGIEnvironment, headers: Mapping[str, str], body: bytes) -> dict[str, Any] | None:
    """The signer as in an event's `requestContext.authorizer.iam`, None if the signature is missing or invalid."""
    match = AUTHORIZATION.fullmatch(headers.get("authorization", ""))
    if not match or not _is_recent(headers.get("x-amz-date", "")):
        return None
    signature = _Signature(**match.groupdict())
    known = signature.key == os.environ["AWS_ACCESS_KEY_ID"] and signature.service == SERVICE
    is_for_this_region = signature.region == os.environ["AWS_REGION"] and "host" in signature.headers.split(";")
    if not (
        known
        and is_for_this_region
        and hmac.compare_digest(_compute_signature(environ, headers, body, signature), signature.signature)
    ):
        return None
    return {"accessKey": signature.key, "accountId": ACCOUNT, "callerId": "LOCAL:function", "userArn": ROLE}


def _is_recent(moment: str) -> bool:
    try:
        signed = datetime.strptime(moment, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return False
    return abs(datetime.now(UTC) - signed) < LONGEST_AGO


def _compute_signature(environ: WSGIEnvironment, headers: Mapping[str, str], body: bytes, signature: _Signature) -> str:
    signed = {name: headers.get(name, "") for name in signature.headers.split(";")}
    url = f"http://{headers.get('host', '')}{environ['PATH_INFO']}"
    request = AWSRequest(method=environ["REQUEST_METHOD"], url=url, data=body, headers=signed)
    request.context["timestamp"] = headers["x-amz-date"]
    credentials = Credentials(signature.key, os.environ["AWS_SECRET_ACCESS_KEY"])
    auth = SigV4Auth(credentials, signature.service, signature.region)
    return str(auth.signature(auth.string_to_sign(request, auth.canonical_request(request)), request))
