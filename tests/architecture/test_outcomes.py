"""After a complete run, every endpoint has succeeded and has raised every error that it declares."""

import pytest

from tests.architecture.source import endpoints
from tests.instrumentation import outcomes
from vault.adapters.systems import Service
from vault.runtime.models import errors_of_references, errors_of_type

OF_COGNITO = [service for service in Service if service.value.name == "cognito"]


@pytest.fixture(autouse=True)
def _whole_run() -> None:
    """Skip after a run of only a part of the suite; only a complete run stores outcomes."""
    if not outcomes.load_outcomes():
        pytest.skip("asked after the whole suite, by make test")


@pytest.mark.parametrize("path", endpoints())
def test_an_endpoint_was_seen_to_succeed(path: str) -> None:
    assert outcomes.DONE in outcomes.outcomes_of(path)


@pytest.mark.parametrize("path", endpoints())
def test_an_endpoint_was_seen_to_refuse_for_every_reason_it_declares(path: str) -> None:
    endpoint = endpoints()[path]
    of_fields = (*errors_of_type(endpoint.request), *errors_of_references(endpoint.request))
    declared = {error.code for error in (*endpoint.raises, *of_fields)}

    assert declared - outcomes.outcomes_of(path) == set()


@pytest.mark.parametrize("path", endpoints())
def test_an_endpoint_was_seen_to_use_cognito_in_every_way_that_it_declares(path: str) -> None:
    declared = {use for use in endpoints()[path].uses if use in OF_COGNITO}

    assert {outcomes.text_of_use(use) for use in declared} - outcomes.outcomes_of(path) == set()
