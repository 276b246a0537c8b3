"""The queues of a region, each with a dead-letter queue and alarms."""

from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from cdk.accepted_findings import accept_findings
from cdk.alarms import Alarms, Limit, WatchedMetric
from cdk.region import Place, RegionalStack
from cdk.sizing import sizing_of
from vault.kernel.queues import Queue
from vault.runtime.registry import Function

VISIBLE_AGAIN = 6
"""Times the time-out of the job, as Lambda recommends."""
LONGEST_JOB = 300
"""Time-out in seconds of a job that is not there yet."""
MAX_RECEIVES = 5
LONGEST_WAIT = 900
"""In seconds; what a job of five minutes failed to do is received again later than this, and so raises the alarm."""


class Queues(RegionalStack):
    def __init__(
        self, scope: Construct, place: Place, key: kms.IKey, alarms: Alarms, jobs: Mapping[str, Function]
    ) -> None:
        super().__init__(scope, "queues", place, "VAULT: queues")
        self.jobs = jobs
        self.queues: Mapping[Queue, sqs.Queue] = {queue: self.create_queue(queue, key, alarms) for queue in Queue}

    def create_queue(self, queue: Queue, key: kms.IKey, alarms: Alarms) -> sqs.Queue:
        """A queue and its dead-letter queue, with alarms on dead letters and on the age of the oldest message."""
        name = self.place.resource_name(queue)
        dead_name = f"{name}-dead-letters"
        dead = sqs.Queue(
            self,
            f"{queue}-dead-letters",
            queue_name=dead_name,
            retention_period=cdk.Duration.days(14),
            encryption=sqs.QueueEncryption.KMS,
            encryption_master_key=key,
            enforce_ssl=True,
        )
        accept_findings(dead, {"AwsSolutions-SQS3": "It is the dead-letter queue."})
        depth = WatchedMetric("AWS/SQS", "ApproximateNumberOfMessagesVisible", {"QueueName": dead_name}, "Maximum")
        alarms.add_alarm(
            self, f"{queue}-dead-letters-alarm", f"Messages of {queue} could not be handled.", depth, Limit(1)
        )
        age = WatchedMetric("AWS/SQS", "ApproximateAgeOfOldestMessage", {"QueueName": name}, "Maximum")
        alarms.add_alarm(self, f"{queue}-age-alarm", f"Messages of {queue} wait too long.", age, Limit(LONGEST_WAIT))
        return sqs.Queue(
            self,
            str(queue),
            queue_name=name,
            visibility_timeout=self.visibility_timeout(queue),
            encryption=sqs.QueueEncryption.KMS,
            encryption_master_key=key,
            enforce_ssl=True,
            dead_letter_queue=sqs.DeadLetterQueue(max_receive_count=MAX_RECEIVES, queue=dead),
        )

    def visibility_timeout(self, queue: Queue) -> cdk.Duration:
        """How long a message is hidden from others while its job runs."""
        job = self.jobs.get(queue)
        seconds = sizing_of(job.handler).seconds if job else LONGEST_JOB
        return cdk.Duration.seconds(VISIBLE_AGAIN * seconds)
