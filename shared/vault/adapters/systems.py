"""The outside systems, each declared once for its adapter, the deployment, the local system and tests."""

import enum
from collections.abc import Mapping
from dataclasses import field

from vault.kernel.values import value

OPERATOR_CONTEXT = "operator"
"""The key of the encryption context under which KMS encrypts the data key of an operator."""


class Target(enum.StrEnum):
    """What a deployment supplies: fields of `cdk.resource_names.Targets`."""

    ANY = "any_resource"
    CACHE = "cache"
    CACHE_NAME = "cache_name"
    CACHE_URL = "cache_url"
    CACHE_USER = "cache_user"
    CACHE_USER_NAME = "cache_user_name"
    DATA_KEY = "data_key"
    NOMADIX_VERBS = "nomadix_verbs"
    OUTGOING_ADDRESSES = "outgoing_addresses"
    PHONE_NUMBERS = "phone_numbers"
    PRE_TOKEN_TRIGGER = "pre_token_trigger"  # noqa: S105  the ARN of a function
    USER_POOLS = "user_pools"
    USER_POOLS_REGION = "user_pools_region"


class StageTag(enum.Enum):
    """What a grant asks of the tag that names a resource's stage.

    PRESENT: the resource has this stage's tag. ADDED: the request gives it this stage's tag, and the resource has no
    other stage's yet.
    """

    NOT_CHECKED = enum.auto()
    PRESENT = enum.auto()
    ADDED = enum.auto()


@value
class IamGrant:
    actions: tuple[str, ...]
    resources: tuple[Target, ...]
    wildcard_reason: str = ""
    """Why its resources have a wildcard."""
    tag: StageTag = StageTag.NOT_CHECKED
    context_keys: tuple[str, ...] = ()
    """The keys of the KMS encryption context: each call names all of them and no others."""


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
    """A system, or one use of a system of several uses, each with grants of its own."""

    name: str
    settings: Mapping[str, str] = field(default_factory=dict)
    """Settings of the functions that use it: a text, or the Target that has the value."""
    local_settings: tuple[str, ...] = ()
    """Settings that only an emulator supplies; a deployment uses their defaults."""
    secret: Secret | None = None
    grants: tuple[IamGrant, ...] = ()
    unsigned_actions: tuple[str, ...] = ()
    """Actions of AWS that need no grant, since their requests are not signed."""
    ports: tuple[int, ...] = ()
    """Outgoing ports beside 443; AWS blocks port 25."""
    any_port: bool = False
    """Whether it is devices of customers, at addresses and ports that they enter: every port is open to its functions,
    and its jobs have concurrency of their own to wait with."""
    emulator: str = ""
    """The module of `local` that starts its emulator."""
    limits: Limits = Limits()


_POOLS_BY_TAG = "Pools are created with operators; the stage is a tag."
_COGNITO_SETTINGS: Mapping[str, str] = {"VAULT_COGNITO_REGION": Target.USER_POOLS_REGION}
_KMS_SETTINGS: Mapping[str, str] = {"VAULT_KMS_KEY": Target.DATA_KEY}


def _pools_grant(*actions: str) -> IamGrant:
    """A grant on the stage's user pools."""
    return IamGrant(actions, (Target.USER_POOLS,), wildcard_reason=_POOLS_BY_TAG, tag=StageTag.PRESENT)


class Service(enum.Enum):
    """The uses of outside systems that an endpoint or a job may declare; the adapter is `vault.adapters.<name>`."""

    COGNITO_POOLS = OutsideSystem(
        name="cognito_pools",
        settings={**_COGNITO_SETTINGS, "VAULT_PRE_TOKEN_TRIGGER": Target.PRE_TOKEN_TRIGGER},
        grants=(
            IamGrant(("cognito-idp:ListUserPools",), (Target.ANY,), wildcard_reason="A list of pools has no resource."),
            IamGrant(
                ("cognito-idp:CreateUserPool", "cognito-idp:TagResource"),
                (Target.ANY,),
                wildcard_reason="A pool that is yet to be created has no ARN.",
                tag=StageTag.ADDED,
            ),
            IamGrant(
                ("cognito-idp:DescribeUserPool",),
                (Target.USER_POOLS,),
                wildcard_reason="By its tags a pool is told from another stage's of the same name.",
            ),
            _pools_grant(
                "cognito-idp:CreateUserPoolClient",
                "cognito-idp:DescribeUserPoolClient",
                "cognito-idp:ListUserPoolClients",
                "cognito-idp:UpdateUserPool",
                "cognito-idp:UpdateUserPoolClient",
            ),
        ),
        emulator="local.aws.service",
    )
    COGNITO_READ = OutsideSystem(
        name="cognito",
        settings=_COGNITO_SETTINGS,
        grants=(_pools_grant("cognito-idp:AdminGetUser"),),
        emulator="local.aws.service",
    )
    COGNITO_SIGN_IN = OutsideSystem(
        name="cognito",
        settings=_COGNITO_SETTINGS,
        grants=(_pools_grant("cognito-idp:AdminInitiateAuth", "cognito-idp:AdminUserGlobalSignOut"),),
        unsigned_actions=("cognito-idp:GetTokensFromRefreshToken",),
        emulator="local.aws.service",
    )
    COGNITO_WRITE = OutsideSystem(
        name="cognito",
        settings=_COGNITO_SETTINGS,
        grants=(
            _pools_grant(
                "cognito-idp:AdminCreateUser",
                "cognito-idp:AdminSetUserPassword",
                "cognito-idp:AdminUpdateUserAttributes",
            ),
        ),
        emulator="local.aws.service",
    )
    GATEWAYS = OutsideSystem(
        name="gateways",
        settings={
            "VAULT_NOMADIX_VERBS": Target.NOMADIX_VERBS,
            "VAULT_OUTGOING_ADDRESSES": Target.OUTGOING_ADDRESSES,
        },
        any_port=True,
        emulator="local.routeros.service",
        limits=Limits(connect_seconds=3.0, read_seconds=10.0, total_seconds=45.0, tries=1, has_breaker=False),
    )
    KMS = OutsideSystem(
        name="kms",
        settings=_KMS_SETTINGS,
        grants=(IamGrant(("kms:Decrypt",), (Target.DATA_KEY,), context_keys=(OPERATOR_CONTEXT,)),),
        emulator="local.aws.service",
    )
    KMS_DATA_KEYS = OutsideSystem(
        name="kms_data_keys",
        settings=_KMS_SETTINGS,
        grants=(IamGrant(("kms:GenerateDataKey",), (Target.DATA_KEY,), context_keys=(OPERATOR_CONTEXT,)),),
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
            IamGrant(("sns:Publish",), (Target.PHONE_NUMBERS,), wildcard_reason="SNS has no ARNs for phone numbers."),
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
