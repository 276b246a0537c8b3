"""Every edge of the graph is a list of somebody's: what bounds it, or that nobody else can extend it."""

import pytest

from vault.devices.model import MAX_DEVICES_OF_A_KEY
from vault.equipment.model import MAX_EQUIPMENT, MAX_GATEWAYS
from vault.graph.schema import Edge
from vault.kernel.locales import Locale
from vault.kernel.permissions import Role
from vault.keypools.model import MAX_POOLS
from vault.keys.bins import BIN_CAPACITY
from vault.notifications.variables import TemplateName
from vault.plans.model import MAX_PLANS
from vault.subscribers.model import MAX_SUBSCRIPTIONS_AT_VENUE
from vault.units.model import MAX_UNITS

ONE = 1
OF_THE_OPERATOR = "the operator's own staff add to the operator's own list"
CHOSEN_KEYS = "VAULT_CHOSEN_KEYS_PER_VENUE"

BOUNDS: dict[str, int | str] = {
    Edge.AT_UNIT: MAX_SUBSCRIPTIONS_AT_VENUE,
    Edge.BATCH_AT: ONE,
    Edge.BATCH_BIN: ONE,
    Edge.BATCH_OF: OF_THE_OPERATOR,
    Edge.BELONGS_TO: ONE,
    Edge.HAS_BIN: OF_THE_OPERATOR,
    Edge.HAS_CONTROLLER: OF_THE_OPERATOR,
    Edge.HAS_EQUIPMENT: MAX_EQUIPMENT,
    Edge.HAS_GATEWAY: MAX_GATEWAYS,
    Edge.HAS_KEYPOOL: MAX_POOLS,
    Edge.HAS_PLAN: MAX_PLANS,
    Edge.HAS_DISPLAY_OPTION: OF_THE_OPERATOR,
    Edge.HAS_RADIUS_SERVER: OF_THE_OPERATOR,
    Edge.HAS_UNIT: MAX_UNITS,
    Edge.HAS_VENUE: OF_THE_OPERATOR,
    Edge.HAS_VLAN: MAX_UNITS,
    Edge.HOLDS: CHOSEN_KEYS,
    Edge.IDENTIFIES: ONE,
    Edge.IN_BIN: BIN_CAPACITY,
    Edge.NAMES_KEY: ONE,
    Edge.OFFERED_AT: MAX_PLANS,
    Edge.ON_VLAN: MAX_UNITS,
    Edge.OPEN_BIN: OF_THE_OPERATOR,
    Edge.REMOVES: len(Role),
    Edge.SHOWN_AT: OF_THE_OPERATOR,
    Edge.STAFF_OF: len(Role),
    Edge.SUBSCRIBES: MAX_SUBSCRIPTIONS_AT_VENUE,
    Edge.SUBSCRIPTION_AT: ONE,
    Edge.SUBSCRIPTION_PLAN: ONE,
    Edge.TEMPLATE_OF: 2 * len(Locale) * len(TemplateName),
    Edge.TERMS_OF: ONE,
    Edge.UNCONFIRMED_AT: ONE,
    Edge.USED_BY: MAX_DEVICES_OF_A_KEY,
}
"""For a person's lists, the most at one venue or at the operator."""


def edges() -> set[str]:
    return {value for name, value in vars(Edge).items() if name.isupper()}


def test_every_edge_has_a_bound() -> None:
    assert set(BOUNDS) == edges()


@pytest.mark.parametrize("edge", [Edge.HOLDS, Edge.SUBSCRIBES, Edge.STAFF_OF, Edge.USED_BY, Edge.REMOVES])
def test_no_list_of_a_person_grows_because_somebody_else_wants_it(edge: str) -> None:
    assert BOUNDS[edge] != OF_THE_OPERATOR
