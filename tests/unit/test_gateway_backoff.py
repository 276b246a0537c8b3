"""When gateways and single VLANs are tried again."""

from hypothesis import given
from hypothesis import strategies as st

from vault.gateways.backoff import MINUTE_MS, OF_GATEWAY, OF_VLAN


@given(st.integers(0, 100_000), st.integers(0, 2**42))
def test_a_silent_gateway_is_tried_within_18_minutes_however_long_it_was_silent(failures: int, moment: int) -> None:
    retry = OF_GATEWAY.retry(failures, moment)

    assert 48_000 <= retry.next_try_at - moment <= 18 * MINUTE_MS
    assert retry.failures == failures + 1


def test_the_pauses_of_a_vlan_double_from_a_minute_to_an_hour() -> None:
    pauses = [OF_VLAN.retry(failures, 0).next_try_at / MINUTE_MS for failures in range(9)]

    for pause, length in zip(pauses, [1, 2, 4, 8, 16, 32, 60, 60, 60], strict=True):
        assert 0.8 * length <= pause <= 1.2 * length
