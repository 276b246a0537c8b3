"""The metrics of a call: by endpoint, and of the whole stage, for alarms."""

import json
import logging
from typing import Any

import pytest

from functions.networkoperatorconsole.venues.list_venues import handler
from vault.kernel.errors import AccessDenied, DomainError, Unavailable
from vault.runtime import logs


def counted(capsys: pytest.CaptureFixture[str], error: DomainError | None = None) -> dict[str, Any]:
    """The metrics line of a call with this outcome."""
    call = logs.CallLog()
    if error:
        call.record_refusal(error, 503, logging.ERROR)
    logs.count_call(handler, call)
    line: dict[str, Any] = json.loads(capsys.readouterr().out)
    return line


def test_each_metric_is_there_for_the_endpoint_and_for_the_stage(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAULT_STAGE", "live")

    line = counted(capsys)

    [response] = line["_aws"]["CloudWatchMetrics"]
    assert response["Dimensions"] == [["endpoint", "service"], ["stage"]]
    assert (line["stage"], line["Calls"], line["Failures"]) == ("live", 1, 0)
    assert "Unreached" not in line


def test_a_service_that_does_not_answer_is_counted_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    line = counted(capsys, Unavailable(service="primary"))

    response = line["_aws"]["CloudWatchMetrics"][1]
    assert (response["Dimensions"], response["Metrics"][0]["Name"]) == ([["stage", "unreached"]], "Unreached")
    assert (line["unreached"], line["Unreached"]) == ("primary", 1)


def test_no_other_refusal_is_counted_as_a_service_that_does_not_answer(capsys: pytest.CaptureFixture[str]) -> None:
    line = counted(capsys, AccessDenied())

    assert len(line["_aws"]["CloudWatchMetrics"]) == 1
