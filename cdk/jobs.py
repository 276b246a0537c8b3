"""What starts the jobs: the queues, and schedules in the primary region."""

from typing import Any

from aws_cdk import aws_lambda
from aws_cdk import aws_scheduler as scheduler
from constructs import Construct

from cdk.functions import Functions, Ground
from cdk.policies import allowed, role
from cdk.queues import Queues
from vault.runtime.catalogue import Function

AT_ONCE = 10
"""How many batches of a queue are handled at the same time: mail and SMS services take no more."""


class Jobs(Functions):
    """The jobs, and what starts each."""

    def __init__(self, scope: Construct, ground: Ground, queues: Queues, functions: list[Function]) -> None:
        self.queues = queues
        super().__init__(scope, ground, "jobs", [])
        for function in functions:
            handler: Any = function.handler
            live = self.deployed(function)
            if handler.queue:
                self.fed(function, live)
            if handler.every and ground.place.is_primary:
                self.scheduled(function, live)

    def fed(self, function: Function, live: aws_lambda.CfnAlias) -> None:
        """The queue's messages handed to the job, ten at a time."""
        handler: Any = function.handler
        aws_lambda.CfnEventSourceMapping(
            self,
            f"{function.name}-source",
            event_source_arn=self.queues.queues[handler.queue].queue_arn,
            function_name=live.ref,
            batch_size=10,
            function_response_types=["ReportBatchItemFailures"],
            scaling_config=aws_lambda.CfnEventSourceMapping.ScalingConfigProperty(maximum_concurrency=AT_ONCE),
        )

    def scheduled(self, function: Function, live: aws_lambda.CfnAlias) -> None:
        """The job started every so many seconds."""
        handler: Any = function.handler
        minutes = max(1, handler.every // 60)
        invokes = allowed(("lambda:InvokeFunction",), live.ref)
        starter = role(self, f"{function.name}-schedule-role", "scheduler.amazonaws.com", [invokes])
        scheduler.CfnSchedule(
            self,
            f"{function.name}-schedule",
            name=self.place.named(function.name),
            schedule_expression=f"rate({minutes} minute{'s' if minutes > 1 else ''})",
            flexible_time_window=scheduler.CfnSchedule.FlexibleTimeWindowProperty(mode="OFF"),
            kms_key_arn=self.ground.key.key_arn,
            target=scheduler.CfnSchedule.TargetProperty(
                arn=live.ref,
                role_arn=starter.attr_arn,
                input="{}",
                retry_policy=scheduler.CfnSchedule.RetryPolicyProperty(maximum_retry_attempts=0),
            ),
        )
