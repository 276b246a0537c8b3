"""What must never be served: keys that do not hold, whatever this process and the replica still know."""

import secrets
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from functions.networkoperatorconsole.scratchcards import invalidate_scratch_card_batch
from functions.subscriberconsole import confirm_reset_console_password
from tests import cards
from tests.bodies import CODE
from tests.functions.radius.estate import set_key, set_person, set_policy
from tests.gateway import call
from tests.joining import Device, House, candidates_of, house, joins, ssid_of, stranger
from tests.world import Persona, Tenant, World, fresh, tenant
from vault.graph.connection import answer
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import __, with_properties
from vault.kernel import ids
from vault.kernel.time import epoch_ms, now
from vault.keys import candidates
from vault.operators.service import keyring
from vault.people import codes
from vault.people.model import AWAITING_TERMS, SUSPENDED

HOUR = 3_600_000
Freeze = Callable[[], None]
CHANGES: dict[str, Callable[[Persona], None]] = {
    "suspended": lambda person: set_person(person.token, **{Prop.STATUS: SUSPENDED}),
    "terms not accepted": lambda person: set_person(person.token, **{Prop.STATUS: AWAITING_TERMS}),
    "ended": lambda person: set_policy(person.token, **{Prop.ENDS_AT: epoch_ms(now()) - 1}),
    "not begun": lambda person: set_policy(person.token, **{Prop.STARTS_AT: epoch_ms(now()) + HOUR}),
    "switched off": lambda person: set_key(person.token, **{Prop.STATUS: "revoked"}),
    "moved out": lambda person: answer(keys_of(person).out_e(Edge.AT_UNIT).drop()),
    "removed": lambda person: answer(keys_of(person).drop()),
    "nobody's": lambda person: answer(__.V(ids.subscriber_id(person.token)).out_e(Edge.HOLDS).drop()),
}


def keys_of(person: Persona) -> Any:
    """The vertices of somebody's keys."""
    return __.V(ids.subscriber_id(person.token)).out(Edge.HOLDS)


@pytest.fixture(scope="module")
def estate(world: World) -> Tenant:
    """An operator of this module's own."""
    assert world
    return tenant(fresh("Stale"))


@pytest.fixture(scope="module")
def home(estate: Tenant) -> House:
    """A house with a network."""
    return house(estate)


@pytest.fixture(params=["warm", "lagging"])
def freeze(request: pytest.FixtureRequest, estate: Tenant, monkeypatch: pytest.MonkeyPatch) -> Iterator[Freeze]:
    """From the call on, the process knows what it knew; or it knows nothing, and the replica is behind."""
    original, old = candidates.answer, list[Any]()

    def behind(steps: Any, endpoint: str = "WRITER") -> list[Any]:
        return old if endpoint == "READER" else original(steps, endpoint)

    def frozen() -> None:
        if request.param == "lagging":
            every_bin = __.V(estate.operator.id).out(Edge.HAS_KEYPOOL).out(Edge.HAS_BIN)
            old.extend(original(candidates.queries.contents(every_bin)))
            candidates.forget()
            monkeypatch.setattr(candidates, "answer", behind)

    yield frozen
    candidates.forget()


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_a_key_that_does_not_hold_is_not_served_even_once(
    estate: Tenant, home: House, freeze: Freeze, change: Callable[[Persona], None]
) -> None:
    person, phone = home.resident()
    assert joins(estate, phone.by_ruckus()).status == 200

    freeze()
    change(person)
    told = [joins(estate, device.by_ruckus()) for device in (phone, Device(phone.text, phone.ssid))]

    assert [each.code for each in told] == ["DeviceRefused"] * 2


@pytest.mark.parametrize(
    "edge", [lambda pool: pool.out_e(Edge.SHOWN_AT), lambda pool: pool.in_e(Edge.HAS_KEYPOOL)], ids=["shown", "there"]
)
def test_no_key_of_a_network_that_is_not_here_any_more_is_served(
    estate: Tenant, freeze: Freeze, edge: Callable[[Any], Any]
) -> None:
    elsewhere = house(estate)
    _, phone = elsewhere.resident()
    assert joins(estate, phone.by_ruckus()).status == 200

    freeze()
    answer(edge(__.V(elsewhere.pool)).drop())
    told = [joins(estate, device.by_ruckus()) for device in (phone, Device(phone.text, phone.ssid))]

    assert [each.code for each in told] == ["DeviceRefused"] * 2


def test_a_key_with_another_text_opens_with_it_at_once_and_with_the_old_one_never(
    estate: Tenant, home: House, freeze: Freeze
) -> None:
    person, phone = home.resident()
    assert joins(estate, phone.by_ruckus()).status == 200
    password = f"Another-{secrets.token_hex(8)}"

    freeze()
    set_password(estate, person, password)
    old = [joins(estate, device.by_ruckus()) for device in (phone, Device(phone.text, phone.ssid))]
    new = [joins(estate, Device(password, phone.ssid, mac).by_ruckus()) for mac in (phone.mac, bytes(5) + b"\2")]

    assert [told.code for told in old] == ["DeviceRefused"] * 2
    assert [told.status for told in new] == [200] * 2


