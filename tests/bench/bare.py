"""Generates a minimal handler: the third-party packages of an endpoint, each used once."""

from collections.abc import Sequence

IMPORTS = """
import functools
import json
import os

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from pydantic import BaseModel, ConfigDict, Field
"""
GRAPH_IMPORTS = """
from urllib.parse import urlsplit

from gremlin_python.driver.aiohttp.transport import AiohttpTransport
from gremlin_python.driver.client import Client
from gremlin_python.process.graph_traversal import __
"""
TOKEN_IMPORTS = """
import base64
import urllib.request

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
"""
MODELS = """

class Asked(BaseModel):
    model_config = ConfigDict(extra="ignore")
    access_token: str = Field("", alias="AccessToken", max_length=8192)


class Told(BaseModel):
    message: str
"""
SIGNED = """

class Signed(AiohttpTransport):
    def connect(self, url, headers=None):
        import botocore.session
        from botocore.auth import SigV4Auth
        from botocore.awsrequest import AWSRequest

        request = AWSRequest(method="GET", url=url)
        SigV4Auth(botocore.session.get_session().get_credentials().get_frozen_credentials(), "neptune-db",
                  os.environ["AWS_REGION"]).add_auth(request)
        super().connect(url, {**(headers or {}), **dict(request.headers.items())})


def ask(source):
    address = urlsplit(os.environ["VAULT_GRAPH_WRITER"])
    client = Client(address._replace(netloc=address.netloc.rpartition("@")[2]).geturl(), source,
                    transport_factory=Signed, pool_size=1, username=address.username, password=address.password)
    client.submit(__.inject(0).bytecode).all().result()
"""
HANDLER = """

def handler(event, context):
    logger, metrics = Logger(service="bare"), Metrics(namespace="BARE", service="bare")
    asked = Asked.model_validate(json.loads(event["body"]))
"""
TOKEN = """
    def octets(text):
        return base64.urlsafe_b64decode(text + "==")

    signed, _, signature = asked.access_token.rpartition(".")
    header, said = (json.loads(octets(part)) for part in signed.split("."))
    url = os.environ["VAULT_JWKS_URL"].format(issuer=said["iss"], pool=said["iss"].rpartition("/")[2])
    with urllib.request.urlopen(url) as answer:
        keys = {key["kid"]: key for key in json.load(answer)["keys"]}
    e, n = (int.from_bytes(octets(keys[header["kid"]][name])) for name in ("e", "n"))
    key = rsa.RSAPublicNumbers(e, n).public_key()
    key.verify(octets(signature), signed.encode(), padding.PKCS1v15(), hashes.SHA256())
"""
REDIS = """
    from redis import Redis
    Redis.from_url(os.environ["VAULT_REDIS_URL"]).ping()
"""
AWS = """
    import boto3
    session = boto3.Session()
"""
TRIVIAL = {
    "cognito-idp": "list_user_pools(MaxResults=1)",
    "kms": "list_aliases(Limit=1)",
    "ses": "get_send_quota()",
    "sns": "list_topics()",
    "sqs": "list_queues(MaxResults=1)",
}
ANSWER = """
    metrics.add_metric(name="Calls", unit=MetricUnit.Count, value=1)
    metrics.flush_metrics()
    logger.info("answered")
    return {"statusCode": 200, "headers": {}, "body": Told(message="").model_dump_json()}
"""


def source(called: Sequence[str]) -> str:
    """The source of a handler that makes the calls of an endpoint's first answer.

    `called` lists them: "redis", "aws NAME", "graph SOURCE", "token", and "signatures" for an endpoint that verifies
    tokens, with or without one in the request.
    """
    sources = [name.removeprefix("graph ") for name in called if name.startswith("graph ")]
    services = [name.removeprefix("aws ") for name in called if name.startswith("aws ")]
    parts = [IMPORTS, GRAPH_IMPORTS, TOKEN_IMPORTS * ("signatures" in called), MODELS, SIGNED, HANDLER]
    parts += [TOKEN * ("token" in called), REDIS * ("redis" in called), AWS * bool(services)]
    parts += [f'    session.client("{service}").{TRIVIAL[service]}\n' for service in services]
    parts += [f'    ask("{name}")\n' for name in sources]
    return "".join([*parts, ANSWER])
