"""Accepted findings of the security checks, each at its resource and with a reason."""

from collections.abc import Mapping

from aws_cdk import Acknowledgment, Validations
from constructs import IConstruct


def accept_findings(where: IConstruct, findings: Mapping[str, str]) -> None:
    """Accept findings, rule by rule, for a construct and everything in it."""
    for rule, reason in findings.items():
        Validations.of(where).acknowledge(Acknowledgment(id=rule, reason=reason))
