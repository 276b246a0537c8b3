"""The network of a region: functions and data separated, one fixed outgoing address for each zone."""

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from cdk.accepted_findings import accept_findings
from cdk.policies import allow, role
from cdk.region import Place, RegionalStack
from vault.adapters.systems import Service

GRAPH_PORT = 8182
CACHE_PORT = 6379
HTTPS = 443
INTERFACES = {
    "Kms": ec2.InterfaceVpcEndpointAwsService.KMS,
    "Queues": ec2.InterfaceVpcEndpointAwsService.SQS,
    "Secrets": ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
    "Messages": ec2.InterfaceVpcEndpointAwsService.SNS,
}
"""Interface endpoints for services reached within the network; Cognito is reached through the fixed addresses."""


class Network(RegionalStack):
    """Customers' gateways and property systems allow-list the fixed outgoing addresses of this network."""

    def __init__(self, scope: Construct, place: Place) -> None:
        super().__init__(scope, "network", place, "VAULT: network, and the fixed addresses of outgoing calls")
        self.key = _create_log_key(self)
        region = place.stage.regions[place.region]
        self.vpc = ec2.Vpc(
            self,
            "Vpc",
            ip_addresses=ec2.IpAddresses.cidr(region.cidr),
            availability_zones=[cdk.Fn.select(number, cdk.Fn.get_azs()) for number in range(region.zones)],
            nat_gateways=region.zones,
            restrict_default_security_group=False,
            subnet_configuration=[
                _subnets("public", ec2.SubnetType.PUBLIC, mask=26),
                _subnets(
                    "functions", ec2.SubnetType.PRIVATE_WITH_EGRESS, mask=20 if region.cidr.endswith("/16") else 24
                ),
                _subnets("data", ec2.SubnetType.PRIVATE_ISOLATED, mask=26),
            ],
        )
        accept_findings(
            self.vpc,
            {"NIST.800.53.R5-VPCDefaultSecurityGroupClosed": "Nothing is in the default group: a test holds it."},
        )
        for zone in self.vpc.public_subnets:
            accept_findings(
                zone,
                {"NIST.800.53.R5-VPCNoUnrestrictedRouteToIGW": "Public subnets hold NAT gateways and nothing else."},
            )
        self.add_flow_log()
        self.functions = self.create_group("Functions", "Lambda functions")
        self.venues = self.create_group("Venues", "Lambda functions that reach devices in venues")
        self.venues.add_egress_rule(ec2.Peer.any_ipv4(), ec2.Port.all_tcp(), "Devices listen at any port")
        self.graph = self.create_reachable_group("Graph", "The graph databases", GRAPH_PORT)
        self.cache = self.create_reachable_group("Cache", "The cache", CACHE_PORT)
        self.functions.add_egress_rule(ec2.Peer.any_ipv4(), ec2.Port.tcp(HTTPS), "AWS, and the systems of operators")
        for system in (service.value for service in Service):
            for port in system.ports:
                self.functions.add_egress_rule(ec2.Peer.any_ipv4(), ec2.Port.tcp(port), f"Outside system {system.name}")
        self.add_endpoints()
        self.outgoing_addresses = self.export_addresses()

    def create_group(self, name: str, what: str) -> ec2.SecurityGroup:
        """A security group that allows no outgoing traffic by itself."""
        return ec2.SecurityGroup(self, name, vpc=self.vpc, description=what, allow_all_outbound=False)

    def create_reachable_group(self, name: str, what: str, port: int) -> ec2.SecurityGroup:
        group = self.create_group(name, what)
        group.add_ingress_rule(self.functions, ec2.Port.tcp(port), f"Functions to {what.lower()}")
        self.functions.add_egress_rule(group, ec2.Port.tcp(port), f"Functions to {what.lower()}")
        return group

    def add_endpoints(self) -> None:
        endpoint_group = self.create_group("Endpoints", "Doors to AWS services")
        endpoint_group.add_ingress_rule(self.functions, ec2.Port.tcp(HTTPS), "Functions to AWS services")
        chosen = ec2.SubnetSelection(subnet_group_name="functions")
        for name, service in INTERFACES.items():
            self.vpc.add_interface_endpoint(
                name, service=service, security_groups=[endpoint_group], subnets=chosen, open=False
            )

    def export_addresses(self) -> tuple[str, ...]:
        """The fixed addresses of outgoing calls, exported also where no function needs them: the primary may move."""
        addresses = tuple(_public_address(zone) for zone in self.vpc.public_subnets)
        for address in addresses:
            self.export_value(address)
        cdk.CfnOutput(self, "OutgoingAddresses", value=",".join(addresses))
        return addresses

    def add_flow_log(self) -> None:
        group = self.log_group("flows", self.key)
        writes = allow(("logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"), group.attr_arn)
        writer = role(self, "FlowLogRole", "vpc-flow-logs.amazonaws.com", [writes])
        ec2.CfnFlowLog(
            self,
            "FlowLog",
            resource_id=self.vpc.vpc_id,
            resource_type="VPC",
            traffic_type="ALL",
            log_group_name=group.log_group_name,
            deliver_logs_permission_arn=writer.attr_arn,
        ).add_resource_dependency(group)


def _public_address(zone: ec2.ISubnet) -> str:
    """The fixed address by which a zone's functions reach the internet."""
    address = zone.node.find_child("EIP")
    if not isinstance(address, ec2.CfnEIP):
        raise TypeError(type(address))
    return str(address.ref)


def _subnets(name: str, kind: ec2.SubnetType, mask: int) -> ec2.SubnetConfiguration:
    """One subnet in each zone; none assigns public addresses."""
    public = {"map_public_ip_on_launch": False} if kind is ec2.SubnetType.PUBLIC else {}
    return ec2.SubnetConfiguration(name=name, subnet_type=kind, cidr_mask=mask, **public)


def _create_log_key(stack: RegionalStack) -> kms.Key:
    """The key of this region's logs, queues, environments and secrets."""
    key = kms.Key(
        stack,
        "Key",
        description="VAULT: logs, queues, environments and secrets of a region",
        enable_key_rotation=True,
        alias=f"alias/{stack.place.resource_name('region')}",
    )
    key.grant_encrypt_decrypt(iam.ServicePrincipal(f"logs.{stack.place.region}.amazonaws.com"))
    # Alarms go to an encrypted topic, and are dropped without a word where CloudWatch may not use its key.
    key.grant(iam.ServicePrincipal("cloudwatch.amazonaws.com"), "kms:Decrypt", "kms:GenerateDataKey")
    return key
