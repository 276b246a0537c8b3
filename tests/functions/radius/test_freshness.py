"""Keys that are no longer valid are never accepted, whatever this process and the replica have cached."""

import secrets
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from functions.networkoperatorconsole.scratchcards import invalidate_scratch_card, invalidate_scratch_card_batch
from functions.subscriberconsole import confirm_reset_console_password
from tests import cards
from tests.factories import Persona, Tenant
from tests.functions.radius.graph_edits import set_batch, set_key, set_policy
from tests.gateway import call
from tests.pending_residents import set_person
from tests.radius_client import Device, House, all_candidates, create_house, request_access, ssid_of, unknown_passphrase
from tests.request_bodies.scene import CODE
from vault.graph.connection import execute
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import __, with_properties
from vault.kernel import ids
from vault.kernel.statuses import AWAITING_TERMS, SUSPENDED
from vault.kernel.time import epoch_ms, now
from vault.keys import pmk_cache
from vault.operators.service import get_keyring
from vault.people import codes

HOUR = 3_600_000
Freeze = Callable[[], None]
CHANGES: dict[str, Callable[[Persona], None]] = {
    "suspended": lambda person: set_person(person.token, **{Prop.STATUS: SUSPENDED}),
    "terms not accepted": lambda person: set_person(person.token, **{Prop.STATUS: AWAITING_TERMS}),
    "ended": lambda person: set_policy(person.token, **{Prop.ENDS_AT: epoch_ms(now()) - 1}),
    "not begun": lambda person: set_policy(person.token, **{Prop.STARTS_AT: epoch_ms(now()) + HOUR}),
    "switched off": lambda person: set_key(person.token, **{Prop.STATUS: "revoked"}),
    "moved out": lambda person: execute(keys_of(person).out_e(Edge.AT_UNIT).drop()),
    "removed": lambda person: execute(keys_of(person).drop()),
    "nobody's": lambda person: execute(__.V(ids.subscriber_id(person.token)).out_e(Edge.HOLDS).drop()),
}


def keys_of(person: Persona) -> Any:
    """The vertices of a person's keys."""
    return __.V(ids.subscriber_id(person.token)).out(Edge.HOLDS)


@pytest.fixture(params=["warm", "lagging"])
def freeze(request: pytest.FixtureRequest, own_operator: Tenant, monkeypatch: pytest.MonkeyPatch) -> Iterator[Freeze]:
    """From the call on, the process keeps its cache; or it has none, and the replica lags."""
    original, old = pmk_cache.execute, list[Any]()

    def behind(steps: Any, endpoint: str = "WRITER") -> list[Any]:
        return old if endpoint == "READER" else original(steps, endpoint)

    def frozen() -> None:
        if request.param == "lagging":
            every_bin = __.V(own_operator.operator.id).out(Edge.HAS_KEYPOOL).out(Edge.HAS_BIN)
            old.extend(original(pmk_cache.queries._with_contents(every_bin)))
            pmk_cache.clear()
            monkeypatch.setattr(pmk_cache, "execute", behind)

    yield frozen
    pmk_cache.clear()


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_a_key_that_does_not_hold_is_not_served_even_once(
    own_operator: Tenant, home: House, freeze: Freeze, change: Callable[[Persona], None]
) -> None:
    person, phone = home.add_resident()
    assert request_access(own_operator, phone.by_ruckus()).status == 200

    freeze()
    change(person)
    response = [
        request_access(own_operator, device.by_ruckus()) for device in (phone, Device(phone.passphrase, phone.ssid))
    ]

    assert [each.code for each in response] == ["DeviceRefused"] * 2


@pytest.mark.parametrize(
    "edge", [lambda pool: pool.out_e(Edge.SHOWN_AT), lambda pool: pool.in_e(Edge.HAS_KEYPOOL)], ids=["shown", "there"]
)
def test_no_key_of_a_network_that_is_not_here_any_more_is_served(
    own_operator: Tenant, freeze: Freeze, edge: Callable[[Any], Any]
) -> None:
    elsewhere = create_house(own_operator)
    _, phone = elsewhere.add_resident()
    assert request_access(own_operator, phone.by_ruckus()).status == 200

    freeze()
    execute(edge(__.V(elsewhere.pool)).drop())
    response = [
        request_access(own_operator, device.by_ruckus()) for device in (phone, Device(phone.passphrase, phone.ssid))
    ]

    assert [each.code for each in response] == ["DeviceRefused"] * 2


def test_a_key_with_another_text_opens_with_it_at_once_and_with_the_old_one_never(
    own_operator: Tenant, home: House, freeze: Freeze
) -> None:
    person, phone = home.add_resident()
    assert request_access(own_operator, phone.by_ruckus()).status == 200
    password = f"Another-{secrets.token_hex(8)}"

    freeze()
    set_password(own_operator, person, password)
    old = [request_access(own_operator, device.by_ruckus()) for device in (phone, Device(phone.passphrase, phone.ssid))]
    new = [
        request_access(own_operator, Device(password, phone.ssid, mac).by_ruckus())
        for mac in (phone.mac, bytes(5) + b"\2")
    ]

    assert [response.code for response in old] == ["DeviceRefused"] * 2
    assert [response.status for response in new] == [200] * 2


def set_password(tenant: Tenant, person: Persona, password: str) -> None:
    """Set a password, which becomes the passphrase of the person's keys."""
    set_person(person.token, **codes.seal_code(get_keyring(tenant.operator), person.token, codes.RESET_CODE, CODE))
    proof = {"AccessToken": "", "SubscriberToken": person.token, "OTP": CODE}
    response = call(
        confirm_reset_console_password.handler, "", {**proof, "NewPassword": password}, origin=tenant.origin
    )
    assert response.status == 200, response.body


