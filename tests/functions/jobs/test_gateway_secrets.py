"""The credentials of gateways leave the graph for nobody but the device, also where everything fails."""

import contextlib
import json
from collections.abc import Callable

import pytest

from functions.jobs import configure_gateway
from tests.gateway import Context
from tests.gateways import PASSWORD, Site, enable_resident, site, tenant
from vault.adapters.gateway_session import GatewayFailed, GatewayFailure
from vault.equipment.model import Equipment
from vault.gateways import cleanup
from vault.graph.connection import execute
from vault.graph.steps import __
from vault.kernel.queue_messages import ConfigureGateway
from vault.operators.service import get_keyring

__all__ = ["site", "tenant"]


def fail_with_the_password() -> None:
    """What a device may answer, or an error in the code have among its arguments."""
    raise GatewayFailed(GatewayFailure.LOGIN, f"login {PASSWORD} refused")


def crash_with_the_password() -> None:
    raise ValueError(PASSWORD)


@pytest.mark.parametrize("disturb", [fail_with_the_password, crash_with_the_password])
def test_a_password_is_in_no_line_message_entry_or_vertex(
    site: Site, disturb: Callable[[], None], capfd: pytest.CaptureFixture[str]
) -> None:
    gateway = site.gateway
    site.device.meanwhile = disturb
    with contextlib.suppress(ValueError):
        enable_resident(site)
    ctx = site.tenant.caller()
    ctx.tx.is_bookkeeping = True
    equipment = Equipment.from_row(gateway.read())
    cleanup.queue_cleanup(ctx, equipment, removes_configuration=True)
    ctx.tx.commit()
    message = ConfigureGateway(operator=site.tenant.operator.id, gateway=gateway.id)
    configure_gateway.handler.run(Context(), message)

    vertices = execute(__.V().has("equipment_key", gateway.key).element_map())
    shown = f"{capfd.readouterr().out} {vertices} {gateway.read_log()} {json.dumps(message.to_json())}"

    assert "equipment_key" in shown
    assert PASSWORD not in shown
    assert PASSWORD not in repr(equipment) + repr(equipment.login(get_keyring(site.tenant.operator)))
