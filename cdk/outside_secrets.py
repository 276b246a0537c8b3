"""How outside systems are reached and known: one secret for each that declares one."""

from collections.abc import Mapping  # noqa: TC003  jsii asks annotations at run time

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from cdk.accepted_findings import accept_findings
from cdk.region import Place, RegionalStack
from vault.adapters.systems import Secret, Service


class OutsideSecrets(RegionalStack):
    """The secrets are those of one region, filled by hand: a region that is gone takes none with it."""

    def __init__(self, scope: Construct, place: Place, key: kms.IKey) -> None:
        super().__init__(scope, "secrets", place, "VAULT: how outside systems are reached")
        self.arns: Mapping[Service, str] = {
            service: self.create_secret(service.value.name, service.value.secret, key)
            for service in Service
            if service.value.secret
        }

    def create_secret(self, name: str, secret: Secret, key: kms.IKey) -> str:
        """The ARN of a system's secret, also an output, where the person who fills it finds it."""
        created = secretsmanager.CfnSecret(
            self,
            name.title(),
            name=f"vault/{self.place.stage.name}/{name}",
            description=secret.description,
            kms_key_id=key.key_arn,
            secret_string=secret.placeholder,
        )
        created.apply_removal_policy(cdk.RemovalPolicy.RETAIN)
        accept_findings(
            created,
            {
                "AwsSolutions-SMG4": secret.not_rotated_because,
                "NIST.800.53.R5-SecretsManagerRotationEnabled": secret.not_rotated_because,
            },
        )
        self.export_value(created.ref)
        cdk.CfnOutput(self, f"{name.title()}Secret", value=created.ref, description="To be filled before the first use")
        return created.ref
