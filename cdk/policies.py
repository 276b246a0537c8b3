"""IAM statements, policies and roles."""

from collections.abc import Iterable
from typing import Any

from aws_cdk import Aws
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct

from vault.adapters.systems import IamGrant, StageTag

Conditions = dict[str, dict[str, Any]]


def allow(actions: tuple[str, ...], *resources: str, conditions: Conditions | None = None) -> iam.PolicyStatement:
    return iam.PolicyStatement(actions=list(actions), resources=list(resources), conditions=conditions or None)


def allow_except(actions: tuple[str, ...], *excluded: str) -> iam.PolicyStatement:
    """Allow actions on everything but the resources of these ARN patterns."""
    return iam.PolicyStatement(actions=list(actions), not_resources=list(excluded))


def log_write_statement(log: logs.CfnLogGroup) -> iam.PolicyStatement:
    return allow(("logs:CreateLogStream", "logs:PutLogEvents"), log.attr_arn)


def via_service(region: str, *services: str) -> Conditions:
    """The condition that KMS is asked by one of these AWS services of the region on the caller's behalf."""
    return {"StringEquals": {"kms:ViaService": [f"{service}.{region}.{Aws.URL_SUFFIX}" for service in services]}}


def conditions_of(grant: IamGrant, stage: str) -> Conditions:
    """The conditions that a declared grant has in a stage."""
    conditions: Conditions = {}
    if grant.tag is StageTag.PRESENT:
        conditions = {"StringEquals": {"aws:ResourceTag/vault:stage": stage}}
    elif grant.tag is StageTag.ADDED:
        conditions = {
            "StringEquals": {"aws:RequestTag/vault:stage": stage},
            "StringEqualsIfExists": {"aws:ResourceTag/vault:stage": stage},
        }
    if grant.context_keys:
        keys = {"kms:EncryptionContextKeys": list(grant.context_keys)}
        # ForAllValues alone is also true of a call without a context.
        conditions |= {"ForAllValues:StringEquals": keys, "ForAnyValue:StringEquals": keys}
    return conditions


def _document(*statements: iam.PolicyStatement) -> dict[str, Any]:
    rendered: dict[str, Any] = iam.PolicyDocument(statements=list(statements)).to_json()
    return rendered


def policy(scope: Construct, name: str, *statements: iam.PolicyStatement) -> iam.CfnManagedPolicy:
    """A managed policy: inline ones are easily overlooked."""
    return iam.CfnManagedPolicy(scope, name, policy_document=_document(*statements))


def role(
    scope: Construct, name: str, service: str, statements: Iterable[iam.PolicyStatement], shared: Iterable[str] = ()
) -> iam.CfnRole:
    """A role for a service, with a managed policy of the statements and the `shared` ones (ARNs)."""
    trusts = iam.PolicyStatement(actions=["sts:AssumeRole"], principals=[iam.ServicePrincipal(service)])
    own = policy(scope, f"{name}Policy", *statements)
    return iam.CfnRole(
        scope, name, assume_role_policy_document=_document(trusts), managed_policy_arns=[own.ref, *shared]
    )