def test_a_key_that_was_issued_just_now_opens_at_once(own_operator: Tenant, home: House, freeze: Freeze) -> None:
    _, first = home.add_resident()
    assert request_access(own_operator, first.by_ruckus()).status == 200

    freeze()
    _, second = home.add_resident()

    assert request_access(own_operator, second.by_hostapd()).status == 200


def test_a_text_that_was_somebody_elses_opens_for_whom_it_is_now(
    own_operator: Tenant, home: House, freeze: Freeze
) -> None:
    person, phone = home.add_resident()
    assert request_access(own_operator, phone.by_ruckus()).status == 200

    freeze()
    set_password(own_operator, person, f"Another-{secrets.token_hex(8)}")
    successor, _ = home.add_resident()
    set_password(own_operator, successor, phone.passphrase)

    response = request_access(own_operator, phone.by_hostapd())

    assert response.body["reply:Tunnel-Password"]["value"] == phone.passphrase
    owners = execute(
        __.V().has(Label.DEVICE, Prop.MAC, phone.mac_text).in_(Edge.USED_BY).in_(Edge.HOLDS).values(Prop.TOKEN)
    )
    assert sorted(owners) == sorted([person.token, successor.token])


def card_of(tenant: Tenant) -> tuple[dict[str, str], Device]:
    """A batch of cards, and a device with one of them."""
    batch = cards.finished_batch(tenant)
    shown = cards.view_batch(tenant, batch)["Cards"]
    return batch, Device(next(iter(shown.values()))["PSK"], ssid_of(batch["KeyPoolID"]))


def test_a_card_opens_without_a_vlan_and_without_a_limit(own_operator: Tenant) -> None:
    _, phone = card_of(own_operator)

    response = [request_access(own_operator, Device(phone.passphrase, phone.ssid).by_hostapd()) for _ in range(3)]

    assert [each.status for each in response] == [200] * 3
    assert response[0].body["reply:Tunnel-Password"]["value"] == phone.passphrase
    assert "reply:Tunnel-Private-Group-Id" not in response[0].body


def invalidate(tenant: Tenant, batch: dict[str, str]) -> None:
    """Invalidate a batch as its operator does."""
    response = call(invalidate_scratch_card_batch.handler, tenant.token("DomainAdministrator"), batch)
    assert response.status == 200, response.body


def invalidate_first_card(tenant: Tenant, batch: dict[str, str]) -> None:
    body = {**batch, "CardNumber": 1}
    response = call(invalidate_scratch_card.handler, tenant.token("DomainAdministrator"), body)
    assert response.status == 200, response.body


BATCHES: dict[str, Callable[[Tenant, dict[str, str]], None]] = {
    "invalidated": invalidate,
    "card invalidated": invalidate_first_card,
    "ended": lambda _, batch: set_batch(batch, **{Prop.ENDS_AT: epoch_ms(now()) - 1}),
    "not begun": lambda _, batch: set_batch(batch, **{Prop.STARTS_AT: epoch_ms(now()) + HOUR}),
    "shown nowhere": lambda _, batch: execute(with_properties(__.V(batch["KeyPoolID"]), **{Prop.SCOPE: "local"})),
}


@pytest.mark.parametrize("change", BATCHES.values(), ids=list(BATCHES))
def test_a_card_of_a_batch_that_does_not_hold_is_not_served_even_once(
    own_operator: Tenant, freeze: Freeze, change: Callable[[Tenant, dict[str, str]], None]
) -> None:
    batch, phone = card_of(own_operator)
    assert request_access(own_operator, phone.by_ruckus()).status == 200

    freeze()
    change(own_operator, batch)
    response = [
        request_access(own_operator, device.by_ruckus()) for device in (phone, Device(phone.passphrase, phone.ssid))
    ]

    assert [each.code for each in response] == ["DeviceRefused"] * 2


def test_the_cards_of_a_batch_that_has_ended_are_searched_no_more(own_operator: Tenant) -> None:
    over, _ = card_of(own_operator)
    lasting, phone = card_of(own_operator)

    set_batch(over, **{Prop.ENDS_AT: epoch_ms(now()) - 1})
    set_batch(lasting, **{Prop.ENDS_AT: epoch_ms(now()) + HOUR})

    assert all_candidates(own_operator, over["KeyPoolID"]) == []
    assert len(all_candidates(own_operator, lasting["KeyPoolID"])) == 100
    assert request_access(own_operator, phone.by_ruckus()).status == 200


def test_cards_that_a_process_knows_leave_it_when_they_have_ended_and_a_device_is_searched_for(
    own_operator: Tenant,
) -> None:
    batch, phone = card_of(own_operator)
    assert request_access(own_operator, phone.by_ruckus()).status == 200
    assert len(known(batch["KeyPoolID"])) == 100

    set_batch(batch, **{Prop.ENDS_AT: epoch_ms(now()) - 1})
    response = request_access(own_operator, Device(unknown_passphrase(), phone.ssid).by_ruckus())

    assert response.code == "DeviceRefused"
    assert known(batch["KeyPoolID"]) == []


def known(pool_id: str) -> list[str]:
    """The KeyIDs of a keypool that this process has cached."""
    return [each.key_id(place) for each in pmk_cache._bins_by_keypool[pool_id] for place in range(len(each))]
