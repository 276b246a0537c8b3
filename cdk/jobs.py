"""The jobs and their triggers: queues, and schedules in the primary region."""

import json
from typing import Any

from aws_cdk import aws_lambda
from aws_cdk import aws_scheduler as scheduler
from constructs import Construct

from cdk.code_assets import code_asset_of
from cdk.functions import FunctionBase, Functions
from cdk.policies import allow, role
from cdk.queues import Queues
from cdk.sizing import QUEUE_CONCURRENCY, sizing_of
from vault.runtime.registry import Function

EVENT = json.dumps({"time": "<aws.scheduler.scheduled-time>"})
"""A schedule's event contains its time, by which the job detects a schedule that fires twice (docs/adr/0020)."""


class Jobs(Functions):
    def __init__(self, scope: Construct, base: FunctionBase, queues: Queues, functions: list[Function]) -> None:
        self.queues = queues
        super().__init__(scope, base, "jobs", [])
        for function in functions:
            handler: Any = function.handler
            live = self.create_function(function, code_asset_of(function))
            if handler.queue:
                self.add_queue_source(function, live)
            if handler.every and base.place.is_primary:
                self.add_schedule(function, live)

    def add_queue_source(self, function: Function, live: aws_lambda.CfnAlias) -> None:
        handler: Any = function.handler
        aws_lambda.CfnEventSourceMapping(
            self,
            f"{function.name}-source",
            event_source_arn=self.queues.queues[handler.queue].queue_arn,
            function_name=live.ref,
            batch_size=sizing_of(handler).batch,
            function_response_types=["ReportBatchItemFailures"],
            scaling_config=aws_lambda.CfnEventSourceMapping.ScalingConfigProperty(
                maximum_concurrency=QUEUE_CONCURRENCY[handler.queue]
            ),
        )

    def add_schedule(self, function: Function, live: aws_lambda.CfnAlias) -> None:
        handler: Any = function.handler
        minutes = max(1, handler.every // 60)
        statements = [
            allow(("lambda:InvokeFunction",), live.ref),
            allow(("kms:Decrypt",), self.base.key.key_arn),
        ]
        scheduler_role = role(self, f"{function.name}-schedule-role", "scheduler.amazonaws.com", statements)
        scheduler.CfnSchedule(
            self,
            f"{function.name}-schedule",
            name=self.place.resource_name(function.name),
            schedule_expression=f"rate({minutes} minute{'s' if minutes > 1 else ''})",
            flexible_time_window=scheduler.CfnSchedule.FlexibleTimeWindowProperty(mode="OFF"),
            kms_key_arn=self.base.key.key_arn,
            target=scheduler.CfnSchedule.TargetProperty(
                arn=live.ref,
                role_arn=scheduler_role.attr_arn,
                input=EVENT,
                retry_policy=scheduler.CfnSchedule.RetryPolicyProperty(maximum_retry_attempts=0),
            ),
        )
