"""What starts the jobs: the queues, and schedules in the primary region."""

import json
from typing import Any

from aws_cdk import aws_lambda
from aws_cdk import aws_scheduler as scheduler
from constructs import Construct

from cdk.functions import Functions, Ground
from cdk.policies import allowed, role
from cdk.queues import Queues
from cdk.sources import source_of
from cdk.work import AT_ONCE, work_of
from vault.runtime.registry import Function

EVENT = json.dumps({"time": "<aws.scheduler.scheduled-time>"})
"""A schedule's event tells its time, by which the job knows one that fires twice (docs/adr/0020)."""


class Jobs(Functions):
    """The jobs, and what starts each."""

    def __init__(self, scope: Construct, ground: Ground, queues: Queues, functions: list[Function]) -> None:
        self.queues = queues
        super().__init__(scope, ground, "jobs", [])
        for function in functions:
            handler: Any = function.handler
            live = self.deployed(function, source_of(function))
            if handler.queue:
                self.fed(function, live)
            if handler.every and ground.place.is_primary:
                self.scheduled(function, live)

    def fed(self, function: Function, live: aws_lambda.CfnAlias) -> None:
        """The queue's messages handed to the job, some at a time."""
        handler: Any = function.handler
        aws_lambda.CfnEventSourceMapping(
            self,
            f"{function.name}-source",
            event_source_arn=self.queues.queues[handler.queue].queue_arn,
            function_name=live.ref,
            batch_size=work_of(handler).batch,
            function_response_types=["ReportBatchItemFailures"],
            scaling_config=aws_lambda.CfnEventSourceMapping.ScalingConfigProperty(
                maximum_concurrency=AT_ONCE[handler.queue]
            ),
        )

    def scheduled(self, function: Function, live: aws_lambda.CfnAlias) -> None:
        """The job started every so many seconds."""
        handler: Any = function.handler
        minutes = max(1, handler.every // 60)
        starts = [
            allowed(("lambda:InvokeFunction",), live.ref),
            allowed(("kms:Decrypt",), self.ground.key.key_arn),
        ]
        starter = role(self, f"{function.name}-schedule-role", "scheduler.amazonaws.com", starts)
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
                input=EVENT,
                retry_policy=scheduler.CfnSchedule.RetryPolicyProperty(maximum_retry_attempts=0),
            ),
        )
