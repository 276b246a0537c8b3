"""The runbook: every alarm has instructions, and no command has a secret on its line."""

import re
from pathlib import Path

from tests.cdk.conftest import Assembly

PAGES = Path(__file__).parents[2] / "docs"
GUIDE = PAGES / "deployment" / "watching.md"
SECRET_OPTION = re.compile(r"--(?:secret-string|secret-binary|access-token|password|auth-parameters)[ =](\S+)")


def test_each_alarm_has_its_paragraph_in_the_guide(assembly: Assembly) -> None:
    alarms = [found["Properties"] for _, found in assembly.resources("AWS::CloudWatch::Alarm")]
    metrics = {f"{alarm['Namespace']} {alarm['MetricName']}" for alarm in alarms}
    paragraphs = {section.partition("\n")[0] for section in GUIDE.read_text().split("\n## ")[1:]}

    assert metrics
    assert metrics - paragraphs == set()


def test_a_secret_on_a_command_line_comes_from_a_file() -> None:
    values = [
        value
        for page in (*PAGES.rglob("*.md"), PAGES.parent / "README.md")
        for value in SECRET_OPTION.findall(page.read_text())
    ]

    assert len(values) >= 2
    assert [value for value in values if not value.startswith("file://")] == []
