"""What each service does once the system has started."""

from __future__ import annotations

import smtplib
import uuid
from email.message import EmailMessage
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from gremlin_python.driver.protocol import GremlinServerError
from gremlin_python.process.traversal import T
from gremlin_python.statics import long
from redis import Redis

from local.pages import cloud, log, mails
from tests.local.clients import aws, graph, log_in, pool_with_user

if TYPE_CHECKING:
    from local.system import System


def test_redis_keeps_what_it_is_told(settings: dict[str, str]) -> None:
    redis = Redis.from_url(settings["VAULT_REDIS_URL"], decode_responses=True)

    redis.set("greeting", "hello")

    assert redis.get("greeting") == "hello"


def test_the_two_graphs_know_nothing_of_each_other(settings: dict[str, str]) -> None:
    name = uuid.uuid4().hex

    with graph(settings) as main, graph(settings, settings["VAULT_LOG_SOURCE"]) as logged:
        logged.add_v("log_entry").property(T.id, name).iterate()

        assert (main.V(name).count().next(), logged.V(name).count().next()) == (0, 1)


def test_a_vertex_id_is_never_given_twice(settings: dict[str, str]) -> None:
    with graph(settings) as g:
        g.add_v("vlan").property(T.id, "vlan-1050").iterate()

        with pytest.raises(GremlinServerError, match="already exists"):
            g.add_v("vlan").property(T.id, "vlan-1050").iterate()


def test_of_two_transactions_that_change_a_vertex_one_is_told_of_the_conflict(settings: dict[str, str]) -> None:
    with graph(settings) as g:
        g.add_v("unit").property(T.id, "unit-101").property("floor", 1).iterate()
        first, second = g.tx(), g.tx()
        first.begin().V("unit-101").property("floor", 2).iterate()
        second.begin().V("unit-101").property("floor", 3).iterate()
        first.commit().all().result()

        with pytest.raises(GremlinServerError, match="Conflict"):
            second.commit().all().result()

        assert g.V("unit-101").values("floor").next() == 2


def test_a_rolled_back_transaction_leaves_nothing_and_locks_nothing(settings: dict[str, str]) -> None:
    with graph(settings) as g:
        transaction = g.tx()
        transaction.begin().add_v("unit").property(T.id, "unit-102").iterate()
        transaction.rollback().all().result()

        g.add_v("unit").property(T.id, "unit-102").iterate()

        assert g.V("unit-102").count().next() == 1


def test_a_refresh_token_is_replaced_and_then_refused(settings: dict[str, str]) -> None:
    cognito = aws(settings, "cognito-idp")
    pool, client = pool_with_user(cognito)
    old = log_in(cognito, pool, client)["RefreshToken"]

    new = cognito.get_tokens_from_refresh_token(ClientId=client, RefreshToken=old)["AuthenticationResult"]

    assert cognito.get_user(AccessToken=new["AccessToken"])["Username"] == "resident"
    with pytest.raises(cognito.exceptions.RefreshTokenReuseException):
        cognito.get_tokens_from_refresh_token(ClientId=client, RefreshToken=old)
    assert cognito.get_tokens_from_refresh_token(ClientId=client, RefreshToken=new["RefreshToken"])


def test_a_refresh_token_ends_with_a_sign_out(settings: dict[str, str]) -> None:
    cognito = aws(settings, "cognito-idp")
    pool, client = pool_with_user(cognito)
    token = log_in(cognito, pool, client)["RefreshToken"]

    cognito.admin_user_global_sign_out(UserPoolId=pool, Username="resident")

    with pytest.raises(cognito.exceptions.NotAuthorizedException):
        cognito.get_tokens_from_refresh_token(ClientId=client, RefreshToken=token)


def test_the_key_under_its_alias_encrypts(settings: dict[str, str]) -> None:
    kms = aws(settings, "kms")

    sealed = kms.encrypt(KeyId=settings["VAULT_KMS_KEY"], Plaintext=b"data key")["CiphertextBlob"]

    assert kms.decrypt(CiphertextBlob=sealed)["Plaintext"] == b"data key"


def test_queued_messages_are_seen_without_being_taken(settings: dict[str, str]) -> None:
    sqs = aws(settings, "sqs")
    sqs.send_message(QueueUrl=settings["VAULT_WEBHOOKS_QUEUE_URL"], MessageBody='{"event": "VenueUnitAdded"}')

    seen = {queue["name"]: queue for queue in cloud.read().queues}

    assert seen["webhooks"]["newest"][0]["body"] == '{"event": "VenueUnitAdded"}'
    assert sqs.receive_message(QueueUrl=settings["VAULT_WEBHOOKS_QUEUE_URL"])["Messages"]
    assert {"notifications", "issue_keys", "webhooks-dead-letters"} <= set(seen)


def test_the_audit_log_is_seen_newest_first(settings: dict[str, str]) -> None:
    with graph(settings, settings["VAULT_LOG_SOURCE"]) as log_graph:
        for name, moment in (("old", long(4_000_000_000_000)), ("new", long(4_000_000_000_001))):
            log_graph.add_v("log_entry").property(T.id, name).property("when", moment).property("event", "x").iterate()

    newest, before, *_ = log.newest(cloud.read().people)

    assert (newest["id"], before["id"]) == ("new", "old")
    assert (newest["when"], newest["event"]) == ("2096-10-02T07:06:40.001Z", "x")


def test_sms_messages_are_seen_newest_first(settings: dict[str, str]) -> None:
    sns = aws(settings, "sns")
    for text in ("first", "second"):
        sns.publish(PhoneNumber="+12025550123", Message=text)

    newest, before, *_ = cloud.read().messages_sent

    assert (newest["text"], before["text"], newest["to"]) == ("second", "first", "+12025550123")


def test_a_mail_is_kept_whole(local_system: System) -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Willkommen, Zoë", "a@example.com", "b@example.com"
    message.set_content("plain")
    message.add_alternative("<p>rich</p>", subtype="html")
    message.add_attachment(b"\x00\xff", maintype="application", subtype="pdf", filename="terms.pdf")
    address = urlsplit(local_system.environment["VAULT_SMTP_URL"])
    with smtplib.SMTP(address.hostname or "", address.port or 0) as server:
        server.login(address.username or "", address.password or "")
        server.send_message(message, to_addrs=["b@example.com", "hidden@example.com"])

    mail = mails.newest(local_system.mails)[0]

    assert (mail.headers["Subject"], mail.recipients) == ("Willkommen, Zoë", ["b@example.com", "hidden@example.com"])
    assert (mail.text, mail.html) == ("plain\n", "<p>rich</p>\n")
    assert [(file.name, file.content) for file in mail.attachments] == [("terms.pdf", b"\x00\xff")]
