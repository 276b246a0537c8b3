"""The region of a stack."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from constructs import Construct

from cdk.names import resource_name, shorten
from cdk.stage import Stage


@dataclass(frozen=True)
class Place:
    stage: Stage
    region: str

    @property
    def is_primary(self) -> bool:
        """Whether writes are executed here."""
        return self.region == self.stage.primary

    @property
    def is_home(self) -> bool:
        """Whether the stage was first created here."""
        return self.region == self.stage.home_region

    @property
    def primary(self) -> "Place":
        return replace(self, region=self.stage.primary)

    @property
    def home(self) -> "Place":
        return replace(self, region=self.stage.home_region)

    @property
    def others(self) -> tuple[str, ...]:
        return tuple(sorted(set(self.stage.regions) - {self.region}))

    @property
    def account(self) -> str:
        """The account id; where none is configured, the deploying account."""
        return self.stage.account or cdk.Aws.ACCOUNT_ID

    @property
    def environment(self) -> cdk.Environment:
        return cdk.Environment(account=self.stage.account, region=self.region)

    def resource_name(self, *parts: str) -> str:
        """A name within the stage, the same in each region."""
        return resource_name(self.stage.name, *parts)

    def role_name(self, name: str) -> str:
        """The name of a function's role. Roles are global, so it contains the region."""
        return shorten(self.resource_name(self.region, name))

    def arn(self, service: str, resource: str) -> str:
        return f"arn:{cdk.Aws.PARTITION}:{service}:{self.region}:{self.account}:{resource}"


class RegionalStack(cdk.Stack):
    def __init__(self, scope: Construct, part: str, place: Place, description: str) -> None:
        super().__init__(
            scope,
            f"{place.resource_name(part)}-{place.region}",
            stack_name=place.resource_name(part),
            env=place.environment,
            description=description,
            cross_region_references=bool(place.others),
            tags=_tags(place),
        )
        self.place = place

    @property
    def retention(self) -> int:
        """Retention of logs in days."""
        return self.place.stage.log_days

    def log_group(self, name: str, key: kms.IKey) -> cdk.aws_logs.CfnLogGroup:
        """The log group of a part of VAULT."""
        return self.named_log_group(name, f"/vault/{self.place.stage.name}/{name}", key)

    def named_log_group(self, name: str, full_name: str, key: kms.IKey) -> cdk.aws_logs.CfnLogGroup:
        """An encrypted log group that is retained when its stack is deleted."""
        group = cdk.aws_logs.CfnLogGroup(
            self,
            f"Log{name.title().replace('-', '').replace('/', '')}",
            log_group_name=full_name,
            retention_in_days=self.retention,
            kms_key_id=key.key_arn,
        )
        group.apply_removal_policy(cdk.RemovalPolicy.RETAIN)
        return group


def _tags(place: Place) -> Mapping[str, str]:
    """Tags that bills and permissions distinguish stages by."""
    return {"vault:stage": place.stage.name}
