"""Policies of many functions where AWS offers nothing narrower than a wildcard, each once and with its reason."""

from collections.abc import Iterator
from typing import Any

from aws_cdk import Aws
from aws_cdk import aws_iam as iam
from constructs import Construct

from cdk.accepted_findings import accept_findings
from cdk.policies import allow, allow_except, conditions_of, policy
from cdk.region import Place, RegionalStack
from vault.adapters.systems import IamGrant, OutsideSystem, Service, Target

INTERFACES = (
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
)
NAMED_IN_SNS = "arn:{}:sns:*:*:*"
"""Whatever has an ARN in SNS: topics, their subscriptions, applications. Phone numbers have none."""


class SharedPolicies(RegionalStack):
    def __init__(self, scope: Construct, place: Place) -> None:
        super().__init__(scope, "rights", place, "VAULT: what many functions may do")
        self.network = self.create_shared_policy(
            "Network",
            {"AwsSolutions-IAM5[Resource::*]": "EC2 knows no resource for interfaces that are yet to be made."},
            allow(INTERFACES, "*"),
            self.deny_interfaces_to_code(),
        )
        self.by_service = {service: self.shared_for(service) for service in Service if _has_wildcard(service.value)}

    def deny_interfaces_to_code(self) -> iam.PolicyStatement:
        """Interfaces are for Lambda itself: a call that a function's own code makes is denied."""
        functions = self.place.arn("lambda", f"function:{self.place.resource_name('*')}")
        return iam.PolicyStatement(
            effect=iam.Effect.DENY,
            actions=list(INTERFACES),
            resources=["*"],
            conditions={"ArnLike": {"lambda:SourceFunctionArn": functions}},
        )

    def shared_for(self, service: Service) -> str:
        """The ARN of a policy with the grants of a use whose resources have a wildcard."""
        grants = service.value.grants
        findings = {finding: grant.wildcard_reason for grant in grants for finding in _findings_of(self.place, grant)}
        return self.create_shared_policy(
            service.name.title().replace("_", ""), findings, *(_statement_of(self.place, grant) for grant in grants)
        )

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


def _statement_of(place: Place, grant: IamGrant) -> iam.PolicyStatement:
    if grant.resources == (Target.PHONE_NUMBERS,):
        return allow_except(grant.actions, NAMED_IN_SNS.format(Aws.PARTITION))
    resources = [_arn_of(place, target, Aws.PARTITION, place.account) for target in grant.resources]
    return allow(grant.actions, *resources, conditions=conditions_of(grant, place.stage.name))


def _findings_of(place: Place, grant: IamGrant) -> Iterator[str]:
    """The findings about a grant's wildcards, in which unresolved names are written in angle brackets."""
    for target in grant.resources:
        if target is not Target.PHONE_NUMBERS:
            arn = _arn_of(place, target, "<AWS::Partition>", place.stage.account or "<AWS::AccountId>")
            yield f"AwsSolutions-IAM5[Resource::{arn}]"


def _arn_of(place: Place, target: Target, partition: str, account: str) -> str:
    """The ARN, with its wildcard, of what a declaration names."""
    if target is Target.ANY:
        return "*"
    return f"arn:{partition}:cognito-idp:{place.stage.home_region}:{account}:userpool/*"
