"""Every alarm has instructions in the runbook."""

from pathlib import Path

from tests.cdk.conftest import Assembly

GUIDE = Path(__file__).parents[2] / "docs" / "deployment" / "watching.md"


def test_each_alarm_has_its_paragraph_in_the_guide(assembly: Assembly) -> None:
    alarms = [found["Properties"] for _, found in assembly.resources("AWS::CloudWatch::Alarm")]
    metrics = {f"{alarm['Namespace']} {alarm['MetricName']}" for alarm in alarms}
    paragraphs = {section.partition("\n")[0] for section in GUIDE.read_text().split("\n## ")[1:]}

    assert metrics
    assert metrics - paragraphs == set()
