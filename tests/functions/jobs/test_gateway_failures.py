"""Gateways that fail, refuse or are silent, and workers that meet, come late or die."""

import threading
from contextlib import suppress

import pytest

from functions.jobs import disable_gateway_vlans, enable_gateway_vlans
from tests.gateway import Context
from tests.gateways import PASSWORD, Site, add_resident, add_second_unit, enable_resident, site, tenant
from vault.adapters.gateway_session import SpeedLimits
from vault.gateways import session
from vault.graph.connection import Conflict, execute
from vault.graph.schema import Prop
from vault.graph.steps import __, without_properties
from vault.kernel import time
from vault.kernel.statuses import IN_SERVICE, SUSPENDED
from vault.runtime.job import Job

__all__ = ["site", "tenant"]
PLAN = SpeedLimits(25_000_000, 100_000_000)
VLAN = 1050
"""Of the first unit; the second unit's is the next one."""
FAILURE = {Prop.FAILURES, Prop.NEXT_TRY_AT, Prop.LAST_ERROR}


def test_a_vlan_that_the_device_refuses_has_a_back_off_of_its_own(site: Site) -> None:
    second = add_second_unit(site)
    for unit in (site.unit, second):
        add_resident(site, unit)
    site.device.refuses = {VLAN}

    for _ in range(2):
        site.run_jobs()

    assert (set(site.device.on()), site.device.sessions) == ({VLAN + 1}, 1)
    assert site.gateway.events() == ["Gateway VLAN enabled", "Gateway VLAN refused"]
    assert site.gateway.state_of(VLAN)[Prop.LAST_ERROR] == "failure: no such trunk"


def test_a_refused_vlan_is_tried_again_after_its_back_off(site: Site) -> None:
    site.device.refuses = {VLAN}
    enable_resident(site)
    site.device.refuses = set()

    site.pass_time(minutes=2)
    site.run_jobs()

    assert set(site.device.on()) == {VLAN}
    assert FAILURE & set(site.gateway.state_of(VLAN)) == set()


def test_a_dead_gateway_is_tried_once_and_everything_waits(site: Site) -> None:
    site.device.is_dead = True
    for unit in (site.unit, add_second_unit(site)):
        add_resident(site, unit)

    for _ in range(2):
        site.run_jobs()

    assert (site.device.sessions, site.gateway.events()) == (1, ["Gateway failed"])
    assert site.gateway.read()[Prop.LAST_ERROR] == "No route to host."


def test_a_gateway_that_was_silent_for_days_gets_everything_within_18_minutes(site: Site) -> None:
    site.device.is_dead = True
    for _ in range(8):
        enable_resident(site)
        site.pass_time(hours=6)
    site.device.is_dead = False

    site.run_jobs()
    site.pass_time(minutes=18)
    site.run_jobs()

    assert set(site.device.on()) == {VLAN}
    assert FAILURE & set(site.gateway.read()) == set()


def test_a_gateway_in_maintenance_is_not_called(site: Site) -> None:
    site.gateway.set(**{Prop.STATUS: "DOWN"})

    enable_resident(site)

    assert site.device.sessions == 0
    assert site.gateway.state_of(VLAN)[Prop.WAITING_AT] == site.gateway.key


def test_a_dead_gateway_keeps_nothing_from_the_others(site: Site) -> None:
    second, third = site.add_gateway(), site.add_gateway()
    second.device.is_dead = True

    enable_resident(site)

    assert [set(each.device.on()) for each in (site.gateway, second, third)] == [{VLAN}, set(), {VLAN}]


def test_a_message_twice_or_late_has_no_effect(site: Site) -> None:
    enable_resident(site)

    for _ in range(2):
        site.run_worker(site.gateway.id)

    assert site.device.sessions == 1


def test_a_message_in_the_back_off_has_no_effect(site: Site) -> None:
    site.device.is_dead = True
    enable_resident(site)

    site.run_worker(site.gateway.id)

    assert site.device.sessions == 1


def test_a_message_for_a_gateway_that_is_gone_has_no_effect(site: Site) -> None:
    site.run_worker("gone")

    assert site.device.sessions == 0


def test_a_second_worker_leaves_a_gateway_in_session_alone(site: Site) -> None:
    site.device.meanwhile = lambda: site.run_worker(site.gateway.id)

    enable_resident(site)

    assert site.device.sessions == 1


