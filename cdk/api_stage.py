"""The deployed stage of a region's HTTP API: its throttles, its access log and its domain names."""

import json
from collections.abc import Sequence

from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_certificatemanager as certificates
from aws_cdk import aws_kms as kms
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_route53_targets as targets
from constructs import Construct

from cdk.accepted_findings import accept_findings
from cdk.gateway import Gateway, route_key
from cdk.region import Place, RegionalStack
from cdk.stage import Domain
from vault.runtime.registry import Function

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


class ApiStage(RegionalStack):
    """Deployed after the routes: a throttle of a route that is not there yet is refused."""

    def __init__(
        self, scope: Construct, place: Place, gateway: Gateway, key: kms.IKey, for_radius: Sequence[Function]
    ) -> None:
        super().__init__(scope, "api-stage", place, "VAULT: the deployed stage of the HTTP API")
        self.api_id = gateway.api.ref
        self.deployed_stage = self.create_stage(key, for_radius)
        if place.stage.domain:
            self.add_domain(place.stage.domain)

    def create_stage(self, key: kms.IKey, for_radius: Sequence[Function]) -> apigateway.CfnStage:
        group = self.log_group("api", key)
        stage = self.place.stage
        created = apigateway.CfnStage(
            self,
            "Stage",
            api_id=self.api_id,
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
            route_settings={route_key(function): self.limits_of_radius() for function in for_radius},
        )
        accept_findings(
            created, {"NIST.800.53.R5-APIGWSSLEnabled": "HTTP APIs know no client certificates; TLS is all they speak."}
        )
        return created

    def limits_of_radius(self) -> dict[str, int]:
        """The throttle of RADIUS servers' route, so that other callers cannot use it up."""
        rate = self.place.stage.radius_requests_per_second
        return {"ThrottlingRateLimit": rate, "ThrottlingBurstLimit": 2 * rate}

    def add_domain(self, domain: Domain) -> None:
        """Add the API's domain name, answered by the nearest region, and the region's own name."""
        zone = route53.HostedZone.from_hosted_zone_attributes(
            self, "Zone", hosted_zone_id=domain.zone_id, zone_name=domain.zone
        )
        self.add_domain_name("", domain.name, zone, self.place.region)
        if self.place.others:
            self.add_domain_name("Regional", Gateway.regional_name(self.place, domain), zone, None)

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
            api_id=self.api_id,
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
