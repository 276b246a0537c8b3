"""Alarms: their metrics and thresholds, and that they can notify somebody."""

import json
from typing import Any

import pytest

from tests.cdk.conftest import PRIMARY, SECONDARY, TWO_REGIONS, Assembly
from vault.kernel.queues import Queue
from vault.runtime.logs import print_measures
from vault.runtime.registry import find


def alarms(assembly: Assembly, region: str) -> list[dict[str, Any]]:
    return [dict(found["Properties"]) for _, found in assembly.resources("AWS::CloudWatch::Alarm", region)]


def of(assembly: Assembly, region: str, metric: str) -> list[dict[str, Any]]:
    """The alarms of a region on a metric."""
    return [alarm for alarm in alarms(assembly, region) if alarm["MetricName"] == metric]


@pytest.mark.parametrize("region", [PRIMARY, SECONDARY])
@pytest.mark.parametrize(
    ("metric", "count"),
    [
        ("ApproximateAgeOfOldestMessage", len(Queue)),
        ("ApproximateNumberOfMessagesVisible", len(Queue)),
        ("ClusterReplicaLagMaximum", 2),
        ("CPUUtilization", 2),
        ("DatabaseMemoryUsagePercentage", 2),
        ("FreeableMemory", 2),
        ("GatewaysOfflineAnHour", 1),
        ("Latency", 1),
        ("OldestDueGatewaySeconds", 1),
        ("Retries", 1),
        ("Throttles", 1),
        ("VolumeBytesUsed", 2),
    ],
)
def test_what_goes_wrong_is_told(assembly: Assembly, region: str, metric: str, count: int) -> None:
    assert len(of(assembly, region, metric)) == count


def test_alarms_on_gateways_watch_what_the_jobs_measure_of_a_stage(
    assembly: Assembly, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("GatewaysOfflineAnHour", "OldestDueGatewaySeconds")

    print_measures(dict.fromkeys(names, 1))

    (directive,) = json.loads(capsys.readouterr().out)["_aws"]["CloudWatchMetrics"]
    assert {metric["Name"] for metric in directive["Metrics"]} == {*names}
    for (alarm,) in (of(assembly, PRIMARY, name) for name in names):
        assert alarm["Namespace"] == directive["Namespace"]
        assert [[each["Name"] for each in alarm["Dimensions"]]] == directive["Dimensions"]
        assert alarm["Statistic"] == "Maximum"


def test_each_function_has_an_alarm_on_its_errors(assembly: Assembly) -> None:
    watched = {alarm["Dimensions"][0]["Value"] for alarm in of(assembly, PRIMARY, "Errors")}

    made = (found["Properties"] for _, found in assembly.resources("AWS::Lambda::Function", PRIMARY))
    assert watched == {function["FunctionName"] for function in made if "FunctionName" in function}
    assert len(watched) > len(find().endpoints)


def test_another_region_tells_that_it_cannot_forward_and_that_it_is_behind_before_it_is_too_far(
    assembly: Assembly,
) -> None:
    behind = of(assembly, SECONDARY, "GlobalDbProgressLag")
    unreached = [alarm["Dimensions"][1]["Value"] for alarm in of(assembly, SECONDARY, "Unreached")]

    assert of(assembly, PRIMARY, "GlobalDbProgressLag") == []
    assert [alarm["Threshold"] for alarm in behind] == [TWO_REGIONS.replica_lag_seconds * 1000 / 2] * 2
    assert {"Name": "SourceRegion", "Value": PRIMARY} in behind[0]["Dimensions"]
    assert sorted(unreached) == ["cognito", "graph", "kms", "primary", "redis", "sqs"]
    assert "primary" not in [alarm["Dimensions"][1]["Value"] for alarm in of(assembly, PRIMARY, "Unreached")]


def test_every_alarm_says_in_words_what_is_wrong_and_tells_somebody(assembly: Assembly) -> None:
    for alarm in alarms(assembly, PRIMARY) + alarms(assembly, SECONDARY):
        assert alarm["AlarmDescription"].endswith(".")
        assert len(alarm["AlarmActions"]) == 1
        assert alarm["TreatMissingData"] == "notBreaching"


def test_alarms_may_use_the_key_of_the_topic_that_they_go_to(assembly: Assembly) -> None:
    keys = [key["Properties"]["KeyPolicy"]["Statement"] for _, key in assembly.resources("AWS::KMS::Key", PRIMARY)]

    lets = [
        said["Action"]
        for statements in keys
        for said in statements
        if said["Principal"].get("Service") == "cloudwatch.amazonaws.com"
    ]

    assert lets == [["kms:Decrypt", "kms:GenerateDataKey"]]
