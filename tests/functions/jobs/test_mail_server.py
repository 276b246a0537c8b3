"""The mail server's address and password: from a secret, cached for some minutes, or from the environment."""

from collections.abc import Callable
from email.message import EmailMessage

import pytest

from tests.factories import unique_name
from vault.adapters import aws, secrets, smtp
from vault.kernel.errors import Unavailable

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def kept_as(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Store a text as the mail server's secret; return its ARN."""

    def keep(text: str) -> str:
        arn = str(aws.client("secretsmanager").create_secret(Name=unique_name("smtp"), SecretString=text)["ARN"])
        monkeypatch.setenv("VAULT_SMTP_SECRET", arn)
        return arn

    return keep


def test_mail_goes_to_the_server_that_the_secret_tells(kept_as: Callable[[str], str]) -> None:
    there = smtp.server_url()
    kept_as(f"{there}\n")
    message = EmailMessage()
    message["From"], message["To"] = "a@metro.example", "b@metro.example"

    smtp.send(message)

    assert smtp.server_url() == there


def test_a_server_that_is_not_there_is_told_as_what_may_be_tried_again(kept_as: Callable[[str], str]) -> None:
    kept_as("smtp://127.0.0.1:1")

    with pytest.raises(Unavailable):
        smtp.send(EmailMessage())


def test_an_address_that_the_server_cannot_take_is_undeliverable() -> None:
    message = EmailMessage()
    message["From"], message["To"] = "a@metro.example", "zoë@metro.example"

    with pytest.raises(smtp.Undeliverable):
        smtp.send(message)


def test_a_secret_that_was_rotated_counts_after_some_minutes(
    kept_as: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    arn = kept_as("smtp://first")
    moment = secrets.time.monotonic()
    read = [smtp.server_url()]

    aws.client("secretsmanager").put_secret_value(SecretId=arn, SecretString="smtp://second")
    for later in (1, secrets.CACHE_SECONDS + 1):
        monkeypatch.setattr(secrets.time, "monotonic", lambda later=later: moment + later)
        read.append(smtp.server_url())

    assert read == ["smtp://first", "smtp://first", "smtp://second"]


def test_without_a_secret_the_environment_tells_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VAULT_SMTP_SECRET", raising=False)
    monkeypatch.setenv("VAULT_SMTP_URL", "smtp://mail.example.com:25")

    assert smtp.server_url() == "smtp://mail.example.com:25"


def test_a_secret_manager_that_does_not_answer_is_told_as_unavailable(
    kept_as: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_as("smtp://first")
    monkeypatch.setattr(secrets, "client", lambda _: unreachable())

    with pytest.raises(Unavailable):
        smtp.server_url()


def unreachable() -> object:
    """A client of an address where nothing listens."""
    return aws.session().client("secretsmanager", endpoint_url="http://127.0.0.1:1", region_name="us-east-1")
