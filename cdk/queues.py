"""The queues of a region, each with one for what could not be handled; and who starts the jobs."""

from collections.abc import Mapping  # noqa: TC003  jsii asks annotations at run time

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from cdk.findings import accepted
from cdk.region import Place, RegionalStack
from vault.kernel.queues import Queue

VISIBLE_AGAIN = cdk.Duration.minutes(30)
"""Six times what a job may take, as Lambda asks."""
RECEIVES = 5


class Queues(RegionalStack):
    """What is to be done later, and what could not be done."""

    def __init__(self, scope: Construct, place: Place, key: kms.IKey, alarms: str) -> None:
        super().__init__(scope, "queues", place, "VAULT: queues")
        self.queues: Mapping[Queue, sqs.Queue] = {queue: self.queue(queue, key, alarms) for queue in Queue}

    def queue(self, queue: Queue, key: kms.IKey, alarms: str) -> sqs.Queue:
        """A queue and its dead letters, which raise an alarm."""
        name = self.place.named(queue)
        dead = sqs.Queue(
            self,
            f"{queue}-dead-letters",
            queue_name=f"{name}-dead-letters",
            retention_period=cdk.Duration.days(14),
            encryption=sqs.QueueEncryption.KMS,
            encryption_master_key=key,
            enforce_ssl=True,
        )
        accepted(dead, {"AwsSolutions-SQS3": "It is the dead-letter queue."})
        cloudwatch.CfnAlarm(
            self,
            f"{queue}-dead-letters-alarm",
            alarm_description=f"Messages of {queue} could not be handled.",
            namespace="AWS/SQS",
            metric_name="ApproximateNumberOfMessagesVisible",
            dimensions=[cloudwatch.CfnAlarm.DimensionProperty(name="QueueName", value=dead.queue_name)],
            statistic="Maximum",
            period=300,
            evaluation_periods=1,
            threshold=1,
            comparison_operator="GreaterThanOrEqualToThreshold",
            treat_missing_data="notBreaching",
            alarm_actions=[alarms],
        )
        return sqs.Queue(
            self,
            str(queue),
            queue_name=name,
            visibility_timeout=VISIBLE_AGAIN,
            encryption=sqs.QueueEncryption.KMS,
            encryption_master_key=key,
            enforce_ssl=True,
            dead_letter_queue=sqs.DeadLetterQueue(max_receive_count=RECEIVES, queue=dead),
        )