def test_a_worker_that_outlives_its_lease_writes_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAULT_GATEWAY_LEASE_SECONDS", "0")
    site.device.meanwhile = lambda: site.run_worker(site.gateway.id)

    enable_resident(site)

    assert (site.device.sessions, set(site.device.on())) == (2, {VLAN})
    assert site.gateway.events() == ["Gateway VLAN enabled"]


def test_an_error_in_the_code_releases_the_lease(site: Site) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    site.device.meanwhile = fail
    with pytest.raises(ZeroDivisionError):
        enable_resident(site)

    site.run_worker(site.gateway.id)

    assert set(site.device.on()) == {VLAN}


@pytest.mark.parametrize("commands", range(8))
def test_a_session_that_is_cut_anywhere_is_completed_by_the_next(site: Site, commands: int) -> None:
    for unit in (site.unit, add_second_unit(site)):
        add_resident(site, unit)
    site.device.cut_after = commands
    site.run_jobs()
    site.device.cut_after = None

    site.pass_time(minutes=2)
    site.run_jobs()

    assert set(site.device.on()) == {VLAN, VLAN + 1}
    assert [site.gateway.state_of(vlan)[Prop.EPOCH] for vlan in (VLAN, VLAN + 1)] == ["first"] * 2


def test_a_secret_in_the_words_of_a_device_is_stored_nowhere(site: Site, capfd: pytest.CaptureFixture[str]) -> None:
    site.device.refuses = {VLAN}
    site.device.words = f"login {PASSWORD} " + "x" * 5000
    enable_resident(site)

    stored = f"{site.gateway.state_of(VLAN)} {site.gateway.read()} {site.gateway.read_log()} {capfd.readouterr().out}"

    assert "login ****" in stored
    assert PASSWORD not in stored
    assert "x" * 300 not in stored


def test_what_a_session_has_no_time_to_begin_is_done_by_the_next(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(session, "BEGIN_SECONDS", -1)
        enable_resident(site)
    before = set(site.device.on())

    site.run_jobs()

    assert (before, set(site.device.on()), site.gateway.events()) == (set(), {VLAN}, ["Gateway VLAN enabled"])


def test_another_desired_state_ends_the_back_off_of_a_vlan(site: Site) -> None:
    person = enable_resident(site)
    site.device.refuses = {VLAN}
    site.suspend(person)
    site.run_jobs()
    site.device.refuses = set()

    site.suspend(person, SUSPENDED)
    site.run_jobs()

    assert site.device.on() == {}


@pytest.mark.parametrize("commands", range(1, 4))
def test_what_a_cut_session_put_on_goes_off_when_nobody_needs_it_any_more(site: Site, commands: int) -> None:
    site.device.cut_after = commands
    person = enable_resident(site)
    site.device.cut_after = None
    site.suspend(person)

    site.pass_time(minutes=2)
    site.run_jobs()

    assert site.device.on() == {}
    assert Prop.ATTEMPTED not in site.gateway.read()


def test_what_a_cut_session_put_off_goes_on_when_somebody_needs_it_again(site: Site) -> None:
    person = enable_resident(site)
    site.device.cut_after = 2
    site.suspend(person)
    site.run_jobs()
    site.device.cut_after = None
    before = set(site.device.on())
    site.suspend(person, IN_SERVICE)

    site.pass_time(minutes=2)
    site.run_jobs()

    assert (before, set(site.device.on())) == (set(), {VLAN})


def test_jobs_that_meet_send_for_a_gateway_once(site: Site) -> None:
    for unit in (site.unit, add_second_unit(site)):
        add_resident(site, unit)

    run_together(enable_gateway_vlans.handler, disable_gateway_vlans.handler)
    messages = len(site.sent)
    site.run_jobs()

    assert (messages, site.device.sessions, set(site.device.on())) == (1, 1, {VLAN, VLAN + 1})
    assert site.gateway.events() == ["Gateway VLAN enabled"] * 2


def test_a_gateway_that_is_driven_no_more_is_not_sent_for(site: Site) -> None:
    add_resident(site)
    site.run_jobs()
    site.suspend(add_resident(site))
    enable_gateway_vlans.handler({}, Context())
    site.sent.clear()
    site.pass_time(minutes=4)
    execute(without_properties(__.V(site.gateway.id), Prop.DRIVEN_BY))

    site.run_jobs()

    assert Prop.DUE_AT in site.gateway.read()
    assert site.gateway.read()[Prop.DUE_AT] <= time.epoch_ms(site.moment)


def run_together(*jobs: Job) -> None:
    """Three of each at once; a run that gives up after too many conflicts is completed by the next."""

    def run(job: Job) -> None:
        with suppress(Conflict):
            job({}, Context())

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
