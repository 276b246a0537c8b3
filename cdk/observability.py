"""What an operator of the platform looks at, and who is told when something is wrong."""

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from constructs import Construct

from cdk.region import Place, RegionalStack

SLOW_MS = 2_000


class Alarms(RegionalStack):
    """Where alarms go."""

    def __init__(self, scope: Construct, place: Place, key: kms.Key) -> None:
        super().__init__(scope, "alarms", place, "VAULT: where alarms go")
        self.topic = sns.CfnTopic(self, "Topic", topic_name=place.named("alarms"), kms_master_key_id=key.key_id)
        only_encrypted = iam.PolicyStatement(
            effect=iam.Effect.DENY,
            principals=[iam.AnyPrincipal()],
            actions=["sns:Publish"],
            resources=[self.topic.ref],
            conditions={"Bool": {"aws:SecureTransport": "false"}},
        )
        alarms = iam.PolicyStatement(
            principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
            actions=["sns:Publish"],
            resources=[self.topic.ref],
            conditions={"StringEquals": {"aws:SourceAccount": self.account}},
        )
        document = iam.PolicyDocument(statements=[only_encrypted, alarms])
        sns.CfnTopicPolicy(self, "TopicPolicy", topics=[self.topic.ref], policy_document=document)
        if place.stage.alarm_email:
            sns.CfnSubscription(
                self, "Mail", topic_arn=self.topic.ref, protocol="email", endpoint=place.stage.alarm_email
            )


class Observability(RegionalStack):
    """Alarms on the whole, and a dashboard."""

    def __init__(self, scope: Construct, place: Place, alarms: Alarms, api_id: str, graphs: dict[str, str]) -> None:
        super().__init__(scope, "observability", place, "VAULT: dashboard, and alarms on the whole")
        self.topic = sns.Topic.from_topic_arn(self, "Topic", alarms.topic.ref)
        api = cloudwatch.Metric(
            namespace="AWS/ApiGateway", metric_name="Latency", dimensions_map={"ApiId": api_id}, statistic="p99"
        )
        errors = cloudwatch.Metric(
            namespace="AWS/ApiGateway", metric_name="5xx", dimensions_map={"ApiId": api_id}, statistic="Sum"
        )
        retries = cloudwatch.Metric(namespace="VAULT", metric_name="Retries", statistic="Sum")
        throttles = cloudwatch.Metric(namespace="AWS/Lambda", metric_name="Throttles", statistic="Sum")
        self.alarm("Slow", "One call in a hundred takes too long.", api, SLOW_MS, periods=3)
        self.alarm("ServerErrors", "Calls fail.", errors, 5)
        self.alarm("Throttled", "Functions are throttled.", throttles, 1)
        self.alarm("Conflicts", "Writes start again too often.", retries, 500, periods=3)
        lags = {
            name: cloudwatch.Metric(
                namespace="AWS/Neptune",
                metric_name="ClusterReplicaLagMaximum",
                dimensions_map={"DBClusterIdentifier": cluster},
                statistic="Maximum",
            )
            for name, cluster in graphs.items()
        }
        for name, lag in lags.items():
            self.alarm(f"{name}Lag", f"Readers of {name} are behind their writer.", lag, SLOW_MS)
        board = cloudwatch.Dashboard(self, "Dashboard", dashboard_name=place.named(place.region))
        board.add_widgets(
            cloudwatch.GraphWidget(title="Calls, p99 (ms)", left=[api]),
            cloudwatch.GraphWidget(title="Failures", left=[errors, throttles]),
            cloudwatch.GraphWidget(title="Writes started again", left=[retries]),
            cloudwatch.GraphWidget(title="Replica lag (ms)", left=list(lags.values())),
        )

    def alarm(self, name: str, what: str, metric: cloudwatch.Metric, threshold: float, periods: int = 1) -> None:
        """An alarm on five minutes of a metric."""
        made = metric.with_(period=cdk.Duration.minutes(5)).create_alarm(
            self,
            name,
            alarm_description=what,
            threshold=threshold,
            evaluation_periods=periods,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )
        made.add_alarm_action(actions.SnsAction(self.topic))
