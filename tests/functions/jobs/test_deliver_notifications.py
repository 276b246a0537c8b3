"""The job that delivers notifications."""

import json
from typing import Any

import pytest

from functions.jobs import deliver_notifications
from functions.subscriberconsole import accept_t_and_c
from local.system import System
from tests.factories import PASSWORD, World, unique_name
from tests.gateway import Context
from tests.pending_residents import (
    PendingResident,
    add_pending_resident,
    call_without_token,
    events_of,
    mail_text,
    mails_to,
    run_notifications_job,
    sms_to,
)
from vault.adapters import redis, smtp
from vault.kernel.errors import Unavailable


def order(world: World, token: str, template: str = "welcome", **more: str) -> dict[str, Any]:
    return {
        "queue": "notification",
        "id": unique_name("notification."),
        "operator": world.mine.operator.id,
        "template": template,
        "person": token,
        "channel": "",
        **more,
    }


def hand(*orders: dict[str, Any]) -> list[str]:
    """Pass notifications to the job as SQS does; return the ids of those that are to be received again."""
    records = [{"messageId": each["id"], "body": json.dumps(each)} for each in orders]
    answered = deliver_notifications.handler({"Records": records}, Context())
    assert answered is not None
    return [failure["itemIdentifier"] for failure in answered["batchItemFailures"]]


def newcomer(world: World, **more: Any) -> PendingResident:
    """A pending resident whose own welcome mail is already delivered."""
    person = add_pending_resident(world.mine, **more)
    run_notifications_job()
    return person


def test_a_welcome_has_the_password_and_where_to_go_as_text_and_as_html(world: World, system: System) -> None:
    person = newcomer(world)

    hand(order(world, person.token, venue=world.mine.venues[0].id))

    mail = mails_to(system, person.email)[-1]
    assert (mail["Subject"], str(mail["From"])) == ("Welcome to Metro", "Metro <no-reply@metro.example>")
    for kind in ("plain", "html"):
        said = mail_text(mail, kind)
        assert person.temporary_password in said
        assert world.mine.origin in said
        assert world.mine.venues[0].name in said
        assert "Hello Ada" in said


def test_a_mail_goes_to_a_host_that_is_not_ascii_by_its_name_in_dns(world: World, system: System) -> None:
    name = unique_name("sam")

    person = newcomer(world, email=f"{name}@bücher.example.com")

    mail = mails_to(system, f"{name}@xn--bcher-kva.example.com")[-1]
    assert mail["To"] == f"{name}@xn--bcher-kva.example.com"
    assert person.temporary_password in mail_text(mail)


def test_it_speaks_the_persons_language(world: World, system: System) -> None:
    person = newcomer(world, locale="es-xl")

    hand(order(world, person.token))

    mail = mails_to(system, person.email)[-1]
    assert (mail["Subject"], mail["Content-Language"]) == ("Le damos la bienvenida a Metro", "es-xl")
    assert "Hola Ada" in mail_text(mail)


def test_what_is_html_in_a_name_stays_text(world: World, system: System) -> None:
    person = newcomer(world)

    hand(order(world, person.token, "staff_access", role="<b>Boss</b>"))

    said = mail_text(mails_to(system, person.email)[-1], "html")
    assert "&lt;b&gt;Boss&lt;/b&gt;" in said
    assert "<b>Boss" not in said


def test_who_prefers_sms_gets_one(world: World) -> None:
    person = newcomer(world, phone="+13055550121", by_sms=True)

    hand(order(world, person.token))

    assert person.temporary_password in sms_to(person.phone)[-1]


def test_a_channel_that_is_asked_for_counts_more_than_the_preference(world: World, system: System) -> None:
    person = newcomer(world, phone="+13055550122", by_sms=True)
    before = len(mails_to(system, person.email))

    hand(order(world, person.token, channel="email"))

    assert len(mails_to(system, person.email)) == before + 1


