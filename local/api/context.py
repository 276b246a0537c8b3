"""The context object that AWS Lambda passes to a handler."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field

from local.aws.service import ACCOUNT, REGION

ROLE = f"arn:aws:sts::{ACCOUNT}:assumed-role/vault-local/function"
MILLISECONDS = 1000


@dataclass(frozen=True)
class Context:
    """One invocation, with the attributes of AWS's Python runtime."""

    function_name: str
    timeout_seconds: float = 29.0
    memory_limit_in_mb: str = "512"
    function_version: str = "$LATEST"
    aws_request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    began: float = field(default_factory=time.monotonic)

    @property
    def invoked_function_arn(self) -> str:
        return f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{self.function_name}"

    @property
    def log_group_name(self) -> str:
        return f"/aws/lambda/{self.function_name}"

    @property
    def log_stream_name(self) -> str:
        return "local"

    def get_remaining_time_in_millis(self) -> int:
        left = self.timeout_seconds - (time.monotonic() - self.began)
        return max(0, int(left * MILLISECONDS))
