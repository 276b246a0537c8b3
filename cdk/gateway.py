"""The HTTP API of a region, and the role that invokes the functions."""

from typing import Any

from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_iam as iam
from constructs import Construct

from cdk.accepted_findings import accept_findings
from cdk.names import ALIAS
from cdk.policies import allow, role
from cdk.region import Place, RegionalStack
from cdk.stage import Domain
from vault.kernel.cors import ALLOWED_HEADERS, EXPOSED_HEADERS
from vault.runtime.registry import Function


class Gateway(RegionalStack):
    def __init__(self, scope: Construct, place: Place) -> None:
        super().__init__(scope, "api", place, "VAULT: the HTTP API")
        self.api = apigateway.CfnApi(
            self,
            "Api",
            name=place.resource_name("api"),
            protocol_type="HTTP",
            disable_execute_api_endpoint=place.stage.domain is not None,
            # Operators, and with them the origins of their consoles, are created at run time; no cookie is ever read.
            cors_configuration=apigateway.CfnApi.CorsProperty(
                allow_origins=["https://*"],
                allow_methods=["POST", "GET", "OPTIONS"],
                allow_headers=list(ALLOWED_HEADERS),
                expose_headers=list(EXPOSED_HEADERS),
                max_age=3600,
            ),
        )
        self.invoker = self.create_invoking_role()

    def create_invoking_role(self) -> iam.CfnRole:
        """The role that invokes the functions: one permission for all functions instead of one for each."""
        function_arn = f"arn:{{}}:lambda:{self.place.region}:{{}}:function:{self.place.resource_name('*')}:{ALIAS}"
        invokes = allow(("lambda:InvokeFunction",), function_arn.format(self.partition, self.account))
        finding = function_arn.format("<AWS::Partition>", self.place.stage.account or "<AWS::AccountId>")
        created = role(self, "InvokeRole", "apigateway.amazonaws.com", [invokes])
        accept_findings(
            self,
            {f"AwsSolutions-IAM5[Resource::{finding}]": "The functions of this stage, by their common name."},
        )
        return created

    @staticmethod
    def regional_name(place: Place, domain: Domain) -> str:
        """The domain name of a region's own API, where the other regions reach the primary."""
        return f"{place.region}.{domain.name}" if place.others else domain.name


def route_key(function: Function) -> str:
    handler: Any = function.handler
    return f"POST {handler.path}"
