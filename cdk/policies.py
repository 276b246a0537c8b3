"""IAM statements, policies and roles."""

from collections.abc import Iterable
from typing import Any

from aws_cdk import aws_iam as iam
from constructs import Construct


def allow(actions: tuple[str, ...], *resources: str, **conditions: Any) -> iam.PolicyStatement:
    return iam.PolicyStatement(actions=list(actions), resources=list(resources), conditions=conditions or None)


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
