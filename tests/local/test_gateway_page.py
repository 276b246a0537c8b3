"""What the page of the gateways shows: the simulated router beside what is stored of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from local.pages import gateways
from local.pages.inspection import NO_SCRIPT
from local.pages.rendering import html
from local.routeros import client

HOSTILE = "<script>alert(1)</script>"
EQUIPMENT = [
    {"key": "k1", "id": "GATEWAY-01", "venue": "METRO.HOUSE", "port": 8728},
    {"key": "k2", "id": "ELSEWHERE", "venue": "METRO.LOFTS", "port": 9999},
]
ROUTER = {
    "ports": {"api": 8728},
    "sessions": 3,
    "tables": {
        "/interface/vlan": [
            {"vlan-id": "101", "name": "vault-101", "disabled": "false"},
            {"vlan-id": "102", "name": "upstairs", "disabled": "true"},
        ],
        "/queue/simple": [
            {"target": "vault-101", "max-limit": "20000000/100000000"},
            {"target": "vault-101", "max-limit": "1/1"},
        ],
    },
    "commands": [{"at": 1.5, "command": "/interface/vlan/set", "attributes": {".id": "*1"}, "outcome": ""}],
}
STORED = [{"vlan": 101, "is_on": True, "network": HOSTILE}, {"vlan": 103, "is_on": False, "network": None}]


@pytest.fixture(autouse=True)
def _router(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([EQUIPMENT, [json.dumps(STORED)]])
    monkeypatch.setattr(client, "describe", lambda: ROUTER)
    monkeypatch.setattr(gateways, "execute", lambda _steps: next(answers))


def test_the_equipment_at_the_router_is_listed_with_its_vlans_and_commands() -> None:
    listed = gateways.read()

    (gateway,) = listed
    assert (gateway["EquipmentID"], gateway["VenueID"], gateway["address"], gateway["sessions"]) == (
        "GATEWAY-01", "METRO.HOUSE", "127.0.0.1:8728", 3,
    )  # fmt: skip
    assert gateway["commands"] == [
        {"at": "1970-01-01T00:00:01.500Z", "command": "/interface/vlan/set .id=*1", "outcome": "done"}
    ]


def test_a_vlan_has_what_the_router_has_and_what_is_stored() -> None:
    vlans = {each.pop("vlan"): each for each in gateways.read()[0]["vlans"]}

    assert vlans == {
        101: {"state": "enabled", "up": 20_000_000, "down": 100_000_000, "confirmed": STORED[0]},
        102: {"state": "disabled", "up": None, "down": None, "confirmed": None},
        103: {"state": "absent", "up": None, "down": None, "confirmed": STORED[1]},
    }


def test_the_page_escapes_what_it_shows() -> None:
    gateway: dict[str, Any] = {**gateways.read()[0], "EquipmentID": HOSTILE, "VenueID": HOSTILE}
    gateway["commands"] = [{"at": HOSTILE, "command": HOSTILE, "outcome": HOSTILE}]

    page = html("gateways.html", NO_SCRIPT, gateways=[gateway]).body.decode()

    assert "<script" not in page
    assert page.count("&lt;script&gt;") >= 6
