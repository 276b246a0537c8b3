"""What many functions may do where AWS offers nothing narrower than a wildcard: each once, with its reason."""

from collections.abc import Iterator
from typing import Any

from aws_cdk import Aws
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
CREATES = ("cognito-idp:CreateUserPool", "cognito-idp:TagResource")
CLIENTS = (
    "cognito-idp:CreateUserPoolClient",
    "cognito-idp:DescribeUserPoolClient",
    "cognito-idp:ListUserPoolClients",
)


class Rights(RegionalStack):
    """Policies that roles share."""

    def __init__(self, scope: Construct, place: Place) -> None:
        super().__init__(scope, "rights", place, "VAULT: what many functions may do")
        self.network = self.shared(
            "Network",
            {"AwsSolutions-IAM5[Resource::*]": "EC2 knows no resource for interfaces that are yet to be made."},
            allowed(INTERFACES, "*"),
        )
        self.texts = self.shared(
            "Texts",
            {"AwsSolutions-IAM5[Resource::*]": "A message to a phone number has no resource in SNS."},
            allowed(("sns:Publish",), "*"),
        )
        pools, finding = pools_of(place)
        tagged = {f"AwsSolutions-IAM5[Resource::{finding}]": "Pools come with operators; a tag tells the stage."}
        ours = {"StringEquals": {"aws:ResourceTag/vault:stage": place.stage.name}}
        self.persons = self.shared("Persons", tagged, allowed(PERSONS, pools, **ours))
        self.pools = self.shared(
            "Pools",
            {**tagged, "AwsSolutions-IAM5[Resource::*]": "A pool that is yet to be made has no name, nor has a list."},
            allowed(("cognito-idp:ListUserPools",), "*"),
            allowed(CREATES, "*", StringEquals={"aws:RequestTag/vault:stage": place.stage.name}),
            # By its tags a pool is told from another stage's of the same name.
            allowed(("cognito-idp:DescribeUserPool",), pools),
            allowed(CLIENTS, pools, **ours),
        )

    def shared(self, name: str, findings: dict[str, str], *statements: iam.PolicyStatement) -> str:
        """The ARN of a policy; it stays exported in every region, so that each can become the primary."""
        made = policy(self, name, *statements)
        accepted(made, findings)
        self.export_value(made.ref)
        return made.ref

    def granted_for(self, uses: tuple[Any, ...]) -> Iterator[str]:
        """The ARNs of the policies that a function with these uses needs."""
        yield self.network
        if Service.COGNITO in uses:
            yield self.persons
        if Service.SMS in uses:
            yield self.texts


def pools_of(place: Place) -> tuple[str, str]:
    """The ARN of every user pool of the region where persons live; and as a finding writes it."""
    pools = f"arn:{{}}:cognito-idp:{place.stage.made_in}:{{}}:userpool/*"
    account = place.stage.account
    return pools.format(Aws.PARTITION, place.account), pools.format("<AWS::Partition>", account or "<AWS::AccountId>")
