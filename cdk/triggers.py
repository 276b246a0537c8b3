"""The function that Cognito calls whenever a user pool of the stage issues tokens, in the region of the pools."""

from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda
from aws_cdk import aws_s3_assets as assets
from constructs import Construct

from cdk.accepted_findings import accept_findings
from cdk.alarms import Alarms, Limit
from cdk.code_assets import module_asset
from cdk.functions import ACCEPTED_FINDINGS, errors_metric, publish_version
from cdk.layers import ARCHITECTURE, RUNTIME
from cdk.names import PRE_TOKEN_GENERATION
from cdk.policies import log_write_statement, role
from cdk.region import Place, RegionalStack

DESCRIPTION = "Take the scope of Cognito's own calls out of each access token."
MEMORY = 256
"""More than it needs: its processor, and with it the time of a cold start, grows with the memory."""
SECONDS = 5
"""Cognito waits no longer."""


class Triggers(RegionalStack):
    """Nobody signs in while the trigger fails. It needs no layer and no network, so that it starts quickly."""

    def __init__(self, scope: Construct, place: Place, key: kms.IKey, alarms: Alarms) -> None:
        super().__init__(scope, "triggers", place, "VAULT: what Cognito calls")
        function, live = self.create_function(key)
        aws_lambda.CfnPermission(
            self,
            "Permission",
            action="lambda:InvokeFunction",
            function_name=live.ref,
            principal="cognito-idp.amazonaws.com",
            source_account=place.account,
            source_arn=place.arn("cognito-idp", "userpool/*"),
        )
        alarms.add_alarm(self, "Errors", f"{DESCRIPTION} Fails: nobody can sign in.", errors_metric(function), Limit(1))

    def create_function(self, key: kms.IKey) -> tuple[aws_lambda.CfnFunction, aws_lambda.CfnAlias]:
        """The function, and the alias by which it is invoked."""
        log = self.log_group(PRE_TOKEN_GENERATION, key)
        source = module_asset(PRE_TOKEN_GENERATION)
        code = assets.Asset(self, "Code", path=str(source.folder))
        function = aws_lambda.CfnFunction(
            self,
            "Function",
            function_name=self.place.resource_name(PRE_TOKEN_GENERATION),
            description=DESCRIPTION,
            handler=source.handler,
            code=aws_lambda.CfnFunction.CodeProperty(s3_bucket=code.s3_bucket_name, s3_key=code.s3_object_key),
            role=role(self, "Role", "lambda.amazonaws.com", [log_write_statement(log)]).attr_arn,
            runtime=RUNTIME,
            architectures=[ARCHITECTURE],
            memory_size=MEMORY,
            timeout=SECONDS,
            logging_config=aws_lambda.CfnFunction.LoggingConfigProperty(log_group=log.ref, log_format="JSON"),
        )
        reason = "It calls nothing, so it needs no network."
        accept_findings(function, {**ACCEPTED_FINDINGS, "NIST.800.53.R5-LambdaInsideVPC": reason})
        return function, publish_version(self, function, [code.asset_hash, MEMORY, SECONDS])
