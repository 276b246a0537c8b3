"""The HTTP API of a region: one throttled and logged stage, and the role that invokes the functions."""

import json

from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_certificatemanager as certificates
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_route53_targets as targets
from constructs import Construct

from cdk.accepted_findings import accept_findings
from cdk.names import ALIAS
from cdk.policies import allow, role
from cdk.region import Place, RegionalStack
from cdk.stage import Domain
from vault.kernel.cors import ALLOWED_HEADERS, EXPOSED_HEADERS

ACCESS_LOG_FIELDS = {
    name: f"$context.{name}"
    for name in (
        "requestId",
        "identity.sourceIp",
        "httpMethod",
        "routeKey",
        "status",
        "responseLength",
        "responseLatency",
    )
}


class Gateway(RegionalStack):
    def __init__(self, scope: Construct, place: Place, key: kms.IKey) -> None:
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
        self.deployed_stage = self.create_stage(key)
        self.invoker = self.create_invoking_role()
        if place.stage.domain:
            self.add_domain(place.stage.domain)

    def create_stage(self, key: kms.IKey) -> apigateway.CfnStage:
        group = self.log_group("api", key)
        stage = self.place.stage
        created = apigateway.CfnStage(
            self,
            "Stage",
            api_id=self.api.ref,
            stage_name=stage.name,
            auto_deploy=True,
            access_log_settings=apigateway.CfnStage.AccessLogSettingsProperty(
                destination_arn=group.attr_arn, format=json.dumps(ACCESS_LOG_FIELDS)
            ),
            default_route_settings=apigateway.CfnStage.RouteSettingsProperty(
                throttling_rate_limit=stage.requests_per_second,
                throttling_burst_limit=2 * stage.requests_per_second,
                # Detailed metrics are charged for each route, and repeat what the endpoints' own metrics measure.
                detailed_metrics_enabled=False,
            ),
        )
        accept_findings(
            created, {"NIST.800.53.R5-APIGWSSLEnabled": "HTTP APIs know no client certificates; TLS is all they speak."}
        )
        return created

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

    def add_domain(self, domain: Domain) -> None:
        """Add the API's domain name, answered by the nearest region, and the region's own name."""
        zone = route53.HostedZone.from_hosted_zone_attributes(
            self, "Zone", hosted_zone_id=domain.zone_id, zone_name=domain.zone
        )
        self.add_domain_name("", domain.name, zone, self.place.region)
        if self.place.others:
            self.add_domain_name("Regional", self.regional_name(self.place, domain), zone, None)

    def add_domain_name(self, prefix: str, name: str, zone: route53.IHostedZone, nearest: str | None) -> None:
        """Add one domain name with its certificate; of several records of a name the nearest region's is used."""
        certificate = certificates.Certificate(
            self,
            f"{prefix}Certificate",
            domain_name=name,
            validation=certificates.CertificateValidation.from_dns(zone),
        )
        domain = apigateway.DomainName(
            self,
            f"{prefix}Domain",
            domain_name=name,
            certificate=certificate,
            security_policy=apigateway.SecurityPolicy.TLS_1_2,
        )
        stage = self.place.stage.name
        apigateway.CfnApiMapping(
            self,
            f"{prefix}Mapping",
            api_id=self.api.ref,
            domain_name=domain.name,
            stage=stage,
            api_mapping_key=stage,
        ).add_resource_dependency(self.deployed_stage)
        target = targets.ApiGatewayv2DomainProperties(domain.regional_domain_name, domain.regional_hosted_zone_id)
        route53.ARecord(
            self,
            f"{prefix}Record",
            zone=zone,
            record_name=name,
            region=nearest,
            target=route53.RecordTarget.from_alias(target),
        )
