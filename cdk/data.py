"""The data of a region: two graphs, the cache, and the key that wraps every operator's data key."""

from collections.abc import Sequence

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_elasticache as elasticache
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_neptune as neptune
from constructs import Construct

from cdk.accepted_findings import accept_findings
from cdk.network import CACHE_PORT, GRAPH_PORT, Network
from cdk.region import Place, RegionalStack

ENGINE = "1.4.5.0"
FAMILY = "neptune1.4"
QUERY_MS = "25000"
CACHE_USER = "vault"
EXPORTED_LOGS = ("audit", "slowquery")
"""Neptune's logs in CloudWatch, whose queries carry tokens of persons and addresses of devices."""


class _Graph(Construct):
    def __init__(self, stack: "Data", name: str, readers: int, subnets: str) -> None:
        super().__init__(stack, name)
        stage = stack.place.stage
        identifier = stack.place.resource_name(name.lower())
        groups = [
            stack.named_log_group(f"{name}-{log}", f"/aws/neptune/{identifier}/{log}", stack.network.key)
            for log in EXPORTED_LOGS
        ]
        self.cluster = neptune.CfnDBCluster(
            self,
            "Cluster",
            engine_version=ENGINE,
            db_cluster_identifier=identifier,
            db_cluster_parameter_group_name=stack.parameters.ref,
            db_subnet_group_name=subnets,
            db_port=GRAPH_PORT,
            vpc_security_group_ids=[stack.network.graph.security_group_id],
            iam_auth_enabled=True,
            storage_encrypted=True,
            kms_key_id=stack.storage_key.key_arn,
            deletion_protection=True,
            backup_retention_period=stage.backup_days,
            preferred_backup_window="06:00-07:00",
            copy_tags_to_snapshot=True,
            enable_cloudwatch_logs_exports=list(EXPORTED_LOGS),
            global_cluster_identifier=self.global_cluster(stack, name),
        )
        self.cluster.apply_removal_policy(cdk.RemovalPolicy.RETAIN)
        for group in groups:
            # Neptune creates a group that is missing, without a key and kept for ever.
            self.cluster.add_resource_dependency(group)
        for number in range(1 + readers):
            self.add_instance(stack, number)

    def global_cluster(self, stack: "Data", name: str) -> str | None:
        """The global database of the cluster in a stage of several regions; the first region creates it."""
        if len(stack.place.stage.regions) == 1:
            return None
        identifier = stack.place.resource_name(name.lower(), "global")
        if stack.place.is_home:
            shared = neptune.CfnGlobalCluster(
                self,
                "Global",
                global_cluster_identifier=identifier,
                engine="neptune",
                engine_version=ENGINE,
                storage_encrypted=True,
                deletion_protection=True,
            )
            shared.apply_removal_policy(cdk.RemovalPolicy.RETAIN)
            return shared.ref
        return identifier

    def add_instance(self, stack: "Data", number: int) -> None:
        """Add the writer (number 0) or a reader."""
        instance = neptune.CfnDBInstance(
            self,
            "Writer" if number == 0 else f"Reader{number}",
            db_instance_class=stack.place.stage.graph_instance,
            db_cluster_identifier=self.cluster.ref,
            auto_minor_version_upgrade=True,
        )
        instance.apply_removal_policy(cdk.RemovalPolicy.RETAIN)

    @property
    def writer(self) -> str:
        return f"wss://{self.cluster.attr_endpoint}:{GRAPH_PORT}/gremlin"

    @property
    def reader(self) -> str:
        return f"wss://{self.cluster.attr_read_endpoint}:{GRAPH_PORT}/gremlin"


