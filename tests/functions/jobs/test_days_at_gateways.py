"""A stay of one day is on from the first to the last millisecond of that day at the venue, however long the day is."""

import datetime as dt

import pytest

from tests.gateways import Site, add_resident, site, tenant
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import __, with_properties
from vault.kernel.time import from_wire

__all__ = ["site", "tenant"]
VLAN = 1050
MILLISECOND = dt.timedelta(milliseconds=1)
DAYS = [
    ("America/New_York", "2027-03-14T05:00:00.000Z", "2027-03-15T03:59:59.999Z", 23),
    ("America/New_York", "2027-11-07T04:00:00.000Z", "2027-11-08T04:59:59.999Z", 25),
    ("America/Santiago", "2027-09-05T04:00:00.000Z", "2027-09-06T02:59:59.999Z", 23),
    ("America/Santiago", "2027-04-03T03:00:00.000Z", "2027-04-04T03:59:59.999Z", 25),
    ("Asia/Beirut", "2027-03-27T22:00:00.000Z", "2027-03-28T20:59:59.999Z", 23),
    ("Asia/Beirut", "2027-10-29T21:00:00.000Z", "2027-10-30T21:59:59.999Z", 25),
    ("Australia/Lord_Howe", "2027-10-02T13:30:00.000Z", "2027-10-03T12:59:59.999Z", 23.5),
    ("Australia/Lord_Howe", "2027-04-03T13:00:00.000Z", "2027-04-04T13:29:59.999Z", 24.5),
]
"""Zone, begin and end of a day, and its hours; those of 23 hours in Santiago and Beirut have no midnight."""


@pytest.mark.parametrize(("zone", "begin", "end", "hours"), DAYS)
def test_a_stay_of_one_day_is_on_for_exactly_that_day(
    site: Site, zone: str, begin: str, end: str, hours: float
) -> None:
    first, last = from_wire(begin), from_wire(end)
    execute(with_properties(__.V(site.venue.id), **{Prop.TIME_ZONE: zone}))
    site.moment = first - dt.timedelta(hours=30)
    within = {"StartDateTimeUTC.ISO8601": first + dt.timedelta(hours=5), "EndDateTimeUTC.ISO8601": last}
    add_resident(site, **{field: moment.isoformat() for field, moment in within.items()})

    states = []
    for moment in (first - MILLISECOND, first, last, last + MILLISECOND):
        site.moment = moment
        site.run_jobs()
        states.append(VLAN in site.device.on())

    assert states == [False, True, True, False]
    assert last + MILLISECOND - first == dt.timedelta(hours=hours)


def test_a_stay_that_goes_on_after_a_day_without_a_midnight_stays_on(site: Site) -> None:
    execute(with_properties(__.V(site.venue.id), **{Prop.TIME_ZONE: "America/Santiago"}))
    site.moment = from_wire("2027-09-03T12:00:00.000Z")
    days = (("2027-09-03T12:00:00Z", "2027-09-04T12:00:00Z"), ("2027-09-05T12:00:00Z", "2027-09-06T12:00:00Z"))
    for start, end in days:
        add_resident(site, **{"StartDateTimeUTC.ISO8601": start, "EndDateTimeUTC.ISO8601": end})

    for moment in ("2027-09-03T13:00:00Z", "2027-09-05T03:59:59.999Z", "2027-09-05T04:00:00.000Z"):
        site.moment = from_wire(moment)
        site.run_jobs()

    assert [(order.vlan, order.is_on) for order in site.device.applied] == [(VLAN, True)]
