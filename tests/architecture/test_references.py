"""A reference type is a kind of thing and a view of it; a view takes what its lookup says."""

import importlib
import inspect
import pkgutil
import re
import typing
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from typing import Annotated

import pytest
from pydantic import BaseModel

import functions
import vault
from tests.architecture.source import endpoints
from vault.callers.references import EXTERNAL_IDS, Lookup, Texts
from vault.kernel.vocabulary import wire_name
from vault.kernel.wire import plain_types

ID = re.compile(r"ID(?![a-z])|Id$|Token$")
NO_REFERENCES = {
    "AccessToken": "the runtime verifies it",
    "BSSID": "a radio's address",
    "Calling-Station-Id": "a radio's address",
    ("/networkoperatorconsole/venues/addVenueEquipment", "EquipmentID"): "the name of what is added",
    "ClientID": "a client at ConnectWise",
    "CompanyID": "a company at ConnectWise",
    "ConnectWise.ClientID": "a client at ConnectWise",
    "ConnectWise.CompanyID": "a company at ConnectWise",
    "Entrata.PropertyId": "a number in Entrata",
    "FCCLabel.PlanID": "a name on a label",
    "LocationDetails.UnitID": "a name that the unit gets",
    "MDID": "a mobility domain, of 802.11",
    "NetworkConfiguration.VenueUnitSSID": "names of networks",
    "OperatorID": "the runtime resolves the tenant with it",
    "PMS.ProfileID": "a profile, stored for others",
    "NetworkConfiguration.GlobalSSID": "names of networks",
    "PolicyforSubscriberKey.UnitID": "a unit's name, looked for at the venue of the request",
    "PolicyforSubscriberKey.UnitID_internal": "looked for at the venue of the request by the view of its reference",
    "PolicyforSubscriberKey.externalSubscriptionID": "stored for others",
    "PrimaryUnitID": "a unit's name, stored for others",
    "RealPage.SiteId": "a number in RealPage",
    "RealPageUnitID": "a number in RealPage, stored for others",
    "RefreshToken": "Cognito verifies it",
    "Ruckus.APIClientID": "a client at the Ruckus cloud",
    "Ruckus.DPSKPoolID": "a pool at the Ruckus cloud",
    "Ruckus.TenantID": "a tenant at the Ruckus cloud",
    "SMS.SenderID": "what phones show as the sender",
    "SSID": "a network's name",
    "ScratchCard_BatchID": "a time, looked for in the keypool of the request",
    "UnitID": "the name that a unit gets",
    "ServicePlanConfiguration.DefaultServicePlanID_GlobalWirelessPlusLocalWiredAccess": "a guard looks for it",
    "ServicePlanConfiguration.DefaultServicePlanID_LocalWirelessAccess": "a guard looks for it",
    "ServicePlanConfiguration.DefaultServicePlanID_Roaming": "a guard looks for it",
    "authorizationToken": "the runtime verifies it",
    "externalSubscriptionID": "stored for others",
    ("/networkoperatorconsole/equipment/configureServicePlan", "externalServicePlanID"): "set",
    ("/networkoperatorconsole/equipment/listServicePlans", "externalServicePlanID"): "a filter of the own plans",
    ("/networkoperatorconsole/keypools/listKeypools", "VenueID"): "has no effect: the list is the operator's",
    ("/networkoperatorconsole/venues/configureVenueUnit", "externalVenueUnitID"): "set",
    ("/networkoperatorconsole/venues/configureVenue", "externalVenueID"): "set",
    ("/networkoperatorconsole/venues/listVenues", "VenueID"): "has no effect: the list is that of the caller",
    ("/networkoperatorconsole/venues/updateVenueAddress", "externalVenueID"): "set",
    ("/subscriberconsole/updatePII", "externalSubscriberID"): "set",
    ("/venuemgmtconsole/subscribers/addSubscriber", "externalSubscriberID"): "set",
}
"""Fields called IDs that name nothing of the graph, at any endpoint or at one, and what they are."""


def reference_types() -> Iterator[tuple[str, tuple[object, ...], Lookup]]:
    """Name, metadata and lookup of every reference type, once for each module that knows it."""
    packages = [pkgutil.walk_packages(package.__path__, f"{package.__name__}.") for package in (vault, functions)]
    for found in chain.from_iterable(packages):
        if found.name.endswith("__main__"):
            continue
        for name, kind in vars(importlib.import_module(found.name)).items():
            if typing.get_origin(kind) is Annotated:
                for mark in kind.__metadata__:
                    if isinstance(mark, Lookup):
                        yield name, kind.__metadata__, mark


TYPES = list(reference_types())
LOOKUPS = {name: lookup for name, _, lookup in TYPES}


def test_no_two_reference_types_have_the_same_lookup() -> None:
    names: dict[Lookup, set[str]] = defaultdict(set)

    for name, _, lookup in TYPES:
        names[lookup].add(name)

    assert [each for each in names.values() if len(each) > 1] == []
    assert len(LOOKUPS) == len(names)


def test_a_reference_type_has_no_options_of_a_single_use() -> None:
    assert {name for name, metadata, lookup in TYPES if metadata != (lookup,)} == set()


@pytest.mark.parametrize("name", sorted(LOOKUPS))
def test_a_view_takes_what_its_lookup_gives_it(name: str) -> None:
    lookup = LOOKUPS[name]
    given = [lookup.wants] * bool(lookup.wants) + [Texts] * bool(lookup.texts or lookup.optional_texts)

    _things, *more = inspect.signature(lookup.view).parameters.values()

    assert [parameter.annotation for parameter in more] == given


@pytest.mark.parametrize("name", sorted(name for name, lookup in LOOKUPS.items() if lookup.wants))
def test_what_a_view_wants_of_a_request_is_declared_so_that_it_is_checked(name: str) -> None:
    wants = LOOKUPS[name].wants

    assert [member for kind in wants.__mro__ for member in vars(kind).values() if isinstance(member, property)] == []


def plain_ids(model: type[BaseModel], before: str = "") -> Iterator[str]:
    """The fields of a request, and of objects in it, that are called IDs and are no references."""
    references = getattr(model, "references", {})
    resolved = {wire_name(by) for reference in references.values() for by in reference.by}
    for name in model.model_fields.keys() - references.keys():
        field = wire_name(name)
        if ID.search(field) and field not in resolved:
            yield before + field
        for inner in plain_types(model.model_fields[name].annotation):
            if issubclass(inner, BaseModel):
                yield from plain_ids(inner, f"{field}.")


def test_a_field_called_an_id_is_a_reference_or_has_a_reason() -> None:
    found = {(path, field) for path, endpoint in endpoints().items() for field in plain_ids(endpoint.request)}

    unexplained = {(path, field) for path, field in found if not {field, (path, field)} & NO_REFERENCES.keys()}
    unused = NO_REFERENCES.keys() - found - {field for _, field in found}
    assert (unexplained, unused) == (set(), set())


def test_every_external_id_is_known_to_be_one() -> None:
    named = {field for lookup in LOOKUPS.values() for field in lookup.finders}

    assert {field for field in named if field.startswith("external_")} == EXTERNAL_IDS
