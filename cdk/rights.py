"""What many functions may do where AWS offers nothing narrower than a wildcard: each once, with its reason."""

from collections.abc import Iterator
from typing import Any

from aws_cdk import aws_iam as iam
from constructs import Construct

from cdk.findings import accepted
from cdk.policies import allowed, policy
from cdk.region import Place, RegionalStack
from vault.runtime.declaration import Service

INTERFACES = (
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
)
PERSONS = tuple(
    f"cognito-idp:Admin{action}"
    for action in (
        "CreateUser",
        "GetUser",
        "InitiateAuth",
        "SetUserPassword",
        "UpdateUserAttributes",
        "UserGlobalSignOut",
    )
)


class Rights(RegionalStack):
    """Policies that roles share."""

    def __init__(self, scope: Construct, place: Place) -> None:
        super().__init__(scope, "rights", place, "VAULT: what many functions may do")
        self.network = self.shared(
            "Network",
            allowed(INTERFACES, "*"),
            {"AwsSolutions-IAM5[Resource::*]": "EC2 knows no resource for interfaces that are yet to be made."},
        )
        pools = "arn:{}:cognito-idp:" + place.stage.primary + ":{}:userpool/*"
        finding = pools.format("<AWS::Partition>", "<AWS::AccountId>")
        self.persons = self.shared(
            "Persons",
            allowed(
                PERSONS,
                pools.format(self.partition, self.account),
                StringEquals={"aws:ResourceTag/vault:stage": place.stage.name},
            ),
            {f"AwsSolutions-IAM5[Resource::{finding}]": "Pools come into being with operators; a tag tells the stage."},
        )

        self.texts = self.shared(
            "Texts",
            allowed(("sns:Publish",), "*"),
            {"AwsSolutions-IAM5[Resource::*]": "A message to a phone number has no resource in SNS."},
        )

    def shared(self, name: str, statement: iam.PolicyStatement, findings: dict[str, str]) -> str:
        """The ARN of a policy of one statement."""
        made = policy(self, name, statement)
        accepted(made, findings)
        return made.ref

    def granted_for(self, uses: tuple[Any, ...]) -> Iterator[str]:
        """The ARNs of the policies that a function with these uses needs."""
        yield self.network
        if Service.COGNITO in uses:
            yield self.persons
        if Service.SMS in uses:
            yield self.texts
