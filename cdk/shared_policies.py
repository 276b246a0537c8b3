"""Policies of many functions where AWS offers nothing narrower than a wildcard, each once and with its reason."""

from collections.abc import Iterator
from typing import Any

from aws_cdk import Aws
from aws_cdk import aws_iam as iam
from constructs import Construct

from cdk.accepted_findings import accept_findings
from cdk.policies import allow, policy
from cdk.region import Place, RegionalStack
from vault.adapters.systems import OutsideSystem, Service, Target

INTERFACES = (
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
)
CREATES = ("cognito-idp:CreateUserPool", "cognito-idp:TagResource")
CLIENTS = (
    "cognito-idp:CreateUserPoolClient",
    "cognito-idp:DescribeUserPoolClient",
    "cognito-idp:ListUserPoolClients",
)


class SharedPolicies(RegionalStack):
    def __init__(self, scope: Construct, place: Place) -> None:
        super().__init__(scope, "rights", place, "VAULT: what many functions may do")
        self.network = self.create_shared_policy(
            "Network",
            {"AwsSolutions-IAM5[Resource::*]": "EC2 knows no resource for interfaces that are yet to be made."},
            allow(INTERFACES, "*"),
        )
        self.by_service = {
            service: self.shared_for(service.value) for service in Service if _has_wildcard(service.value)
        }
        pools, finding = _resource_of(place, Target.USER_POOLS)
        self.pools = self.create_shared_policy(
            "Pools",
            {
                f"AwsSolutions-IAM5[Resource::{finding}]": "Pools come with operators; a tag tells the stage.",
                "AwsSolutions-IAM5[Resource::*]": "A pool that is yet to be made has no name, nor has a list.",
            },
            allow(("cognito-idp:ListUserPools",), "*"),
            allow(CREATES, "*", StringEquals={"aws:RequestTag/vault:stage": place.stage.name}),
            # By its tags a pool is told from another stage's of the same name.
            allow(("cognito-idp:DescribeUserPool",), pools),
            allow(CLIENTS, pools, **self.of_this_stage),
        )

    @property
    def of_this_stage(self) -> dict[str, dict[str, str]]:
        """The condition that a resource bears the stage's tag."""
        return {"StringEquals": {"aws:ResourceTag/vault:stage": self.place.stage.name}}

    def shared_for(self, system: OutsideSystem) -> str:
        """The ARN of a policy with the grants of a system whose resources have a wildcard."""
        findings: dict[str, str] = {}
        statements: list[iam.PolicyStatement] = []
        for grant in system.grants:
            resources = [_resource_of(self.place, target) for target in grant.resources]
            findings |= {f"AwsSolutions-IAM5[Resource::{finding}]": grant.wildcard_reason for _, finding in resources}
            conditions = self.of_this_stage if grant.tagged else {}
            statements.append(allow(grant.actions, *(arn for arn, _ in resources), **conditions))
        return self.create_shared_policy(system.name.title(), findings, *statements)

    def create_shared_policy(self, name: str, findings: dict[str, str], *statements: iam.PolicyStatement) -> str:
        """The ARN of a policy, exported in every region so that each can become the primary."""
        created = policy(self, name, *statements)
        accept_findings(created, findings)
        self.export_value(created.ref)
        return created.ref

    def arns_for(self, uses: tuple[Any, ...]) -> Iterator[str]:
        yield self.network
        yield from (arn for service, arn in self.by_service.items() if service in uses)


def _has_wildcard(system: OutsideSystem) -> bool:
    """Whether its grants stand here: all of them have a wildcard, or none has."""
    return any(grant.wildcard_reason for grant in system.grants)


def _resource_of(place: Place, target: Target) -> tuple[str, str]:
    """The ARN, with its wildcard, of what a declaration names; and as a finding writes it."""
    if target is Target.ANY:
        return "*", "*"
    pools = f"arn:{{}}:cognito-idp:{place.stage.home_region}:{{}}:userpool/*"
    account = place.stage.account
    return pools.format(Aws.PARTITION, place.account), pools.format("<AWS::Partition>", account or "<AWS::AccountId>")