def set_password(made: Tenant, person: Persona, password: str) -> None:
    """Set a password, which becomes the text of the person's keys."""
    set_person(person.token, **codes.sealed(keyring(made.operator), person.token, codes.RESET_CODE, CODE))
    proof = {"AccessToken": "", "SubscriberToken": person.token, "OTP": CODE}
    told = call(confirm_reset_console_password.handler, "", {**proof, "NewPassword": password}, origin=made.origin)
    assert told.status == 200, told.body


def test_a_key_that_was_issued_just_now_opens_at_once(estate: Tenant, home: House, freeze: Freeze) -> None:
    _, first = home.resident()
    assert joins(estate, first.by_ruckus()).status == 200

    freeze()
    _, second = home.resident()

    assert joins(estate, second.by_hostapd()).status == 200


def test_a_text_that_was_somebody_elses_opens_for_whom_it_is_now(estate: Tenant, home: House, freeze: Freeze) -> None:
    person, phone = home.resident()
    assert joins(estate, phone.by_ruckus()).status == 200

    freeze()
    set_password(estate, person, f"Another-{secrets.token_hex(8)}")
    successor, _ = home.resident()
    set_password(estate, successor, phone.text)

    told = joins(estate, phone.by_hostapd())

    assert told.body["reply:Tunnel-Password"]["value"] == phone.text
    owners = answer(
        __.V().has(Label.DEVICE, Prop.MAC, phone.shown).in_(Edge.USED_BY).in_(Edge.HOLDS).values(Prop.TOKEN)
    )
    assert sorted(owners) == sorted([person.token, successor.token])


def card_of(made: Tenant) -> tuple[dict[str, str], Device]:
    """A batch of cards, and a device with one of them."""
    batch = cards.printed(made)
    shown = cards.view(made, batch)["Cards"]
    return batch, Device(next(iter(shown.values()))["PSK"], ssid_of(batch["KeyPoolID"]))


def test_a_card_opens_without_a_vlan_and_without_a_limit(estate: Tenant) -> None:
    _, phone = card_of(estate)

    told = [joins(estate, Device(phone.text, phone.ssid).by_hostapd()) for _ in range(3)]

    assert [each.status for each in told] == [200] * 3
    assert told[0].body["reply:Tunnel-Password"]["value"] == phone.text
    assert "reply:Tunnel-Private-Group-Id" not in told[0].body


def invalidate(made: Tenant, batch: dict[str, str]) -> None:
    """Invalidate a batch as its operator does."""
    told = call(invalidate_scratch_card_batch.handler, made.token("DomainAdministrator"), batch)
    assert told.status == 200, told.body


def set_batch(batch: dict[str, str], **properties: object) -> None:
    """Set properties of a batch."""
    answer(with_properties(__.V(cards.batch_id(batch["KeyPoolID"], batch["ScratchCard_BatchID"])), **properties))


BATCHES: dict[str, Callable[[Tenant, dict[str, str]], None]] = {
    "invalidated": invalidate,
    "ended": lambda _, batch: set_batch(batch, **{Prop.ENDS_AT: epoch_ms(now()) - 1}),
    "not begun": lambda _, batch: set_batch(batch, **{Prop.STARTS_AT: epoch_ms(now()) + HOUR}),
    "shown nowhere": lambda _, batch: answer(with_properties(__.V(batch["KeyPoolID"]), **{Prop.SCOPE: "local"})),
}


@pytest.mark.parametrize("change", BATCHES.values(), ids=list(BATCHES))
def test_a_card_of_a_batch_that_does_not_hold_is_not_served_even_once(
    estate: Tenant, freeze: Freeze, change: Callable[[Tenant, dict[str, str]], None]
) -> None:
    batch, phone = card_of(estate)
    assert joins(estate, phone.by_ruckus()).status == 200

    freeze()
    change(estate, batch)
    told = [joins(estate, device.by_ruckus()) for device in (phone, Device(phone.text, phone.ssid))]

    assert [each.code for each in told] == ["DeviceRefused"] * 2


def test_the_cards_of_a_batch_that_has_ended_are_searched_no_more(estate: Tenant) -> None:
    over, _ = card_of(estate)
    lasting, phone = card_of(estate)

    set_batch(over, **{Prop.ENDS_AT: epoch_ms(now()) - 1})
    set_batch(lasting, **{Prop.ENDS_AT: epoch_ms(now()) + HOUR})

    assert candidates_of(estate, over["KeyPoolID"]) == []
    assert len(candidates_of(estate, lasting["KeyPoolID"])) == 100
    assert joins(estate, phone.by_ruckus()).status == 200


def test_cards_that_a_process_knows_leave_it_when_they_have_ended_and_a_device_is_searched_for(estate: Tenant) -> None:
    batch, phone = card_of(estate)
    assert joins(estate, phone.by_ruckus()).status == 200
    assert len(known(batch["KeyPoolID"])) == 100

    set_batch(batch, **{Prop.ENDS_AT: epoch_ms(now()) - 1})
    told = joins(estate, Device(stranger(), phone.ssid).by_ruckus())

    assert told.code == "DeviceRefused"
    assert known(batch["KeyPoolID"]) == []


def known(pool_id: str) -> list[str]:
    """The KeyIDs of a keypool that this process knows."""
    return [each.key_id(place) for each in candidates._pools[pool_id] for place in range(len(each))]
