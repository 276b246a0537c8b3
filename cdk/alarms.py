"""CloudWatch alarms: metrics, thresholds and the topic that is notified."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from constructs import Construct

from cdk.region import Place, RegionalStack


@dataclass(frozen=True)
class WatchedMetric:
    namespace: str
    name: str
    dimensions: Mapping[str, str] = field(default_factory=dict)
    statistic: str = "Sum"

    @property
    def widget_metric(self) -> cloudwatch.Metric:
        return cloudwatch.Metric(
            namespace=self.namespace,
            metric_name=self.name,
            dimensions_map=dict(self.dimensions),
            statistic=self.statistic,
        )


@dataclass(frozen=True)
class Limit:
    """A threshold; the alarm is raised after `periods` breaches in a row, each of `seconds`."""

    threshold: float
    periods: int = 1
    seconds: int = 300
    below: bool = False


class Alarms(RegionalStack):
    def __init__(self, scope: Construct, place: Place, key: kms.Key) -> None:
        super().__init__(scope, "alarms", place, "VAULT: where alarms go")
        self.topic = sns.CfnTopic(self, "Topic", topic_name=place.resource_name("alarms"), kms_master_key_id=key.key_id)
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

    def add_alarm(self, part: Construct, name: str, description: str, metric: WatchedMetric, limit: Limit) -> None:
        """Add an alarm to any stack; missing data is not a breach."""
        comparison = "LessThanThreshold" if limit.below else "GreaterThanOrEqualToThreshold"
        cloudwatch.CfnAlarm(
            part,
            name,
            alarm_description=description,
            namespace=metric.namespace,
            metric_name=metric.name,
            dimensions=[
                cloudwatch.CfnAlarm.DimensionProperty(name=key, value=value) for key, value in metric.dimensions.items()
            ]
            or None,
            **_statistic(metric.statistic),
            period=limit.seconds,
            evaluation_periods=limit.periods,
            threshold=limit.threshold,
            comparison_operator=comparison,
            treat_missing_data="notBreaching",
            alarm_actions=[self.topic.ref],
        )


def _statistic(name: str) -> dict[str, Any]:
    """The statistic under the name that CloudFormation gives it: percentiles have a property of their own."""
    return {"extended_statistic": name} if name.startswith("p") else {"statistic": name}
