"""The mail server that notifications leave by: its address and password, in a secret."""

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secrets
from constructs import Construct

from cdk.findings import accepted
from cdk.region import Place, RegionalStack

PLACEHOLDER = "smtps://user:password@mail.invalid:465"


class Mail(RegionalStack):
    """The secret is one of each region, filled by hand: a region that is gone takes none with it."""

    def __init__(self, scope: Construct, place: Place, key: kms.IKey) -> None:
        super().__init__(scope, "mail", place, "VAULT: how the mail server is reached")
        self.secret = secrets.CfnSecret(
            self,
            "Smtp",
            name=f"vault/{place.stage.name}/smtp",
            description="smtps://USER:PASSWORD@HOST:465, or smtp+starttls://USER:PASSWORD@HOST:587",
            kms_key_id=key.key_arn,
            secret_string=PLACEHOLDER,
        )
        self.secret.apply_removal_policy(cdk.RemovalPolicy.RETAIN)
        accepted(
            self.secret,
            {
                "AwsSolutions-SMG4": "The mail server gives the password; whoever runs it says when it changes.",
                "NIST.800.53.R5-SecretsManagerRotationEnabled": "The mail server gives the password.",
            },
        )
        self.export_value(self.secret.ref)
        cdk.CfnOutput(self, "SmtpSecret", value=self.secret.ref, description="To be filled before the first mail")
