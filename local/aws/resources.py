"""Create at the first start what a deployment's stacks create in AWS: the key and the queues."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from vault.kernel.queues import Queue

if TYPE_CHECKING:
    import boto3
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_sqs import SQSClient

KEY_ALIAS = "alias/vault"
VISIBILITY_SECONDS = 60
RECEIVES_BEFORE_DEAD_LETTER = 5


def provide(session: boto3.Session, endpoint: str) -> dict[str, str]:
    """Create what is missing; return the settings that name the key and the queues."""
    _provide_key(session.client("kms", endpoint_url=endpoint))
    return _with_queues(session, endpoint)


def provide_beside(primary: boto3.Session, session: boto3.Session, endpoint: str) -> dict[str, str]:
    """Create what is missing in another region, with a replica of the primary's key; return its settings."""
    theirs = primary.client("kms", endpoint_url=endpoint)
    ours = session.client("kms", endpoint_url=endpoint)
    if KEY_ALIAS not in _aliases(ours):
        key = theirs.describe_key(KeyId=KEY_ALIAS)["KeyMetadata"]["KeyId"]
        # moto's replica has the alias too; in AWS each region has aliases of its own.
        theirs.replicate_key(KeyId=key, ReplicaRegion=session.region_name)
    return _with_queues(session, endpoint)


def _with_queues(session: boto3.Session, endpoint: str) -> dict[str, str]:
    sqs = session.client("sqs", endpoint_url=endpoint)
    urls = {f"VAULT_{queue.name}_QUEUE_URL": _provide_queue(sqs, queue) for queue in Queue}
    return {"VAULT_KMS_KEY": KEY_ALIAS, **urls}


def _dead_letter_queue(name: str) -> str:
    return f"{name}-dead-letters"


def _provide_key(kms: KMSClient) -> None:
    if KEY_ALIAS not in _aliases(kms):
        created = kms.create_key(Description="Wraps the data key of each operator", MultiRegion=True)
        key = created["KeyMetadata"]["KeyId"]
        kms.create_alias(AliasName=KEY_ALIAS, TargetKeyId=key)


def _aliases(kms: KMSClient) -> list[str]:
    return [alias["AliasName"] for alias in kms.list_aliases()["Aliases"]]


def _provide_queue(sqs: SQSClient, name: str) -> str:
    dead = sqs.create_queue(QueueName=_dead_letter_queue(name))["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    redrive = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": RECEIVES_BEFORE_DEAD_LETTER})
    attributes = {"VisibilityTimeout": str(VISIBILITY_SECONDS), "RedrivePolicy": redrive}
    return sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]  # type: ignore[arg-type]
