"""The outside systems: each declared once, for its adapter, for what is deployed, for the local system and the tests.

Nothing here imports an SDK, reads a setting or connects to anything. `Service.X.value` is the declaration of a system
that endpoints and jobs name in their `uses`; its adapter is the module `vault.adapters.<name>`.
"""

import enum
from collections.abc import Mapping
from dataclasses import field

from vault.kernel.values import value


class Target(enum.StrEnum):
    """What a deployment supplies: the names of fields of `cdk.resource_names.Targets`, where cdk finds the values."""

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
    """An IAM statement of every function that uses a system."""

    actions: tuple[str, ...]
    resources: tuple[Target, ...]
    wildcard_reason: str = ""
    """Why its resources have a wildcard, where they have one."""
    tagged: bool = False
    """Whether it holds only for resources that bear the stage's tag."""


@value
class Secret:
    """A text in Secrets Manager, filled by hand: `vault/<stage>/<system>`, whose ARN is in the setting `arn_setting`.

    A local system has the text itself, in the setting `text_setting`.
    """

    arn_setting: str
    text_setting: str
    description: str
    placeholder: str
    not_rotated_because: str


@value
class Limits:
    """How long one call may take, in seconds; how much it may answer; how much the system takes of us."""

    connect_seconds: float = 2.0
    read_seconds: float = 8.0
    """How long nothing may arrive."""
    total_seconds: float = 10.0
    """How long a call takes at most, its retries counted."""
    answer_bytes: int = 1_000_000
    tries: int = 2
    """How often what is safe to repeat is tried."""
    has_breaker: bool = True
    calls_per_second: int | None = None
    """The system's own limit for the whole account, where it has one; concurrency is reserved for jobs that use it."""


@value
class OutsideSystem:
    """A system that VAULT calls and does not consist of."""

    name: str
    settings: Mapping[str, str] = field(default_factory=dict)
    """The settings of functions that use it: a text, or the Target whose value it is."""
    local_settings: tuple[str, ...] = ()
    """Settings that only an emulator gives: their defaults are what a deployment needs."""
    secret: Secret | None = None
    grants: tuple[IamGrant, ...] = ()
    ports: tuple[int, ...] = ()
    """The ports of the internet that functions may reach for it, beside 443; AWS keeps port 25 shut."""
    emulator: str = ""
    """The module of `local` that starts what stands in for it; the local AWS stands in for every AWS service."""
    limits: Limits = Limits()


class Service(enum.Enum):
    """The outside systems that an endpoint or a job may declare to use."""

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
                wildcard_reason="Pools come with operators; a tag tells the stage.",
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
            not_rotated_because="The mail server gives the password; whoever runs it says when it changes.",
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
"""The token issuers of operators, of which every call that brings a token may need the public keys."""
PRIMARY_REGION = OutsideSystem(
    name="primary", limits=Limits(read_seconds=30.0, answer_bytes=7_000_000, tries=1, has_breaker=False)
)
"""The API of the primary region: `runtime.forwarding` has its own tries and its own breaker."""