def test_without_a_phone_a_mail_goes_where_an_sms_was_asked_for(world: World, system: System) -> None:
    person = newcomer(world)
    before = len(mails_to(system, person.email))

    hand(order(world, person.token, channel="sms"))

    assert len(mails_to(system, person.email)) == before + 1


def test_an_order_that_comes_twice_is_sent_once(world: World, system: System) -> None:
    person = newcomer(world)
    before, twice = len(mails_to(system, person.email)), order(world, person.token)

    hand(twice)
    hand(twice, twice)

    assert len(mails_to(system, person.email)) == before + 1
    assert events_of(person.token).count("Notification sent by email") == 2


def test_a_code_that_was_used_since_is_not_sent(world: World, system: System) -> None:
    person = newcomer(world)
    before = len(mails_to(system, person.email))
    proof = {"EmailAddress": person.email, "TemporaryPassword": person.temporary_password, "NewPassword": PASSWORD}
    call_without_token(accept_t_and_c.handler, world.mine, proof)

    failed = hand(order(world, person.token))

    assert (failed, len(mails_to(system, person.email))) == ([], before)
    assert "Notification outdated" in events_of(person.token)


@pytest.mark.parametrize("template", ["staff_access", "password_changed"])
def test_other_templates_tell_no_code(world: World, system: System, template: str) -> None:
    person = newcomer(world)

    hand(order(world, person.token, template, role="LeasingAgent"))

    assert person.temporary_password not in mail_text(mails_to(system, person.email)[-1])


def test_one_that_fails_comes_again_and_does_not_hold_up_the_others(
    world: World, system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = newcomer(world), newcomer(world)
    bad, good = order(world, first.token), order(world, second.token)
    before = len(mails_to(system, second.email))
    send = smtp.send

    def picky(message: Any) -> None:
        if message["To"] == first.email:
            raise Unavailable(service="smtp")
        send(message)

    with monkeypatch.context() as patch:
        patch.setattr(smtp, "send", picky)
        failed = hand(bad, good)

    assert failed == [bad["id"]]
    assert len(mails_to(system, second.email)) == before + 1
    assert hand(bad) == []
    assert "Notification sent by email" in events_of(first.token)


def test_what_the_server_refuses_for_good_does_not_come_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    person = newcomer(world)

    def refuse(_: object) -> None:
        raise smtp.Undeliverable(reply=550)

    monkeypatch.setattr(smtp, "send", refuse)

    assert hand(order(world, person.token)) == []
    assert "Notification undeliverable" in events_of(person.token)


def test_an_order_for_nobody_is_done_with(world: World) -> None:
    assert hand(order(world, "no-such-person")) == []


def test_a_server_that_does_not_answer_is_tried_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAULT_SMTP_URL", "smtp://127.0.0.1:1")
    sent = order(world, add_pending_resident(world.mine).token)

    assert hand(sent) == [sent["id"]]


def test_without_redis_it_is_sent(world: World, system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    person = newcomer(world)
    before = len(mails_to(system, person.email))
    redis.client.cache_clear()
    monkeypatch.setenv("VAULT_REDIS_URL", "redis://127.0.0.1:1")

    failed = hand(order(world, person.token))
    redis.client.cache_clear()

    assert (failed, len(mails_to(system, person.email))) == ([], before + 1)


def test_no_address_name_or_code_is_logged(world: World, caplog: pytest.LogCaptureFixture) -> None:
    person = newcomer(world)

    hand(order(world, person.token))

    logged = " ".join(str(vars(record)) for record in caplog.records)
    assert "job done" in logged
    assert not [secret for secret in (person.email, "Okafor", person.temporary_password) if secret in logged]


def test_the_providers_staff_are_told_too(world: World, system: System) -> None:
    token, role = world.provider.token, "NetworkSoftwareProvider"
    message = order(world, token, "staff_access", operator="_V3PROVIDER_", role=role)

    assert hand(message) == []
    assert "staff access" in mails_to(system, world.provider.email)[-1]["Subject"]
