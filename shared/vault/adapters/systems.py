"""The outside systems, each declared once for its adapter, the deployment, the local system and tests."""

import enum
from collections.abc import Mapping
from dataclasses import field

from vault.kernel.values import value


class Target(enum.StrEnum):
    """What a deployment supplies: fields of `cdk.resource_names.Targets`."""

    ANY = "any_resource"
    CACHE = "cache"
    CACHE_NAME = "cache_name"
    CACHE_URL = "cache_url"
    CACHE_USER = "cache_user"
    CACHE_USER_NAME = "cache_user_name"
    DATA_KEY = "data_key"
    USER_POOLS = "user_pools"
    USER_POOLS_REGION = "user_pools_region"


@value
class IamGrant:
    actions: tuple[str, ...]
    resources: tuple[Target, ...]
    wildcard_reason: str = ""
    """Why its resources have a wildcard."""
    tagged: bool = False
    """Whether it applies only to resources with the stage's tag."""


@value
class Secret:
    """A text in Secrets Manager, `vault/<stage>/<system>`, entered by hand; `arn_setting` names its ARN's setting."""

    arn_setting: str
    text_setting: str
    description: str
    placeholder: str
    not_rotated_because: str


@value
class Limits:
    """Limits of time (in seconds), size and rate of calls."""

    connect_seconds: float = 2.0
    read_seconds: float = 8.0
    """The longest time without a byte received."""
    total_seconds: float = 10.0
    """The longest time of a call with its retries."""
    answer_bytes: int = 1_000_000
    tries: int = 2
    """The most tries of a call that is safe to retry."""
    has_breaker: bool = True
    calls_per_second: int | None = None
    """The system's quota for the whole account; jobs that use it have reserved concurrency."""


@value
class OutsideSystem:
    name: str
    settings: Mapping[str, str] = field(default_factory=dict)
    """Settings of the functions that use it: a text, or the Target that has the value."""
    local_settings: tuple[str, ...] = ()
    """Settings that only an emulator supplies; a deployment uses their defaults."""
    secret: Secret | None = None
    grants: tuple[IamGrant, ...] = ()
    ports: tuple[int, ...] = ()
    """Outgoing ports beside 443; AWS blocks port 25."""
    emulator: str = ""
    """The module of `local` that starts its emulator."""
    limits: Limits = Limits()


class Service(enum.Enum):
    """The outside systems that an endpoint or a job may use; the adapter is `vault.adapters.<name>`."""

    COGNITO = OutsideSystem(
        name="cognito",
        settings={"VAULT_COGNITO_REGION": Target.USER_POOLS_REGION},
        grants=(
            IamGrant(
                actions=(
                    "cognito-idp:AdminCreateUser",
                    "cognito-idp:AdminGetUser",
                    "cognito-idp:AdminInitiateAuth",
                    "cognito-idp:AdminSetUserPassword",
                    "cognito-idp:AdminUpdateUserAttributes",
                    "cognito-idp:AdminUserGlobalSignOut",
                ),
                resources=(Target.USER_POOLS,),
                wildcard_reason="Pools are created with operators; the stage is a tag.",
                tagged=True,
            ),
        ),
        emulator="local.aws.service",
    )
    KMS = OutsideSystem(
        name="kms",
        settings={"VAULT_KMS_KEY": Target.DATA_KEY},
        grants=(IamGrant(("kms:Decrypt",), (Target.DATA_KEY,)),),
        emulator="local.aws.service",
    )
    REDIS = OutsideSystem(
        name="redis",
        settings={
            "VAULT_REDIS_CACHE": Target.CACHE_NAME,
            "VAULT_REDIS_IAM": "1",
            "VAULT_REDIS_URL": Target.CACHE_URL,
            "VAULT_REDIS_USER": Target.CACHE_USER_NAME,
        },
        grants=(IamGrant(("elasticache:Connect",), (Target.CACHE, Target.CACHE_USER)),),
        emulator="local.redis_server",
        limits=Limits(connect_seconds=0.5, read_seconds=1.0),
    )
    SMS = OutsideSystem(
        name="sms",
        grants=(
            IamGrant(
                ("sns:Publish",), (Target.ANY,), wildcard_reason="A message to a phone number has no resource in SNS."
            ),
        ),
        emulator="local.aws.service",
        limits=Limits(calls_per_second=20),
    )
    SMTP = OutsideSystem(
        name="smtp",
        secret=Secret(
            arn_setting="VAULT_SMTP_SECRET",
            text_setting="VAULT_SMTP_URL",
            description="smtps://USER:PASSWORD@HOST:465, or smtp+starttls://USER:PASSWORD@HOST:587",
            placeholder="smtps://user:password@mail.invalid:465",
            not_rotated_because="The mail server's administrator issues the password and decides when it changes.",
        ),
        ports=(465, 587),
        emulator="local.mail.service",
        limits=Limits(connect_seconds=10.0, read_seconds=10.0, calls_per_second=20),
    )


JWKS = OutsideSystem(
    name="jwks",
    local_settings=("VAULT_JWKS_URL",),
    limits=Limits(connect_seconds=3.0, read_seconds=3.0, total_seconds=3.0, answer_bytes=100_000, tries=1),
)
"""The operators' token issuers, whose public keys verify access tokens."""
PRIMARY_REGION = OutsideSystem(
    name="primary", limits=Limits(read_seconds=30.0, answer_bytes=7_000_000, tries=1, has_breaker=False)
)
"""The API of the primary region: `runtime.forwarding` has its own retries and circuit breaker."""
