"""What an unexpected error tells, to CloudWatch and to a developer."""

from pathlib import Path

import pytest

from vault.runtime import logs

VALUE = "a value of somebody"


def crash(capsys: pytest.CaptureFixture[str]) -> str:
    """What is shown at the terminal of an error with a value."""
    logs.CallLog().log_crash(ValueError(VALUE))
    return capsys.readouterr().err


@pytest.fixture
def _without_file() -> None:
    logs._file.cache_clear()


@pytest.mark.usefixtures("_without_file")
def test_a_deployed_function_tells_no_value(capsys: pytest.CaptureFixture[str]) -> None:
    assert VALUE not in crash(capsys)


@pytest.mark.usefixtures("_without_file")
def test_a_local_system_shows_the_whole_trace_at_the_terminal_and_logs_to_its_file(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VAULT_LOG_FILE", f"{tmp_path}/api.log")

    shown = crash(capsys)
    logs.print_line({"Calls": 1})
    logs._file.cache_clear()

    assert shown.endswith(f"ValueError: {VALUE}\n")
    assert (tmp_path / "api.log").read_text() == '{"Calls":1}\n'
