"""What every stack of a region needs to know of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from constructs import Construct

from cdk.names import resource_name, shorten
from cdk.stage import Stage


@dataclass(frozen=True)
class Place:
    """A stage in one of its regions."""

    stage: Stage
    region: str

    @property
    def is_primary(self) -> bool:
        """Whether writes are carried out here."""
        return self.region == self.stage.primary

    @property
    def is_home(self) -> bool:
        """Whether the stage was first made here."""
        return self.region == self.stage.home_region

    @property
    def primary(self) -> "Place":
        """The stage in its primary region."""
        return replace(self, region=self.stage.primary)

    @property
    def others(self) -> tuple[str, ...]:
        """The stage's other regions."""
        return tuple(sorted(set(self.stage.regions) - {self.region}))

    @property
    def account(self) -> str:
        """The account; where none is configured, the one that deploys."""
        return self.stage.account or cdk.Aws.ACCOUNT_ID

    @property
    def environment(self) -> cdk.Environment:
        """Where CloudFormation deploys to; without an account it is the one that deploys."""
        return cdk.Environment(account=self.stage.account, region=self.region)

    def resource_name(self, *parts: str) -> str:
        """A name of this stage's own, the same in each region."""
        return resource_name(self.stage.name, *parts)

    def role_name(self, name: str) -> str:
        """A function's role: roles have no region, so their names do, by which another region knows this one's."""
        return shorten(self.resource_name(self.region, name))

    def arn(self, service: str, resource: str) -> str:
        """The ARN of what has a name that is known beforehand."""
        return f"arn:{cdk.Aws.PARTITION}:{service}:{self.region}:{self.account}:{resource}"


class RegionalStack(cdk.Stack):
    """A stack of a stage in a region."""

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
        """For how many days logs are kept."""
        return self.place.stage.log_days

    def log_group(self, name: str, key: kms.IKey) -> cdk.aws_logs.CfnLogGroup:
        """An encrypted log group that outlives its stack."""
        group = cdk.aws_logs.CfnLogGroup(
            self,
            f"Log{name.title().replace('-', '').replace('/', '')}",
            log_group_name=f"/vault/{self.place.stage.name}/{name}",
            retention_in_days=self.retention,
            kms_key_id=key.key_arn,
        )
        group.apply_removal_policy(cdk.RemovalPolicy.RETAIN)
        return group


def _tags(place: Place) -> Mapping[str, str]:
    """By which bills and rights are told apart."""
    return {"vault:stage": place.stage.name}