class Data(RegionalStack):
    """Resources that must not be lost: all of them are retained when the stack is deleted."""

    def __init__(self, scope: Construct, place: Place, network: Network, origin: "Data | None") -> None:
        super().__init__(scope, "data", place, "VAULT: graphs, cache, data key")
        self.network = network
        self.termination_protection = True
        self.storage_key = _create_retained_key(self, "StorageKey", "VAULT: what the databases keep")
        self.data_key_arn = self.create_data_key(origin)
        self.parameters = neptune.CfnDBClusterParameterGroup(
            self,
            "Parameters",
            family=FAMILY,
            description="VAULT: queries are logged and end before their callers do",
            parameters={"neptune_enable_audit_log": 1, "neptune_query_timeout": QUERY_MS},
        )
        subnets = neptune.CfnDBSubnetGroup(
            self,
            "GraphSubnets",
            db_subnet_group_description="VAULT: the graphs",
            subnet_ids=_isolated_subnet_ids(network.vpc),
        ).ref
        self.graph = _Graph(self, "Graph", place.stage.graph_readers, subnets)
        self.log = _Graph(self, "Log", 1, subnets)
        for endpoint in (self.log.cluster.attr_endpoint, self.log.cluster.attr_read_endpoint):
            # The endpoints that functions need depend on which region is primary, and that changes.
            self.export_value(endpoint)
        self.cache = self.create_cache()

    def create_data_key(self, origin: "Data | None") -> str:
        """The multi-Region key that wraps the operators' data keys; every other region than the first has a replica."""
        if origin is None:
            key = _create_retained_key(self, "DataKey", "VAULT: wraps the data key of each operator", multi_region=True)
            arn = key.key_arn
        else:
            replica = kms.CfnReplicaKey(
                self,
                "DataKey",
                primary_key_arn=origin.data_key_arn,
                key_policy=_owner_policy(),
                description="VAULT: wraps the data key of each operator",
            )
            replica.apply_removal_policy(cdk.RemovalPolicy.RETAIN)
            arn = replica.attr_arn
        kms.CfnAlias(self, "DataKeyAlias", alias_name=f"alias/{self.place.resource_name('data')}", target_key_id=arn)
        return arn

    def create_cache(self) -> elasticache.CfnReplicationGroup:
        """The cache: encrypted in transit and at rest, its user authenticated by IAM."""
        subnets = elasticache.CfnSubnetGroup(
            self, "CacheSubnets", description="VAULT: the cache", subnet_ids=_isolated_subnet_ids(self.network.vpc)
        )
        group = elasticache.CfnReplicationGroup(
            self,
            "Cache",
            replication_group_id=self.place.resource_name("cache"),
            replication_group_description="VAULT: limits and short-lived copies",
            engine="valkey",
            engine_version="8.0",
            cache_node_type=self.place.stage.cache_node,
            num_node_groups=1,
            replicas_per_node_group=1,
            automatic_failover_enabled=True,
            multi_az_enabled=True,
            port=CACHE_PORT,
            transit_encryption_enabled=True,
            at_rest_encryption_enabled=True,
            kms_key_id=self.storage_key.key_id,
            user_group_ids=[self.create_cache_users()],
            security_group_ids=[self.network.cache.security_group_id],
            cache_subnet_group_name=subnets.ref,
            snapshot_retention_limit=self.place.stage.backup_days,
        )
        accept_findings(
            group,
            {
                "AwsSolutions-AEC5": "The port is no secret: TLS and an IAM user guard the cache.",
                "AwsSolutions-AEC6": "Its user signs in with IAM, which takes the place of a password.",
            },
        )
        return group

    def create_cache_users(self) -> str:
        """The user group with one user, authenticated by IAM and without administrative commands."""
        user = elasticache.CfnUser(
            self,
            "CacheUser",
            user_id=self.place.resource_name(CACHE_USER),
            user_name=self.place.resource_name(CACHE_USER),
            engine="valkey",
            access_string="on ~* +@all -@dangerous -@admin",
            authentication_mode={"Type": "iam"},
        )
        return elasticache.CfnUserGroup(
            self, "CacheUsers", user_group_id=self.place.resource_name("cache"), engine="valkey", user_ids=[user.ref]
        ).ref

    @property
    def cache_url(self) -> str:
        return f"rediss://{self.cache.attr_primary_end_point_address}:{CACHE_PORT}"


def _create_retained_key(stack: RegionalStack, name: str, what: str, *, multi_region: bool = False) -> kms.Key:
    return kms.Key(
        stack,
        name,
        description=what,
        enable_key_rotation=True,
        multi_region=multi_region,
        removal_policy=cdk.RemovalPolicy.RETAIN,
        pending_window=cdk.Duration.days(30),
    )


def _owner_policy() -> iam.PolicyDocument:
    """The account administers the key; roles use it by their own policies."""
    owner = iam.PolicyStatement(principals=[iam.AccountRootPrincipal()], actions=["kms:*"], resources=["*"])
    return iam.PolicyDocument(statements=[owner])


def _isolated_subnet_ids(vpc: ec2.Vpc) -> Sequence[str]:
    return [subnet.subnet_id for subnet in vpc.isolated_subnets]
