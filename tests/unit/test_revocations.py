"""The watch over writes that take rights knows them."""

import pytest

from tests.instrumentation.revocations import takes_rights
from vault.graph.schema import Prop
from vault.graph.steps import Steps, __, with_properties
from vault.kernel.permissions import Role
from vault.kernel.statuses import IN_SERVICE, SUSPENDED
from vault.staff import queries


@pytest.mark.parametrize(
    "change",
    [
        queries.revoke("token", Role.LEASING_AGENT, "venue")[0],
        with_properties(__.V("person"), **{Prop.SIGNED_OUT_AT: 1}),
        with_properties(__.V("person"), **{Prop.LOCALE: "en-us", Prop.STATUS: SUSPENDED}),
    ],
)
def test_a_write_that_takes_rights_is_known(change: Steps) -> None:
    assert takes_rights(change)


@pytest.mark.parametrize(
    "change",
    [
        queries.grant("token", Role.LEASING_AGENT, "venue", 1),
        with_properties(__.V("person"), **{Prop.STATUS: IN_SERVICE}),
        __.E("key>key_in_bin>bin").drop(),
    ],
)
def test_any_other_write_takes_none(change: Steps) -> None:
    assert not takes_rights(change)
